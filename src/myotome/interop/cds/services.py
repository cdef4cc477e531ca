"""The services that are offered, and what each wants to be sent along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from myotome.tables import Table, one_of, text, yes_no

__all__ = ["HOOKS", "Wanted", "discovery", "hooks_of", "wanted"]

#: Fields of the context that each hook needs, with their types.
HOOKS: Final[Mapping[str, Mapping[str, type]]] = {
    "patient-view": {"userId": str, "patientId": str},
    "order-select": {"userId": str, "patientId": str, "selections": list, "draftOrders": dict},
    "order-sign": {"userId": str, "patientId": str, "draftOrders": dict},
}
_SERVICES = Table(
    "interop/cds_services.csv",
    {"id": text(), "hook": one_of(tuple(HOOKS)), "title": text(), "description": text()},
    key=("id", "hook"),
)
_PREFETCH = Table(
    "interop/cds_prefetch.csv",
    {"service": text(), "key": text(), "query": text(), "required": yes_no()},
    key=("service", "key"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is to be sent along."""

    key: str
    query: str
    required: bool


@cache
def wanted(service: str) -> tuple[Wanted, ...]:
    """What a service wants to be sent along."""
    rows = (row for row in _PREFETCH.rows() if row["service"] == service)
    return tuple(Wanted(row["key"], row["query"], row["required"]) for row in rows)


def hooks_of(service: str) -> tuple[str, ...]:
    """Hooks at which a service is called; none where there is no such service."""
    return tuple(row["hook"] for row in _SERVICES.rows() if row["id"] == service)


def discovery() -> dict[str, Any]:
    """The list of services.

    Examples
    --------
    >>> [(one["id"], one["hook"]) for one in discovery()["services"]][0]
    ('myotome-spine', 'patient-view')
    """
    services = [
        {
            **{name: row[name] for name in ("hook", "id", "title", "description")},
            "prefetch": {one.key: one.query for one in wanted(row["id"])},
        }
        for row in _SERVICES.rows()
    ]
    return {"services": services}
