"""The exercise plan of whole patients: safe, explained, deterministic, and honest where nothing is left."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from myotome.care import ExercisePlan
from myotome.care.exercise.library import spine_exercises
from myotome.care.exercise.plan import exercise_plan
from myotome.care.exercise.problem import exercise_setting
from myotome.care.exercise.rules.contraindications import active_rules, exercise_rules
from myotome.exam import Case, case_from_mapping
from myotome.ledger import sources
from myotome.load import Person
from myotome.patient import exercise_person
from myotome.patient.assessment import Assessment
from support.plans import NAMES, answer, case_of, patient, strength

LIBRARY = {one.exercise for one in spine_exercises()}
_SIDES = {"left": "right", "right": "left"}
_SIDE = re.compile(r"(?<![A-Za-z])(left|right)(?![A-Za-z])")
BACK = {"type": "pain", "areas": ["low_back"], "side": "bilateral", "radiating": False, "severity": 2}


@cache
def plan_of(name: str) -> ExercisePlan:
    return exercise_plan(Assessment(case_of(name)))


def planned(*findings: dict[str, Any], body: Person | None = None, **more: Any) -> ExercisePlan:
    """A patient with back pain in whom what is serious was asked for and not found."""
    pain = [] if any(one["type"] == "pain" for one in findings) else [BACK]
    case = patient(
        [*pain, *findings, *CLEAR], **{"age": 45, "sex": "male", "onset": {"value": 20, "unit": "weeks"}} | more
    )
    return exercise_plan(Assessment(case), person=body)


def history(item: str, value: Any = True, **more: Any) -> dict[str, Any]:
    return {"type": "history", "item": item, "value": value, **more}


CLEAR = (
    *(history(item, value=False) for item in ("fever", "weight_loss", "night_sweats", "constant_pain_at_rest")),
    *(history(item, "none") for item in ("cancer", "trauma", "steroid_use")),
    {
        "type": "imaging",
        "modality": "MRI",
        "levels": ["lumbar_spine"],
        "finding": "vertebral_fracture",
        "side": "none",
        "value": "absent",
    },
    {"type": "lab", "test": "crp", "value": "normal"},
)


def operated(value: str, weeks: float | None) -> dict[str, Any]:
    ago = {} if weeks is None else {"ago": {"value": weeks, "unit": "weeks"}}
    return history("surgery", value, **ago)


def names(plan: ExercisePlan) -> set[str]:
    return {one.exercise for one in plan.chosen}


def barred(plan: ExercisePlan, wording: str) -> set[str]:
    return {one.exercise for one in plan.left_out if any(wording in reason for reason in one.reasons)}


@pytest.mark.parametrize("name", NAMES)
def test_every_exercise_is_chosen_or_left_out_with_a_reason(name: str) -> None:
    plan = plan_of(name)
    out = {one.exercise for one in plan.left_out}
    assert names(plan) | out >= LIBRARY
    assert not names(plan) & out
    assert all(one.reasons and all(one.reasons) and one.sources for one in plan.left_out)
    assert all(len(one.reasons) >= 3 and one.sources and one.dose and one.progression for one in plan.chosen)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_chosen_is_over_its_limit(name: str) -> None:
    for one in plan_of(name).chosen:
        assert one.compression_n <= one.compared_n <= one.compression_limit_n
        assert one.pressure_mpa > 0.0


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_plan_says_why_and_a_full_one_does_not(name: str) -> None:
    plan = plan_of(name)
    assert bool(plan.chosen) != bool(plan.none_because)
    assert all(line.text and line.plain and line.sources for line in plan.none_because)


@pytest.mark.parametrize("name", NAMES)
def test_an_open_red_flag_leaves_no_exercise_and_no_stage(name: str) -> None:
    if answer(name).red_flag.urgent:
        plan = plan_of(name)
        assert plan.chosen == plan.home == plan.stages == ()
        assert "red flag" in plan.none_because[0].text


def test_some_patient_has_a_red_flag_and_some_has_exercises() -> None:
    assert {answer(name).red_flag.urgent for name in NAMES} == {True, False}
    assert sum(bool(plan_of(name).chosen) for name in NAMES) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_plain_json_and_known_sources(name: str) -> None:
    plain = json.loads(json.dumps(plan_of(name).to_dict()))
    assert set(plain["sources"]) <= set(sources())


def test_the_same_patient_gets_the_same_plan() -> None:
    again = exercise_plan(Assessment(case_of("l5_root"), seed=7))
    assert again.to_dict() == plan_of("l5_root").to_dict()


def swapped(text: str) -> str:
    return _SIDE.sub(lambda hit: _SIDES[hit[0]], text)


@pytest.mark.parametrize("name", ["l5_root", "c7_root", "carpal_tunnel", "back_pain"])
def test_a_mirrored_patient_has_the_mirrored_plan(name: str) -> None:
    other: Case = case_of(name).mirrored()
    mirrored = exercise_plan(Assessment(other))
    assert [one.exercise for one in mirrored.chosen] == [one.exercise for one in plan_of(name).chosen]
    for one, twin in zip(plan_of(name).chosen, mirrored.chosen, strict=True):
        assert sorted(swapped(label) for label, _ in twin.trains) == sorted(label for label, _ in one.trains)
        assert twin.compression_n == pytest.approx(one.compression_n, rel=1e-3)


def test_the_weak_muscles_of_a_root_are_trained_in_the_form_for_their_strength() -> None:
    plan = plan_of("l5_root")
    trained = {muscle for one in plan.chosen for muscle, _ in one.trains}
    assert {"right extensor hallucis longus", "right tibialis anterior", "right gluteus medius"} <= trained
    assert "ankle_dorsiflexion:active" in names(plan)
    resisted = {one.kind for one in plan.left_out if one.exercise == "ankle_dorsiflexion:resisted"}
    assert resisted == {"barred"}  # what is resisted is loaded: not before the opinion


@pytest.mark.parametrize(("grade", "form"), [(1, "helped"), (2.5, "helped"), (3, "active"), (4, "resisted")])
def test_below_grade_3_nothing_is_resisted(grade: float, form: str) -> None:
    case = case_of("peroneal")
    weak = [one.to_dict() for one in case.findings if one.kind != "strength"]
    case = patient([*weak, strength("tibialis_anterior", "left", grade)])
    plan = exercise_plan(Assessment(case))
    forms = {one.partition(":")[2] for one in names(plan) if one.startswith("ankle_dorsiflexion")}
    assert forms == {form}


def test_a_peroneal_palsy_asks_for_nothing_of_the_spine() -> None:
    assert not names(plan_of("peroneal")) & LIBRARY
    assert "ankle_dorsiflexion:helped" in names(plan_of("peroneal"))


def test_the_stabilisers_are_trained_in_back_pain() -> None:
    plan = planned()
    trained = {muscle for one in plan.chosen for muscle, _ in one.trains}
    assert {"multifidus", "transversus abdominis", "internal oblique", "quadratus lumborum"} <= trained
    assert [one.exercise for one in plan.home][-1] == "walking"


def test_fragile_bone_bars_flexion_and_lowers_the_ceiling() -> None:
    sound, fragile = planned(age=60), planned(history("osteoporosis"), age=60)
    out = barred(fragile, "osteoporosis: no loaded or repeated flexion")
    assert {"sit_up", "partial_curl_up", "curl_up", "all_fours_arched"} <= out
    assert not out & names(fragile)
    assert fragile.chosen
    assert fragile.chosen[0].compression_limit_n < sound.chosen[0].compression_limit_n


def test_pregnancy_bars_lying_on_the_back_and_on_the_front() -> None:
    plan = planned(history("pregnancy"), age=30, sex="female")
    assert {"bridge", "dead_bug", "curl_up", "plank", "prone_press_up"} <= barred(plan, "pregnant")
    assert plan.chosen
    assert any("contractions" in line.text for line in plan.stop_when)


@pytest.mark.parametrize(
    ("weeks", "wording"),
    [(1, "no bending, lifting or twisting"), (3, "active rehabilitation begins"), (8, "nothing heavy")],
)
def test_discectomy_opens_week_by_week(weeks: float, wording: str) -> None:
    plan = planned(operated("microdiscectomy", weeks), onset={"value": weeks / 2, "unit": "weeks"})
    assert barred(plan, wording)


def test_later_after_an_operation_fewer_exercises_are_barred() -> None:
    counts = [
        sum(one.kind == "barred" for one in planned(operated("spinal_fusion", weeks)).left_out) for weeks in (1, 6, 40)
    ]
    assert counts[0] > counts[1] > counts[2]
    assert counts[0] >= len(LIBRARY)


def test_an_operation_without_a_date_is_taken_for_as_fresh_as_the_complaint_allows() -> None:
    fresh = planned(operated("spinal_fusion", None), onset={"value": 1, "unit": "weeks"})
    old = planned(operated("spinal_fusion", None), onset={"value": 60, "unit": "weeks"})
    assert barred(fresh, "fused within three weeks")
    assert not barred(old, "fused within")


def test_a_fresh_extrusion_bars_loaded_flexion_and_an_old_one_does_not() -> None:
    image = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "extrusion", "side": "left",
             "zone": "subarticular", "root_contact": "compression", "structure": "L5"}  # fmt: skip
    weak = strength("extensor_hallucis_longus", "left", 4)
    fresh = planned(image, weak, onset={"value": 2, "unit": "weeks"})
    old = planned(image, weak, onset={"value": 30, "unit": "weeks"})
    assert "all_fours_arched" in barred(fresh, "extruded disc in its first six weeks")
    assert not barred(old, "extruded disc")
    assert "sit_up" not in names(old)


def test_what_hurts_is_not_trained() -> None:
    for movement, words, exercises in (
        ("kneeling", "kneeling", {"all_fours", "bird_dog"}),
        ("bending_forward", "bending forward hurts", {"all_fours_arched", "sit_up"}),
    ):
        plan = planned({**BACK, "worse_with": [movement]})
        assert exercises <= barred(plan, words)
        assert plan.chosen


def test_irritable_pain_allows_less_load() -> None:
    def worst(severity: int) -> float:
        plan = planned({**BACK, "severity": severity})
        return max(one.compression_n for one in plan.chosen if one.exercise in LIBRARY)

    assert worst(8) < worst(2)


def test_later_stages_ask_for_more_and_never_for_what_is_barred_then() -> None:
    plan = planned({**BACK, "severity": 8})
    assert [stage.from_week for stage in plan.stages] == [0.0, 2.0, 6.0, 12.0]
    assert all(stage.exercises and stage.progress_when for stage in plan.stages)
    assert plan.stages[0].exercises != plan.stages[2].exercises


def test_a_child_gets_no_loads_and_no_exercise_but_a_reason() -> None:
    plan = planned(age=12)
    assert not plan.chosen
    assert "18 to 100" in plan.none_because[0].text
    assert {one.kind for one in plan.left_out} == {"not_computed"}


def test_the_body_given_is_the_body_computed() -> None:
    light = planned(body=Person("male", 45, 1.75, 55.0))
    heavy = planned(body=Person("male", 45, 1.75, 130.0))
    load = {one.exercise: one.compression_n for one in light.chosen}
    shared = [one for one in heavy.chosen if one.exercise in load]
    assert shared
    assert all(one.compression_n > load[one.exercise] for one in shared)


def test_what_is_not_known_of_the_person_is_told() -> None:
    pain = {key: value for key, value in BACK.items() if key != "severity"}
    case = case_from_mapping({"id": "bare", "demographics": {"age": None, "sex": None}, "findings": [pain]})
    told = " ".join(exercise_plan(Assessment(case)).assumed)
    assert all(word in told for word in ("sex", "age", "height", "mass", "pain"))


def test_rules_pass_with_the_weeks_ahead() -> None:
    case = patient([BACK, operated("discectomy", 1)], onset={"value": 1, "unit": "weeks"})
    of = Assessment(case).circumstances
    held = [
        {rule.rule for rule in active_rules(of, ahead) if rule.clock and rule.effect == "bar"}
        for ahead in (0.0, 4.0, 30.0)
    ]
    assert held[0] > held[1] > held[2] == set()
    assert {rule.rule for rule in exercise_rules()} >= held[0]


def test_what_can_never_be_chosen_is_not_posed_and_changes_no_choice() -> None:
    one = Assessment(patient([{**BACK, "worse_with": ["kneeling"]}, *CLEAR], age=45, sex="male"))
    who = exercise_person(one.circumstances)
    assert who.body is not None
    setting = exercise_setting(one.circumstances, one.conclusions, who, who.body)
    unknown = [number for number, item in enumerate(setting.pool.items) if not item.known]
    assert unknown
    assert not setting.choice.chosen[:, unknown].any()
    for number in unknown:
        tags = setting.pool.items[number].tags
        assert all(any(rule.effect == "bar" and rule.concerns(tags) for rule in now) for now in setting.rules)
