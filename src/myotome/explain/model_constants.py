"""Structural constants of the explanation that are judged, not fitted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from myotome.tables import TomlTable, constant, fraction, number

__all__ = ["constants"]

_TABLE = TomlTable(
    "explain/model.toml",
    {
        "red_flag": {
            "urgent_probability": constant(fraction()),
            "worth_naming": constant(fraction()),
            "set_back_probability": constant(fraction()),
            "leading_emergency": constant(fraction()),
        },
        "verdict": {
            "proven": constant(fraction()),
            "probable": constant(fraction()),
            "possible": constant(fraction()),
            "shown_by": constant(fraction()),
            "ruled_out_ratio": constant(number(0)),
            "ruled_out": constant(fraction()),
        },
        "certainty": {"almost_certain": constant(fraction()), "very_likely": constant(fraction())},
        "outcome": {
            "determined": constant(fraction()),
            "one_region": constant(fraction()),
            "contradiction": constant(number(0)),
        },
        "base_rates": {"suspects": constant(number(0, 1))},
        "old_disease": {
            "beside_another": constant(fraction()),
            "worth_naming": constant(fraction()),
            "accounts_for": constant(number(1)),
        },
        "evidence": {"notable": constant(number(0))},
    },
)


@cache
def constants(section: str) -> Mapping[str, float]:
    """Constants of one section by name.

    Parameters
    ----------
    section : str
        `red_flag`, `verdict`, `certainty`, `outcome`, `base_rates`, `old_disease` or `evidence`.

    Examples
    --------
    >>> constants("red_flag")["worth_naming"]
    0.03
    """
    return _TABLE.values(section)
