"""One patient out and in is the same; an encrypted file opens with its passphrase alone; the table names nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from myotome.answer.document import AnswerDocument
from myotome.errors import InputError
from myotome.exam import case_from_mapping
from myotome.records import (
    Identity,
    Records,
    document_in,
    encrypted_for,
    encrypted_with,
    is_encrypted,
)
from myotome.records.handover.deidentified import FEWEST, age_band
from support.stored import DOCUMENT, case_of

PHRASE = "six plain words in a row"
CANARY = "Canary Birdsong"
#: What the table tells of an answer, where the document has it.
ANSWERED = {
    "explanation": {"causes": [{"label": "L5 root", "probability": 0.5}]},
    "verdict": {"probability": 0.75},
    "red_flag": {"urgent": True},
}


def test_an_answer_document_has_what_the_table_tells_of_it() -> None:
    told = get_type_hints(AnswerDocument)
    assert set(ANSWERED) <= set(told)
    assert all(set(own) <= set(get_type_hints(told[name])) for name, own in ANSWERED.items())


def test_a_patient_goes_out_encrypted_and_comes_in_as_it_was(embedded: Records) -> None:
    pytest.importorskip("pyrage")
    patient = embedded.add_patient(Identity(CANARY, "1980-05-17", "K-1", "a note\nof two lines"))
    visit = embedded.add_visit(patient, "2026-03-02", case_of(3))
    embedded.add_answer(visit, 1, DOCUMENT)
    told = embedded.export_patient(patient)
    stored = encrypted_with(PHRASE, json.dumps(told).encode())
    assert is_encrypted(stored)
    assert CANARY.encode() not in stored
    assert embedded.export_patient(embedded.import_patient(document_in(stored, PHRASE))) == told
    with pytest.raises(InputError, match="does not open"):
        document_in(stored, PHRASE + "s")


def test_a_file_for_a_key_opens_with_its_secret_alone_and_only_as_it_was() -> None:
    age = pytest.importorskip("pyrage")
    mine, other = age.x25519.Identity.generate(), age.x25519.Identity.generate()
    stored = encrypted_for([str(mine.to_public())], b'{"a": 1}')
    assert document_in(stored, secret_keys=[str(mine)]) == {"a": 1}
    with pytest.raises(InputError, match="does not open"):
        document_in(stored, secret_keys=[str(other)])
    for at in range(0, len(stored), 5):
        with pytest.raises(InputError):
            document_in(stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :], secret_keys=[str(mine)])
    with pytest.raises(InputError, match="public key of age"):
        encrypted_for(["age1nonsense"], b"")


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(InputError, match="12 characters"):
        encrypted_with("short", b"{}")


def person(age: float, sex: str, grade: float = 3) -> Any:
    weak = {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": grade}
    return case_from_mapping(
        {
            "id": CANARY.lower().replace(" ", "-"),
            "note": CANARY,
            "source": CANARY,
            "demographics": {"age": age, "sex": sex},
            "findings": [weak],
        }
    )


def test_the_table_of_all_names_nobody_and_states_no_band_of_few(
    opened: Callable[..., Records], tmp_path: Path
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    records = opened()
    days = ("2026-03-02", "2026-04-13")
    for number in range(FEWEST):
        patient = records.add_patient(Identity(f"{CANARY} {number}", "1981-05-17", f"{CANARY}-{number}", CANARY))
        visits = [records.add_visit(patient, day, person(44, "female", 3 + at)) for at, day in enumerate(days)]
        records.add_answer(visits[0], 1, DOCUMENT | ANSWERED)
    records.add_visit(records.add_patient(Identity(CANARY)), days[0], person(97, "male"))
    hidden = records.add_patient(Identity(CANARY))
    records.add_visit(hidden, days[0], person(44, "female"))
    records.archive_patient(hidden, 1)
    tables = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.parquet"
        assert records.write_deidentified(path) == 2 * FEWEST + 1
        tables.append(parquet.read_table(path).to_pylist())
    one, two = tables
    text = json.dumps(one).lower()
    assert "canary" not in text
    assert "birdsong" not in text
    assert not any(day in text for day in (*days, "1981-05-17"))
    assert {row["patient"] for row in one}.isdisjoint(row["patient"] for row in two)
    assert {(row["age_band"], row["sex"]) for row in one} == {("40-49", "female"), ("not stated", "male")}
    assert sorted({row["days_since_first_visit"] for row in one}) == [0, 42]
    answered = [row for row in one if row["program"]]
    assert {(row["urgent"], row["disc_to_blame"], row["cause_probability"]) for row in answered} == {(True, 0.75, 0.5)}
    assert len(answered) == FEWEST
    assert all(json.loads(row["findings"])[0]["muscle"] == "extensor_hallucis_longus" for row in one)


def test_every_age_has_one_band_of_ten_years() -> None:
    bands = [age_band(age) for age in range(121)]
    assert bands == sorted(bands, key=bands.index)
    assert {len([band for band in bands if band == one]) for one in {*bands} - {"90+"}} == {10}
    assert {age_band(age) for age in (90, 104, 120)} == {"90+"}
