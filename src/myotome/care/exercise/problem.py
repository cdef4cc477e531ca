"""Everything the choice of one person's exercises rests on, computed once: now, and in each later stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.care.exercise.candidates import Candidates, candidates
from myotome.care.exercise.choice import Choice, ExerciseProblem, choice
from myotome.care.exercise.rules.contraindications import ExerciseRule, active_rules
from myotome.care.exercise.rules.load_limits import LoadLimits, load_limits
from myotome.care.exercise.rules.stages import StageRow, stages_from
from myotome.care.exercise.targets import TrainingTarget, region_in_question, training_targets
from myotome.care.exercise.task_loads import standing_n
from myotome.explain import Explanation
from myotome.load import Person
from myotome.patient import (
    Circumstances,
    ExercisePerson,
    exercise_rule,
    impairment_of,
    injured_joints,
    patient_condition,
)

__all__ = ["ExerciseSetting", "exercise_problem", "exercise_setting", "prices", "superseded"]


@dataclass(frozen=True, eq=False)
class ExerciseSetting:
    """One person before the choice, and the choice.

    Attributes
    ----------
    region : str or None
        Part of the spine whose muscles shall steady it.
    disc : str
        What the loads are about, in words.
    stages : tuple of StageRow
        The first is now.
    limits, rules : tuple
        One entry for each stage.
    problem, choice
        With the stages as the axis of people.
    """

    who: ExercisePerson
    region: str | None
    disc: str
    wanted: tuple[TrainingTarget, ...]
    pool: Candidates
    stages: tuple[StageRow, ...]
    limits: tuple[LoadLimits, ...]
    rules: tuple[tuple[ExerciseRule, ...], ...]
    problem: ExerciseProblem
    choice: Choice


def exercise_setting(
    patient: Circumstances, explanation: Explanation, who: ExercisePerson, body: Person
) -> ExerciseSetting:
    """Compute loads, limits, rules and the choice of each stage."""
    region = region_in_question(patient)
    wanted = training_targets(patient, region)
    discs = tuple((one.disc, one.probability) for one in explanation.discs)
    joints, disc = injured_joints(discs, region or "lumbar")
    standing = standing_n(body)
    gentle = who.irritability != "low"
    stages = stages_from(who.irritability)
    rules = tuple(active_rules(patient, row.from_week) for row in stages)
    barred = _barred_throughout(rules)
    pool = candidates(body, impairment_of(patient), wanted, joints, standing, gentle=gentle, barred=barred)
    fragile = patient.holds(patient_condition("@osteoporosis"))
    limits = tuple(load_limits(who.sex, who.age, fragile, row.irritability) for row in stages)
    problem = exercise_problem(pool, wanted, stages, limits, rules)
    return ExerciseSetting(
        who, region, disc if region else "", wanted, pool, stages, limits, rules, problem, choice(problem)
    )


def _barred_throughout(rules: tuple[tuple[ExerciseRule, ...], ...]) -> Callable[[frozenset[str]], bool]:
    """Which tags are barred now and in every later stage?"""
    always = [rule for rule in rules[0] if rule.effect == "bar" and all(rule in later for later in rules)]
    return lambda tags: any(rule.concerns(tags) for rule in always)


def exercise_problem(
    pool: Candidates,
    wanted: tuple[TrainingTarget, ...],
    stages: tuple[StageRow, ...],
    limits: tuple[LoadLimits, ...],
    rules: tuple[tuple[ExerciseRule, ...], ...],
) -> ExerciseProblem:
    """One row for each stage; the rules of all stages are the columns of what is barred."""
    times, shape = len(stages), (len(stages), len(pool.items))
    known = list(dict.fromkeys(rule for active in rules for rule in active if rule.effect == "bar"))
    can = np.array([not item.problem and not item.form for item in pool.items])
    ripe = np.array([[item.stage <= row.stage for item in pool.items] for row in stages])
    concerned = np.array([[rule.concerns(item.tags) for rule in known] for item in pool.items], dtype=np.bool_)
    concerned = concerned.reshape(len(pool.items), len(known))
    active = np.array([[rule in now for rule in known] for now in rules], dtype=np.bool_).reshape(times, len(known))
    clear = ~(concerned & active[:, None, :]).any(axis=-1)
    loads = np.stack([pool.worst_n, pool.shear_n, pool.times_standing], axis=-1)
    return ExerciseProblem(
        loads=np.broadcast_to(loads, (*shape, 3)),
        limits=np.array([[one.ceiling_n, one.shear_n, one.times_standing] for one in limits]),
        able=can & ripe & ~superseded(pool, can & clear),
        concerned=concerned,
        active=active,
        train=np.broadcast_to(pool.train, (times, *pool.train.shape)),
        weight=np.broadcast_to(np.array([want.weight for want in wanted]), (times, len(wanted))),
        price=np.array([prices(pool, active) for active in rules]),
        family=np.unique([item.family for item in pool.items], return_inverse=True)[1].astype(np.int64),
        most=_most(pool),
    )


def superseded(pool: Candidates, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Exercises that give way to a harder form of the same movement: shape (stages, candidates)."""
    return np.asarray((pool.harder & free[:, None, :]).any(axis=-1), dtype=np.bool_)


def _most(pool: Candidates) -> int:
    movements = {item.movement for item in pool.items if not item.computed}
    more = int(exercise_rule("choice", "more_for_weak"))
    return int(exercise_rule("choice", "most")) + min(more, len(movements))


def prices(pool: Candidates, rules: tuple[ExerciseRule, ...]) -> Floats:
    """What each exercise costs: the load on the injured disc, more with a caution, less where preferred."""
    cautions = np.array([_any(rules, "caution", item.tags) for item in pool.items], dtype=np.float64)
    preferred = np.array([_any(rules, "prefer", item.tags) for item in pool.items], dtype=np.float64)
    load = exercise_rule("price", "per_standing") * np.where(np.isfinite(pool.times_standing), pool.times_standing, 0.0)
    own = (
        exercise_rule("price", "each")
        + exercise_rule("price", "caution") * cautions
        - exercise_rule("price", "preferred") * preferred
    )
    return np.maximum(load + own, exercise_rule("price", "least"))


def _any(rules: tuple[ExerciseRule, ...], effect: str, tags: frozenset[str]) -> bool:
    return any(rule.effect == effect and rule.concerns(tags) for rule in rules)
