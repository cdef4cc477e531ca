"""Limits of a laboratory, a cold limb, and forces of a dynamometer."""

from __future__ import annotations

import pytest

from myotome.errors import InputError
from myotome.interop import StudySettings, read_table

HEAD = "Muscle,Side,Fibs,Amp,Dur,Temp,Limit\n"
LIMITS = "nerve,component,measure,limit,age_from,age_to,height_from_cm,height_to_cm\n"


@pytest.fixture
def study(tmp_path):
    def values(row: str, limits: str = "", **settings: float) -> tuple[list[str], tuple[str, ...]]:
        path = tmp_path / "study.csv"
        path.write_text(HEAD + row, encoding="utf-8")
        own = tmp_path / "limits.csv"
        own.write_text(LIMITS + limits, encoding="utf-8")
        read = read_table(path, settings=StudySettings(limits=own if limits else None, **settings))
        return [finding.value for finding in read.cases[0].findings], read.notes

    return values


SURAL = "Sural,L,,,8 uV,,\n"


@pytest.mark.parametrize(
    ("settings", "value"),
    [
        ({}, "normal"),
        ({"age": 30}, "reduced_amplitude"),
        ({"age": 60}, "normal"),
        ({"age": 30, "height_cm": 195}, "normal"),
    ],
)
def test_limits_of_the_laboratory_are_those_of_age_and_height(study, settings, value):
    limits = "sural,sensory,amplitude_uv,5,,,,\nsural,sensory,amplitude_uv,10,18,50,,\n"
    limits += "sural,sensory,amplitude_uv,4,18,50,190,220\n"
    assert study(SURAL, limits, **settings)[0] == [value]


def test_a_limit_that_the_report_prints_goes_before_that_of_the_laboratory(study):
    values, notes = study("Sural,L,,,8 uV,,>= 6 uV\n", "sural,sensory,amplitude_uv,10,,,,\n")
    assert values == ["normal"]
    assert "printed in the report" in notes[-1]


def test_what_limit_was_used_is_always_said(study):
    assert "of the laboratory's file" in study(SURAL, "sural,sensory,amplitude_uv,10,,,,\n")[1][-1]
    assert "of the package" in study(SURAL)[1][-1]


def test_a_cold_limb_is_slow_by_the_cold(study):
    slow = "Median,L,,,38 m/s 9 mV,{},\n"
    limits = "median,motor,velocity_m_s,50,,,,\nmedian,motor,amplitude_mv,4,,,,\n"
    assert study(slow.format("33"), limits)[0] == ["slowed"]
    assert study(slow.format("26 C"), limits)[0] == ["abnormal"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("surral,sensory,amplitude_uv,10,,,,\n", "no such name"),
        ("sural,sensory,amplitude,10,,,,\n", "no such measure"),
        ("sural,sensory,amplitude_uv,ten,,,,\n", "no number"),
        ("sural,sensory,amplitude_uv,,,,,\n", "filled in every row"),
    ],
)
def test_a_wrong_file_of_limits_is_refused_with_its_row(study, limits, said):
    with pytest.raises(InputError, match=said) as caught:
        study(SURAL, limits)
    assert caught.value.problems[0].line == 2


def test_a_wrong_temperature_is_refused(study):
    with pytest.raises(InputError, match="no temperature"):
        study("Sural,L,,,8 uV,warm,\n")


def forces(tmp_path, text: str):
    path = tmp_path / "forces.csv"
    path.write_text(text, encoding="utf-8")
    return [finding.label for finding in read_table(path).cases[0].findings]


def test_the_weaker_side_is_a_share_of_the_other_and_the_best_trial_counts(tmp_path):
    rows = "Ankle dorsiflexion,L,80,100\nAnkle dorsiflexion,R,200,190\nKnee extension,R,300,\n"
    told = forces(tmp_path, f"Test,Side,Peak (N) 1,Peak (N) 2\n{rows}")
    assert told == [
        "left ankle dorsiflexion: 50 percent of other side",
        "right ankle dorsiflexion: 200 N",
        "right knee extension: 300 N",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Grip,both,80", "Left or right"),
        ("Ankl,L,80", "No movement"),
        ("Grip,L,strong", "no force"),
    ],
)
def test_wrong_forces_are_refused_with_row_and_column(row, said, tmp_path):
    with pytest.raises(InputError, match=said) as caught:
        forces(tmp_path, f"Test,Side,Peak (N)\n{row}\n")
    assert caught.value.problems[0].line == 2
