"""Red flag rules: what fires them, and that nothing takes them back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.errors import DataError
from myotome.exam.query.condition import atoms_of
from myotome.explain.red_flags import rules as module
from myotome.explain.red_flags.rules import fired_rules, red_flag_rules
from myotome.ledger import sources
from myotome.units import weeks_from
from support.case_strategies import BY_KIND
from support.normal_findings import NORMAL
from support.witnesses import Mapping, a_case, fulfilling, ways

RULES = red_flag_rules()
RULE_IDS = [rule.id for rule in RULES]


ORDER = ("immediate", "urgent", "soon")


def fired(case: Any) -> set[str]:
    return {rule.id for rule in fired_rules(case)}


def ranks(case: Any) -> dict[str, int]:
    return {rule.id: ORDER.index(rule.urgency) for rule in fired_rules(case)}


def fresh(rule: Any, which: int = 0) -> Any:
    """A patient who has just enough to make a rule hold, ill since yesterday."""
    case = fulfilling(rule.when, which)
    return case if case.onset_weeks is not None else replace(case, onset_weeks=1 / 7)


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_every_rule_fires_on_every_atom_it_asks_for(rule):
    for which in range(ways(rule.when)):
        assert ranks(fresh(rule, which))[rule.id] == ORDER.index(rule.urgency)


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_the_named_findings_are_enough(rule):
    case = fresh(rule)
    found = next(one for one in fired_rules(case) if one.id == rule.id)
    assert list(found.findings) == sorted(set(found.findings))
    assert 0 not in found.findings  # which hand is dominant fires nothing
    kept = case.with_findings(finding for finding in case.findings if finding.index in found.findings)
    assert rule.id in fired(kept)


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_mirrored_patient_has_the_same_flags(rule):
    case = fresh(rule)
    assert fired_rules(case.mirrored()) == fired_rules(case)


ANY_FINDING = st.one_of(*BY_KIND.values())


def with_more(case: Any, extra: list[Mapping]) -> Any:
    """Add findings as they stand, even where a file with both would be questioned."""
    age = case.demographics.age
    added = [a_case([one], age).findings[0] for one in extra]
    return case.with_findings([*case.findings, *added])


@settings(max_examples=150)
@given(st.sampled_from(RULES), st.lists(NORMAL, min_size=1, max_size=4))
def test_normal_findings_take_no_flag_back_and_raise_none(rule, extra):
    case = fresh(rule)
    assert ranks(with_more(case, extra)) == ranks(case)


def _may_fall(rule: Any) -> bool:
    """A pattern compares the sides, and an injury may explain a joint: the only ways for a finding to take one back."""
    return rule.unless is not None or "pattern" in {atom.kind for atom in atoms_of(rule.when)}


@settings(max_examples=150)
@given(st.sampled_from(RULES), st.lists(ANY_FINDING, min_size=1, max_size=4))
def test_more_findings_never_take_a_flag_back(rule, extra):
    case = fresh(rule)
    before, after = ranks(case), ranks(with_more(case, extra))
    for one in RULES:
        if one.id in before and not _may_fall(one):
            assert after[one.id] <= before[one.id]


@settings(max_examples=60)
@given(st.sampled_from(RULES), st.lists(ANY_FINDING, max_size=3), st.randoms(use_true_random=False))
def test_order_of_findings_is_irrelevant(rule, extra, random):
    case = with_more(fresh(rule), extra)
    shuffled = case.with_findings(random.sample(case.findings, len(case.findings)))
    assert fired_rules(shuffled) == fired_rules(case)


@settings(max_examples=60)
@given(st.lists(NORMAL, min_size=1, max_size=6), st.sampled_from([None, 30.0, 80.0]))
def test_a_healthy_examination_raises_no_flag(findings, age):
    assert fired(with_more(a_case([{"type": "history", "item": "fever", "value": False}], age), findings)) == set()


def test_most_urgent_first_and_every_source_known():
    places = [ORDER.index(rule.urgency) for rule in RULES]
    assert places == sorted(places)
    assert {rule.source for rule in RULES} <= set(sources())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("urgency", "whenever"),
        ("when", "@no_such_condition"),
        ("when", "sign:babinsky=positive"),
        ("when", "sign:babinski=negative"),
        ("when", "history:fever=true AND NOT history:trauma=any"),
        ("action", "whole_spine_mri_tody"),
        ("condition", "cauda_equine"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(column, value, tmp_path):
    rows, copy = module._RULES.written(), tmp_path / "rules.csv"
    module._RULES.write([{**rows[0], column: value}, *rows[1:]], copy)
    with pytest.raises(DataError, match=rf"line 2, column {column}: .*(nearest|condition|absence|soon)"):
        module._RULES.check({module._RULES.name: copy.read_text(encoding="utf-8")})


DATED = [rule for rule in RULES if rule.freshness is not None]


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: rule.id)
def test_only_time_makes_a_rule_less_urgent_and_growth_makes_it_fresh_again(rule):
    old = replace(fresh(rule), onset_weeks=500.0)
    aged = ranks(old).get(rule.id)
    growing = with_more(old, [{"type": "history", "item": "rapid_progression", "value": True}])
    assert ranks(growing)[rule.id] == ranks(fresh(rule))[rule.id]
    if "worsening_fast" not in str(rule.when) and rule.id not in ranks(growing):
        assert aged is None or aged > ORDER.index(rule.urgency)


@pytest.mark.parametrize("rule", DATED, ids=lambda rule: rule.id)
def test_a_rule_lapses_after_its_last_fresh_day(rule):
    days = rule.freshness.days
    on_the_day = replace(fulfilling(rule.when), onset_weeks=days / 7)
    the_day_after = replace(fulfilling(rule.when), onset_weeks=(days * 1.015 + 1.0) / 7)
    assert ranks(on_the_day)[rule.id] == ORDER.index(rule.urgency)
    if "@worsening" not in str(rule.when):
        assert ranks(the_day_after).get(rule.id) != ORDER.index(rule.urgency) or rule.later == rule.urgency


IN_MONTHS = [rule for rule in DATED if rule.freshness.days in {30, 90, 180}]


@pytest.mark.parametrize("rule", IN_MONTHS, ids=lambda rule: rule.id)
def test_a_complaint_in_months_is_within_as_many_times_thirty_days(rule):
    months = replace(fulfilling(rule.when), onset_weeks=weeks_from(rule.freshness.days / 30, "months"))
    assert ranks(months)[rule.id] == ORDER.index(rule.urgency)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.urgency != "soon"], ids=lambda rule: rule.id)
def test_a_same_day_rule_asks_for_something_the_same_day(rule):
    spoken_to_today = rule.urgency == "urgent" and any(word in rule.action.setting for word in ("today", "24 hours"))
    assert rule.action.hours <= (4 if rule.urgency == "immediate" else 24) or spoken_to_today


def dated(item: str, value: Any, days: float) -> Mapping:
    return {"type": "history", "item": item, "value": value, "ago": {"value": days, "unit": "days"}}


NUMB_HAND: Mapping = {"type": "sensation", "areas": ["hand"], "side": "left", "modality": "pin", "value": "reduced"}
WASTED: Mapping = {
    "type": "sign",
    "sign": "muscle_atrophy",
    "side": "left",
    "value": "positive",
    "muscles": ["deltoid"],
}


@pytest.mark.parametrize(
    ("findings", "urgency"),
    [
        ([dated("trauma", "laceration", 3)], "urgent"),
        ([dated("trauma", "laceration", 30)], "soon"),
        ([dated("trauma", "laceration", 300)], None),
        ([dated("trauma", "laceration", 3), WASTED], "urgent"),
        ([{"type": "history", "item": "trauma", "value": "laceration"}], "urgent"),
        ([{"type": "history", "item": "trauma", "value": "laceration"}, WASTED], "soon"),
        (
            [dated("trauma", "laceration", 300), {"type": "history", "item": "trauma", "value": "bite_or_burn"}],
            "urgent",
        ),
    ],
)
def test_a_wound_is_counted_from_its_own_date(findings, urgency):
    found = {rule.id: rule.urgency for rule in fired_rules(a_case([NUMB_HAND, *findings]))}
    assert found.get("wound_nerve") == urgency
