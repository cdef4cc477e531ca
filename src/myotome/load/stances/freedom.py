"""What a task leaves open: which part of its posture follows from least effort and the energy of the joints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from myotome.tables import Table, ids, one_of

__all__ = ["FREEDOMS", "freedom_of"]

#: `levels`: regions and pelvis stay as told. `bend`: the inclination stays. `slump`: the end gives. `lean`: as one.
FREEDOMS: Final = ("bend", "lean", "levels", "slump")

_TABLE = Table(
    "load/posing/freedom.csv",
    {"task": one_of(ids("load/stances/tasks", "task")), "freedom": one_of(FREEDOMS)},
    key=("task",),
)


@cache
def _freedoms() -> Mapping[str, str]:
    return {row["task"]: row["freedom"] for row in _TABLE.rows()}


def freedom_of(task: str) -> str:
    """What does this task leave open? Of `FREEDOMS`; `levels` where the table says nothing.

    Examples
    --------
    >>> freedom_of("lifting"), freedom_of("plank")
    ('bend', 'levels')
    """
    return _freedoms().get(task, "levels")
