"""How a sign follows from the wiring: one rule for each mechanism, one row of the table for each target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from myotome.anatomy import CRANIAL_ROOTS, nerve_sites
from myotome.exam import expand_muscles, vocabulary
from myotome.explain.likelihood.by_kind.sensation import leaf_targets
from myotome.explain.likelihood.by_kind.strength import drive_columns, key_muscles
from myotome.explain.likelihood.finding_names import finding_columns
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats
from myotome.pathology import SEGMENTS, lineage
from myotome.tables import Table, fraction, ids, integer, number, one_of

__all__ = ["group_loss", "mechanism_rows", "sacral_loss", "wired_probability", "worst_muscle", "worst_skin"]

Row = Mapping[str, Any]
_HAND = frozenset({"hand", "forearm"})
_LEG = frozenset({"hip", "thigh", "leg", "foot"})


def _targets() -> tuple[str, ...]:
    """Roots, muscles, nerves and their sites, parts of a plexus, levels of the cord, and names of whole groups."""
    names = vocabulary().ids(("roots", "muscles", "muscle_groups", "movements", "nerves", "plexus_parts"))
    cord = tuple(f"{tract}:{segment}" for tract in ("cord", "dorsal_column") for segment in SEGMENTS)
    return (*names, *cord, *nerve_sites(), *CRANIAL_ROOTS, "any", "named_muscles", "S2-S4")


_MECHANISMS = Table(
    "explain/sign_mechanisms.csv",
    {
        **finding_columns("sign"),
        "mechanism": one_of(lambda: (*_RULES, "atrophy", "fasciculation", "tenderness")),
        "target": one_of(_targets),
        "side_rule": one_of(("same", "crossed", "both_sides", "unsided")),
        "combine": one_of(("any", "mean")),
        "weight": fraction(),
        "sensitivity": fraction(),
        "sensitivity_cord": fraction(optional=True),
        "low": fraction(optional=True),
        "high": fraction(optional=True),
        "n": integer(1, optional=True),
    },
    key=("finding_type", "sign", "mechanism", "target"),
)
_CONDITIONS, _FAMILIES = (ids("pathology/conditions", column) for column in ("condition", "families"))
_IRRITABILITY = Table(
    "explain/irritability.csv",
    {
        "condition": one_of(lambda: (*_CONDITIONS(), *_FAMILIES())),
        "irritability": fraction(),
        "low": number(),
        "high": number(),
    },
    key=("condition",),
)


@cache
def mechanism_rows() -> Mapping[tuple[str, str], tuple[Row, ...]]:
    """Rows of explain/sign_mechanisms.csv by (finding type, finding)."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in _MECHANISMS.rows():
        rows.setdefault((row["finding_type"], row["sign"]), []).append(row)
    return {key: tuple(entries) for key, entries in rows.items()}


def _spread_loss(world: World, columns: Any, shares: Floats) -> Floats:
    loss = np.zeros(len(world.states))
    loss[columns.touched] = 1.0 - columns.survival @ columns.weights.T @ shares
    return loss


def group_loss(world: World, side: str, name: str, central: bool = True) -> Floats:
    """Mean loss of drive over a muscle or group on one side: shape (states,)."""
    muscles = key_muscles(name, expand_muscles(name))
    muscles = tuple(muscle for muscle in muscles if len(world.fibres("motor", muscle)))
    if not muscles:
        return np.zeros(len(world.states))
    shares = np.full(len(muscles), 1.0 / len(muscles))
    return _spread_loss(world, drive_columns(world, side, muscles, central), shares)


def _root_irritation(world: World, row: Row, side: str) -> Floats:
    roots = SEGMENTS[:-1] if row["target"] == "any" else (row["target"],)
    depth = np.max([world.segment_loss("roots", side, root) for root in roots], axis=0)
    touched = world.over_states(depth)
    return np.asarray(row["sensitivity"] * np.minimum(1.0, touched) * irritability(world))


@cache
def _irritability_rows() -> Mapping[str, float]:
    return {row["condition"]: row["irritability"] for row in _IRRITABILITY.rows()}


