"""Patients: who they are, encrypted field by field; archived rather than deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import RowMapping, select

from myotome.errors import InputError, Problem
from myotome.records.kept.search import keep_words, tokens_of_query
from myotome.records.storage.acting import scoped
from myotome.records.storage.schema import PATIENTS, WORDS
from myotome.records.storage.work import Work, new_id, subject_of

__all__ = ["Identity", "Patient", "add_patient", "archive_patient", "change_patient", "find_patients", "read_patient"]

_LONGEST: Final = {"name": 200, "number": 60, "note": 4000}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a person.

    Attributes
    ----------
    name : str
        As it is searched and printed.
    born : str
        Date of birth as `YYYY-MM-DD`; empty where it is not known.
    number : str
        Number of the practice or clinic.
    note : str
        Free text.
    """

    name: str
    born: str = ""
    number: str = ""
    note: str = ""

    @classmethod
    def checked(cls, given: Mapping[str, Any]) -> Identity:
        """Read the fields of a form or a file.

        Raises
        ------
        InputError
            With each field that is wrong.

        Examples
        --------
        >>> Identity.checked({"name": " Ada  Example ", "born": "1980-05-17"}).name
        'Ada Example'
        """
        told = {field: _tidied(given.get(field, ""), field) for field in ("name", "born", "number", "note")}
        problems = [*_of_length(told), *_of_name(told["name"]), *_of_birth(told["born"])]
        if problems:
            raise InputError(problems)
        return cls(**told)


def _tidied(value: Any, field: str) -> str:
    """Text without control characters; only a note keeps its lines."""
    text = "".join(one if one.isprintable() or (one == "\n" and field == "note") else " " for one in str(value or ""))
    return text.strip() if field == "note" else " ".join(text.split())


def _of_length(told: Mapping[str, str]) -> list[Problem]:
    long = [field for field, most in _LONGEST.items() if len(told[field]) > most]
    return [Problem(f, None, f"{len(told[f])} characters", f"at most {_LONGEST[f]} characters") for f in long]


def _of_name(name: str) -> list[Problem]:
    allowed = "a name, or a label that you know the patient by"
    return [] if name else [Problem("name", None, "nothing", allowed, (), "A patient needs a name.")]


def _of_birth(born: str) -> list[Problem]:
    try:
        told = date.fromisoformat(born) if born else None
    except ValueError:
        told = date.max
    past = told is None or date(1890, 1, 1) <= told <= date.today()
    return [] if past else [Problem("born", None, born, "a date in the past, such as 1980-05-17")]


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient as stored."""

    id: str
    version: int
    identity: Identity
    archived: str | None
    changed: str

    def age_on(self, day: str) -> int | None:
        """Age in whole years; None where the date of birth is not known, or after the day."""
        if not self.identity.born:
            return None
        born, then = date.fromisoformat(self.identity.born), date.fromisoformat(day)
        years = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
        return years if years >= 0 else None


def _row(work: Work, identity_of: str, identity: Identity, kept: Mapping[str, Any]) -> dict[str, Any]:
    """A row with who a patient is anew; whether archived and of which clinic stays as kept."""
    sealed = {name: work.seal(f"patient.{identity_of}.{name}", text) for name, text in asdict(identity).items()}
    return {"id": identity_of, **sealed, **kept, "changed": work.now()}


def _patient(work: Work, row: RowMapping) -> Patient:
    told = {name: work.open(f"patient.{row['id']}.{name}", row[name]).decode() for name in Identity.__slots__}
    return Patient(row["id"], row["version"], Identity(**told), row["archived"], row["changed"])


def add_patient(work: Work, identity: Identity) -> str:
    """Keep a new patient; returns the id."""
    made = new_id()
    kept = {"archived": None, "clinic": work.who.clinic}
    work.insert(PATIENTS, {**_row(work, made, identity, kept), "version": 1})
    keep_words(work, made, identity.name, identity.number)
    return made


def change_patient(work: Work, patient: str, seen: int, identity: Identity) -> None:
    """Change who a patient is, where nobody else did since version `seen`."""
    row = work.row(PATIENTS, patient)
    kept = {name: row[name] for name in ("archived", "clinic")}
    work.replace(PATIENTS, _row(work, patient, identity, kept), seen, "changed")
    keep_words(work, patient, identity.name, identity.number)


def archive_patient(work: Work, patient: str, seen: int, archived: bool) -> None:
    """Put a patient into the archive, or take the patient out again; nothing is deleted."""
    row = {**work.row(PATIENTS, patient), "archived": work.now() if archived else None, "changed": work.now()}
    work.replace(PATIENTS, row, seen, "archived" if archived else "restored")


def read_patient(work: Work, patient: str) -> Patient:
    """A patient by id, and the event that the record was opened."""
    row = work.row(PATIENTS, patient)
    work.note("opened", subject_of(PATIENTS, row))
    return _patient(work, row)


def find_patients(work: Work, query: str, archived: bool, count: int) -> tuple[Patient, ...]:
    """Patients whose name or number begins with each word; without a query those that were changed last."""
    is_kept = PATIENTS.c.archived.is_not(None) if archived else PATIENTS.c.archived.is_(None)
    chosen = scoped(PATIENTS, work.who).where(is_kept)
    for token in tokens_of_query(work.keys, query):
        chosen = chosen.where(PATIENTS.c.id.in_(select(WORDS.c.patient).where(WORDS.c.token == token)))
    rows = work.connection.execute(chosen.order_by(PATIENTS.c.changed.desc()).limit(count)).mappings().all()
    work.note("searched", "patients")
    return tuple(_patient(work, work.checked(PATIENTS, row)) for row in rows)
