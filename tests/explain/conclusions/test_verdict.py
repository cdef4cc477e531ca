"""Is a disc to blame? Each verdict where a clinician would give it, and only there."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from myotome.exam import Case
from myotome.explain import explain, posterior_of
from myotome.explain.conclusions.verdict import disc_to_blame
from myotome.explain.explanation import DiscToBlame
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import world
from myotome.explain.model_constants import constants
from myotome.outcomes import Outcome
from support.compact_cases import (
    BACK_PAIN,
    CARPAL_TUNNEL,
    COMPACT,
    L5_ROOT,
    PERONEAL,
    S1_ROOT,
    Mapping,
    compact,
    compressed,
    disc_image,
    pain,
    patient,
    skin,
    strength,
)

LIMIT = constants("verdict")
FOOT_DROP = [
    strength("ankle_dorsiflexion", "right", 3),
    strength("ankle_dorsiflexion", "left", 5),
    skin(["dorsum_of_foot"], "right"),
]
PRESSES = compressed("L4-L5", "extrusion", "right", "subarticular", "L5")
CLINICAL: dict[str, tuple[list[Mapping], str]] = {
    "compression at disc, side and root": ([*L5_ROOT, PRESSES], "proven"),
    "the pattern alone": (L5_ROOT, "probable"),
    "the disc is seen, what it presses on is not": ([*L5_ROOT, disc_image("L4-L5", "protrusion", "right")], "probable"),
    "foot drop, root or nerve": (FOOT_DROP, "cannot tell"),
    "foot drop, and a bulge": ([*FOOT_DROP, disc_image("L4-L5", "bulge", "none")], "possible"),
    "a palsy at the knee": (PERONEAL, "unproven"),
    "back pain, nothing lost": (BACK_PAIN, "unproven"),
    "carpal tunnel, and a bulge in the neck": (
        [*CARPAL_TUNNEL, disc_image("C5-C6", "bulge", "left", root_contact="none", structure="C6")],
        "contradicted",
    ),
}


@pytest.mark.parametrize("name", CLINICAL)
def test_verdict_of_a_clinician(name: str) -> None:
    findings, verdict = CLINICAL[name]
    form = patient(findings, record="structured")
    assert explain(form, with_next_tests=False).disc_to_blame.verdict == verdict


@cache
def herniation() -> np.ndarray:
    """States with a herniation of L4-L5 that meets the right L5 root."""
    states = world().states
    hit = [(c.disc, c.zone, c.side) == ("L4-L5", "subarticular", "right") for c in states.causes]
    return np.flatnonzero(np.array(hit)[states.cause])


@cache
def found() -> Posterior:
    return posterior_of(patient(L5_ROOT))


def verdict(findings: list[Mapping], probability: float, outcome: Outcome = Outcome.DETERMINED) -> str:
    """Verdict in a word."""
    return judged(findings, probability, outcome).verdict


def judged(findings: list[Mapping], probability: float, outcome: Outcome = Outcome.DETERMINED) -> DiscToBlame:
    """Verdict on these findings if the L4-L5 disc were needed with a given probability, and no other."""
    needed = np.zeros(len(world().states))
    needed[herniation()] = probability / len(herniation())
    return disc_to_blame(
        patient(findings),
        replace(found(), sole_cause=needed, any_cause=needed, necessity=needed, pairs=()),
        world(),
        outcome,
    )


@pytest.mark.parametrize(
    ("probability", "undecided", "expected"),
    [
        (0.99, False, "probable"),
        (LIMIT["probable"] + 0.01, False, "probable"),
        (LIMIT["probable"] - 0.01, False, "possible"),
        (LIMIT["probable"] - 0.01, True, "cannot tell"),
        (LIMIT["possible"] + 0.01, False, "possible"),
        (LIMIT["possible"] - 0.01, True, "unproven"),
        (0.0, False, "unproven"),
    ],
)
def test_without_an_image_nothing_is_proven(probability: float, undecided: bool, expected: str) -> None:
    outcome = Outcome.CANNOT_TELL if undecided else Outcome.DETERMINED
    assert verdict(L5_ROOT, probability, outcome) == expected


@pytest.mark.parametrize("probability", [0.99, 0.3, 0.0])
def test_findings_that_contradict_one_another_blame_no_disc(probability: float) -> None:
    assert verdict(L5_ROOT, probability, Outcome.CONTRADICTORY_FINDINGS) == "cannot tell"


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.99, "proven"), (0.96, "proven"), (0.94, "probable"), (0.3, "possible"), (0.01, "unproven")],
)
def test_proof_takes_the_image_and_the_probability(probability: float, expected: str) -> None:
    assert verdict([*L5_ROOT, PRESSES], probability) == expected


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (disc_image("L4-L5", "extrusion", "right"), "probable"),
        (disc_image("L4-L5", "extrusion", "right", zone="subarticular", root_contact="not_stated"), "probable"),
        (disc_image("L4-L5", "extrusion", "right", root_contact="none", structure="L5"), "probable"),
        (compressed("L4-L5", "extrusion", "left", "subarticular", "L5"), "possible"),
        (compressed("L2-L3", "extrusion", "right", "subarticular", "L3"), "possible"),
        ({**PRESSES, "finding": "protrusion", "value": "absent"}, "possible"),
        ({**PRESSES, "value": "absent"}, "probable"),
        (PRESSES, "proven"),
    ],
)
def test_an_image_that_shows_no_compression_there_proves_nothing(image: Mapping, expected: str) -> None:
    if image.get("value") == "absent":
        image = {key: image[key] for key in ("type", "modality", "levels", "finding", "side", "value")}
    assert verdict([*L5_ROOT, image], 0.99) == expected


def test_compression_without_any_deficit_proves_nothing() -> None:
    """Pain has no fibres that could require the root."""
    only_pain = [pain(["low_back", "lateral_lower_leg"], "right", True), PRESSES]
    assert verdict(only_pain, 0.99) == "probable"


def test_only_a_herniation_that_the_wiring_rules_out_is_contradicted() -> None:
    """Neither a disc that nobody looked at, nor one that would explain the findings but is outweighed."""
    assert verdict(L5_ROOT, 0.0) == "unproven"
    assert verdict([*L5_ROOT, PRESSES], 0.0) == "unproven"
    assert verdict([*L5_ROOT, compressed("C5-C6", "protrusion", "left", "subarticular", "C6")], 0.0) == "contradicted"


def test_without_a_deficit_nothing_is_contradicted() -> None:
    assert verdict([pain(["neck"], "midline", False), disc_image("C5-C6", "protrusion", "left")], 0.0) == "unproven"


@pytest.mark.parametrize("name", COMPACT)
def test_verdict_follows_from_the_probability(name: str) -> None:
    case: Case = compact(name)
    blame = explain(case, with_next_tests=False).disc_to_blame
    allowed = {"unproven", "contradicted"}
    if blame.probability >= LIMIT["probable"]:
        allowed = {"possible"} if "shows none" in blame.reason else {"proven", "probable"}
    elif blame.probability >= LIMIT["possible"]:
        allowed = {"possible", "cannot tell"}
    assert blame.verdict in allowed
    assert blame.reason


def test_an_incidental_herniation_is_named() -> None:
    other_side = disc_image("L5-S1", "bulge", "right", root_contact="none", structure="S1")
    blame = explain(patient([*S1_ROOT, other_side]), with_next_tests=False).disc_to_blame
    assert len(blame.incidental) == 1
    assert "L5-S1" in blame.incidental[0]


@pytest.mark.parametrize("kind", ["bulge", "extrusion"])
def test_what_is_seen_is_called_what_it_is(kind: str) -> None:
    """A bulge is no herniation, and nobody is told of one."""
    findings = [pain(["neck"], "midline", False), disc_image("C5-C6", kind, "left")]
    reason = judged(findings, 0.0).reason
    assert kind in reason
    assert "herniation" not in reason
