"""Why each exercise was chosen, and why each of the others was not: in numbers of this person."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import numpy as np

from myotome.care.exercise.choice import marginal
from myotome.care.exercise.problem import ExerciseSetting
from myotome.care.exercise.records import LeftOut
from myotome.patient import exercise_rule

__all__ = ["left_out", "reasons_for", "trained"]

_JUDGED = ("judgement",)
_TRAINS_NONE = "trains none of the target muscles"
_Reason = tuple[str, str, tuple[str, ...]]


def trained(setting: ExerciseSetting, number: int) -> tuple[tuple[str, float | None], ...]:
    """Wanted muscles that an exercise trains, with their activation; None where it is not computed."""
    pool = setting.pool
    found: dict[str, float | None] = {}
    for column, want in enumerate(setting.wanted):
        if pool.train[number, column] > 0.0:
            share = float(pool.activation[number, column])
            found[want.label] = None if isnan(share) else share
    return tuple(found.items())


def reasons_for(setting: ExerciseSetting, number: int) -> tuple[str, ...]:
    """Why this exercise was chosen."""
    item, adds = setting.pool.items[number], _adds(setting, number)
    parts = [
        *_for(setting, number),
        f"bears {_load(setting, number)}",
        f"adds {adds:.2f} to the value of the plan, after its cost of {setting.problem.price[0, number]:.2f}",
    ]
    wishes = [rule.wording for rule in setting.rules[0] if rule.effect == "prefer" and rule.concerns(item.tags)]
    if not item.computed:
        parts.append("load computed for the posture alone; how hard the muscle works is not computed")
    return (*parts, *wishes, *([item.note] if item.note else []))


def _for(setting: ExerciseSetting, number: int) -> Iterator[str]:
    """The weak muscles it is for, and those that steady the spine."""
    has = [want for column, want in enumerate(setting.wanted) if setting.pool.train[number, column] > 0.0]
    weak = [f"{want.label} (about grade {want.grade:g})" for want in has if want.grade is not None]
    steady = [want.label for want in has if want.grade is None]
    if weak:
        yield f"for weakness: {', '.join(weak)}"
    if steady:
        yield f"to steady the {setting.region} spine: {', '.join(steady)}"


def _load(setting: ExerciseSetting, number: int) -> str:
    pool, ceiling = setting.pool, setting.limits[0].ceiling_n
    if not setting.disc:
        return "no part of the spine is in question: the discs bear no more than a healthy back is asked to"
    return (
        f"{pool.times_standing[number]:.1f} times quiet standing at the {setting.disc}; at any lumbar disc at most "
        f"{pool.worst_n[number] / ceiling:.0%} of what is allowed, co-contraction counted"
    )


def _adds(setting: ExerciseSetting, number: int) -> float:
    at = setting.problem
    return marginal(at.train[0], at.price[0], at.weight[0], setting.choice.chosen[0], number)


def left_out(setting: ExerciseSetting) -> tuple[LeftOut, ...]:
    """Every exercise that was not chosen, with every reason, the weightiest first."""
    found = []
    for number, item in enumerate(setting.pool.items):
        if not setting.choice.chosen[0, number]:
            reasons = list(_against(setting, number)) or [_outdone(setting, number)]
            kinds, texts, keys = zip(*reasons, strict=True)
            sources = tuple(dict.fromkeys(key for own in keys for key in own))
            found.append(LeftOut(item.name, item.wording, kinds[0], tuple(texts), sources))
    return tuple(found)


def _against(setting: ExerciseSetting, number: int) -> Iterator[_Reason]:
    """Rules, then limits, then what the person cannot do or not yet."""
    item = setting.pool.items[number]
    for rule in setting.rules[0]:
        if rule.effect == "bar" and rule.concerns(item.tags):
            yield "barred", rule.wording, rule.sources
    if not item.known:
        yield "not_wanted", _TRAINS_NONE, _JUDGED
        return
    if item.problem:
        yield "cannot_hold", item.problem, _JUDGED
        return
    yield from _over(setting, number)
    if item.form:
        yield "too_hard", item.form, _JUDGED
    for other in np.flatnonzero(setting.pool.harder[number] & setting.choice.chosen[0]):
        yield "easier_form", f"{setting.pool.items[other].wording} is chosen in its place", _JUDGED
    if item.stage > setting.stages[0].stage:
        yield "later", f"belongs to stage {item.stage}, this is stage {setting.stages[0].stage}", _JUDGED


def _over(setting: ExerciseSetting, number: int) -> Iterator[_Reason]:
    pool, limits = setting.pool, setting.limits[0]
    binding = {limit.name.partition(":")[0]: limit for limit in limits.shown if limit.binds}
    if pool.worst_n[number] > limits.ceiling_n:
        text = f"{pool.worst_n[number]:.0f} N at a lumbar disc, {limits.ceiling_n:.0f} N allowed"
        yield "over_limit", text, binding["compression"].sources
    if pool.shear_n[number] > limits.shear_n:
        text = f"{pool.shear_n[number]:.0f} N of shear at a lumbar disc, {limits.shear_n:.0f} N allowed"
        yield "over_limit", text, binding["shear"].sources
    if pool.times_standing[number] > limits.times_standing:
        text = f"{pool.times_standing[number]:.1f} times quiet standing, {limits.times_standing:g} allowed"
        yield "pain", text, binding["pain"].sources


def _outdone(setting: ExerciseSetting, number: int) -> _Reason:
    """It may be done, but the others are worth more."""
    gain = float(setting.problem.weight[0] @ (1.0 - 2.0 ** -setting.problem.train[0, number]))
    if not setting.problem.able[0, number]:
        return (
            "easier_form",
            "a harder form of the same movement suits this strength, and was not chosen either",
            _JUDGED,
        )
    price, adds = float(setting.problem.price[0, number]), _adds(setting, number)
    if gain < exercise_rule("price", "least"):
        return "not_wanted", _TRAINS_NONE, _JUDGED
    times = setting.pool.times_standing[number]
    for other in np.flatnonzero(setting.choice.chosen[0]):
        if setting.problem.family[other] == setting.problem.family[number]:
            text = f"{setting.pool.items[other].wording} gives more benefit here for its load"
            return "same_kind", text, _JUDGED
    if adds <= 0.0:
        text = f"would add {adds + price:.2f} for a price of {price:.2f}, at {times:.1f} times quiet standing"
        return "load_outweighs", text, _JUDGED
    text = f"would add {adds:.2f}, less than each of those chosen; one person gets {setting.problem.most} at most"
    return "others_better", text, (*_JUDGED, "adherence_home_exercise_2013")
