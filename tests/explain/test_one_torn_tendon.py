"""A torn tendon weakens one muscle: it takes any one of those that are weak at its place, not all of them."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.exam import Strength
from myotome.explain.likelihood.by_kind.strength import strength_observations, weak_alike
from myotome.explain.likelihood.model_world import world
from support.compact_cases import patient, strength

MOVEMENTS = ("ankle_dorsiflexion", "great_toe_flexion", "foot_eversion")


def chance(condition: str, *names: str, side: str = "left", grade: float = 3) -> float:
    """How often a condition of the left leg weakens the first movement, where all of these are tested."""
    case = patient([strength(names[0], "left", 3), *(strength(name, side, grade) for name in names[1:])])
    tested = [finding for finding in case.findings if isinstance(finding, Strength)]
    observation = strength_observations(tested[0], world(), weak_alike(tested[0], tested))[0]
    states = world().states
    of = [states.causes[states.cause[state]] for state in observation.touched]
    hit = np.array([cause.condition == condition and cause.side == "left" for cause in of])
    return float((1.0 - observation.survival[hit, -1]).max())


def test_its_weakness_is_shared_by_what_is_weak_there() -> None:
    alone = chance("tendon_rupture", MOVEMENTS[0])
    for count in (2, 3):
        assert chance("tendon_rupture", *MOVEMENTS[:count]) == pytest.approx(alone / count)


@pytest.mark.parametrize("more", [{"side": "right"}, {"grade": 5}])
def test_the_other_side_and_what_is_strong_take_no_part(more: dict[str, object]) -> None:
    alone = chance("tendon_rupture", MOVEMENTS[0])
    assert chance("tendon_rupture", *MOVEMENTS, **more) == pytest.approx(alone)  # type: ignore[arg-type]


def test_pain_of_a_joint_or_a_broken_bone_weakens_all_of_them() -> None:
    for condition in ("regional_fracture", "regional_joint_limb"):
        assert chance(condition, *MOVEMENTS) == pytest.approx(chance(condition, MOVEMENTS[0]))
