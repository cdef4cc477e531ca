"""Who works with the records, and of which clinic: said once for each request, and asked at each step of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, Table, select, true

from myotome.errors import MyotomeError
from myotome.records.storage.schema import ANSWERS, PATIENTS, REVISIONS, VISITS

__all__ = ["HOLDER", "Acting", "NobodyActsError", "acting", "of_clinic", "present_actor", "scoped"]


@dataclass(frozen=True, slots=True)
class Acting:
    """Who works.

    Attributes
    ----------
    actor : str
        Whom the events name.
    clinic : str or None
        Id of the clinic whose patients are seen; None for the first one, which needs no name.
    every_clinic : bool
        Whether patients of all clinics are seen: the holder of the key alone.
    """

    actor: str
    clinic: str | None = None
    every_clinic: bool = False


#: Whoever holds the key on this computer: the commands, and the page without accounts.
HOLDER: Final = Acting("local user", every_clinic=True)
_PRESENT: Final[ContextVar[Acting | None]] = ContextVar("acting", default=None)


class NobodyActsError(MyotomeError):
    """Records with accounts were asked for something by nobody: nothing is shown."""

    def __init__(self) -> None:
        super().__init__("Nobody is signed in.")


@contextmanager
def acting(who: Acting) -> Iterator[None]:
    """Have everything within be done by somebody.

    Examples
    --------
    >>> with acting(Acting("account:a", "north")):
    ...     present_actor().clinic
    'north'
    """
    before = _PRESENT.set(who)
    try:
        yield
    finally:
        _PRESENT.reset(before)


def present_actor() -> Acting:
    """Who works now; raises NobodyActsError where nobody does."""
    if (who := _PRESENT.get()) is None:
        raise NobodyActsError
    return who


def of_clinic(who: Acting) -> ColumnElement[bool]:
    """Condition that a patient is one of the clinic of who works."""
    if who.every_clinic:
        return true()
    return PATIENTS.c.clinic.is_(None) if who.clinic is None else PATIENTS.c.clinic == who.clinic


def scoped(table: Table, who: Acting) -> Select[tuple[object, ...]]:
    """Rows of a table that who works may know of.

    Those of another clinic are left out by the same query that finds no missing one, so that both are answered alike
    and take as long.
    """
    chosen = select(table)
    if who.every_clinic or table not in _WAYS:
        return chosen
    for onto, condition in _WAYS[table]:
        chosen = chosen.join(onto, condition)
    return chosen.where(of_clinic(who))


_OF_VISIT: Final = (PATIENTS, VISITS.c.patient == PATIENTS.c.id)
#: How a row is led to its patient.
_WAYS: Final[dict[Table, tuple[tuple[Table, ColumnElement[bool]], ...]]] = {
    PATIENTS: (),
    VISITS: (_OF_VISIT,),
    REVISIONS: ((VISITS, REVISIONS.c.visit == VISITS.c.id), _OF_VISIT),
    ANSWERS: ((VISITS, ANSWERS.c.visit == VISITS.c.id), _OF_VISIT),
}
