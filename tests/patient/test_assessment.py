"""One patient, computed once: the same numbers wherever they are read."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import Case
from myotome.outcomes import Outcome
from myotome.patient import assessment
from myotome.patient.assessment import Assessment
from support.plans import case_of, patient, strength

CORD = ["cauda_equina", "myelopathy"]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """Cases whose posterior was computed."""
    seen: list[Case] = []
    real = assessment.posterior_of

    def once(case: Case, *more: Any) -> Any:
        seen.append(case)
        return real(case, *more)

    monkeypatch.setattr("myotome.explain.pipeline.posterior_of", once)
    monkeypatch.setattr(assessment, "posterior_of", once)
    return seen


def test_every_part_rests_on_one_posterior(counted: list[Case]) -> None:
    one = Assessment(case_of("l5_root"))
    assert counted == []
    assert one.explanation.causes
    assert one.circumstances.posterior is one.posterior
    assert one.territory is not None
    assert one.impairment.conducting
    assert one.forecast(["no_surgery"], futures=64, weeks=4).course is not None
    assert len(counted) == 1


def test_next_tests_change_nothing_else_of_the_explanation() -> None:
    one = Assessment(case_of("l5_root"))
    whole, quick = one.explanation.to_dict(), one.conclusions.to_dict()
    assert whole.pop("next_tests")
    assert quick.pop("next_tests") == []
    assert whole == quick


def test_the_impairment_holds_roots_graded_muscles_and_palpable_spasm() -> None:
    found = patient(
        [
            strength("extensor_hallucis_longus", "left", 2),
            strength("multifidus", "left", 3),
            {"type": "sign", "sign": "paraspinal_spasm", "side": "left", "value": "positive"},
            {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"},
        ]
    )
    hurt = Assessment(found).impairment
    assert ("L5", "left") in hurt.conducting
    assert [(one.muscle, one.side) for one in hurt.weaknesses] == [("multifidus", "left")]
    assert {(one.muscle, one.side) for one in hurt.spasms} == {("erector_spinae", "left"), ("multifidus", "left")}


@pytest.mark.parametrize("name", CORD)
def test_no_forecast_where_an_emergency_leads_or_no_root_is_touched(name: str) -> None:
    made = Assessment(case_of(name)).forecast()
    assert made.course is None
    assert made.outcome in (Outcome.EMERGENCY_LEADS, Outcome.OUT_OF_MODEL)
    assert made.reason
    assert made.to_dict()["outcome_sentence"] == made.outcome.sentence


def test_the_same_futures_however_far_and_beside_whatever() -> None:
    one = Assessment(case_of("l5_root"), seed=3)
    short = one.forecast(["no_surgery"], weeks=13, futures=128).course
    far = one.forecast(["watchful_waiting", "no_surgery"], weeks=26, futures=128).course
    assert short is not None
    assert far is not None
    near, long = short.arms["no_surgery"], far.arms["no_surgery"]
    for name, band in near.outcomes.items():
        assert (band.quantiles == long.outcomes[name].quantiles[:, : len(near.weeks)]).all()


def test_a_mirrored_patient_has_the_mirrored_impairment_and_the_same_forecast() -> None:
    case = case_of("l5_root")
    one, other = Assessment(case), Assessment(case.mirrored())
    roots, mirrored = one.impairment.mirrored.conducting, other.impairment.conducting
    assert roots.keys() == mirrored.keys()
    assert all(roots[key] == pytest.approx(mirrored[key], abs=1e-9) for key in roots)
    first, second = (a.forecast(["no_surgery"], weeks=8, futures=128).course for a in (one, other))
    assert first is not None
    assert second is not None
    ours, theirs = first.arms["no_surgery"].outcomes, second.arms["no_surgery"].outcomes
    assert (ours["leg_pain_nrs"].mean == theirs["leg_pain_nrs"].mean).all()
