"""Pain: where it is felt, whether it runs on, how it began, what changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from myotome.anatomy import area_members
from myotome.exam import Pain, vocabulary
from myotome.explain.likelihood.condition_findings import (
    base_rate,
    condition_probability,
    total_probability,
)
from myotome.explain.likelihood.location import nearness
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats, Observation, Observed, event
from myotome.pathology import SEGMENTS, is_over_spine, lineage, regions_of_area
from myotome.tables import Table, fraction, ids, number, one_of

__all__ = ["pain_chance", "pain_detail_observations", "pain_observations"]

_MOST_REGIONS = 2
_SPINE = frozenset({"neck", "thoracic", "lumbar"})
_CANAL = frozenset({"cord_lesion", "conus_lesion", "cauda_equina_lesion"})
_AXIAL = frozenset({"neck", "trunk", "saddle", "head"})


_ROOT_PAIN = Table(
    "explain/root_pain_areas.csv",
    {
        "root": one_of(ids("anatomy/roots", "root")),
        "area": one_of(lambda: vocabulary().areas),
        "probability": fraction(),
        "low": number(),
        "high": number(),
    },
    key=("root", "area"),
)


@cache
def _root_rows() -> Mapping[str, Mapping[str, float]]:
    """Area to the roots whose pain reaches it."""
    rows: dict[str, dict[str, float]] = {}
    for row in _ROOT_PAIN.rows():
        rows.setdefault(row["area"], {})[row["root"]] = row["probability"]
    return rows


@cache
def _ancestors(area: str) -> tuple[str, ...]:
    chain, parent = [], vocabulary().areas[area].within
    while parent is not None:
        chain.append(parent)
        parent = vocabulary().areas[parent].within
    return tuple(chain)


@cache
def _descendants(area: str) -> tuple[str, ...]:
    return tuple(name for name in vocabulary().areas if area in _ancestors(name))


def _is_axial(area: str) -> bool:
    return area in _AXIAL or any(parent in _AXIAL for parent in _ancestors(area))


@cache
def _root_probability(area: str, whole: float, part: float) -> Mapping[str, float]:
    """Chance that a root's pain is reported in this area; a region replaces its parts, a part shares its region."""
    rows, result = _root_rows(), dict(_root_rows().get(area, {}))
    if result:
        return result
    for name in _descendants(area):
        for root, value in rows.get(name, {}).items():
            result[root] = max(result.get(root, 0.0), whole * value)
    for name in _ancestors(area)[:1]:
        for root, value in rows.get(name, {}).items():
            result.setdefault(root, part * value)
    return result


def _roots_away(world: World, chances: Mapping[str, float], side: str) -> Floats:
    """Chance that no touched root of this side gives the pain, for each lesion."""
    away = np.ones(len(world.states.losses.roots))
    for root, chance in chances.items():
        depth = np.minimum(1.0, 2 * world.segment_loss("roots", side, root))
        away = away * (1.0 - chance * depth)
    return away


def _nerve_probability(world: World, area: str, side: str) -> Floats:
    """Pain in the skin of an affected nerve or plexus part, for each lesion."""
    lost = np.zeros(len(world.states.losses.snap))
    for target in area_members().get(area) or (area,):
        fibres = world.fibres("sensory", target)
        if len(fibres):
            lost = np.maximum(lost, world.loss("snap", side, fibres) @ world.weight(fibres))
    return np.asarray(world.p["nerve_pain"] * np.minimum(1.0, 1.5 * lost))


def _wired_one_side(world: World, area: str, side: str) -> Floats:
    away = _roots_away(world, _root_probability(area, world.p["coarser_area"], world.p["region_part_root"]), side) * (
        1.0 - _nerve_probability(world, area, side)
    )
    return np.asarray(world.over_states(1.0 - away))


