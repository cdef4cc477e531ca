"""A new key: everything is as before, the old key opens nothing, and a kill at any step leaves old or new."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.records import DamagedError, Identity, Records, back_up, faults_of, open_records, restore, rotate_key
from support.stored import DOCUMENT, KEY, case_of

NEW = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
CHANGED = {"MYOTOME_RECORDS_NEW_KEY": NEW}
#: Each step of a rotation, in its order; from `committed` on the new key holds.
STEPS = (
    "new key written",
    "begun",
    "event written",
    "patient rotated",
    "visit rotated",
    "revision rotated",
    "answer rotated",
    "words written",
    "before the commit",
    "committed",
)
_PROGRAM = """
import os, signal, sys
from myotome.records import open_records, rotate_key
address, step = sys.argv[1:]
def at(name):
    if name == step:
        os.kill(os.getpid(), signal.SIGKILL)
records = open_records(address, environment={})
records.at_step = at
rotate_key(records, {})
"""


def filled(records: Records, grades: tuple[float, ...] = (3, 4)) -> list[str]:
    patients = []
    for number, grade in enumerate(grades):
        patient = records.add_patient(Identity(f"Ada Example {number}", "1980-05-17", f"K-{number}", "a note"))
        visit = records.add_visit(patient, "2026-03-02", case_of(grade))
        records.change_visit(visit, 1, "2026-03-03", case_of(5))
        records.add_answer(visit, 1, DOCUMENT)
        patients.append(patient)
    records.change_patient(patients[0], 1, Identity("Ada Sample"))
    return patients


def whole(records: Records, patients: list[str]) -> str:
    assert faults_of(records) == ()
    assert [one.id for one in records.patients("ada samp")] == patients[:1]
    return json.dumps([records.export_patient(one) for one in patients])


def test_all_is_as_before_and_the_old_key_opens_nothing(opened: Callable[..., Records], address: str) -> None:
    records, stale = opened(), opened()
    patients = filled(records)
    before = whole(records, patients)
    rotated = rotate_key(records, CHANGED)
    assert rotated.old_key is None
    assert whole(records, patients) == before
    with pytest.raises(DamagedError, match="anew"):
        stale.add_patient(Identity("Bert Sample"))
    with pytest.raises(DamagedError):
        open_records(address, environment=KEY)
    with closing(open_records(address, environment={"MYOTOME_RECORDS_KEY": NEW})) as again:
        assert whole(again, patients) == before
        again.add_patient(Identity("Bert Sample"))
        assert faults_of(again) == ()


@given(st.lists(st.sampled_from([0, 2, 3.5, 5]), min_size=1, max_size=3), st.integers(1, 3))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_records_stay_as_they_were_however_often(tmp_path: Path, grades: list[float], times: int) -> None:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}" / "records.sqlite"
    with closing(open_records(str(path), environment={})) as records:
        patients = filled(records, tuple(grades))
        before, keys = whole(records, patients), {records.keys.fields}
        for _ in range(times):
            assert rotate_key(records, {}).old_key is not None
            assert whole(records, patients) == before
            keys.add(records.keys.fields)
        assert len(keys) == times + 1


def test_nothing_that_the_old_key_opens_stays_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    with closing(open_records(str(path), environment={})) as records:
        filled(records)
        with closing(sqlite3.connect(path)) as connection:
            old = [row[0] for table in ("patient", "revision") for row in connection.execute(_sealed(table))]
        rotate_key(records, {})
        stored = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.name.startswith("records.sqlite"))
        assert old
        assert not any(field[13:45] in stored for field in old)


def _sealed(table: str) -> str:
    return f"select {'document' if table == 'revision' else 'name'} from {table}"


@pytest.mark.parametrize("step", STEPS)
def test_a_rotation_that_is_killed_leaves_old_or_new(tmp_path: Path, step: str) -> None:
    path = tmp_path / "records.sqlite"
    with closing(open_records(str(path), environment={})) as records:
        patients = filled(records, (3,))
        before, old = whole(records, patients), records.keys.fields
        backup = tmp_path / "backup.gz"
        back_up(records, backup)
    paths = os.pathsep.join([*sys.path, str(Path(__file__).parents[1])])
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(path), step], env=os.environ | {"PYTHONPATH": paths})
    assert done.returncode == -signal.SIGKILL
    with closing(open_records(str(path), environment={})) as records:
        assert whole(records, patients) == before
        assert (records.keys.fields == old) == (step != "committed")
        rotate_key(records, {})
        assert whole(records, patients) == before
    kept = sorted(tmp_path.glob("records.key.until-*"), key=lambda file: file.stat().st_mtime_ns)[0]
    environment = {"MYOTOME_RECORDS_KEY_FILE": str(kept)}
    with closing(open_records(str(tmp_path / "again.sqlite"), environment=environment)) as records:
        restore(records, backup)
        assert whole(records, patients) == before


def test_a_damaged_database_keeps_its_key_and_a_key_from_outside_needs_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    with closing(open_records(str(path), environment=KEY)) as records:
        filled(records)
        with pytest.raises(InputError, match="NEW_KEY"):
            rotate_key(records, {})
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("update patient set version = 7")
        with pytest.raises(DamagedError, match="stays"):
            rotate_key(records, CHANGED)
    with closing(open_records(str(path), environment=KEY)) as records:
        assert faults_of(records)
