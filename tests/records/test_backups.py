"""A backup is the whole database, still encrypted; it goes back as it was or not at all, into either kind."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from myotome.errors import InputError
from myotome.records import DamagedError, Identity, Records, back_up, faults_of, open_records, restore
from support.stored import DOCUMENT, KEY, case_of

OTHER = {"MYOTOME_RECORDS_KEY": "/" * 42 + "8="}


@pytest.fixture
def backup(embedded: Records, tmp_path: Path) -> Path:
    visit = embedded.add_visit(embedded.add_patient(Identity("Ada Canarybird")), "2026-03-02", case_of())
    embedded.add_answer(visit, 1, DOCUMENT)
    assert back_up(embedded, tmp_path / "kept.gz") > 10
    return tmp_path / "kept.gz"


def test_a_backup_goes_back_as_it_was(backup: Path, opened: Callable[..., Records]) -> None:
    records = opened()
    if records.patients():  # the database that the backup is of
        with pytest.raises(InputError, match="empty database"):
            restore(records, backup)
        return
    restore(records, backup)
    (patient,) = records.patients("canary")
    (visit,) = records.visits(patient.id)
    assert visit.case == case_of()
    assert records.answers(visit.id)[0].document == DOCUMENT
    assert faults_of(records) == ()


def test_a_backup_holds_nothing_that_can_be_read(backup: Path) -> None:
    assert b"canary" not in gzip.decompress(backup.read_bytes()).lower()
    assert b"extensor" not in gzip.decompress(backup.read_bytes())


def restored(path: Path, tmp_path: Path, key: dict[str, str] = KEY) -> None:
    """Restore into a new database; where it is refused, nothing is in it."""
    with closing(open_records(str(tmp_path / "new.sqlite"), environment=key)) as records:
        try:
            restore(records, path)
        finally:
            assert faults_of(records) == ()
            assert records.patients() == ()


def test_a_backup_that_is_cut_or_changed_is_refused_and_nothing_restored(backup: Path, tmp_path: Path) -> None:
    lines = gzip.decompress(backup.read_bytes()).splitlines(keepends=True)
    changed = {
        "a line is gone": lines[:3] + lines[4:],
        "the end is gone": lines[:-1],
        "a line stands twice": [*lines[:3], lines[2], *lines[3:]],
        "another format": [b'{"format": "other"}\n', *lines[1:]],
        "no lines": [b"hello\n"],
    }
    for name, wrong in changed.items():
        path = tmp_path / f"{name}.gz"
        path.write_bytes(gzip.compress(b"".join(wrong)))
        with pytest.raises(DamagedError):
            restored(path, tmp_path)
    (tmp_path / "short.gz").write_bytes(backup.read_bytes()[:-20])
    with pytest.raises(DamagedError):
        restored(tmp_path / "short.gz", tmp_path)


def test_a_backup_of_another_key_is_refused(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        restored(backup, tmp_path, OTHER)


def test_a_backup_is_put_into_place_whole(embedded: Records, backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    assert back_up(embedded, backup) > 0
    assert gzip.decompress(backup.read_bytes()) == gzip.decompress(before)
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix in (".gz", ".part")) == ["kept.gz"]


def test_one_patient_goes_out_and_in_again_with_visits_and_answers(records: Records) -> None:
    patient = records.add_patient(Identity("Ada Example", "1980-05-17", "K-1", "note"))
    visit = records.add_visit(patient, "2026-03-02", case_of())
    records.add_answer(visit, 1, DOCUMENT)
    records.archive_visit(records.add_visit(patient, "2026-03-09", case_of(4)), 1)
    document = json.loads(json.dumps(records.export_patient(patient)))
    again = records.import_patient(document)
    assert again != patient
    assert records.export_patient(again) == document
    assert faults_of(records) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        {"format": "myotome patient 1"},
        {"format": "myotome patient 1", "patient": {"name": "a"}, "visits": [1]},
        {"format": "myotome patient 1", "patient": {"name": ""}, "visits": []},
        {"format": "myotome patient 1", "patient": {"name": "a"}, "visits": [{"day": "2026-01-01", "case": {}}]},
        {
            "format": "myotome patient 1",
            "patient": {"name": "a"},
            "visits": [{"day": "2026-01-01", "case": case_of().to_dict(), "answers": [{}]}],
        },
    ],
)
def test_a_document_that_is_no_patient_keeps_nothing(records: Records, wrong: object) -> None:
    with pytest.raises(InputError):
        records.import_patient(wrong)
    assert records.patients() == ()
    assert faults_of(records) == ()
