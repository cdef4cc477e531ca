"""An image lowers the herniations that it would have shown, and speaks for nothing in another part of the body."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from myotome.explain import explain
from myotome.explain.likelihood import observations_of_case
from myotome.explain.likelihood.model_world import world
from myotome.pathology import Cause, cause_regions, cause_span
from support.compact_cases import Mapping, compressed, disc_image, pain, patient, strength

ROOT = [strength("great_toe_extension", "left", 3), pain(["low_back", "lateral_lower_leg"], "left", True)]
ARM = {"neck", "shoulder", "arm", "elbow", "forearm", "wrist", "hand", "axilla"}


def mri(level: str, finding: str, side: str, **more: Any) -> Mapping:
    return {"type": "imaging", "modality": "MRI", "levels": [level], "finding": finding, "side": side} | more


def disc(*images: Mapping, record: str = "dictated") -> float:
    case = replace(patient([*ROOT, *images]), record=record)
    return explain(case, with_next_tests=False).disc_to_blame.probability


@cache
def unseen() -> float:
    """Probability of a disc without any image."""
    return disc()


ELSEWHERE = {
    "the other side": mri("L4-L5", "bulge", "right", root_contact="none"),
    "another disc": mri("L2-L3", "protrusion", "right"),
    "wear alone": mri("L4-L5", "disc_degeneration", "none"),
}


@pytest.mark.parametrize("image", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_image_that_does_not_match_lowers_every_disc(image: Mapping) -> None:
    assert disc(image) < 0.8 * unseen()


@pytest.mark.parametrize("image", ELSEWHERE.values(), ids=ELSEWHERE)
def test_silence_on_an_image_is_weaker_than_a_disc_stated_to_be_free(image: Mapping) -> None:
    assert disc(mri("lumbar_spine", "normal", "none")) < disc(image)


def test_a_form_lists_what_was_entered_and_is_silent_on_nothing() -> None:
    image = ELSEWHERE["another disc"]
    assert disc(image, record="structured") > disc(image)


def test_an_image_of_the_neck_is_silent_on_no_lumbar_disc() -> None:
    assert disc(mri("C5-C6", "bulge", "none")) == pytest.approx(unseen(), abs=0.05)


def test_the_herniation_that_is_required_is_not_unseen() -> None:
    assert disc(compressed("L4-L5", "extrusion", "left", "subarticular", "L5")) > unseen()


IMAGES = {
    "stenosis": disc_image("L4-L5", "stenosis", "bilateral"),
    "extrusion": compressed("L4-L5", "extrusion", "left", "subarticular", "L5"),
    "bulge": mri("L4-L5", "bulge", "bilateral"),
    "slip": disc_image("L4-L5", "spondylolisthesis", "none"),
    "normal": mri("lumbar_spine", "normal", "none"),
}


def lifted(image: Mapping) -> np.ndarray:
    """Log-likelihood of an image for each state, less that of no cause at all."""
    of, case = world(), patient([image])
    total = np.zeros(len(of.states))
    for one in observations_of_case(case, of):
        if one.finding == 0:
            value = one.log_likelihood(one.survival) - one.log_likelihood(np.ones((1, one.survival.shape[1])))
            total[one.touched] += value
    return total


def is_away(cause: Cause) -> bool:
    """Whether a cause lies in the neck, or in an arm and nowhere along the spine."""
    span, regions = cause_span(cause), cause_regions(cause)
    return span[1] < 9.0 if span is not None else bool(regions) and regions <= ARM


@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_a_lumbar_image_speaks_for_nothing_in_the_neck_or_the_arm(image: Mapping) -> None:
    away = np.array([is_away(cause) for cause in world().states.causes])[world().states.cause]
    assert away.sum() > 1000
    assert lifted(image)[away].max() <= 0.1


def test_every_topic_of_silence_has_words() -> None:
    from myotome.explain.likelihood.reporting.silence import _IN_WORDS
    from myotome.explain.likelihood.reporting.usual_examination import TOPICS

    assert set(_IN_WORDS) == set(TOPICS)
