"""How far a laboratory value lies beyond its limit counts, and not only that it does."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from myotome.explain import parameters, single_cause_posterior
from myotome.explain.likelihood.by_kind.laboratory import lab_observations
from myotome.explain.likelihood.condition_findings import base_rate
from myotome.explain.likelihood.model_world import World, world
from myotome.pathology import conditions
from support.compact_cases import history, lab, patient, strength

PROXIMAL = [strength(name, "bilateral", 4) for name in ("hip_flexion", "shoulder_abduction")]


def share(family: str, **value: object) -> float:
    """Probability of a family of conditions in a patient weak near the trunk with a laboratory value."""
    case = patient([*PROXIMAL, history("course", "worsening"), lab(**value)])
    within = [family in (*conditions()[cause.condition].families, cause.condition) for cause in world().states.causes]
    of_state = single_cause_posterior(case)
    return float(sum(of_state[number] for number, cause in enumerate(world().states.cause) if within[cause]))


def test_the_further_beyond_the_more_it_says() -> None:
    kinase = [
        share("proximal_myopathy", test="creatine_kinase", number=float(number)) for number in (300, 1000, 5000, 50_000)
    ]
    assert kinase == sorted(kinase)
    slight, great = (one / (1.0 - one) for one in (kinase[0], kinase[-1]))
    assert great > 20.0 * slight


@pytest.mark.parametrize(
    ("test", "low", "high", "family"), [("crp", 15.0, 300.0, "infection_related"), ("csf_protein", 0.6, 4.0, "cidp")]
)
def test_a_slight_excess_says_less_than_a_great_one(test: str, low: float, high: float, family: str) -> None:
    assert share(family, test=test, number=low) < share(family, test=test, number=high)


def test_a_value_within_its_limits_has_no_extent() -> None:
    assert share("proximal_myopathy", test="creatine_kinase", number=80.0) == pytest.approx(
        share("proximal_myopathy", test="creatine_kinase", value="normal")
    )


@pytest.mark.parametrize("power", [0.65, 0.8, 1.0])
@pytest.mark.parametrize("test", ["crp", "white_cell_count", "csf_cells", "calcium"])
def test_what_one_result_may_be_adds_up_to_one_whatever_its_weight(test: str, power: float) -> None:
    weighed = World(world().states, {**parameters(), "lab_weight": power})
    total = sum(chances(weighed, test, value) for value in ("raised", "low", "normal"))
    assert total.min() > 0.999
    assert total.max() < 1.06


def chances(of: World, test: str, value: str) -> NDArray[np.float64]:
    """Chance of a result under each state alone."""
    (finding,) = patient([lab(test=test, value=value)]).findings
    if value != "normal" and not base_rate("lab", test, value, unknown=0.0):
        return np.zeros(len(of.states))
    result = np.zeros(len(of.states))
    for observation in lab_observations(finding, of):
        left = np.ones((len(of.states), 1))
        left[observation.touched] = observation.survival
        result += observation.log_likelihood(left)
    return np.exp(result)