@cache
def _irritability(condition: str, is_herniation: bool, other: float) -> float:
    """How readily the root lesions of a condition show on stretch: its own row, or that of its nearest family."""
    rows = _irritability_rows()
    if condition == "disc_herniation_root":
        return rows["herniation"]
    if condition.endswith("cauda_equina") and is_herniation:
        return rows["disc_herniation_cauda_equina"]
    return next((rows[name] for name in reversed(lineage(condition)) if name in rows), other)


def irritability(world: World) -> Floats:
    """How readily the root lesions of each state show on stretch, relative to a herniation: shape (states,)."""
    other = world.p["other_irritability"]
    of_cause = [_irritability(cause.condition, cause.is_herniation, other) for cause in world.states.causes]
    return np.array(of_cause)[world.states.cause]


def _tract(world: World, row: Row, side: str) -> Floats:
    target = row["target"] if row["target"] in SEGMENTS else "brainstem"
    released = world.over_states(world.segment_loss("umn", side, target)) * world.states.severity
    return np.asarray(row["sensitivity"] * np.minimum(1.0, world.p["umn_sign_gain"] * released))


def _dorsal_column(world: World, row: Row, side: str) -> Floats:
    dermatome = f"dermatome:{row['target'].split(':')[1]}"
    fibres = world.fibres("sensory", dermatome)
    lost = world.loss("touch", side, fibres) @ world.weight(fibres)
    return np.asarray(row["sensitivity"] * world.over_states(lost) * world.states.severity)


def _weakness(world: World, row: Row, side: str) -> Floats:
    visible = np.minimum(1.0, world.p["weakness_sign_gain"] * group_loss(world, side, row["target"]))
    return np.asarray(row["sensitivity"] * visible)


def _lower_motor(world: World, row: Row, side: str) -> Floats:
    return np.asarray(row["sensitivity"] * group_loss(world, side, row["target"], central=False))


def _site(world: World, row: Row, side: str) -> Floats:
    target = row["target"]
    hit = np.array([_hits(cause, target, side) for cause in world.states.causes], dtype=np.float64)
    return np.asarray(row["sensitivity"] * hit[world.states.cause])


def _hits(cause: Any, target: str, side: str) -> bool:
    if target == "any":
        return cause.site is not None and cause.side in {side, "bilateral"}
    return any(cut.side == side and target in cut.tokens and cut.depth > 0.3 for cut in cause.cuts)


def _sympathetic(world: World, row: Row, side: str) -> Floats:
    target = row["target"]
    if target.startswith("cord:"):
        released = world.segment_loss("umn", side, "T2")
        return np.asarray(row["sensitivity"] * world.over_states(released) * world.states.severity)
    if target in SEGMENTS:
        depth = world.over_states(world.segment_loss("roots", side, target))
        return np.asarray(row["sensitivity"] * depth * np.sqrt(world.states.severity))
    return np.asarray(_site(world, row, side) * np.sqrt(world.states.severity))


def sacral_loss(world: World) -> Floats:
    """Loss of the sacral supply of sphincters and saddle, both sides averaged: shape (states,)."""
    sides = [group_loss(world, side, "external_anal_sphincter", central=False) for side in ("left", "right")]
    return np.asarray(np.mean(sides, axis=0))


def _sacral(world: World, row: Row, side: str) -> Floats:
    del side  # sphincters and saddle are supplied from both sides
    lower = np.minimum(1.0, 1.5 * sacral_loss(world)) * row["sensitivity"]
    released = np.mean([world.segment_loss("umn", one, "S3") for one in ("left", "right")], axis=0)
    upper = world.over_states(released) * world.states.severity * (row["sensitivity_cord"] or 0.0)
    return np.asarray(1.0 - (1.0 - lower) * (1.0 - np.minimum(upper, 1.0)))


def worst_muscle(world: World, side: str, regions: frozenset[str] | None) -> Floats:
    """Largest loss over muscles (of these regions) for each state."""
    muscles = [
        name
        for name, entry in vocabulary().muscles.items()
        if (regions is None or entry.region in regions) and len(world.fibres("motor", name))
    ]
    worst = np.zeros(len(world.states.losses.motor))
    for name in muscles:
        fibres = world.fibres("motor", name)
        loss = 1 - (1 - world.loss("motor", side, fibres)) * (1 - world.loss("central", side, fibres))
        worst = np.maximum(worst, loss @ world.weight(fibres))
    return np.asarray(world.over_states(worst) * world.states.severity)


