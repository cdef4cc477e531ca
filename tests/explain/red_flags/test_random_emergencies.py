"""Random emergencies raise a flag, normal findings take none back, and ordinary complaints stay quiet."""

from __future__ import annotations

from collections import Counter

import pytest

from myotome.exam import Case
from myotome.explain import explain
from myotome.explain.red_flags.rules import fired_rules
from support.random_patients import benign, diluted, emergency

ORDER = ("immediate", "urgent", "soon")


def by_rule(case: Case) -> dict[str, int]:
    """Rank of every same-day rule that holds."""
    return {rule.id: ORDER.index(rule.urgency) for rule in fired_rules(case) if rule.urgency != "soon"}


def flagged(case: Case) -> bool:
    """Whether a rule or the posterior raises a flag."""
    return bool(by_rule(case)) or explain(case, with_next_tests=False).red_flag.urgent


def missed(seeds: range) -> Counter[str]:
    return Counter(name for name, case in map(emergency, seeds) if not by_rule(case))


def lowered(seeds: range) -> list[int]:
    """Emergencies that normal findings make less urgent, by any rule."""
    pairs = ((seed, emergency(seed)[1]) for seed in seeds)
    return [seed for seed, case in pairs if by_rule(diluted(case, seed)) != by_rule(case)]


def test_random_emergencies_raise_a_flag() -> None:
    assert missed(range(400)).total() <= 8


def test_normal_findings_lower_no_random_emergency() -> None:
    assert lowered(range(400)) == []


def test_ordinary_complaints_fire_no_same_day_rule() -> None:
    alarms = [(name, by_rule(case)) for name, case in map(benign, range(300)) if by_rule(case)]
    assert len(alarms) <= 9, alarms


@pytest.mark.nightly
def test_two_thousand_emergencies() -> None:
    assert missed(range(2000)).total() <= 40
    assert lowered(range(2000)) == []


@pytest.mark.nightly
def test_a_thousand_ordinary_complaints_by_rule_and_posterior() -> None:
    alarms = Counter(name for seed in range(1000) for name, case in [benign(seed)] if flagged(diluted(case, seed)))
    assert alarms.total() <= 30, alarms
