"""The tables of care name only what there is, and nothing that they name is left without a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from myotome.care.treatment.ages import age_ranges
from myotome.care.treatment.guidelines import DIRECTIONS, guidelines, populations
from myotome.explain.next_test.candidates import examinations
from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.patient.answer_kinds import patient_condition
from myotome.tables import data_path
from support.safety import OF_EMERGENCIES


def rows(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


#: What guidelines say of tests: no options of treatment, so without an outlook.
NOT_OPTIONS = {row["treatment"] for row in rows("care/follow_up/recommended_tests.csv")}


def cells(name: str, column: str) -> Iterator[str]:
    for row in rows(name):
        yield from (part for part in row[column].split("|") if part)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("care/treatment/populations.csv", "needs"),
        ("care/treatment/treatments.csv", "needs"),
        ("care/treatment/cautions.csv", "when"),
        ("care/follow_up/reexamination.csv", "needs"),
        ("care/follow_up/test_cautions.csv", "when"),
        ("care/referral/condition_referral.csv", "needs"),
        ("care/exercise/contraindications.csv", "when"),
        ("care/exercise/stops.csv", "when"),
    ],
)
def test_conditions_of_the_tables_are_read_and_written_alike(name: str, column: str) -> None:
    texts = {row[column] for row in rows(name)} - {""}
    assert texts
    assert {str(patient_condition(text)) for text in texts} == texts


def test_every_recommendation_is_about_an_option_or_a_test() -> None:
    treatments = {row["treatment"] for row in rows("care/treatment/treatments.csv")}
    named = {name for row in guidelines() for name in row["treatment"]}
    assert named - treatments - NOT_OPTIONS == set()
    assert not treatments & NOT_OPTIONS


def test_every_population_is_spoken_of() -> None:
    assert {row["population"] for row in guidelines()} == set(populations())
    assert {row["direction"] for row in guidelines()} == set(DIRECTIONS)


def test_every_condition_of_the_red_flags_has_a_service() -> None:
    assert {row["condition"] for row in rows("care/referral/referral.csv")} - {"any"} == set(red_flag_conditions())


def test_every_guideline_has_its_ages_and_no_others_do() -> None:
    assert {row["guideline"] for row in guidelines()} == set(age_ranges())


def test_a_population_yields_to_one_that_there_is() -> None:
    named = {one.yields_to for one in populations().values()} - {""}
    assert all(populations()[name].needs for name in named)


def test_every_kind_of_treatment_that_can_wait_waits_under_a_red_flag() -> None:
    held = [row for row in rows("care/treatment/cautions.csv") if row["when"] == "flag:urgent"]
    kinds = {kind for row in held for kind in row["kinds"].split("|")}
    named = {name for row in held for name in row["treatments"].split("|")}
    treatments = rows("care/treatment/treatments.csv")
    assert {row["kind"] for row in treatments} - OF_EMERGENCIES <= kinds
    operations = {row["treatment"] for row in treatments if row["kind"] == "surgery"}
    assert operations - named == {"myelopathy_surgery", "cauda_equina_decompression"}


def test_cautions_about_tests_name_tests_that_use_rays() -> None:
    rays = [test.id for test in examinations() if test.finding.startswith(("XR", "CT"))]
    named = tuple(cells("care/follow_up/test_cautions.csv", "tests"))
    assert rays
    assert all(one.startswith(named) for one in rays)


@pytest.mark.parametrize("table", ["referral_tests", "recommended_tests"])
def test_rows_about_tests_speak_of_tests_that_can_be_proposed(table: str) -> None:
    ids = [test.id for test in examinations()]
    for name in cells(f"care/follow_up/{table}.csv", "tests"):
        assert any(one.startswith(name) for one in ids), name


def test_thresholds_of_every_group_are_used() -> None:
    used = set(cells("care/follow_up/reexamination.csv", "groups"))
    there = {row["group"] for row in rows("care/follow_up/thresholds.csv")}
    assert there - used <= {"after_surgery", "foot_drop"}


def test_weeks_rise() -> None:
    for row in rows("care/follow_up/reexamination.csv"):
        weeks = [float(week) for week in row["at_weeks"].split("|")]
        assert weeks == sorted(weeks)
        assert weeks[0] >= 0.0
