"""Which course a patient is shown: that of the likely cause, by its severity, and clearly none where none is known."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import case_from_mapping
from myotome.forecast import severity_shares
from myotome.outcomes import Outcome
from myotome.patient import Assessment
from myotome.patient.followed_causes import _SEVERITIES


def _patient(*findings: dict[str, Any], **fields: Any) -> Assessment:
    case = {"id": "x", "demographics": {"age": 50, "sex": "female"}, "findings": list(findings), **fields}
    return Assessment(case_from_mapping(case))


def test_every_severity_of_a_patient_is_one_of_its_course() -> None:
    assert all(row["severity"] in severity_shares(row["course"]) for row in _SEVERITIES.rows())


def test_a_nerve_that_leads_has_its_published_course() -> None:
    made = _peroneal().forecast(futures=64)
    assert made.outcome is Outcome.COMPUTED
    assert made.course is None
    assert [one.course.name for one in made.others.courses] == ["peroneal_palsy"]
    assert "strength_useful" in made.others.courses[0].course.arms["conservative"]
    assert made.sources()


def _peroneal() -> Assessment:
    grades = {"tibialis_anterior": 2, "fibularis_longus": 3, "tibialis_posterior": 5, "gluteus_medius": 5}
    weak = [{"type": "strength", "muscle": name, "side": "left", "mrc": mrc} for name, mrc in grades.items()]
    return _patient(*weak, {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "negative"})


@pytest.mark.parametrize(("weeks", "severity"), [(2.0, "acute"), (40.0, "persistent")])
def test_back_pain_is_taken_for_as_old_as_it_is(weeks: float, severity: str) -> None:
    back = {"type": "pain", "areas": ["lower_back"], "side": "bilateral", "radiating": False, "severity": 5}
    made = _patient(back, {"type": "history", "item": "symptom_duration", "value": weeks}).forecast()
    backs = [one.course for one in made.others.courses if one.course.name == "low_back_pain"]
    assert [dict(one.severities) for one in backs] == [{severity: 1.0}]


def test_causes_without_a_course_are_named() -> None:
    weak = [
        {"type": "strength", "muscle": name, "side": "bilateral", "mrc": 3}
        for name in ("deltoid", "iliopsoas", "quadriceps_femoris")
    ]
    made = _patient(*weak, {"type": "lab", "test": "creatine_kinase", "value": "raised"}).forecast(futures=64)
    assert made.outcome is Outcome.OUT_OF_MODEL
    assert made.others.without
    assert not made.others.courses
