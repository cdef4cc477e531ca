"""Whatever is changed in a database behind the program's back, `verify` finds: or nothing that is read has changed."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from myotome.errors import MyotomeError
from myotome.records import DamagedError, Identity, Records, faults_of, open_records
from support.stored import DOCUMENT, KEY, case_of


def fill(records: Records, patients: int = 2) -> list[str]:
    """Patients with two visits each, one changed, each with an answer; returns the ids of the visits."""
    visits = []
    for number in range(patients):
        patient = records.add_patient(Identity(f"Ada Example {number}", "1980-05-17", f"K-{number}"))
        for day in ("2026-01-05", "2026-02-05"):
            visits.append(records.add_visit(patient, day, case_of()))
            records.add_answer(visits[-1], 1, DOCUMENT)
        records.change_visit(visits[-1], 1, "2026-02-06", case_of(4))
    return visits


EDITS = {
    "a name is exchanged": "update patient set name = (select name from patient order by id desc limit 1)",
    "a day is changed": "update visit set day = '2026-01-06' where day = '2026-01-05'",
    "a visit moves to another patient": "update visit set patient = (select max(id) from patient)",
    "an archived mark appears": "update patient set archived = '2026-01-01'",
    "a version goes back": "update visit set version = 1",
    "an answer is gone": "delete from answer where id = (select min(id) from answer)",
    "an answer gets another hash": "update answer set tables_hash = 'cd'",
    "a word of the search is gone": "delete from search_word where token = (select token from search_word limit 1)",
    "an event is gone": "delete from event where seq = 3",
    "the last event is gone": "delete from event where seq = (select max(seq) from event)",
    "an event is changed": "update event set actor = 'nobody' where seq = 2",
    "two events change places": "update event set seq = case seq when 2 then 9002 when 3 then 2 else seq end",
    "an event is added": "insert into event select seq + 9000, at, actor, action, subject, row_digest, previous, digest"
    " from event where seq = 1",
    "the end of the chain is changed": "update chain set seq = seq - 1",
    "the end of the chain is gone": "delete from chain",
    "rows are as they were, and their digests too": "update revision set document ="
    " (select document from revision r where r.version = 1 and r.visit = revision.visit),"
    " digest = (select digest from revision r where r.version = 1 and r.visit = revision.visit) where version = 2",
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_behind_the_back_is_found(records: Records, edit: str) -> None:
    fill(records)
    assert faults_of(records) == ()
    with records.engine.begin() as connection:
        changed = connection.execute(text(EDITS[edit])).rowcount
    assert changed != 0
    assert faults_of(records) != ()


def test_a_patient_that_was_changed_is_not_shown(records: Records) -> None:
    fill(records, 1)
    patient = records.patients("ada")[0].id
    with records.engine.begin() as connection:
        connection.execute(text("update patient set archived = null, changed = '2026-01-01'"))
    with pytest.raises(DamagedError, match="not as it was written"):
        records.patient(patient)


def content(records: Records) -> list[object]:
    """Everything that is read of a database."""
    found: list[object] = []
    for patient in records.patients(count=99):
        found.append(patient)
        for visit in records.visits(patient.id, archived=True):
            found += [visit, records.answers(visit.id)]
    return found


def damaged(path: Path, damage: Callable[[bytearray], bytes], whole: list[object]) -> bool:
    """Whether damage to the file is found, or harmless: everything that is read is still the same."""
    path.write_bytes(damage(bytearray(path.read_bytes())))
    try:
        with closing(open_records(str(path), environment=KEY)) as records:
            return faults_of(records) != () or content(records) == whole
    except (MyotomeError, DBAPIError, ValueError, TypeError, OverflowError):
        return True


def flipped(chance: random.Random) -> Callable[[bytearray], bytes]:
    def flip(content: bytearray) -> bytes:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        return bytes(content)

    return flip


def zeroed(chance: random.Random) -> Callable[[bytearray], bytes]:
    def zero(content: bytearray) -> bytes:
        page = 4096 * chance.randrange(len(content) // 4096)
        content[page : page + 4096] = bytes(4096)
        return bytes(content)

    return zero


def cut(chance: random.Random) -> Callable[[bytearray], bytes]:
    return lambda content: bytes(content[: chance.randrange(len(content))])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """A database at rest, and what is read of it."""
    path = tmp_path_factory.mktemp("whole") / "records.sqlite"
    with closing(open_records(str(path), environment=KEY)) as records:
        fill(records)
        held = content(records)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    return path, held


@pytest.mark.parametrize(
    ("harm", "rounds"), [(flipped, 60), (zeroed, 10), (cut, 10), pytest.param(flipped, 1000, marks=pytest.mark.nightly)]
)
def test_no_damage_to_the_file_changes_what_is_read_unseen(
    whole: tuple[Path, list[object]],
    tmp_path: Path,
    harm: Callable[[random.Random], Callable[[bytearray], bytes]],
    rounds: int,
) -> None:
    path, held = whole
    chance = random.Random(7)
    for number in range(rounds):
        copy = tmp_path / f"{number}.sqlite"
        shutil.copy(path, copy)
        assert damaged(copy, harm(chance), held), number
