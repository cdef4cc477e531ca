"""The tables of the course fit together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.evidence.forecast.endpoints import endpoints, people_factor, population_arms, used
from myotome.exam.vocabulary_table import HERNIATION_TYPES, vocabulary
from myotome.forecast.kernel.definitions import rules
from myotome.forecast.kernel.indices import CourseRule, Edge, Number, SurgeryPlan
from myotome.forecast.kernel.state import EVENTS, RECORDED, TILE, TRAITS, At
from myotome.forecast.outcomes import condition, measure, outcomes, problem_of_condition
from myotome.forecast.parameter_sets import from_free, kernel_parameters, parameters, posterior, to_free
from myotome.forecast.persons.eligibility import access_of_setting, setting_of_case, typical
from myotome.forecast.spasm_pressure import activities, pressure_of_day, usual_pressure
from myotome.forecast.treatment_effects import arm_of, effects, treatments
from myotome.ledger import sources

BASIC = {
    "watchful_waiting", "stay_active", "exercise_general", "core_stabilisation", "manual_therapy", "nsaid",
    "gabapentinoid", "muscle_relaxant", "epidural_steroid", "discectomy_early", "discectomy_delayed",
    "discectomy_on_failure", "annular_closure", "rehabilitation_after_surgery", "bed_rest", "no_surgery",
}  # fmt: skip


def test_every_treatment_that_is_promised_is_there() -> None:
    assert set(treatments()) >= BASIC


def test_every_effect_acts_on_a_known_edge() -> None:
    assert all(row.edge in Edge.__members__ or row.edge in SurgeryPlan.__members__ for row in effects())
    assert len({row.name for row in effects()}) == len(effects())


@pytest.mark.parametrize("name", sorted(BASIC))
def test_every_arm_knows_its_evidence_and_sources(name: str) -> None:
    arm = arm_of(name)
    assert arm.evidence() in ("randomised", "observational", "model only")
    assert arm.sources()


def test_profile_of_an_effect_starts_and_fades() -> None:
    effect = next(row for row in effects() if row.name == "epidural_steroid:leg_relief")
    profile = effect.profile(60)
    assert profile[0] == 1.0
    assert profile[-1] < 0.001
    assert (np.diff(profile) <= 0.0).all()


def test_parameters_are_those_the_kernel_reads() -> None:
    assert [entry.name for entry in kernel_parameters()] == [number.name for number in Number]
    assert all(entry.low <= entry.value <= entry.high for entry in parameters())


def test_scales_of_the_fit_invert() -> None:
    for entry in parameters():
        if entry.free:
            assert entry.natural(entry.centre) == pytest.approx(entry.value)
            assert entry.spread > 0.0


def test_free_parameters_go_there_and_back() -> None:
    few = posterior().subset([0, 5])
    assert from_free(to_free(few)).values == pytest.approx(few.values)


def test_sample_of_the_fit_is_a_sample() -> None:
    sets = posterior()
    assert 64 <= len(sets) <= 200
    free = [number for number, entry in enumerate(parameters()) if entry.free]
    assert (sets.values[:, free].std(axis=0) > 0.0).all()
    fixed = [number for number, entry in enumerate(parameters()) if not entry.free]
    assert (np.ptp(sets.values[:, fixed], axis=0) == 0.0).all()


def test_order_of_types_holds_in_every_set() -> None:
    for step in ("protrusion", "extrusion", "sequestration"):
        assert (posterior().column(f"resorb_step_{step}") > 0.0).all()


def test_rules_and_variables_are_complete() -> None:
    assert set(rules()) == {rule.name for rule in CourseRule}
    assert len(RECORDED) + len(EVENTS) + len(TRAITS) < len(At)
    assert [at.value for at in At] == [TILE * number for number in range(len(At))]


def test_every_outcome_reads_something_known() -> None:
    for name, entry in outcomes().items():
        if entry.form in ("by", "weeks_to"):
            assert entry.text in EVENTS, name
        elif entry.form == "share":
            assert problem_of_condition(entry.text) == "", name
        else:
            assert problem_of_condition(f"{entry.text} >= 0") == "", name


@pytest.mark.parametrize(
    "text", ["leg_pain", "leg_pain_nrs", "leg_pain_nrs == 3", "soon:odi < 3", "event:operation = 1"]
)
def test_a_wrong_condition_is_told(text: str) -> None:
    assert problem_of_condition(text)


def test_every_virtual_arm_can_be_run_and_is_used() -> None:
    arms = population_arms()
    asked = {(one.population, arm) for one in used() for arm in (one.arm, one.against) if arm}
    assert asked <= set(arms)
    assert {name for name, _ in arms} == {name for name, _ in asked}
    assert all(people_factor(name) >= 1 for name, _ in arms)


def test_endpoints_are_well_formed() -> None:
    assert len({one.id for one in endpoints()}) == len(endpoints())
    assert {one.use for one in endpoints()} == {"as_treated", "fit", "check", "input", "outside", "published"}
    for one in used():
        assert one.outcome in outcomes(), one.id
        assert math.isfinite(one.observed), one.id
        assert one.error > 0.0, one.id
        assert one.step > 0.0, one.id
        for text in (one.among, one.among_against):
            assert problem_of_condition(text) == "", one.id
    for one in endpoints():
        assert one.note or one.use in ("fit", "check"), one.id


def test_most_of_the_course_is_fitted() -> None:
    assert len(used(("fit",))) >= 180
    assert len(used(("check",))) >= 30


def test_types_of_the_typical_person_sum_to_one() -> None:
    for region in ("lumbar", "cervical"):
        assert set(typical(region)["types"]) == set(HERNIATION_TYPES)
        assert sum(typical(region)["types"].values()) == pytest.approx(1.0)


def test_every_setting_of_a_case_has_a_readiness_for_surgery() -> None:
    for setting in (*vocabulary().ids("settings"), None):
        assert setting_of_case(setting) in access_of_setting()


@given(st.floats(0.0, 1.0))
def test_pressure_of_a_day_is_never_below_that_without_spasm(added: float) -> None:
    calm = {one.name: 1.0 + place for place, one in enumerate(activities())}
    found = pressure_of_day(calm, {name: value + added for name, value in calm.items()})
    assert found.daily >= 1.0
    assert usual_pressure().daily > 1.0


def test_measures_and_conditions_read_the_course() -> None:
    from support.made_people import course, people

    found = course(people(weak=1.0, mrc=[3, 3]), "no_surgery", count=512)
    grade = measure("start:mrc", found, 0)
    assert (grade >= 2.49).all()
    assert (grade < 3.76).all()
    assert measure("fall:leg_pain_nrs", found, 0) == pytest.approx(0.0)
    assert (measure("left:odi", found, 52) + measure("fall:odi", found, 52)) == pytest.approx(1.0)
    both = condition("leg_pain_nrs <= 2 and odi <= 20", found, 52)
    assert (both <= condition("leg_pain_nrs <= 2", found, 52)).all()


def test_recovered_now_is_the_rule_of_the_kernel_itself() -> None:
    from myotome.forecast.course import Settings
    from support.made_people import course, people

    weeks = tuple(range(105))
    found = course(people(), "watchful_waiting", Settings(104, weeks), count=2048)
    now = np.stack([outcomes()["recovered_now"].of(found, week) for week in weeks[1:]]) > 0.0
    needed = round(rules()["recovered_weeks"])
    streak = np.stack([now[number : len(now) - needed + 1 + number] for number in range(needed)]).all(axis=0)
    first = np.where(streak.any(axis=0), streak.argmax(axis=0) + needed, np.inf)
    told = found.event("recovered_perceived")
    assert np.array_equal(np.where(told <= 104, told, np.inf), first)


def test_a_rule_in_a_condition_is_known() -> None:
    assert problem_of_condition("odi <= rule:recovered_odi") == ""
    assert "recovered_odi" in problem_of_condition("odi <= rule:recovered")


def test_recovered_now_lies_between_success_and_ever_recovered() -> None:
    from support.made_people import course, people

    found = course(people(), "watchful_waiting")
    shares = [outcomes()[name].of(found, 52).mean() for name in ("well", "recovered_now", "recovered")]
    assert shares == sorted(shares)
    assert np.median(outcomes()["weeks_to_recovered"].of(found, 52)) > 1.0


#: What a kind of source can show: a page or a judgement shows nothing of its own.
SHOWN = {"trial": "randomised", "systematic_review": "randomised", "cohort": "observational", "study": "observational"}


@pytest.mark.parametrize("name", sorted(treatments()))
def test_the_kind_of_study_of_an_effect_is_that_of_its_source(name: str) -> None:
    for effect in treatments()[name]:
        assert effect.evidence == SHOWN.get(sources()[effect.source].kind, "model only"), effect