def _wired(world: World, area: str, side: str) -> Floats:
    """Chance through the wiring that pain is reported in this area and on this side."""
    left, right = (_wired_one_side(world, area, one) for one in ("left", "right"))
    if side in {"left", "right"}:
        return left if side == "left" else right
    either = 1.0 - (1.0 - left) * (1.0 - right)
    if _is_axial(area):
        one_sided = world.p["axial_side"] if side == "midline" else 0.5 * world.p["axial_side"]
        return np.asarray(np.maximum(left * right, one_sided * either))
    return np.asarray(np.maximum(np.sqrt(left * right), world.p["wrong_side"] * either))


def _side_fit(world: World, area: str, side: str) -> Floats:
    """How well the side of each state fits pain reported on this side."""
    fits = {"left": 1.0, "right": 1.0, "bilateral": 1.0, "midline": 1.0, "none": 1.0}
    axial, wrong = world.p["axial_side"], world.p["wrong_side"]
    if side in {"left", "right"}:
        fits["right" if side == "left" else "left"] = wrong
        fits |= {"bilateral": world.p["one_sided_told"], "midline": axial, "none": axial}
    elif _is_axial(area):
        fits |= {"left": axial, "right": axial}
    else:
        fits |= {"left": wrong, "right": wrong}
    of_cause = np.array([fits[cause.side] for cause in world.states.causes])
    return np.asarray(of_cause[world.states.cause])


@cache
def _direct_of_condition(area: str, finer: float, coarser: float) -> Floats:
    """Chance for each condition, through rows of the area itself, of its parts, and of the regions it lies in."""
    best = condition_probability("pain", area, "present")
    best = np.where(np.isnan(best), 0.0, best)
    for name in _descendants(area):
        best = np.fmax(best, coarser * condition_probability("pain", name, "present"))
    for step, name in enumerate(_ancestors(area), start=1):
        best = np.fmax(best, finer**step * condition_probability("pain", name, "present"))
    return best


def _area_probability(world: World, area: str, side: str) -> Floats:
    """Chance through rows of the area and through the wiring."""
    direct = _direct_of_condition(area, world.p["finer_area"], world.p["coarser_area"])[world.condition_index]
    direct = direct * _side_fit(world, area, side)
    return np.asarray(1.0 - (1.0 - np.clip(direct, 0, 0.97)) * (1.0 - np.clip(_wired(world, area, side), 0, 0.97)))


def _at_site(world: World, area: str, side: str) -> Floats:
    """Pain where the lesion lies: a hurt nerve at its site, a disorder of a joint, tendon or bone in its region."""
    regions = regions_of_area(area)
    if not 0 < len(regions) <= _MOST_REGIONS:
        return np.zeros(len(world.states))
    p, steps = world.p, nearness(world, regions)
    nerve = np.array([bool(cause.site) for cause in world.states.causes])
    regional = np.array([cause.region is not None for cause in world.states.causes])
    chance = np.where(nerve, np.where(steps == 0, p["site_pain"], np.where(steps == 1, p["site_pain_next"], 0.0)), 0.0)
    near = np.where(steps == 0, p["regional_pain"], np.where(steps == 1, p["regional_pain_next"], 0.0))
    chance = np.where(regional, near, chance)
    sides = {side, "bilateral"} if side in {"left", "right"} else {"left", "right", "bilateral"}
    return np.where(np.isin(world.cause_side, list(sides)), chance, 0.0)[world.states.cause]


@cache
def _axial_rows() -> Floats:
    """Chance for each condition of pain anywhere in the spine."""
    spinal = (area for area in vocabulary().areas if is_over_spine(area) and regions_of_area(area))
    rows = [np.nan_to_num(condition_probability("pain", area, "present")) for area in spinal]
    return np.asarray(np.max(rows, axis=0))


