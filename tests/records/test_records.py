"""What is kept comes back, after a restart too; nobody overwrites unseen; nothing that names a person lies readable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.records import (
    ChangedElsewhereError,
    DamagedError,
    Identity,
    NoSuchRecordError,
    Records,
    faults_of,
    open_records,
)
from myotome.records.kept.search import tokens_of_names, tokens_of_query
from myotome.records.storage.keys import keys_from
from support.stored import DOCUMENT, KEY, case_of

ADA = Identity("Ada Éxample", "1980-05-17", "K-123", "prefers mornings")


def test_a_patient_with_a_visit_and_an_answer_comes_back_after_a_restart(opened: Callable[..., Records]) -> None:
    records = opened()
    patient = records.add_patient(ADA)
    visit = records.add_visit(patient, "2026-03-02", case_of())
    answer = records.add_answer(visit, 1, DOCUMENT)
    records.close()
    again = opened()
    assert again.patient(patient).identity == ADA
    assert (again.visit(visit).case, again.visit(visit).patient) == (case_of(), patient)
    stored = again.answer(answer)
    assert (stored.document, stored.program, stored.tables_hash, stored.seed) == (DOCUMENT, "0.1.0", "ab" * 32, 0)
    assert [one.id for one in again.answers(visit)] == [answer]
    assert faults_of(again) == ()


def test_a_later_state_of_a_visit_leaves_the_earlier_one_and_its_answer(records: Records) -> None:
    visit = records.add_visit(records.add_patient(ADA), "2026-03-02", case_of(3))
    answer = records.add_answer(visit, 1, DOCUMENT)
    assert records.change_visit(visit, 1, "2026-03-02", case_of(4)) == 2
    assert records.visit(visit).case == case_of(4)
    assert records.answer(answer).visit_version == 1
    assert faults_of(records) == ()


def test_a_change_on_an_old_version_saves_nothing(records: Records) -> None:
    patient = records.add_patient(ADA)
    visit = records.add_visit(patient, "2026-03-02", case_of(3))
    records.change_visit(visit, 1, "2026-03-02", case_of(4))
    with pytest.raises(ChangedElsewhereError) as refused:
        records.change_visit(visit, 1, "2026-03-02", case_of(5))
    assert (refused.value.seen, refused.value.current) == (1, 2)
    assert records.visit(visit).case == case_of(4)
    records.change_patient(patient, 1, Identity("Ada Other"))
    with pytest.raises(ChangedElsewhereError):
        records.archive_patient(patient, 1)
    assert records.patient(patient).archived is None


def test_what_is_archived_is_set_aside_and_comes_back_as_it_was(records: Records) -> None:
    patient = records.add_patient(ADA)
    visit = records.add_visit(patient, "2026-03-02", case_of())
    records.archive_visit(visit, 1)
    assert (records.visits(patient), len(records.visits(patient, archived=True))) == ((), 1)
    records.archive_visit(visit, 2, archived=False)
    assert [one.case for one in records.visits(patient)] == [case_of()]
    records.archive_patient(patient, 1)
    assert (records.patients("ada"), len(records.patients("ada", archived=True))) == ((), 1)
    records.archive_patient(patient, 2, archived=False)
    assert [one.identity for one in records.patients("ada")] == [ADA]
    assert faults_of(records) == ()


def test_patients_are_found_by_the_beginnings_of_their_words(records: Records) -> None:
    patient = records.add_patient(ADA)
    records.add_patient(Identity("Bert Sample", number="K-9"))
    for query in ("ada", "EXAM", "exa ad", "k-123", "123", "Ada Éxample"):
        assert [one.id for one in records.patients(query)] == [patient], query
    assert records.patients("xampl") == ()
    assert len(records.patients("")) == 2
    records.change_patient(patient, 1, Identity("Cleo Example"))
    assert (records.patients("ada"), [one.id for one in records.patients("cleo")]) == ((), [patient])


def test_visits_stand_in_the_order_of_their_days(records: Records) -> None:
    patient = records.add_patient(ADA)
    for day in ("2026-03-02", "2025-12-24", "2026-01-15"):
        records.add_visit(patient, day, case_of())
    assert [one.day for one in records.visits(patient)] == ["2025-12-24", "2026-01-15", "2026-03-02"]


@pytest.mark.parametrize("wrong", ["0" * 32, "", "x", "' or 1=1 --", "0" * 10_000])
def test_an_id_that_does_not_exist_is_answered_in_the_same_words(records: Records, wrong: str) -> None:
    for asked in (records.patient, records.visit, records.answer):
        with pytest.raises(NoSuchRecordError, match="There is no such record"):
            asked(wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "a" * 201},
        {"name": "a", "born": "2999-01-01"},
        {"name": "a", "born": "17.5.1980"},
        {"name": "a", "note": "a" * 4001},
    ],
)
def test_a_person_that_cannot_be_is_refused_with_the_field(wrong: dict[str, str]) -> None:
    with pytest.raises(InputError) as refused:
        Identity.checked(wrong)
    assert refused.value.problems[0].where in wrong


@pytest.mark.parametrize("day", ["", "2999-01-01", "2026-02-30", "yesterday", "1900-01-01"])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_kept(records: Records, day: str) -> None:
    patient = records.add_patient(ADA)
    with pytest.raises(InputError):
        records.add_visit(patient, day, case_of())
    assert records.visits(patient, archived=True) == ()


@given(st.text(max_size=40))
def test_every_beginning_of_a_name_finds_it(name: str) -> None:
    keys = keys_from(bytes(32))
    stored = tokens_of_names(keys, name)
    for word in name.split():
        for end in range(1, len(word) + 1):
            assert tokens_of_query(keys, word[:end]) <= stored or not word.isalnum()


def test_ids_are_128_random_bits(records: Records) -> None:
    made = {records.add_patient(Identity(f"No {number}")) for number in range(20)}
    assert len(made) == 20
    assert {len(one) for one in made} == {32}
    assert len({one[:4] for one in made}) > 15


def test_nothing_on_the_disk_names_a_person_or_a_finding(embedded: Records, tmp_path: Path) -> None:
    patient = embedded.add_patient(Identity("Zyxwvut Canarybird", "1980-05-17", "CANARY-77", "canary in the note"))
    visit = embedded.add_visit(patient, "2026-03-02", case_of())
    embedded.add_answer(visit, 1, {**DOCUMENT, "note": "canary"})
    embedded.change_patient(patient, 1, Identity("Zyxwvut Other"))
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in found} >= {"records.sqlite", "records.sqlite-wal"}
    for path in found:
        content = path.read_bytes().lower()
        for secret in (b"zyxwvut", b"canary", b"1980-05", b"extensor_hallucis", b"strength"):
            assert secret not in content, (path.name, secret)
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_database_without_its_key_stays_shut(tmp_path: Path) -> None:
    address = str(tmp_path / "records.sqlite")
    open_records(address, environment={}).close()
    key = tmp_path / "records.key"
    assert key.stat().st_mode & 0o777 == 0o600
    with pytest.raises(DamagedError, match="key is not that of this database"):
        open_records(address, environment=KEY)
    kept = key.read_text(encoding="ascii")
    key.unlink()
    with pytest.raises(InputError, match="Without its key"):
        open_records(address, environment={})
    key.write_text("no key", encoding="ascii")
    with pytest.raises(InputError, match="This is no key"):
        open_records(address, environment={})
    open_records(address, environment={"MYOTOME_RECORDS_KEY": kept}).close()


@pytest.mark.parametrize("wrong", ["mysql://a/b", "http://x", "sqlite+aio://x:y:z", "://"])
def test_an_address_that_is_none_is_refused_without_being_repeated(wrong: str) -> None:
    with pytest.raises(InputError, match="postgresql://USER@HOST/DATABASE"):
        open_records(wrong, environment=KEY)
