"""A weaker muscle never speaks for a cause that cannot weaken it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from myotome.explain import posterior_of

sys.path.insert(0, str(Path(__file__).parent))
from compact_cases import BACK_PAIN, Mapping, compact, pain, patient, reflex, sign, strength

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
BACKGROUNDS: dict[str, list[Mapping]] = {
    "nothing else": [],
    "leg": [pain(["low_back", "posterior_lower_leg"], "right", True), reflex("achilles", "right", "reduced")],
    "arm": [pain(["neck", "forearm"], "right", True), sign("spurling", "right")],
    "brisk": [reflex("patellar", "bilateral", "brisk"), sign("babinski", "right")],
}


def spared(muscle: str, grade: float, background: list[Mapping]) -> tuple[float, int]:
    """Probability, given one cause, of all causes that leave the muscle whole, and how many these are."""
    case = patient([strength(muscle, "right", grade), strength(muscle, "left", 5), *background])
    found = posterior_of(case)
    graded = next(p for p in found.compiled.patterns if p.atom.label == f"{case.findings[0].label} (right)")
    whole = graded.of_state == 0
    return float(found.alone[whole].sum() / found.alone.sum()), int(whole.sum())


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
    benign = posterior_of(compact("back_pain")).explains
    findings = [item for item in BACK_PAIN if item["type"] != "strength"]
    hurt = posterior_of(patient([*findings, strength("extensor_hallucis_longus", "right", 2)], age=None, sex=None))
    herniated = np.array([cause.is_herniation for cause in _causes()])[_cause()]
    assert hurt.explains[herniated].sum() > 10 * benign[herniated].sum()


def _causes():  # type: ignore[no-untyped-def]
    from myotome.explain.world import world

    return world().states.causes


def _cause():  # type: ignore[no-untyped-def]
    from myotome.explain.world import world

    return world().states.cause
