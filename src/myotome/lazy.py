"""Names that a package hands on, loaded at first use: importing the package stays cheap."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazy_names"]


def lazy_names(
    package: str, where: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Make the `__getattr__` and the `__dir__` of a package (PEP 562).

    Parameters
    ----------
    package : str
        Its `__name__`.
    where : mapping
        Module to the names that the package hands on from it.

    Returns
    -------
    tuple of two functions
        A name is kept in the package once it was asked for.

    Examples
    --------
    >>> get, _ = lazy_names("myotome", {"myotome.units": ("Quantity",)})
    >>> get("nothing_of_the_kind")
    Traceback (most recent call last):
    AttributeError: module 'myotome' has no attribute 'nothing_of_the_kind'
    """
    modules = {name: module for module, names in where.items() for name in names}

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(modules[name]), name)
        setattr(sys.modules[package], name, found)
        return found

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *modules})

    return get, names
