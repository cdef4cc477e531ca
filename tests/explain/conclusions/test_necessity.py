"""Would the muscle be strong again without the disc? Only where the disc can reach it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from myotome.explain import Explanation, explain
from myotome.explain.likelihood.model_world import World, world
from support.compact_cases import COMPACT, L5_ROOT, PERONEAL, Mapping, compact, compressed, patient, skin, strength

WITH_WEAKNESS = [name for name in COMPACT if name != "back_pain"]


@cache
def answered(name: str) -> Explanation:
    return explain(compact(name), with_next_tests=False)


@cache
def without_discs() -> World:
    """The package's world with every herniation taken out; what is left has priors that sum to 1."""
    whole = world()
    herniated = np.array([cause.is_herniation for cause in whole.states.causes])[whole.states.cause]
    kept = whole.subset(np.flatnonzero(~herniated))
    keys = np.array([cause.condition for cause in kept.states.causes])[kept.states.cause]
    totals = {name: kept.states.share[keys == name].sum() for name in np.unique(keys)}
    share = kept.states.share / np.array([totals[name] for name in keys])
    return replace(kept, states=replace(kept.states, share=share))


@pytest.mark.parametrize("name", WITH_WEAKNESS)
def test_necessity_is_a_probability(name: str) -> None:
    muscles = answered(name).muscles
    assert muscles
    for muscle in muscles:
        assert 0.0 <= muscle.by_disc <= 1.0
        assert all(0.0 < share <= 1.0 + 1e-9 for _, share in muscle.lesions)
        assert [share for _, share in muscle.lesions] == sorted((s for _, s in muscle.lesions), reverse=True)


@pytest.mark.parametrize("name", WITH_WEAKNESS)
def test_every_weak_side_is_told_and_no_other(name: str) -> None:
    told = {(muscle.muscle, muscle.side) for muscle in answered(name).muscles}
    weak = set()
    for finding in compact(name).findings:
        grade = getattr(finding, "mrc", None)
        if finding.kind == "strength" and grade is not None and grade < 5:
            sides = ("left", "right") if finding.side == "bilateral" else (finding.side,)  # type: ignore[attr-defined]
            weak |= {(finding.name, side) for side in sides}  # type: ignore[attr-defined]
    assert told == weak


@pytest.mark.parametrize("muscle", ["masseter", "tongue", "facial_muscles"])
def test_no_disc_weakens_the_face(muscle: str) -> None:
    findings = [*L5_ROOT, strength(muscle, "right", 3)]
    found = {item.muscle: item.by_disc for item in explain(patient(findings), with_next_tests=False).muscles}
    assert found[muscle] == 0.0
    assert found["extensor_hallucis_longus"] > 0.5


def test_a_lumbar_disc_does_not_weaken_a_hand() -> None:
    """The leg is explained by the disc that is seen, the hand next to it is not."""
    seen = compressed("L4-L5", "extrusion", "right", "subarticular", "L5")
    hand = [strength("abductor_pollicis_brevis", "right", 3), strength("deltoid", "right", 5)]
    answer = explain(patient([*L5_ROOT, seen, *hand, skin(["thumb"], "right")]), with_next_tests=False)
    found = {item.muscle: item.by_disc for item in answer.muscles}
    assert found["extensor_hallucis_longus"] > 0.6
    assert found["abductor_pollicis_brevis"] < 0.3


def test_a_nerve_at_the_knee_is_necessary_and_the_disc_is_not() -> None:
    muscles = explain(patient(PERONEAL), with_next_tests=False).muscles
    for muscle in muscles:
        assert muscle.by_disc < 0.1
        assert "peroneal" in muscle.lesions[0][0]
        assert muscle.lesions[0][1] > 0.5


@pytest.mark.parametrize("name", ["l5_root", "c7_root", "cauda_equina", "myelopathy"])
def test_without_discs_none_is_necessary(name: str) -> None:
    before = answered(name)
    after = explain(compact(name), with_next_tests=False, within=without_discs())
    assert max(muscle.by_disc for muscle in before.muscles) > 0.1
    assert all(muscle.by_disc == 0.0 for muscle in after.muscles)
    assert after.disc_to_blame.probability == 0.0
    assert after.disc_to_blame.verdict in {"unproven", "contradicted"}
    assert after.discs == ()
    assert sum(after.classes.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("grade", [4, 2, 0])
def test_the_weaker_the_muscle_the_more_it_needs_a_lesion(grade: float) -> None:
    """A slight weakness may be nothing at all."""
    seen: list[Mapping] = [item for item in L5_ROOT if item.get("muscle") != "extensor_hallucis_longus"]
    needed = []
    for mrc in (4.5, grade):
        findings = [*seen, strength("extensor_hallucis_longus", "right", mrc)]
        muscles = explain(patient(findings), with_next_tests=False).muscles
        needed.append(next(m.by_disc for m in muscles if m.muscle == "extensor_hallucis_longus"))
    assert needed[1] > needed[0]
