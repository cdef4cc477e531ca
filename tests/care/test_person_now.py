"""What a forecast starts from: pain by where it is, weak muscles on their sides, weeks however they are told."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from myotome.exam import vocabulary
from myotome.pathology.spine_regions import is_over_spine
from myotome.patient.assessment import Assessment
from myotome.patient.forecast_start import weak_muscles
from support.plans import patient, strength


def pain(area: str, severity: float) -> dict[str, Any]:
    return {"type": "pain", "areas": [area], "side": "right", "radiating": False, "severity": severity}


@pytest.mark.parametrize("area", sorted(vocabulary().ids("areas")))
def test_no_stated_pain_is_lost(area: str) -> None:
    case = patient([pain(area, 7)])
    person = Assessment(case).forecast_start.person
    assert {person.leg_pain, person.back_pain} == {None, 7.0}
    assert (person.back_pain == 7.0) == is_over_spine(area)


def test_pains_of_leg_and_back_are_told_apart_and_the_worst_counts() -> None:
    case = patient([pain("low_back", 3), pain("lateral_lower_limb", 8), pain("groin", 5)])
    person = Assessment(case).forecast_start.person
    assert (person.leg_pain, person.back_pain) == (8.0, 3.0)


@pytest.mark.parametrize("name", ["odi", "ndi"])
def test_a_score_of_disability_is_where_the_forecast_starts(name: str) -> None:
    case = patient([pain("lateral_lower_limb", 8), {"type": "questionnaire", "name": name, "value": 44}])
    assert Assessment(case).forecast_start.person.odi == 44.0


def test_weak_on_both_sides_is_weak_on_each_and_normal_is_not_weak() -> None:
    measured = {"type": "strength", "muscle": "tibialis_anterior", "side": "left"}
    case = patient(
        [
            strength("extensor_hallucis_longus", "bilateral", 2),
            strength("soleus", "left", 5),
            {**measured, "measured": {"value": 30, "unit": "percent_of_other_side"}},
        ]
    )
    ehl = "extensor_hallucis_longus"
    assert set(weak_muscles(case)) == {(ehl, "left"), (ehl, "right"), ("tibialis_anterior", "left")}


def test_weeks_are_read_wherever_they_are_told() -> None:
    told = {"type": "history", "item": "symptom_duration", "value": 40}
    case = patient([pain("low_back", 3), told])
    assert case.weeks_since_onset == 40.0
    assert Assessment(case).forecast_start.person.duration_weeks == 40.0


def test_the_order_of_findings_changes_no_impairment_and_the_worse_one_counts() -> None:
    found = [
        {"type": "strength", "movement": "trunk_flexion", "side": "bilateral", "mrc": 2},
        {"type": "strength", "muscle": "rectus_abdominis", "side": "bilateral", "mrc": 4},
        {"type": "strength", "muscle": "multifidus", "side": "left", "mrc": 4},
    ]
    told = []
    for order in permutations(found):
        case = patient(list(order))
        told.append(Assessment(case).impairment)
    assert all(one == told[0] for one in told)
    lost = {(one.muscle, one.side): one.percent for one in told[0].weaknesses}
    assert lost["rectus_abdominis", "left"] == max(lost.values())
