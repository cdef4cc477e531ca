"""A weaker muscle never speaks for a cause that cannot weaken it."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.explain import posterior_of
from myotome.explain.likelihood import observations_of_case
from myotome.explain.likelihood.model_world import world
from myotome.explain.likelihood.observations import Observation
from myotome.pathology import condition_priors
from support.compact_cases import BACK_PAIN, Mapping, compact, pain, patient, reflex, sign, strength

GRADES = (5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1, 0.5, 0)
MUSCLES = (
    "tibialis_anterior",
    "gluteus_medius",
    "triceps_surae",
    "quadriceps",
    "deltoid",
    "triceps_brachii",
    "abductor_pollicis_brevis",
    "first_dorsal_interosseous_hand",
    "serratus_anterior",
)
PRIOR = world().states.prior(condition_priors(None, 50, "female"))
BACKGROUNDS: dict[str, list[Mapping]] = {
    "nothing else": [],
    "leg": [pain(["low_back", "posterior_lower_leg"], "right", True), reflex("achilles", "right", "reduced")],
    "arm": [pain(["neck", "forearm"], "right", True), sign("spurling", "right")],
    "brisk": [reflex("patellar", "bilateral", "brisk"), sign("babinski", "right")],
}


def log_likelihood(observation: Observation) -> np.ndarray:
    """Log-probability of an observation for each state alone."""
    untouched = observation.log_likelihood(np.ones((1, observation.survival.shape[1])))
    result = np.full(len(world().states), float(untouched[0]))
    result[observation.touched] = observation.log_likelihood(observation.survival)
    return result


def spared(muscle: str, grade: float, background: list[Mapping]) -> tuple[float, int]:
    """Probability, given one cause, of all causes that leave the muscle whole, and how many these are."""
    case = patient([strength(muscle, "right", grade), strength(muscle, "left", 5), *background])
    observations = observations_of_case(case, world())
    graded = next(
        observation for observation in observations if observation.label == f"{case.findings[0].label} (right)"
    )
    whole = np.setdiff1d(np.arange(len(world().states)), graded.touched)
    alone = PRIOR * np.exp(sum(log_likelihood(observation) for observation in observations))
    return float(alone[whole].sum() / alone.sum()), len(whole)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("muscle", MUSCLES)
def test_causes_that_spare_the_muscle_never_gain(muscle: str, background: str) -> None:
    shares, counts = zip(*(spared(muscle, grade, BACKGROUNDS[background]) for grade in GRADES), strict=True)
    assert len(set(counts)) == 1
    assert counts[0] > 0
    assert all(np.diff(shares) <= 1e-9), shares
    assert shares[0] > shares[-1]


@pytest.mark.parametrize("muscle", MUSCLES)
def test_a_palsy_leaves_them_next_to_nothing(muscle: str) -> None:
    assert spared(muscle, 0, [])[0] < 0.05


def test_weakness_of_a_leg_moves_back_pain_towards_a_lesion() -> None:
    benign = posterior_of(compact("back_pain")).responsibility
    findings = [item for item in BACK_PAIN if item["type"] != "strength"]
    hurt = posterior_of(patient([*findings, strength("extensor_hallucis_longus", "right", 2)], age=None, sex=None))
    states = world().states
    herniated = np.array([cause.is_herniation for cause in states.causes])[states.cause]
    assert hurt.responsibility[herniated].sum() > 10 * benign[herniated].sum()
