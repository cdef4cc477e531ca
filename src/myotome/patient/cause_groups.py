"""Which causes are treated alike by a plan, a sheet or a forecast?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from myotome.errors import DataError
from myotome.patient.answer_kinds import scopes
from myotome.tables import Table, identifier, one_of

__all__ = ["cause_group"]

_GROUPS = Table(
    "patient/cause_groups.csv",
    {"group": identifier(), "scope": one_of(scopes)},
    key=("group", "scope"),
)


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in _GROUPS.rows():
        groups.setdefault(row["group"], set()).add(row["scope"])
    return MappingProxyType({name: frozenset(group) for name, group in groups.items()})


def cause_group(name: str) -> frozenset[str]:
    """Conditions, families and classes of one group.

    Raises
    ------
    DataError
        The table has no such group.

    Examples
    --------
    >>> "cauda_equina" in cause_group("named_in_person"), "radiculopathy" in cause_group("named_in_person")
    (True, False)
    """
    try:
        return _groups()[name]
    except KeyError:
        raise DataError(f"patient/cause_groups.csv has no group {name!r}") from None
