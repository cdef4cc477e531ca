"""Treatments given from and until a week, and kept to in part; an operation keeps its own weeks."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.forecast import (
    PersonNow,
    PossibleHerniation,
    Settings,
    arm_from,
    arm_of,
    person_start,
    posterior,
    run_course,
    treatments,
)
from myotome.forecast.kernel.indices import Edge, SurgeryPlan
from myotome.forecast.persons.eligibility import EligibilityChecks
from myotome.forecast.treatment_effects import acts

WEEKLY = sorted(
    name
    for name, effects in treatments().items()
    if all(effect.edge in Edge.__members__ for effect in effects)
)  # fmt: skip


@pytest.mark.parametrize("name", WEEKLY)
def test_half_kept_to_is_half_the_effect_and_none_after_the_last_week_but_what_fades(name: str) -> None:
    sizes = posterior().subset([0]).effects
    whole, half = (acts(arm_of(text), sizes, 60) for text in (f"{name}@10-20", f"{name}@10-20x0.5"))
    assert not whole[:, :10].any()
    assert np.abs(whole[:, 10:20]).any()
    assert (np.abs(whole[:, 20:]).max(axis=1) <= np.abs(whole[:, 10:20]).max(axis=1) + 1e-6).all()
    single = [effect.edge for effect in treatments()[name]]
    for edge in single:
        assert half[0, :, Edge[edge]] == pytest.approx(whole[0, :, Edge[edge]] / 2, abs=1e-6)


def test_exercise_kept_up_leaves_less_pain_than_exercise_stopped() -> None:
    disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.6, {"extrusion": 1.0})
    start, sets = person_start([disc], PersonNow(leg_pain=5, back_pain=6)), posterior().subset([0, 1, 2, 3])
    kept, stopped = (
        run_course(start, arm_of(f"exercise_general@0-{until}+no_surgery"), sets, 2048, Settings(104, (0, 104)))
        for until in (104, 12)
    )
    assert kept.variable("back_pain_nrs", 104).mean() < stopped.variable("back_pain_nrs", 104).mean()


@pytest.mark.parametrize("text", ["nsaid@4", "nsaid@8-4", "nsaidx2", "discectomy_early@0-4", "nsaid@2-4x"])
def test_what_is_no_timing_is_refused_everywhere(text: str) -> None:
    with pytest.raises(InputError):
        arm_of(text)
    checks = EligibilityChecks("a test")
    arm_from("a", {"treatments": [text]}, checks, "arms.a")
    assert checks.problems


def test_a_cohort_takes_the_same_words_as_a_command() -> None:
    checks = EligibilityChecks("a test")
    made = arm_from("a", {"treatments": ["exercise_general@4-52x0.6", "nsaid"]}, checks, "arms.a")
    assert made.timing == arm_of("exercise_general@4-52x0.6+nsaid").timing
    assert not checks.problems


def test_an_operation_has_no_week_beside_its_name() -> None:
    planned = [name for name, effects in treatments().items() if effects[0].edge in SurgeryPlan.__members__]
    assert planned
    for name in planned:
        with pytest.raises(InputError):
            arm_of(f"{name}@0-4")
