"""Results as plain JSON: field by field, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["plain_fields"]


def plain_fields(
    result: DataclassInstance, leave_out: tuple[str, ...] = (), digits: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Write a result as a mapping of its fields to what JSON knows; a part that can write itself does.

    Parameters
    ----------
    result : dataclass
        Whose `to_dict` this is.
    leave_out : tuple of str
        Fields that are not handed on.
    digits : mapping
        Digits that a number keeps after its point, by field; 0 makes it a whole number.

    Examples
    --------
    >>> from myotome.ledger import Source
    >>> plain_fields(Source("key", "text", "study", year=1983), ("authors", "licence", "url", "doi", "pmid", "pmcid"))
    {'key': 'key', 'text': 'text', 'kind': 'study', 'year': 1983}
    """
    names = [one.name for one in fields(result) if one.name not in leave_out]
    values = {name: _plain(getattr(result, name)) for name in names}
    rounded = {name: _rounded(values[name], kept) for name, kept in (digits or {}).items()}
    return values | rounded


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


def _rounded(number: float | None, kept: int) -> float | None:
    return None if number is None else round(number, kept or None)
