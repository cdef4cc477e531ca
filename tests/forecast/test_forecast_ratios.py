"""Arms compared by ratios: turned round they are the inverse, and they say what the shares say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.forecast import cohort, specification_from_mapping
from myotome.forecast.cohorts.ratios import RATIOS, ratio, ratios_of
from myotome.forecast.cohorts.sums import Cell
from myotome.forecast.outcomes import outcome

OPERATED = Cell("early", outcome("operated"), 52, "")
SPEC = {
    "n": 12_800,
    "arms": {"usual": {"treatments": ["watchful_waiting"]}, "early": {"treatments": ["discectomy_early"]}},
    "outcomes": ["operated", "odi", {"share": "fall:odi >= 0.5"}, {"by": "leg_pain_return", "among": "smoker = 1"}],
    "follow_up_weeks": [52],
}


def sums(share: float, sets: int = 8, people: int = 500) -> np.ndarray:
    return np.tile([people, people * share, people * share], (sets, 1)).astype(float)


@given(st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.sampled_from(sorted(RATIOS)))
def test_turned_round_a_ratio_is_its_inverse(ours: float, theirs: float, kind: str) -> None:
    there, back = (ratio(OPERATED, *pair, kind) for pair in ((sums(ours), sums(theirs)), (sums(theirs), sums(ours))))
    assert there.value is not None
    assert back.value is not None
    assert there.value * back.value == pytest.approx(1.0)
    assert (there.value > 1.0) == (ours > theirs) or ours == pytest.approx(theirs)
    assert there.low is not None
    assert there.high is not None
    assert there.low < there.value < there.high


def test_only_what_happens_in_time_has_a_hazard() -> None:
    assert "hazard_ratio" in ratios_of(OPERATED)
    assert "hazard_ratio" not in ratios_of(Cell("early", outcome("well"), 52, ""))
    assert ratios_of(Cell("early", outcome("odi"), 52, "")) == ()


def test_a_cohort_gives_ratios_of_its_shares_and_of_outcomes_made_for_it() -> None:
    result = cohort(specification_from_mapping(SPEC)).to_dict()
    of_operated = result["ratios"]["risk_ratio"]["early"]["operated"][0]
    shares = [result["arms"][arm]["operated"][0]["estimate"] for arm in ("early", "usual")]
    assert of_operated["estimate"] == pytest.approx(shares[0] / shares[1], rel=1e-3)
    assert set(result["ratios"]["odds_ratio"]["early"]) == {"operated", "fall:odi >= 0.5", "leg_pain_return"}
    assert set(result["ratios"]["hazard_ratio"]["early"]) == {"operated", "leg_pain_return"}
