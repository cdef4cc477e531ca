"""Exercises for one person, chosen by computed disc load; what is left out is listed with its reason."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from myotome.care.exercise.library import spine_exercises
from myotome.care.exercise.problem import ExerciseSetting, exercise_setting
from myotome.care.exercise.reasons import left_out, reasons_for, trained
from myotome.care.exercise.records import ChosenExercise, ExercisePlan, HomeExercise, LeftOut, Stage
from myotome.care.exercise.rules.contraindications import ALL, ExerciseRule, active_rules
from myotome.care.exercise.rules.dose import dose, progression
from myotome.care.exercise.rules.dose_words import dose_sentence
from myotome.care.exercise.targets import TrainingTarget
from myotome.care.statement import Statement
from myotome.language import listed, message
from myotome.patient import (
    SPINE_PARTS,
    Assessment,
    Circumstances,
    ExercisePerson,
    condition_cell,
    exercise_person,
    exercise_rule,
)
from myotome.tables import Table, list_of, one_of, text

if TYPE_CHECKING:
    from myotome.load import Person

__all__ = ["exercise_plan"]

_WALKING = frozenset({"walking"})
#: Muscles that the objective names; all of them stand with the exercises that train them.
_NAMED = 12
_OBJECTIVE = (
    "The set of at most {most} exercises, one of a kind, that is worth most, found exactly: the sum over the wanted "
    "muscles ({wanted}) of their weight times 1 - 2^-(training), where an exercise trains a muscle by its computed "
    "activation over what is enough; less {each:g} for each exercise and {price:g} for each multiple of quiet standing "
    "that the {disc} bears, more with a caution and less where a rule prefers it. No exercise over a limit or barred "
    "by a rule may be in it."
)
_NOTHING_WANTED = (
    "nothing weak was found, and no part of the spine is in question; how to load a sore joint or tendon stands among "
    "the options"
)
#: Where no part of the spine is in question.
_LIMB = "limb"
_NO_OBJECTIVE = "No exercise was weighed."
_STOPS = Table(
    "care/exercise/stops.csv",
    {
        "regions": list_of(one_of((*SPINE_PARTS, _LIMB)), optional=True),
        "when": condition_cell(),
        "wording": text(),
        "plain": text(),
    },
)
_STOP_SPINE = "pain that moves further down the limb, or that is still worse the next day"
_STOP_LIMB = "the muscle weaker on the next day: halve the dose; pain that is still worse then"
_NOT_COMPUTED = "What exercises do to your spine cannot be computed, so none are chosen here."


def exercise_plan(patient: Assessment, *, person: Person | None = None) -> ExercisePlan:
    """Which exercises train what this person needs with the least load on the injured disc?

    Parameters
    ----------
    patient : Assessment
    person : Person or None
        Size and strength; by default those of the case, and of the usual adult of the sex where it is silent.

    Returns
    -------
    ExercisePlan
        With `none_because` where nothing is safe or nothing is wanted. Options, never orders.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 44, "sex": "male"}, "findings": [
    ...     {"type": "pain", "areas": ["low_back"], "side": "bilateral", "radiating": False, "severity": 3}]})
    >>> plan = exercise_plan(Assessment(case))
    >>> bool(plan.chosen), all(one.compared_n <= one.compression_limit_n for one in plan.chosen)
    (True, True)
    """
    of, explanation = patient.circumstances, patient.conclusions
    who = exercise_person(of, person)
    rules = active_rules(of)
    closed = [rule for rule in rules if rule.effect == "bar" and ALL in rule.tags]
    if who.body is None:
        return _none(who, rules, _stops(of, None))
    setting = exercise_setting(of, explanation, who, who.body)
    stops = _stops(of, setting.region)
    numbers = [int(number) for number in np.flatnonzero(setting.choice.chosen[0])]
    chosen = tuple(_chosen(setting, number) for number in sorted(numbers, key=lambda one: _rank(setting, one)))
    return ExercisePlan(
        objective=_objective(setting),
        none_because=() if chosen else _why_none(setting, closed),
        assumed=who.assumed if chosen else (),
        limits=setting.limits[0].shown if setting.region else (),
        rules=tuple(rule.statement for rule in rules),
        chosen=chosen,
        left_out=left_out(setting),
        stages=() if closed or not setting.wanted else _stages(setting),
        stop_when=stops,
        home=(*(_home(setting, number) for number in numbers), *(_walking(rules) if setting.region else ())),
        untrained=_untrained(setting),
    )


def _none(who: ExercisePerson, rules: tuple[ExerciseRule, ...], stops: tuple[Statement, ...]) -> ExercisePlan:
    """No loads, no choice: every exercise is left out for that reason, beside the rules that bar it."""
    why = Statement(f"none, because no loads can be computed: {who.problem}", _NOT_COMPUTED, ("judgement",))
    closed = tuple(rule.statement for rule in rules if rule.effect == "bar" and ALL in rule.tags)
    out = tuple(
        LeftOut(one.exercise, one.label, "not_computed", (who.problem,), one.sources) for one in spine_exercises()
    )
    stated = tuple(rule.statement for rule in rules)
    return ExercisePlan(_NO_OBJECTIVE, (*closed, why), (), (), stated, (), out, (), stops, ())


def _untrained(setting: ExerciseSetting) -> tuple[str, ...]:
    """Weak muscles that no exercise of the tables trains, whatever the limits."""
    none = np.asarray(setting.pool.train.max(axis=0) <= 0.0)
    return tuple(
        want.label for want, missing in zip(setting.wanted, none, strict=True) if missing and want.grade is not None
    )


def _objective(setting: ExerciseSetting) -> str:
    labels = list(dict.fromkeys(want.label for want in setting.wanted))
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    wanted = (", ".join(labels[:_NAMED]) or "none") + more
    price, each = exercise_rule("price", "per_standing"), exercise_rule("price", "each")
    disc = setting.disc or "spine"
    return _OBJECTIVE.format(most=setting.problem.most, wanted=wanted, each=each, price=price, disc=disc)


def _why_none(setting: ExerciseSetting, closed: list[ExerciseRule]) -> tuple[Statement, ...]:
    if closed:
        return tuple(Statement(f"none now, because {rule.statement.text}", rule.plain, rule.sources) for rule in closed)
    if not setting.wanted:
        return (
            Statement(
                f"none, because {_NOTHING_WANTED}",
                "Nothing weak was found, so no exercise is chosen here.",
                ("judgement",),
            ),
        )
    out = left_out(setting)
    kinds = Counter(one.kind for one in out)
    counted = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in kinds.most_common())
    text = f"none now, because nothing that trains the wanted muscles is within limits and rules ({counted})"
    keys = tuple(dict.fromkeys(key for one in out for key in one.sources))
    return (Statement(text, "None of the exercises is safe and useful now.", keys),)


def _rank(setting: ExerciseSetting, number: int) -> tuple[int, float]:
    return setting.pool.items[number].stage, float(setting.pool.times_standing[number])


def _chosen(setting: ExerciseSetting, number: int) -> ChosenExercise:
    item, pool, onward = setting.pool.items[number], setting.pool, progression(setting.pool.items[number].programme)
    cautions = tuple(rule.wording for rule in setting.rules[0] if rule.effect == "caution" and rule.concerns(item.tags))
    allowing = (rule for rule in setting.rules[0] if rule.effect != "bar" and rule.concerns(item.tags))
    keys = [key for rule in allowing for key in rule.sources]
    return ChosenExercise(
        exercise=item.name,
        wording=item.wording,
        plain=item.plain,
        trains=trained(setting, number),
        disc=setting.disc,
        compression_n=float(pool.at_disc_n[number]),
        pressure_mpa=float(pool.pressure_mpa[number]),
        times_standing=float(pool.times_standing[number]),
        compared_n=float(pool.worst_n[number]),
        compression_limit_n=setting.limits[0].ceiling_n,
        dose=dose(item.programme),
        progression=onward.text,
        stop_when=_STOP_LIMB if _for_weakness(setting, number) and not item.computed else _STOP_SPINE,
        home_version=f"{item.home} ({item.equipment})",
        reasons=reasons_for(setting, number),
        cautions=cautions,
        sources=tuple(dict.fromkeys((*item.sources, *onward.sources, *keys))),
    )


def _home(setting: ExerciseSetting, number: int) -> HomeExercise:
    item = setting.pool.items[number]
    told = dose_sentence(dose(item.programme), plain=True)
    sides = {want.side for want in _for_weakness(setting, number)} if not item.computed else set()
    side = sides.pop() if len(sides) == 1 else ""
    return HomeExercise(item.name, item.plain, item.home, item.equipment, told, side, item.sources)


def _for_weakness(setting: ExerciseSetting, number: int) -> list[TrainingTarget]:
    """The weak muscles that an exercise trains."""
    trains = setting.pool.train[number] > 0.0
    return [want for want, has in zip(setting.wanted, trains, strict=True) if has and want.grade is not None]


def _walking(rules: tuple[ExerciseRule, ...]) -> tuple[HomeExercise, ...]:
    """Walking loads no disc in the model and is offered beside the choice, unless a rule bars it."""
    about = [rule for rule in rules if rule.concerns(_WALKING)]
    if any(rule.effect == "bar" for rule in about):
        return ()
    ruled = listed((rule.wording for rule in about), "; ")
    how = ruled or message("at a pace that lets you talk; short and often to begin with")
    keys = tuple(dict.fromkeys((*progression("walking").sources, *(key for rule in about for key in rule.sources))))
    told = dose_sentence(dose("walking"), plain=True)
    return (HomeExercise("walking", message("Walk"), how, "none", told, "", keys),)


def _stages(setting: ExerciseSetting) -> tuple[Stage, ...]:
    found = []
    for place, row in enumerate(setting.stages):
        names = tuple(setting.pool.items[int(one)].wording for one in np.flatnonzero(setting.choice.chosen[place]))
        found.append(Stage(row.from_week, row.to_week, row.what, names, row.progress_when, row.sources))
    return tuple(found)


@cache
def _stop_rows() -> tuple[dict[str, Any], ...]:
    return tuple(_STOPS.rows())


def _stops(patient: Circumstances, region: str | None) -> tuple[Statement, ...]:
    """When to stop: always, and what this person's illness adds."""
    return tuple(
        Statement.of_row(row)
        for row in _stop_rows()
        if patient.holds(row["when"]) and (not row["regions"] or (region or _LIMB) in row["regions"])
    )
