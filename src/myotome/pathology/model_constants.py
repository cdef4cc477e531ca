"""Structural constants of the model of disease that are not fitted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from myotome.tables import TomlTable, constant, fraction

__all__ = ["constants"]

_SECTIONS = {
    "prior": ("age_floor", "time_floor", "one_cause", "two_causes", "three_causes"),
    "effects": ("pyramidal_weakness",),
    "generated": ("even_share",),
    "herniation": ("beyond_canal",),
}
_TABLE = TomlTable(
    "pathology/model.toml",
    {section: {name: constant(fraction()) for name in names} for section, names in _SECTIONS.items()},
)


@cache
def constants(section: str) -> Mapping[str, float]:
    """Constants of one section by name.

    Parameters
    ----------
    section : str
        `prior`, `effects`, `generated` or `herniation`.

    Examples
    --------
    >>> constants("prior")["one_cause"]
    0.93
    """
    return _TABLE.values(section)