def _axial_in_canal(world: World, area: str, excess: Floats) -> Floats:
    """Pain of the spine from a lesion in the canal: at its level most of all, whatever its rows say of one region."""
    regions = regions_of_area(area)
    if not regions or not regions <= _SPINE:
        return excess
    p, steps = world.p, nearness(world, regions)
    share = np.where(steps == 0, p["axial_here"], np.where(steps == 1, p["axial_next"], p["axial_far"]))
    canal = np.array([_CANAL.isdisjoint(lineage(cause.condition)) for cause in world.states.causes])
    at_level = share[world.states.cause] * _axial_rows()[world.condition_index]
    return np.where(canal[world.states.cause], excess, at_level)


def pain_chance(world: World, area: str, side: str) -> Floats:
    """Chance that each state gives pain reported in this area and on this side, leak apart: shape (states,).

    Pain that is reported and pain that is denied are judged by the same chance.
    """
    excess = _axial_in_canal(world, area, _area_probability(world, area, side))
    return np.maximum(excess, _at_site(world, area, side))


def _dermatome_probability(world: World, dermatome: str, side: str) -> Floats:
    chances = {dermatome: world.p["dermatome_pain"]}
    index = SEGMENTS.index(dermatome)
    for neighbour in (index - 1, index + 1):
        if 0 <= neighbour < len(SEGMENTS) - 1:
            chances[SEGMENTS[neighbour]] = world.p["dermatome_pain_neighbour"]
    sides = (side,) if side in {"left", "right"} else ("left", "right")
    away = np.prod([_roots_away(world, chances, one) for one in sides], axis=0)
    return np.asarray(world.over_states(1.0 - away))


def _place_observations(finding: Pain, world: World) -> list[Observation]:
    weight = (len(finding.areas) + len(finding.dermatomes)) ** (world.p["temper_power"] - 1.0)
    observations = []
    for area in finding.areas:
        leak = world.p["presenting_pain"] * base_rate("pain", area, "present", unknown=world.p["unknown_rate"] / 2)
        excess = pain_chance(world, area, finding.side)
        observed = Observed(finding.index, f"pain: {area.replace('_', ' ')} ({finding.side})", weight)
        observations.append(event(observed, 1 - (1 - leak) * (1 - excess), leak, True))
    leak = world.p["dermatome_pain_false"]
    for dermatome in finding.dermatomes:
        excess = _dermatome_probability(world, dermatome, finding.side)
        observed = Observed(finding.index, f"pain: {dermatome} dermatome ({finding.side})", weight)
        observations.append(event(observed, 1 - (1 - leak) * (1 - excess), leak, True))
    return observations


def _detail(finding: Pain, world: World, name: str, value: str, positive: bool, weight: float = 1.0) -> Observation:
    leak = base_rate("pain", name, value)
    probability = total_probability(world, ("pain", name, value), leak)
    words = f"pain: {'' if positive else 'not '}{name.replace('_', ' ')} {value.replace('_', ' ')}".strip()
    return event(Observed(finding.index, words, weight), probability, leak, positive)


def _tempered(finding: Pain, world: World, names: Iterable[str], value: str) -> list[Observation]:
    listed = tuple(names)
    weight = max(len(listed), 1) ** (world.p["temper_power"] - 1.0)
    return [_detail(finding, world, name, value, True, weight) for name in listed]


def pain_detail_observations(finding: Pain, world: World) -> list[Observation]:
    """Observations of what the pain does: radiation, onset, character, what makes it worse or better."""
    observations = []
    if finding.radiating is not None:
        observations.append(_detail(finding, world, "radiating", "present", finding.radiating))
    if finding.onset is not None:
        observations.append(_detail(finding, world, "onset_sudden", "present", finding.onset == "sudden"))
    observations += _tempered(finding, world, finding.character, "character")
    observations += _tempered(finding, world, finding.worse_with, "worse_with")
    return observations + _tempered(finding, world, finding.better_with, "better_with")


def pain_observations(finding: Pain, world: World) -> list[Observation]:
    """Observations of one pain: each place it is felt in, and what it does."""
    return _place_observations(finding, world) + pain_detail_observations(finding, world)