def worst_skin(world: World, side: str, area: str | None) -> Floats:
    """Largest loss over skin patches (of this area) for each state."""
    names = leaf_targets(world, area) if area else tuple(f"dermatome:{name}" for name in SEGMENTS[1:-1])
    worst = np.zeros(len(world.states.losses.touch))
    for name in names:
        fibres = world.fibres("sensory", name)
        if len(fibres):
            loss = np.maximum(world.loss("touch", side, fibres), world.loss("pin", side, fibres))
            worst = np.maximum(worst, loss @ world.weight(fibres))
    return np.asarray(world.over_states(worst) * np.maximum(world.states.severity, world.p["paraesthesia_floor"]))


def _any_motor(world: World, row: Row, side: str) -> Floats:
    return np.asarray(row["sensitivity"] * np.minimum(1.0, 1.3 * worst_muscle(world, side, None)))


def _any_sensory(world: World, row: Row, side: str) -> Floats:
    return np.asarray(row["sensitivity"] * np.minimum(1.0, 1.3 * worst_skin(world, side, None)))


def _limb(regions: frozenset[str], area: str) -> Callable[[World, Row, str], Floats]:
    def probability(world: World, row: Row, side: str) -> Floats:
        loss = np.maximum(worst_muscle(world, side, regions), worst_skin(world, side, area))
        return np.asarray(row["sensitivity"] * np.minimum(1.0, loss))

    return probability


_RULES: dict[str, Callable[[World, Row, str], Floats]] = {
    "root_irritation": _root_irritation,
    "upper_motor_neuron": _tract,
    "dorsal_column": _dorsal_column,
    "muscle_weakness": _weakness,
    "lower_motor_neuron": _lower_motor,
    "nerve_site": _site,
    "sympathetic": _sympathetic,
    "sacral": _sacral,
    "any_motor_loss": _any_motor,
    "any_sensory_loss": _any_sensory,
    "hand_motor_or_sensory": _limb(_HAND, "hand"),
    "leg_motor_or_sensory": _limb(_LEG, "lower_limb"),
}


def _one_side(world: World, finding_type: str, name: str, side: str) -> Floats:
    """Chance that a state makes the sign on one side; worked out once for each world."""
    key = ("one_side", finding_type, name, side)
    if key not in world.memory:
        world.memory[key] = _through_rows(world, finding_type, name, side)
    return world.memory[key]


def _through_rows(world: World, finding_type: str, name: str, side: str) -> Floats:
    """Chance through any row of the sign's table."""
    away, mean, total = np.ones(len(world.states)), np.zeros(len(world.states)), 0.0
    for row in mechanism_rows().get((finding_type, name), ()):
        if row["mechanism"] not in _RULES:
            continue
        opposite = {"left": "right", "right": "left"}[side]
        probability = _RULES[row["mechanism"]](world, row, opposite if row["side_rule"] == "crossed" else side)
        if row["combine"] == "mean":
            mean, total = mean + row["weight"] * probability, total + row["weight"]
        else:
            away = away * (1.0 - np.clip(probability, 0.0, 0.98))
    return np.asarray(1.0 - away * (1.0 - (mean / total if total else 0.0)))


def wired_probability(world: World, finding_type: str, name: str, side: str | None) -> Floats:
    """Chance that each state makes a sign or complaint through the wiring, the leak apart: shape (states,).

    On one side where the finding has one; where it has none, on either side, or on both where the sign needs both.
    """
    if side in {"left", "right"}:
        return _one_side(world, finding_type, name, side)
    both = [_one_side(world, finding_type, name, one) for one in ("left", "right")]
    rules = {row["side_rule"] for row in mechanism_rows().get((finding_type, name), ())}
    if rules == {"both_sides"}:
        return np.asarray(np.sqrt(both[0] * both[1]))
    return np.asarray(np.maximum(both[0], both[1]))
