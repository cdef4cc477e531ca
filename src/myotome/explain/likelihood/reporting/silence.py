"""Silence is data: what a record does not mention is less likely to have been there.

Each topic that a record is silent about leaves a state 1 - m x loss standing: `loss` is what the state would have shown
there, `m` the share of such findings that a record of this kind mentions. That is weaker than a normal finding, always:
"not examined" is never "normal". All of it multiplies, so that two causes leave the product and pairs stay exact.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator

import numpy as np

from myotome.exam import Case, members
from myotome.explain.likelihood.condition_findings import base_rate, characteristic_findings, condition_probability
from myotome.explain.likelihood.history import painless
from myotome.explain.likelihood.mechanisms import group_loss, sacral_loss, worst_muscle
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats, Observation, Observed, absence
from myotome.explain.likelihood.reporting.stated import Stated, stated
from myotome.explain.likelihood.reporting.usual_examination import (
    LIMBS,
    Limb,
    mentioned,
    topic_of,
    usual_movements,
    usual_names,
)
from myotome.explain.likelihood.sensation import leaf_targets

__all__ = ["silence_observations"]

_SIDES = ("left", "right")
_GOOD_PART = 0.3
#: A topic of `silence.csv`, and what each state would have shown there.
Loss = tuple[str, Floats]


def _kept(world: World, key: Hashable, loss: Callable[[], Floats]) -> Floats:
    """Loss of each state, at most 1; worked out once for each world."""
    if ("silence", key) not in world.memory:
        world.memory["silence", key] = np.clip(loss(), 0.0, 1.0)
    return world.memory["silence", key]


def _skin_loss(world: World, side: str, targets: Iterable[str]) -> Floats:
    """Mean loss of touch or pin over patches of skin, for each state."""
    losses = []
    for target in targets:
        fibres = world.fibres("sensory", target)
        if len(fibres):
            worse = np.maximum(world.loss("touch", side, fibres), world.loss("pin", side, fibres))
            losses.append(worse @ world.weight(fibres))
    if not losses:
        return np.zeros(len(world.states))
    return np.asarray(world.over_states(np.mean(losses, axis=0)) * world.states.severity)


def _reflex_loss(world: World, side: str, reflex: str) -> Floats:
    """Loss of the worse limb of a reflex arc, for each state."""
    limbs = [world.fibres(kind, reflex) for kind in ("afferent", "efferent")]
    losses = [world.loss("reflex", side, fibres) @ world.weight(fibres) for fibres in limbs if len(fibres)]
    if not losses:
        return np.zeros(len(world.states))
    return np.asarray(world.over_states(np.max(losses, axis=0)) * world.states.severity)


def _limb_strength(world: World, told: Stated) -> Iterator[Loss]:
    for limb in LIMBS:
        for side in _SIDES:
            if (side, limb) not in told.strength:
                regions = members(limb, "muscle_region")
                yield (
                    f"strength_of_{limb}",
                    _kept(world, ("limb", limb, side), lambda: 1.3 * worst_muscle(world, side, regions)),
                )


def _movements(world: World, told: Stated) -> Iterator[Loss]:
    """Movements of a limb in which others were graded."""
    for limb in LIMBS:
        movements = usual_movements(limb)
        tested = {muscle for muscles in movements.values() for muscle in muscles}
        for side in _SIDES:
            if not told.graded[side] & tested:
                continue
            graded = [name for name, muscles in movements.items() if told.graded[side] & set(muscles)]
            thorough = len(graded) / (len(graded) + world.p["thorough_movements"])
            for name, muscles in movements.items():
                if name not in graded:
                    loss = _kept(world, ("movement", side, name), lambda: _mean_loss(world, side, muscles))
                    yield "movement", thorough * loss


def _mean_loss(world: World, side: str, muscles: Iterable[str]) -> Floats:
    return np.asarray(np.mean([group_loss(world, side, name) for name in muscles], axis=0))


def _reflexes(world: World, told: Stated) -> Iterator[Loss]:
    """Usual reflexes of a limb in which one was elicited."""
    for side in _SIDES:
        told_here = {reflex for where, reflex in told.reflexes if where == side}
        for limb in LIMBS:
            usual = usual_names(limb, "reflex")
            for reflex in usual if told_here else ():
                if reflex not in told_here:
                    yield "reflex", _kept(world, ("reflex", side, reflex), lambda: _reflex_loss(world, side, reflex))


def _skin_of_limbs(world: World, told: Stated) -> Iterator[Loss]:
    """Skin of a limb where that of another limb of the side was stated."""
    for side in _SIDES:
        if not told.areas[side] and not told.dermatomes[side]:
            continue
        for limb in LIMBS:
            if (side, limb) not in told.skin:
                yield "skin_of_limb", _kept(world, ("skin", limb, side), lambda: _worst_dermatome(world, side, limb))


def _worst_dermatome(world: World, side: str, limb: Limb) -> Floats:
    names = usual_names(limb, "dermatome")
    return np.asarray(1.2 * np.max([_skin_loss(world, side, (f"dermatome:{name}",)) for name in names], axis=0))


def _skin_areas(world: World, told: Stated) -> Iterator[Loss]:
    """Areas of a limb in which a loss was stated elsewhere."""
    for side, limb in sorted(told.lost):
        for area in usual_names(limb, "area"):  # type: ignore[arg-type]
            if area not in told.areas[side] and not _roots_of(world, area) & told.dermatomes[side]:
                yield (
                    "skin_area",
                    _kept(world, ("area", side, area), lambda: _skin_loss(world, side, leaf_targets(world, area))),
                )


def _roots_of(world: World, area: str) -> set[str]:
    """Roots that supply a good part of an area."""
    table = world.states.groups.table
    fibres = (row for target in leaf_targets(world, area) for row in world.fibres("sensory", target))
    return {table.root[row] for row in fibres if table.weight[row] >= _GOOD_PART}


def _whole_body(world: World, told: Stated) -> Iterator[Loss]:
    """Sphincters, long tracts, pain."""
    if "sphincters" not in told.topics:
        yield "sphincters", _kept(world, "sphincters", lambda: 1.5 * sacral_loss(world))
    if "tract" not in told.topics:
        yield "tract", _kept(world, "tract", lambda: _released(world))
    if "pain" not in told.topics:
        yield "pain", _kept(world, "pain", lambda: 1.0 - np.clip(painless(world), 0.0, 1.0))


def _released(world: World) -> Floats:
    sides = [world.segment_loss("umn", side, "S1") for side in _SIDES]
    return np.asarray(world.over_states(np.max(sides, axis=0)) * world.states.severity)


def _characteristic(world: World, told: Stated) -> Iterator[Loss]:
    """Signs and history items that a condition shows as a rule; those of other topics are heard there."""
    for kind, name, value in characteristic_findings(world.p["characteristic_share"]):
        if (kind, name) not in told.items and not topic_of(kind, name) and name != "pain":
            yield (
                kind,
                _kept(
                    world,
                    (kind, name),
                    lambda: np.nan_to_num(condition_probability(kind, name, value) - base_rate(kind, name, value))[
                        world.condition_index
                    ],
                ),
            )


_PARTS: tuple[Callable[[World, Stated], Iterator[Loss]], ...] = (
    _limb_strength,
    _movements,
    _reflexes,
    _skin_of_limbs,
    _skin_areas,
    _whole_body,
    _characteristic,
)


def silence_observations(case: Case, world: World) -> list[Observation]:
    """Observe what the record of a case is silent about: one observation a topic.

    Parameters
    ----------
    case : Case
        A case without findings has no record, and says nothing.
    world : World
        States and wiring.
    """
    if not case.findings:
        return []
    silent: dict[str, Floats] = {}
    told = stated(case)
    for part in _PARTS:
        for topic, loss in part(world, told):
            share = mentioned(topic, getattr(case, "record", "dictated"))
            silent[topic] = silent.get(topic, 1.0) * (1.0 - share * loss)
    return [
        absence(Observed(0, f"not mentioned: {topic.replace('_', ' ')}"), left)
        for topic, left in sorted(silent.items())
    ]
