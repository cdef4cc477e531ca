"""Any rival may be weighed: the same numbers as the answer prints for its own, and a pair seen from both ends."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from myotome.exam import Case, read_case
from myotome.explain import Explanation, Posterior, evidence_against, explain, offered_rivals, posterior_of

CASE = Path(__file__).parents[2] / "examples" / "l5-foraminal-disc.yaml"


@cache
def answered() -> tuple[Case, Posterior, Explanation]:
    case = read_case(CASE)
    posterior = posterior_of(case)
    return case, posterior, explain(case, with_next_tests=False, posterior=posterior)


def test_rivals_on_offer_are_all_different_and_none_is_the_lead() -> None:
    _, posterior, told = answered()
    offered = [one.label for one in offered_rivals(posterior)]
    assert len(set(offered)) == len(offered)
    assert told.causes[0].label not in offered
    assert {one.label for one in told.causes[1:]} <= set(offered)


def test_every_class_that_is_possible_at_all_may_be_chosen() -> None:
    _, posterior, told = answered()
    offered = {name for one in offered_rivals(posterior) for name in one.classes}
    possible = {name for name, share in told.classes.items() if share > 1e-12}
    assert possible <= offered | set(told.causes[0].classes)


@pytest.mark.parametrize("printed", ["evidence", "evidence_of_another_kind"])
def test_a_rival_that_the_answer_prints_weighs_the_same_when_chosen(printed: str) -> None:
    case, posterior, told = answered()
    usual = tuple(one for one in getattr(told, printed) if one.against == getattr(told, printed)[0].against)
    offered = {one.label for one in offered_rivals(posterior)}
    if usual and usual[0].against in offered:
        assert evidence_against(case, posterior, usual[0].against) == usual
    else:
        assert printed == "evidence_of_another_kind"


def test_each_rival_is_weighed_by_the_same_findings() -> None:
    case, posterior, told = answered()
    rows = [one.finding for one in told.evidence]
    for rival in offered_rivals(posterior):
        weighed = evidence_against(case, posterior, rival.label)
        assert [one.finding for one in weighed] == rows
        assert {one.against for one in weighed} == {rival.label}


def test_a_rival_that_is_not_on_offer_weighs_nothing() -> None:
    case, posterior, _ = answered()
    assert evidence_against(case, posterior, "no such explanation") == ()
