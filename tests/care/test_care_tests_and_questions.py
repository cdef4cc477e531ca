"""Tests at the right time, changes that count, and questions that the case itself asks."""

from __future__ import annotations

import pytest

from myotome.anatomy import root_levels
from myotome.care.follow_up.wiring_questions import of_images
from myotome.exam import case_from_mapping, vocabulary
from support.plans import NAMES, answer, option, plan_of, planned, strength

LEG_PAIN = {"type": "pain", "areas": ["low_back", "lateral_lower_leg"], "side": "right", "radiating": True}
WEAK = [strength("extensor_hallucis_longus", "right", 3), strength("tibialis_anterior", "right", 4)]


def image(disc: str, side: str, **more: str) -> dict[str, object]:
    made = {"type": "imaging", "modality": "MRI", "levels": [disc], "finding": "protrusion", "side": side}
    return {**made, "zone": "subarticular", **more}


def asked(plan, about: str) -> str:
    return " ".join(one.text for one in plan.questions if one.about == about)


@pytest.mark.parametrize("name", NAMES)
def test_investigations_are_the_next_tests_in_their_order(name: str) -> None:
    tests = [one.id for one in answer(name).next_tests]
    made = [one.test for one in plan_of(name).investigations]
    assert made == [test for test in tests if test in made]
    assert all(one.information_bits >= 0.01 for one in plan_of(name).investigations)


def test_an_early_image_of_the_back_is_too_early() -> None:
    def image_of(weeks: float) -> str:
        made = {one.test: one for one in plan_of("s1_root", weeks).investigations}
        return made["imaging_mri_lumbar_spine"].when

    assert "too early" in image_of(1.0)
    assert "too early" not in image_of(9.0)


def test_magnetic_resonance_has_no_radiation_and_an_unknown_dose_is_unknown() -> None:
    for name in NAMES:
        for one in plan_of(name).investigations:
            if one.test.startswith(("imaging_mri", "imaging_us", "emg", "ncs", "lab")):
                assert one.radiation_msv == 0.0
            elif one.test.startswith("imaging_xr_cervical"):
                assert one.radiation_msv is None


def test_a_red_flag_is_not_delayed_by_tests() -> None:
    sent_for = [one for one in plan_of("cauda_equina").investigations if one.setting == "to order"]
    assert sent_for
    assert all("delay" in one.when for one in sent_for)


def test_severe_weakness_is_looked_at_sooner() -> None:
    again = {one.what: one for one in plan_of("l5_root").reexaminations}
    severe, mild = again["severe_weakness"], again["weakness"]
    assert "extensor hallucis longus" in severe.wording
    assert "tibialis anterior" in mild.wording
    assert severe.at_weeks[0] < mild.at_weeks[0]
    assert all("tibialis" not in line for line in severe.expected)


def test_thresholds_fit_sex_and_age() -> None:
    young = [LEG_PAIN, strength("ankle_plantarflexion", "right", 4)]
    lines = [
        line
        for one in planned(young, age=35, sex="male").reexaminations
        if one.what == "heel_rise"
        for line in one.change_that_counts
    ]
    assert any("32 repetitions" in line for line in lines)
    unknown = [
        line
        for one in planned(young, age=None, sex=None).reexaminations
        if one.what == "heel_rise"
        for line in one.change_that_counts
    ]
    assert not any("expected" in line for line in unknown)


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_asks_something(name: str) -> None:
    plan = plan_of(name)
    assert plan.questions
    assert len({one.text for one in plan.questions}) == len(plan.questions)
    assert all(one.why and one.plain for one in plan.questions)


def test_a_herniation_on_the_other_side_is_asked_about() -> None:
    wrong = planned([LEG_PAIN, *WEAK, image("L4-L5", "left", root_contact="compression", structure="L5")])
    right = planned([LEG_PAIN, *WEAK, image("L4-L5", "right", root_contact="compression", structure="L5")])
    assert asked(wrong, "side")
    assert not asked(right, "side")


def test_a_level_that_does_not_supply_the_weak_muscle_is_asked_about() -> None:
    wrong = planned([LEG_PAIN, *WEAK, image("L2-L3", "right", root_contact="compression", structure="L3")])
    right = planned([LEG_PAIN, *WEAK, image("L4-L5", "right", root_contact="compression", structure="L5")])
    assert "less than 10%" in asked(wrong, "level")
    assert "less than 10%" not in asked(right, "level")


def test_contact_that_is_not_stated_is_asked_for() -> None:
    assert "press" in asked(planned([LEG_PAIN, *WEAK, image("L4-L5", "right")]), "image")


def test_the_muscle_that_parts_root_from_nerve_is_asked_for_until_it_is_tested() -> None:
    before = [strength("tibialis_anterior", "left", 2), strength("extensor_hallucis_longus", "left", 2)]
    after = [*before, strength("tibialis_posterior", "left", 5), strength("gluteus_medius", "left", 5)]
    assert "tibialis posterior" in asked(planned(before), "muscle")
    assert "tibialis posterior" not in asked(planned(after), "muscle")


def test_an_option_that_needs_an_image_says_so() -> None:
    assert option(planned([LEG_PAIN, *WEAK]), "discectomy_early").not_for
    seen = planned([LEG_PAIN, *WEAK, image("L4-L5", "right", root_contact="compression", structure="L5")])
    assert not option(seen, "discectomy_early").not_for


@pytest.mark.parametrize("elsewhere", [image("L4-L5", "left", finding="bulge"), image("L1-L2", "right")])
def test_an_image_that_does_not_agree_with_the_findings_bars_the_operation_too(elsewhere: dict[str, object]) -> None:
    for treatment in ("discectomy_early", "discectomy_on_failure"):
        barred = option(planned([LEG_PAIN, *WEAK, elsewhere]), treatment).not_for
        assert any("agrees with the symptoms" in words for words in barred)


@pytest.mark.parametrize("zone", [None, "central", "subarticular", "foraminal"])
def test_a_herniation_is_asked_about_wherever_it_is_said_to_lie(zone: str | None) -> None:
    placed = {} if zone is None else {"zone": zone}
    for level in vocabulary().levels:
        if level in root_levels():
            continue  # A vertebra has no herniation: such a record is refused.
        seen = {"type": "imaging", "modality": "MRI", "levels": [level], "finding": "protrusion", "side": "left"}
        case = case_from_mapping(
            {"id": "x", "demographics": {"age": 50, "sex": None}, "findings": [{**seen, **placed}, *WEAK]}
        )
        assert any(one.about == "image" for one in of_images(case)), level
