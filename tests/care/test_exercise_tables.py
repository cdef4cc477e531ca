"""The tables of exercises name only what there is."""

from __future__ import annotations

import pytest

from myotome.anatomy import muscles
from myotome.care.exercise.library import FORMS, limb_movements, spine_exercises
from myotome.care.exercise.rules.contraindications import ALL, exercise_rules
from myotome.care.exercise.rules.dose import dose, progression
from myotome.care.exercise.rules.load_limits import IRRITABILITIES, load_limits
from myotome.care.exercise.rules.stages import stages_from
from myotome.care.exercise.targets import _stabilisers
from myotome.exam.vocabulary_table import vocabulary
from myotome.load import task_table
from myotome.load.muscles.fascicle_table import muscle_parts
from myotome.pathology import CLASSES, conditions
from myotome.patient.judged import exercise_rule, lost_percent

SCOPES = {*conditions(), *CLASSES, *(family for one in conditions().values() for family in one.families)}
COMPUTED = {"flexed", "flexed_end", "flexed_loaded", "extended", "extended_end", "twisted", "flexed_thorax", "loaded"}
WALKING = {"walking"}


def test_every_rule_is_about_some_exercise() -> None:
    """A misspelt tag would bar nothing."""
    own = {tag for one in spine_exercises() for tag in one.tags}
    own |= {tag for one in limb_movements().values() for tag in one.resisted_tags} | {*FORMS, "limb"}
    for rule in exercise_rules():
        missing = rule.tags - own - COMPUTED - WALKING - {ALL}
        assert not missing, rule.rule


def test_rules_are_named_once_and_their_weeks_run_forward() -> None:
    names = [rule.rule for rule in exercise_rules()]
    assert len(names) == len(set(names))
    for rule in exercise_rules():
        assert rule.from_weeks < rule.until_weeks
        assert bool(rule.clock) == (rule.until_weeks < float("inf")), rule.rule
        assert rule.wording
        assert rule.plain


def test_the_library_is_that_of_load() -> None:
    assert [one.exercise for one in spine_exercises()] == [
        t.name for t in task_table().values() if t.kind == "exercise"
    ]
    assert all(one.load_factor >= 1.0 and one.stage in (1, 2, 3) for one in spine_exercises())


def test_every_programme_has_a_dose_and_a_way_on() -> None:
    used = {one.programme for one in spine_exercises()} | {one.programme for one in limb_movements().values()}
    assert all(dose(name) and progression(name).text for name in used | {"walking"})


def test_limb_movements_name_muscles_and_postures() -> None:
    for one in limb_movements().values():
        assert one.muscles <= set(muscles())
        assert one.base in task_table()
        assert set(one.forms) == set(FORMS)
        assert all(one.forms.values())


def test_every_single_muscle_of_the_limbs_is_trained_by_something() -> None:
    """Else a weak one would be left without a word; those left over are named here."""
    trained = {muscle for one in limb_movements().values() for muscle in one.muscles} | set(muscle_parts())
    movements = {name for entry in vocabulary().movements.values() for name in entry.prime_movers[:1]}
    assert sorted(movements - trained) == ["diaphragm", "external_anal_sphincter"]


def test_stabilisers_are_computed_muscles_of_known_regions() -> None:
    assert {row["muscle"] for row in _stabilisers()} <= set(muscle_parts())
    assert {row["region"] for row in _stabilisers()} == {"lumbar", "thoracic", "cervical"}
    assert all(0.0 < row["enough"] <= 1.0 and row["weight"] > 0.0 for row in _stabilisers())


@pytest.mark.parametrize("pain", IRRITABILITIES)
def test_stages_begin_today_and_follow_one_another(pain: str) -> None:
    rows = stages_from(pain)
    assert rows[0].from_week == 0.0
    assert rows[0].irritability == pain
    assert [row.to_week for row in rows[:-1]] == [row.from_week for row in rows[1:]]
    assert rows[-1].to_week is None


def test_limits_fall_with_age_and_fragile_bone_and_rise_with_quiet_pain() -> None:
    for sex in ("male", "female", None):
        by_age = [load_limits(sex, age, False, "low").ceiling_n for age in (20, 40, 55, 70, 80, 95)]
        assert by_age == sorted(by_age, reverse=True)
        assert load_limits(sex, 70, True, "low").ceiling_n < load_limits(sex, 70, False, "low").ceiling_n
    times = [load_limits("male", 50, False, pain).times_standing for pain in IRRITABILITIES]
    assert times == sorted(times, reverse=True)
    assert load_limits(None, 50, False, "low").ceiling_n == load_limits("female", 50, False, "low").ceiling_n


def test_limits_show_that_the_sources_disagree() -> None:
    told = [one for one in load_limits("male", 45, False, "low").shown if one.name.startswith("compression")]
    assert {3400.0, 4840.0, 6180.0, 6400.0} <= {one.value for one in told}
    assert sum(one.binds for one in told) == 1
    assert min(one.value for one in told) == next(one.value for one in told if one.binds)


def test_strength_lost_falls_with_the_grade() -> None:
    lost = [lost_percent(grade / 2) for grade in range(11)]
    assert lost == sorted(lost, reverse=True)
    assert exercise_rule("load", "low") <= exercise_rule("load", "co_contraction") <= exercise_rule("load", "high")
