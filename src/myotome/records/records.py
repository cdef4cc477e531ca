"""The records of one database: each call is one transaction, done as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from myotome.errors import InputError, Problem
from myotome.exam import Case
from myotome.records.handover import deidentified, patient_document
from myotome.records.kept import answers, patients, visits
from myotome.records.kept.answers import StoredAnswer
from myotome.records.kept.patients import Identity, Patient
from myotome.records.kept.visits import Visit
from myotome.records.refusals import DamagedError
from myotome.records.storage.acting import HOLDER, Acting, present_actor
from myotome.records.storage.database import address_of, engine_of, file_of, user_folder
from myotome.records.storage.keys import Keys, Secret, keys_from, put_in_place, secret_of
from myotome.records.storage.migration import is_end_of, migrate, shape_of
from myotome.records.storage.schema import CHAIN
from myotome.records.storage.work import Work

__all__ = ["Records", "open_records"]


class Records:
    """Patients, visits and answers of one database. Made by `open_records`.

    Parameters
    ----------
    engine : Engine
    keys : Keys
    at_step : callable
        Called with the name of each step of a change.
    key_file : Path or None
        The file that holds the key.
    """

    def __init__(
        self,
        engine: Engine,
        keys: Keys,
        at_step: Callable[[str], None] = lambda _: None,
        key_file: Path | None = None,
    ) -> None:
        self.engine, self.keys, self.key_file = engine, keys, key_file
        self.at_step, self._with_accounts = at_step, False

    @contextmanager
    def work(self, who: Acting | None = None) -> Iterator[Work]:
        """One transaction; it holds the end of the chain, so that changes come one after the other."""
        who = who or self._who
        with self.engine.begin() as connection:
            end = connection.execute(select(CHAIN).with_for_update()).mappings().first()
            if end is None or not is_end_of(self.keys, end):
                raise DamagedError(
                    "The key of this database was changed, or its chain of events. Start the program anew."
                )
            self.at_step("begun")
            yield Work(connection, self.keys, who, self.at_step)
            self.at_step("before the commit")
        self.at_step("committed")

    @contextmanager
    def glance(self, who: Acting) -> Iterator[Work]:
        """One transaction that reads, and waits for no change of others."""
        with self.engine.begin() as connection:
            yield Work(connection, self.keys, who, self.at_step)

    @property
    def _who(self) -> Acting:
        return present_actor() if self._with_accounts else HOLDER

    def with_accounts(self) -> Records:
        """The same database, of which nobody sees anything who is not said to act: see `acting`."""
        made = Records(self.engine, self.keys, self.at_step, self.key_file)
        made._with_accounts = True
        return made

    @property
    def place(self) -> str:
        """Where the database lies, without any password."""
        return str(file_of(self.engine.url) or self.engine.url.render_as_string(hide_password=True))

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    def add_patient(self, identity: Identity) -> str:
        """Keep a new patient; returns the id."""
        with self.work() as work:
            return patients.add_patient(work, identity)

    def add_patient_with_visit(self, identity: Identity, day: str, case: Case) -> str:
        """Keep a new patient with a first visit, both or neither; returns the id of the visit."""
        with self.work() as work:
            return visits.add_visit(work, patients.add_patient(work, identity), day, case)

    def change_patient(self, patient: str, seen: int, identity: Identity) -> None:
        """Change who a patient is, where nobody else did since version `seen`."""
        with self.work() as work:
            patients.change_patient(work, patient, seen, identity)

    def archive_patient(self, patient: str, seen: int, *, archived: bool = True) -> None:
        """Put a patient into the archive, or take the patient out again."""
        with self.work() as work:
            patients.archive_patient(work, patient, seen, archived)

    def patient(self, patient: str) -> Patient:
        """A patient by id; raises NoSuchRecordError."""
        with self.work() as work:
            return patients.read_patient(work, patient)

    def patients(self, query: str = "", *, archived: bool = False, count: int = 50) -> tuple[Patient, ...]:
        """Patients whose name or number begins with each word of a query, those changed last first."""
        with self.work() as work:
            return patients.find_patients(work, query, archived, count)

    def add_visit(self, patient: str, day: str, case: Case) -> str:
        """Keep a new visit of a patient; returns the id."""
        with self.work() as work:
            return visits.add_visit(work, patient, day, case)

    def change_visit(self, visit: str, seen: int, day: str, case: Case) -> int:
        """Keep a new state of a visit, where nobody else did since version `seen`; returns the new version."""
        with self.work() as work:
            return visits.change_visit(work, visit, seen, day, case)

    def archive_visit(self, visit: str, seen: int, *, archived: bool = True) -> None:
        """Put a visit into the archive, or take it out again."""
        with self.work() as work:
            visits.archive_visit(work, visit, seen, archived)

    def visit(self, visit: str) -> Visit:
        """A visit by id; raises NoSuchRecordError."""
        with self.work() as work:
            return visits.read_visit(work, visit)

    def state(self, visit: str, version: int) -> Case:
        """The examination of a visit as it was at a version; raises NoSuchRecordError."""
        with self.work() as work:
            return visits.read_state(work, visit, version)

    def visits(self, patient: str, *, archived: bool = False) -> tuple[Visit, ...]:
        """Visits of a patient, the oldest first."""
        with self.work() as work:
            return visits.visits_of(work, patient, archived)

    def add_answer(self, visit: str, version: int, document: Mapping[str, Any]) -> str:
        """Keep the answer document of one state of a visit; returns the id."""
        with self.work() as work:
            return answers.add_answer(work, visit, version, document)

    def answer(self, answer: str) -> StoredAnswer:
        """An answer by id; raises NoSuchRecordError."""
        with self.work() as work:
            return answers.read_answer(work, answer)

    def answers(self, visit: str) -> tuple[StoredAnswer, ...]:
        """Answers to a visit, the newest first."""
        with self.work() as work:
            return answers.answers_of(work, visit)

    def export_patient(self, patient: str) -> dict[str, Any]:
        """Everything that is kept of a patient as a plain document."""
        with self.work() as work:
            return patient_document.export_patient(work, patient)

    def import_patient(self, document: Any) -> str:
        """Keep a patient of an exported document as a new one; returns the id."""
        with self.work() as work:
            return patient_document.import_patient(work, document)

    def counts(self, fewest: int = deidentified.FEWEST) -> deidentified.Counts:
        """How many patients and visits there are, by age and sex; small groups are not stated."""
        with self.work() as work:
            return deidentified.counts(work, fewest)

    def write_deidentified(self, path: Path, fewest: int = deidentified.FEWEST) -> int:
        """Write all patients as one Parquet table without what names them; returns the number of visits."""
        with self.work() as work:
            return deidentified.write_parquet(work, path, fewest)


def open_records(
    address: str = "",
    *,
    environment: Mapping[str, str] = os.environ,
    at_step: Callable[[str], None] = lambda _: None,
    may_be_new: bool = True,
) -> Records:
    """Open a database of records, make it where it is embedded and new, and bring it to the present shape.

    Parameters
    ----------
    address : str
        A file, or `postgresql://…`; empty for what the environment says, else the file in the user's folder.
    environment : mapping
        Holds `MYOTOME_RECORDS`, and `MYOTOME_RECORDS_KEY` or `MYOTOME_RECORDS_KEY_FILE`.
    at_step : callable
        See `Records`.
    may_be_new : bool
        Whether an embedded database that does not exist is made; else it is refused, and nothing is made.

    Raises
    ------
    InputError
        There is no key, the address is wrong, or there is no such database.
    DamagedError
        The key is that of another database.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> records = open_records(str(pathlib.Path(folder.name) / "records.sqlite"), environment={})
    >>> patient = records.add_patient(Identity("Ada Example"))
    >>> [one.identity.name for one in records.patients("ada")]
    ['Ada Example']
    >>> records.close(); folder.cleanup()
    """
    url = address_of(address, environment)
    path = file_of(url)
    if path is not None and not may_be_new and not path.exists():
        raise InputError([Problem("--database", None, str(path), "one that exists", (), "There is no such database.")])
    usual = (path or user_folder(environment) / "server").with_suffix(".key")
    secret = secret_of(environment, usual, may_be_made=path is not None and not path.exists())
    engine = engine_of(url)
    try:
        with engine.begin() as connection:
            keys = _key_of(connection, secret)
            migrate(connection, keys)
    except BaseException:
        engine.dispose()
        raise
    return Records(engine, keys, at_step=at_step, key_file=secret.file)


def _key_of(connection: Connection, secret: Secret) -> Keys:
    """Keys of a database; where a rotation was stopped after its commit, those that it was going to put in place."""
    if secret.next is None or secret.file is None or not shape_of(connection):
        return keys_from(secret.text)
    end = connection.execute(select(CHAIN)).mappings().first()
    if end is not None and is_end_of(keys_from(secret.next), end):
        put_in_place(secret.file)
        return keys_from(secret.next)
    return keys_from(secret.text)
