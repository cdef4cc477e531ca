"""Over random patients: no operation without an image that agrees, and nothing offered that delays an emergency."""

from __future__ import annotations

from functools import cache

import pytest

from myotome.care.treatment.options import TreatmentOption, options
from myotome.exam import HERNIATION_TYPES, Case, Imaging
from myotome.explain import explain
from myotome.explain.pipeline import posterior_of
from myotome.ledger import sources
from myotome.patient import limit
from myotome.patient.circumstances import Circumstances, circumstances
from support.random_discs import disc_patient
from support.random_patients import benign, emergency

_OPERATIONS = {"discectomy_early", "discectomy_on_failure"}
#: What an emergency itself leads to.
_OF_EMERGENCIES = {"surgery", "specialist", "drug", "self care"}
_LEFT_RIGHT = {"left", "right"}
_STUDIES = ("randomised", "observational", "model", "guideline text only", "judgement")


def case_of(kind: str, seed: int) -> Case:
    return {"disc": disc_patient, "benign": lambda at: benign(at)[1], "emergency": lambda at: emergency(at)[1]}[kind](
        seed
    )


@cache
def seen(kind: str, seed: int) -> tuple[Circumstances, tuple[TreatmentOption, ...]]:
    case = case_of(kind, seed)
    found = posterior_of(case)
    explanation = explain(case, with_next_tests=False, posterior=found)
    patient = circumstances(case, explanation, found)
    return patient, options(patient)


def offered(made: tuple[TreatmentOption, ...]) -> list[TreatmentOption]:
    return [one for one in made if not one.not_for]


def agrees(patient: Circumstances) -> bool:
    """Whether an image shows a herniation at a disc and side that may be to blame, of the structure that it names."""
    images = [
        one
        for one in patient.case.findings
        if isinstance(one, Imaging) and one.present and one.finding in HERNIATION_TYPES and one.root_contact != "none"
    ]
    return any(
        disc.disc in image.levels
        and len({disc.side, image.side} & _LEFT_RIGHT) < 2
        and image.structure in (None, "not_stated", disc.structure)
        for disc in patient.explanation.discs
        for image in images
    )


@pytest.mark.parametrize("kind", ["disc", "benign", "emergency"])
@pytest.mark.parametrize("seed", range(10))
def test_no_disc_is_operated_on_without_an_image_that_agrees(kind: str, seed: int) -> None:
    patient, made = seen(kind, seed)
    if _OPERATIONS & {one.treatment for one in offered(made)}:
        assert agrees(patient)
        assert not patient.explanation.red_flag.urgent


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_offered_that_delays_an_emergency(seed: int) -> None:
    patient, made = seen("emergency", seed)
    if patient.explanation.red_flag.urgent:
        kinds = {one.kind for one in offered(made)}
        assert kinds <= _OF_EMERGENCIES
        assert not _OPERATIONS & {one.treatment for one in offered(made)}


@pytest.mark.parametrize("kind", ["disc", "benign"])
@pytest.mark.parametrize("seed", range(10))
def test_every_option_is_for_a_likely_cause_and_says_what_its_evidence_is(kind: str, seed: int) -> None:
    _, made = seen(kind, seed)
    for one in made:
        assert limit("limit", "in_play") <= one.covers <= 1.0
        assert one.evidence_kind.startswith(_STUDIES)
        assert set(one.sources) <= set(sources())
        for said in one.recommendations:
            assert said.source in sources()
            assert said.source in one.sources
