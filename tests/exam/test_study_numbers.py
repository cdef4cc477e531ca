"""Numbers of a conduction study are called by their limits, and kept."""

import jsonschema
import pytest

from myotome.errors import InputError
from myotome.exam.case_schema import case_schema
from myotome.exam.reading.files import case_from_mapping
from myotome.exam.reading.forms.study_numbers import MEASURES

SCHEMA = jsonschema.Draft202012Validator(case_schema())
SURAL = {"type": "ncs", "nerve": "sural", "component": "sensory", "side": "left"}
MEDIAN = {"type": "ncs", "nerve": "median", "component": "motor", "side": "right"}


def mapping(*findings, age=50):
    return {"id": "a", "demographics": {"age": age, "sex": None}, "findings": list(findings)}


def values(finding, age=50):
    return [one.value for one in case_from_mapping(mapping(finding, age=age)).findings]


@pytest.mark.parametrize(
    ("finding", "called"),
    [
        ({**SURAL, "amplitude_uv": 12, "velocity_m_s": 47}, ["normal"]),
        ({**SURAL, "amplitude_uv": 1}, ["reduced_amplitude"]),
        (
            {**MEDIAN, "latency_ms": 6.5, "amplitude_mv": 1.0, "velocity_m_s": 55},
            ["prolonged_latency", "reduced_amplitude"],
        ),
        ({**MEDIAN, "latency_ms": 4.1, "limits": {"latency_ms": 4.0}}, ["prolonged_latency"]),
        ({**MEDIAN, "velocity_m_s": 30, "value": "normal"}, ["normal"]),
    ],
)
def test_a_measure_is_called_by_its_limit(finding, called):
    SCHEMA.validate(mapping(finding))
    assert values(finding) == called


def test_the_numbers_are_kept_and_written():
    case = case_from_mapping(mapping({**SURAL, "amplitude_uv": 12, "velocity_m_s": 47}))
    assert dict(case.findings[0].measures) == {"amplitude_uv": 12, "velocity_m_s": 47}
    assert "amplitude 12 uV" in case.findings[0].label
    assert case_from_mapping(case.to_dict()) == case
    SCHEMA.validate(case.to_dict())


def test_a_small_response_of_the_old_is_normal():
    assert values({**SURAL, "amplitude_uv": 4}, age=40) == ["reduced_amplitude"]
    assert values({**SURAL, "amplitude_uv": 4}, age="70s") == ["normal"]


def test_a_cold_limb_is_slow_by_itself_but_its_amplitude_counts():
    cold = {**MEDIAN, "temperature_c": 26}
    assert values({**cold, "velocity_m_s": 40}) == ["abnormal"]
    assert values({**cold, "amplitude_mv": 1}) == ["reduced_amplitude"]
    assert values({**MEDIAN, "temperature_c": 33, "velocity_m_s": 40}) == ["slowed"]


@pytest.mark.parametrize("measure", MEASURES)
def test_more_of_the_abnormal_never_turns_normal(measure):
    worse = [1, 2, 5, 10, 20, 40, 50] if measure == "latency_ms" else [50, 40, 20, 10, 5, 2, 1]
    limited = {**MEDIAN, "limits": {measure: 10}}
    called = [values({**limited, measure: number})[0] != "normal" for number in worse]
    assert called == sorted(called)


@pytest.mark.parametrize(
    ("finding", "key"),
    [
        ({**SURAL, "nerve": "saphenous", "amplitude_uv": 3}, "amplitude_uv"),
        ({**MEDIAN, "amplitude_mv": 900}, "amplitude_mv"),
        ({**MEDIAN, "latency_ms": 3, "limits": {"latency": 4}}, "latency"),
        ({"type": "emg", "muscles": ["deltoid"], "side": "left", "value": "denervation", "grade": 0}, "grade"),
        ({"type": "emg", "muscles": ["deltoid"], "side": "left", "value": "denervation", "grade": "5+"}, "grade"),
    ],
)
def test_what_cannot_be_called_says_why(finding, key):
    with pytest.raises(InputError) as caught:
        case_from_mapping(mapping(finding))
    assert key in caught.value.problems[0].where
    assert caught.value.problems[0].message


def test_spontaneous_activity_has_a_grade():
    muscle = {"type": "emg", "muscles": ["deltoid"], "side": "left", "value": "fibrillations"}
    assert [case_from_mapping(mapping({**muscle, "grade": grade})).findings[0].grade for grade in ("2+", 2, "++")] == [
        "2+"
    ] * 3
