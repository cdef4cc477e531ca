"""From which number on the page says what: declared in a table, since words can change what is done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.tables import TomlTable, constant, fraction, integer, number

__all__ = ["limits"]

_TABLE: Final = TomlTable(
    "web/answer_limits.toml",
    {
        "shown": {
            "explanations": constant(integer(1)),
            "tests": constant(integer(1)),
            "unexamined": constant(integer(1)),
            "worth_naming": constant(fraction()),
            "top": constant(fraction()),
            "disc": constant(fraction()),
        },
        "territory": {name: constant(fraction()) for name in ("weak", "most", "some", "little")},
        "adds": {name: constant(number(0)) for name in ("much", "something", "full")},
        "heel_raises": {name: constant(number(0)) for name in ("weak", "normal")},
        "weights": {name: constant(number(0)) for name in ("notable", "full")},
        "teaching": {
            "parting": constant(fraction()),
            **{name: constant(integer(1)) for name in ("listed", "first", "rounds", "choices")},
        },
    },
)


@cache
def limits(section: str) -> Mapping[str, float]:
    """Limits of one section by name.

    Parameters
    ----------
    section : str
        `shown`, `territory`, `adds` or `weights`.

    Examples
    --------
    >>> limits("adds")["much"]
    0.3
    """
    return _TABLE.values(section)
