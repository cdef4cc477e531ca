"""What must never stand in the plan of one patient, each as a sentence; nothing where the plan is safe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from myotome.care.exercise.candidates import Candidates, candidates
from myotome.care.exercise.choice import choice
from myotome.care.exercise.library import limb_movements
from myotome.care.exercise.problem import ExerciseSetting, exercise_problem, exercise_setting
from myotome.care.exercise.rules.contraindications import active_rules
from myotome.care.exercise.rules.load_limits import load_limits
from myotome.care.exercise.rules.stages import stages_from
from myotome.care.exercise.targets import TrainingTarget
from myotome.care.exercise.task_loads import LUMBAR, standing_n
from myotome.care.referral.flags import Referral, referral
from myotome.care.treatment.options import TreatmentOption, options
from myotome.exam import HERNIATION_TYPES, Case, Imaging
from myotome.explain import Explanation
from myotome.explain.brief import brief_of
from myotome.explain.conclusions.verdict import likely_discs
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import world
from myotome.explain.pipeline import posterior_of, single_cause_posterior
from myotome.explain.red_flags.triage import Again
from myotome.load import Impairment, muscle_parts, reference_person
from myotome.patient import exercise_person, patient_condition
from myotome.patient.circumstances import Circumstances, circumstances

OPERATIONS = frozenset({"discectomy_early", "discectomy_on_failure"})
#: What an emergency itself leads to.
OF_EMERGENCIES = frozenset({"surgery", "specialist", "drug", "self care"})
_LEFT_RIGHT = {"left", "right"}
_MAY_MEAN = "findings that may mean "


@dataclass(frozen=True, eq=False)
class SafetyView:
    """One patient, without the costly forecast and without tests to do next."""

    case: Case
    explanation: Explanation
    patient: Circumstances
    offered: tuple[TreatmentOption, ...]
    referral: Referral


def safety_view(case: Case) -> SafetyView:
    found = posterior_of(case)
    explanation = _without_reasons(case, found)
    patient = circumstances(case, explanation, found)
    offered = tuple(one for one in options(patient) if not one.not_for)
    return SafetyView(case, explanation, patient, offered, referral(explanation, patient))


def _without_reasons(case: Case, found: Posterior) -> Explanation:
    """The answer as `explain` gives it, but for the weights of the findings, which no plan rests on."""
    of = world()
    brief = brief_of(case, found, of, Again(single_cause_posterior, posterior_of))
    return Explanation(
        id=case.id,
        outcome=brief.outcome,
        classes=brief.classes,
        causes=brief.causes,
        diseases=(),
        old_diseases=(),
        places=(),
        discs=likely_discs(case, found, of.states),
        disc_to_blame=brief.disc_to_blame,
        red_flag=brief.red_flag,
        muscles=(),
        evidence=(),
        evidence_of_another_kind=(),
        next_tests=(),
        unused=(),
        source_keys=(),
        bound=lambda: found.left_out,
        tables_hash="",
        version="",
    )


def agrees(view: SafetyView) -> bool:
    """Whether an image shows a herniation at a disc and side that may be to blame, of the structure that it names."""
    images = [
        one
        for one in view.case.findings
        if isinstance(one, Imaging) and one.present and one.finding in HERNIATION_TYPES and one.root_contact != "none"
    ]
    return any(
        disc.disc in image.levels
        and len({disc.side, image.side} & _LEFT_RIGHT) < 2
        and image.structure in (None, "not_stated", disc.structure)
        for disc in view.explanation.discs
        for image in images
    )


def unsafe_options(view: SafetyView) -> Iterator[str]:
    named = {one.treatment for one in view.offered}
    if named & OPERATIONS and not agrees(view):
        yield f"{named & OPERATIONS} without an image that agrees in level, side and structure"
    if view.explanation.red_flag.urgent:
        if named & OPERATIONS:
            yield f"{named & OPERATIONS} under an emergency"
        if late := {one.kind for one in view.offered} - OF_EMERGENCIES:
            yield f"{late} under an emergency"


def unsafe_messages(view: SafetyView) -> Iterator[str]:
    """One thing with two urgencies: a reason, a cause or an action that stands in boxes of different urgency."""
    flag, told = view.explanation.red_flag, view.referral
    if flag.urgent != told.urgent:
        yield "the answer and the plan differ in urgency"
    if both := set(flag.reasons) & set(flag.soon):
        yield f"urgent and within weeks: {both}"
    for what, parts in (("reason", _reasons), ("cause", _causes), ("action", _actions)):
        met: dict[str, str] = {}
        for one in told.flags:
            for part in parts(one):
                if met.setdefault(part, one.urgency) != one.urgency:
                    yield f"{what} with two urgencies: {part}"


def _reasons(flag: object) -> Iterator[str]:
    yield from getattr(flag, "why", ())


def _causes(flag: object) -> Iterator[str]:
    yield from str(getattr(flag, "what", "")).removeprefix(_MAY_MEAN).split(" or ")


def _actions(flag: object) -> Iterator[str]:
    yield from getattr(flag, "actions", ())


def setting_of(view: SafetyView) -> ExerciseSetting | None:
    """This person with the own impairment, every posture solved: a second or two."""
    who = exercise_person(view.patient, None)
    return None if who.body is None else exercise_setting(view.patient, view.explanation, who, who.body)


def shared_setting(view: SafetyView) -> ExerciseSetting:
    """The rules, limits and stages of this person over the exercises of a healthy adult, computed once for all."""
    who, wanted = exercise_person(view.patient, None), _everything()
    stages = stages_from(who.irritability)
    rules = tuple(active_rules(view.patient, row.from_week) for row in stages)
    fragile = view.patient.holds(patient_condition("@osteoporosis"))
    limits = tuple(load_limits(who.sex, who.age, fragile, row.irritability) for row in stages)
    problem = exercise_problem(_pool(), wanted, stages, limits, rules)
    return ExerciseSetting(who, None, "", wanted, _pool(), stages, limits, rules, problem, choice(problem))


@cache
def _everything() -> tuple[TrainingTarget, ...]:
    """Every muscle that any exercise trains, a little weak on the right."""
    limbs = sorted({muscle for one in limb_movements().values() for muscle in one.muscles})
    trunk = [name for name in sorted(muscle_parts()) if name not in limbs]
    return tuple(TrainingTarget(name, "right", 0.5, 0.2, 4.0, "weak") for name in (*trunk, *limbs))


@cache
def _pool() -> Candidates:
    body = reference_person()
    never = frozenset[str]()
    return candidates(
        body,
        Impairment(),
        _everything(),
        LUMBAR,
        standing_n(body),
        gentle=False,
        barred=lambda tags: tags < never,
    )


def unsafe_exercises(view: SafetyView, setting: ExerciseSetting) -> Iterator[str]:
    """In every stage: over a limit, or against a rule that holds then."""
    pool = setting.pool
    for stage, row in enumerate(setting.stages):
        limits, rules = setting.limits[stage], active_rules(view.patient, row.from_week)
        for number in map(int, np.flatnonzero(setting.choice.chosen[stage])):
            item = pool.items[number]
            over = (
                pool.worst_n[number] > limits.ceiling_n
                or pool.shear_n[number] > limits.shear_n
                or pool.times_standing[number] > limits.times_standing
            )
            if over:
                yield f"{item.name} is over a limit in stage {stage}"
            if item.problem or item.form:
                yield f"{item.name} cannot be done: {item.problem or item.form}"
            for rule in rules:
                if rule.effect == "bar" and rule.concerns(item.tags):
                    yield f"{item.name} against {rule.rule} in stage {stage}"
    if view.explanation.red_flag.urgent and setting.choice.chosen[0].any():
        yield "an exercise under an emergency"
