"""An image without a complaint explains nothing; history alone settles nothing."""

from __future__ import annotations

import pytest

from myotome.explain import explain
from myotome.outcomes import Outcome
from support.compact_cases import Mapping, disc_image, history, pain, patient, sign

BULGE = disc_image("L4-L5", "bulge", "bilateral")
SILENT: dict[str, list[Mapping]] = {
    "image": [BULGE],
    "image and a normal test": [BULGE, sign("straight_leg_raise", "bilateral", False)],
    "image and no pain": [BULGE, history("pain", False)],
}


@pytest.mark.parametrize("findings", SILENT.values(), ids=SILENT)
def test_an_image_alone_is_no_complaint(findings: list[Mapping]) -> None:
    answer = explain(patient(findings), with_next_tests=False)
    assert answer.outcome is Outcome.NO_COMPLAINT
    assert answer.disc_to_blame.verdict == "unproven"
    assert "of 100" in answer.disc_to_blame.reason


def test_the_share_without_pain_grows_with_age() -> None:
    young, old = (explain(patient([BULGE], age=age), with_next_tests=False) for age in (30, 70))
    shares = [int(answer.disc_to_blame.reason.split(" of 100")[0].split()[-1]) for answer in (young, old)]
    assert shares[0] < shares[1]


def test_pain_is_a_complaint() -> None:
    assert explain(patient([BULGE, pain(["low_back"], "midline", False)])).outcome is not Outcome.NO_COMPLAINT


def test_history_alone_gives_no_verdict() -> None:
    told = [history("onset_trigger", "lifting"), history("bladder_or_bowel_disturbance", False)]
    assert explain(patient(told), with_next_tests=False).disc_to_blame.verdict == "cannot tell"
