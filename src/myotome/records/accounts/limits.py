"""How long a session lasts and how often signing in may be tried: declared in a table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.tables import TomlTable, constant, integer

__all__ = ["account_limits"]

_NAMES: Final = {
    "session": ("idle_minutes", "longest_hours", "signing_in_minutes", "seen_every_seconds"),
    "password": ("shortest", "longest", "at_once"),
    "attempts": ("failures", "closed_minutes", "of_address_per_minute", "of_all_per_minute", "remembered"),
    "events": ("of_one_kind_per_minute",),
    "emergency": ("minutes", "reason_shortest"),
    "program": ("requests_per_minute", "usual_days", "longest_days"),
    "second_factor": ("steps_apart", "recovery_codes"),
}
_TABLE: Final = TomlTable(
    "records/account_limits.toml",
    {section: {name: constant(integer(0)) for name in names} for section, names in _NAMES.items()},
)


@cache
def account_limits(section: str) -> Mapping[str, int]:
    """Limits of one section by name.

    Parameters
    ----------
    section : str
        `session`, `password`, `attempts`, `events`, `emergency`, `program` or `second_factor`.

    Examples
    --------
    >>> account_limits("session")["idle_minutes"]
    30
    """
    return {name: int(value) for name, value in _TABLE.values(section).items()}
