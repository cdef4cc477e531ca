"""Tables of the standard: what each key muscle does, and the numbers of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.exam import vocabulary
from myotome.interop.isncsci.segments import MYOTOMES
from myotome.tables import Table, TomlTable, constants, integer, one_of, text

__all__ = ["key_muscle_labels", "movements", "segments_below"]

_MUSCLES: Final = Table(
    "interop/isncsci_key_muscles.csv",
    {"myotome": one_of(MYOTOMES), "movement": one_of(lambda: vocabulary().ids("movements")), "label": text()},
    key=("myotome",),
)
_RULES: Final = TomlTable(
    "interop/isncsci_rules.toml",
    constants({"motor_function_below": integer(0, 10), "other_muscle_below_zone": integer(0, 10)}),
)


@cache
def movements() -> Mapping[str, str]:
    """Movement that each key muscle is tested by.

    Examples
    --------
    >>> movements()["L4"]
    'ankle_dorsiflexion'
    """
    return {row["myotome"]: row["movement"] for row in _MUSCLES.rows()}


@cache
def key_muscle_labels() -> Mapping[str, str]:
    """Key muscles as the sheet calls them."""
    return {row["myotome"]: row["label"] for row in _MUSCLES.rows()}


@cache
def segments_below(rule: str) -> int:
    """How many segments of a rule.

    Examples
    --------
    >>> segments_below("motor_function_below")
    3
    """
    value: int = _RULES.read()[rule]["value"]
    return value
