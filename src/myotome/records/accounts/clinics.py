"""Clinics of one database: patients and accounts of each are seen by nobody of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from myotome.errors import InputError, Problem, nearest_names
from myotome.printing import shown
from myotome.records.storage.schema import CLINICS
from myotome.records.storage.work import Work, new_id

__all__ = ["FIRST_CLINIC", "Clinic", "add_clinic", "clinic_called", "clinics_in"]

#: What the clinic is called that needs no row.
FIRST_CLINIC: Final = "first clinic"
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic; the id of the first one is None."""

    id: str | None
    name: str


def clinics_in(work: Work) -> tuple[Clinic, ...]:
    """All clinics, the first one first."""
    rows = work.connection.execute(select(CLINICS)).mappings().all()
    named = [
        Clinic(row["id"], work.open(f"clinic.{row['id']}.name", work.checked(CLINICS, row)["name"]).decode())
        for row in rows
    ]
    return (Clinic(None, FIRST_CLINIC), *sorted(named, key=lambda one: one.name.casefold()))


def clinic_called(work: Work, name: str) -> Clinic:
    """The clinic of a name, empty for the first one; raises InputError with the nearest name."""
    clinics = clinics_in(work)
    wanted = " ".join(name.split()).casefold()
    for one in clinics:
        if wanted in (one.name.casefold(), one.id or ""):
            return one
    names = [one.name for one in clinics]
    raise InputError([Problem("clinic", None, shown(name), ", ".join(names), nearest_names(name, names))])


def add_clinic(work: Work, name: str) -> Clinic:
    """Keep a new clinic; raises InputError where the name is taken or no name."""
    told = " ".join(name.split())
    taken = told.casefold() in (one.name.casefold() for one in clinics_in(work))
    if not told or len(told) > _LONGEST or taken or not told.isprintable():
        allowed = f"a name of at most {_LONGEST} characters that no other clinic has"
        raise InputError([Problem("clinic", None, shown(name), allowed)])
    made = new_id()
    row = {"id": made, "version": 1, "name": work.seal(f"clinic.{made}.name", told), "changed": work.now()}
    work.insert(CLINICS, row)
    return Clinic(made, told)
