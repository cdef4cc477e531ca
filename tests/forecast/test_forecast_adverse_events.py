"""Harm of the treatments: each from a source, none made up for a treatment that has none."""

from __future__ import annotations

from myotome.forecast import adverse_events, arm_of, cohort, specification_from_mapping, treatments
from myotome.ledger import sources


def test_every_adverse_event_has_its_source_and_lies_in_its_limits() -> None:
    found = [one for name in treatments() for one in adverse_events(arm_of(name))]
    assert {one.treatment for one in found} >= {"discectomy", "epidural_steroid", "nsaid"}
    for one in found:
        assert one.source in sources()
        assert 0.0 < one.share < 1.0


def test_an_operation_has_the_same_harm_whenever_it_is_done() -> None:
    early, late = (adverse_events(arm_of(name)) for name in ("discectomy_early", "discectomy_on_failure"))
    assert early == late
    assert any(one.event == "durotomy" for one in early)


def test_a_cohort_says_the_harm_of_its_arms() -> None:
    arms = {"usual": {"treatments": ["no_surgery"]}, "drug": {"treatments": ["nsaid"]}}
    result = cohort(specification_from_mapping({"arms": arms, "n": 640, "outcomes": ["odi"], "follow_up_weeks": [4]}))
    said = result.to_dict()
    assert said["adverse_events"]["usual"] == []
    assert {one["source"] for one in said["adverse_events"]["drug"]} <= set(said["sources"])
