"""No disc is proven to blame without a compression on an image, at a level and side that supply what was lost.

`proven` needs an image that shows the compression, and a need for that herniation near 1. The long runs put every need
at its upper bound: 1 where any cause fits, 0 elsewhere. What is not proven then is not proven under any posterior, so
the bound holds whatever the posterior says; the whole answer is worked out for some.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from myotome.anatomy import SPINAL_ROOTS, disc_levels
from myotome.exam import Case, Imaging, Reflex, Sensation, Sign, Strength, case_from_mapping
from myotome.explain import explain
from myotome.explain.conclusions import verdict
from myotome.explain.likelihood.model_world import world
from myotome.pathology import met_root
from support.compact_cases import L5_ROOT, Mapping, disc_image, patient, sign, strength
from support.random_discs import CANAL, REFLEX_ROOTS, TRACT_SIGNS, disc_patient, roots_of_muscle

Verdict = Callable[[Case], str]


@pytest.fixture
def at_most(monkeypatch: pytest.MonkeyPatch) -> Verdict:
    """Verdict with every need at its upper bound."""
    monkeypatch.setattr(verdict, "clinical_need", lambda _, wanted: float(wanted.any()))
    monkeypatch.setattr(verdict, "_seen_whole", lambda *_: False)  # asked only where nothing is proven
    nobody = SimpleNamespace()
    return lambda case: verdict.disc_to_blame(case, nobody, world(), False).verdict


def lost_roots(case: Case) -> list[tuple[set[str], str]]:
    """Roots that supply each loss, and its side, from the tables of anatomy alone."""
    lost: list[tuple[set[str], str]] = []
    for item in case.findings:
        if isinstance(item, Strength) and item.is_weak:
            lost.append((set().union(*map(roots_of_muscle, item.muscles)), item.side))
        elif isinstance(item, Reflex) and item.value in {"absent", "reduced"}:
            lost.append((REFLEX_ROOTS[item.reflex], item.side))
        elif isinstance(item, Sensation) and item.value in {"absent", "reduced"}:
            lost.append((set().union(*map(overlapping, item.dermatomes)), item.side))
    return lost


def overlapping(dermatome: str) -> set[str]:
    """The root of a dermatome and its neighbours: dermatomes overlap."""
    place = SPINAL_ROOTS.index(dermatome)
    return {*SPINAL_ROOTS[max(place - 1, 0) : place + 2]}


def supplies_a_loss(image: Imaging, case: Case) -> bool:
    """Whether an image shows a compression at a level and side that supply a loss of this patient."""
    if image.root_contact != "compression":
        return False
    exits, lost = disc_levels()[image.levels[0]].exiting_root, lost_roots(case)
    if image.structure in CANAL:
        below = set(SPINAL_ROOTS[SPINAL_ROOTS.index(exits) :])
        tract = any(isinstance(item, Sign) and item.sign in TRACT_SIGNS and item.positive for item in case.findings)
        return tract or any(roots & below for roots, _ in lost)
    pressed = image.structure or (met_root(image.levels[0], image.zone) if image.zone else "none")
    return any(pressed in roots and {side, image.side} != {"left", "right"} for roots, side in lost)


def supported(case: Case) -> bool:
    return any(supplies_a_loss(item, case) for item in case.findings if isinstance(item, Imaging))


def wrongly_proven(verdict_of: Verdict, seeds: range) -> tuple[list[int], Counter[str]]:
    """Seeds of unsupported proofs, and how often each verdict was given."""
    said = {seed: (case, verdict_of(case)) for seed in seeds for case in [disc_patient(seed)]}
    wrong = [seed for seed, (case, word) in said.items() if word == "proven" and not supported(case)]
    return wrong, Counter(word for _, word in said.values())


def whole(case: Case) -> str:
    return explain(case, with_next_tests=False).disc_to_blame.verdict


def test_none_of_300_random_discs_is_proven_without_its_compression(at_most: Verdict) -> None:
    wrong, said = wrongly_proven(at_most, range(300))
    assert wrong == []
    assert said["proven"] > 30  # the bound is not empty


def test_no_whole_answer_proves_a_disc_without_its_compression() -> None:
    assert wrongly_proven(whole, range(20))[0] == []


@pytest.mark.nightly
def test_none_of_a_hundred_thousand_random_discs(at_most: Verdict) -> None:
    assert wrongly_proven(at_most, range(100_000))[0] == []


@pytest.mark.nightly
def test_none_of_two_thousand_whole_answers() -> None:
    assert wrongly_proven(whole, range(2000))[0] == []


@pytest.mark.parametrize(
    ("pressed", "lost", "word"),
    [
        ("cord", [strength("deltoid", "left", 3)], "unproven"),
        ("cord", [strength("iliopsoas", "left", 3), sign("babinski", "left")], "proven"),
    ],
    ids=["an arm above the level", "a leg below it"],
)
def test_pressure_on_the_cord_proves_nothing_above_it(
    pressed: str, lost: list[Mapping], word: str, at_most: Verdict
) -> None:
    seen = disc_image("T8-T9", "extrusion", "midline", zone="central", root_contact="compression", structure=pressed)
    assert (at_most(patient([*lost, seen])) == "proven") == (word == "proven")


@pytest.mark.parametrize("level", ["lumbar_spine", "whole_spine"])
def test_a_herniation_without_a_disc_is_proven_by_nothing(level: str) -> None:
    seen = disc_image(level, "protrusion", "right", zone="foraminal", root_contact="compression")
    assert whole(patient([*L5_ROOT, seen])) != "proven"


@pytest.mark.parametrize(("modality", "proves"), [("MRI", True), ("CT", True), ("XR", False), ("US", False)])
def test_an_image_that_cannot_show_a_disc_proves_none(modality: str, proves: bool) -> None:
    findings = [
        {
            "type": "pain",
            "areas": ["low_back", "posterior_thigh", "lateral_lower_leg"],
            "side": "right",
            "radiating": True,
        },
        *(
            {"type": "strength", "muscle": name, "side": "right", "mrc": 3}
            for name in ("extensor_hallucis_longus", "tibialis_anterior", "gluteus_medius")
        ),
        {
            "type": "sensation",
            "areas": ["dorsum_of_foot"],
            "side": "right",
            "modality": "light_touch",
            "value": "reduced",
        },
        {"type": "sign", "sign": "straight_leg_raise", "side": "right", "value": "positive"},
        {"type": "imaging", "modality": modality, "levels": ["L4-L5"], "finding": "extrusion", "side": "right"}
        | {"zone": "subarticular", "root_contact": "compression", "structure": "L5"},
    ]
    case = case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": "female"}, "findings": findings})
    assert (explain(case, with_next_tests=False).disc_to_blame.verdict == "proven") is proves
