"""Texts and paths of a command line are taken as they are written; the library checks the rest.

It would check every value by a validator made for it, and loading what makes validators takes longer than reading a
case. A text has nothing to check, and what a path names is looked at by whoever opens it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from typer.core import TyperCommand

__all__ = ["Command", "PlainWords", "TakesPlainly"]

_TEXTS: Final = (str, Path)
_LISTS: Final = {list[str]: str, list[Path]: Path}


class PlainWords:
    """Values of one argument or option.

    Parameters
    ----------
    parameter : object
        Parameter of a command, as the library makes it.

    Examples
    --------
    >>> from types import SimpleNamespace as Parameter
    >>> words = PlainWords(Parameter(type_descriptor=Parameter(annotation=Path), get_runtime_param=lambda: None))
    >>> words.coerce("case.yaml", None, None).name
    'case.yaml'
    """

    def __init__(self, parameter: Any) -> None:
        self.kind = parameter.type_descriptor.annotation
        self.checked = parameter.get_runtime_param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Value of the kind that the parameter has; raises the library's error where it is of another."""
        if self.kind in _TEXTS and isinstance(value, str):
            return self.kind(value)
        if self.kind in _LISTS and isinstance(value, list | tuple):
            return [_LISTS[self.kind](word) for word in value]
        if value is None or (isinstance(self.kind, type) and isinstance(value, self.kind)):  # nothing is written
            return value
        return self.checked().coerce(value, param=param, ctx=ctx)


class TakesPlainly:
    """What a command is besides: its parameters take texts and paths as they are written."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Parameters, the one for help among them."""
        parameters: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for parameter in parameters:
            # versions of the library without it check in another way
            if hasattr(parameter, "get_runtime_param") and "get_runtime_param" not in vars(parameter):
                words = PlainWords(parameter)
                parameter.get_runtime_param = lambda words=words: words
        return parameters


class Command(TakesPlainly, TyperCommand):
    """A command that takes texts and paths as they are written."""
