"""Sensation: reported loss rises with the share of a skin area's fibres that is lost, neighbours overlapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import area_members
from myotome.exam import Sensation
from myotome.explain.likelihood.condition_findings import direct_probability, with_direct
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Link, Observation, tabulated
from myotome.pathology import SEGMENTS

__all__ = ["leaf_targets", "sensation_observations", "skin_loss"]

_PIN = frozenset({"pin", "temperature"})
_TINGLING = frozenset({"paraesthesia", "increased"})
_MOST_PATCHES = 6


def leaf_targets(world: World, name: str) -> tuple[str, ...]:
    """Skin targets of the fibre table that an area or a dermatome (`dermatome:L5`) stands for."""
    if name.startswith("dermatome:"):
        return (name,) if len(world.fibres("sensory", name)) else ()
    members = area_members().get(name) or (name,)
    wired = [member for member in members if len(world.fibres("sensory", member))]
    if len(wired) <= _MOST_PATCHES:
        return tuple(wired)
    # A large region is judged by a few patches spread over it.
    return tuple(wired[int(place)] for place in np.linspace(0, len(wired) - 1, _MOST_PATCHES).round())


@dataclass(frozen=True, eq=False)
class Skin:
    """What each state leaves of the fibres of several patches of skin, with the weights that sum each patch."""

    touched: NDArray[np.intp]
    survival: Floats
    weights: Floats


def _modality_losses(world: World, side: str, modality: str, fibres: NDArray[np.intp]) -> Floats:
    touch, pin = world.loss("touch", side, fibres), world.loss("pin", side, fibres)
    if modality in _PIN:
        return pin
    if modality in {"unspecified", "light_touch"}:
        mixture = world.p["unspecified_touch" if modality == "unspecified" else "light_touch_touch"]
        return np.asarray(mixture * touch + (1 - mixture) * pin)
    return touch


def skin_loss(world: World, side: str, targets: Sequence[str], modality: str, tingling: bool = False) -> Skin:
    """What each state leaves of the sensory fibres of these patches on one side.

    Tingling needs an irritated nerve rather than a divided one: it is felt as if the lesion had a least severity.
    """
    key = ("skin", side, tuple(targets), modality, tingling)
    if key not in world.columns:
        world.columns[key] = _skin_columns(world, side, targets, modality, tingling)
    skin: Skin = world.columns[key]
    return skin


def _skin_columns(world: World, side: str, targets: Sequence[str], modality: str, tingling: bool) -> Skin:
    rows = [world.fibres("sensory", target) for target in targets]
    fibres = np.concatenate(rows)
    loss = _modality_losses(world, side, modality, fibres)
    touched, survival = world.left_standing(loss)
    if tingling:
        severity = np.maximum(world.states.severity[touched], world.p["paraesthesia_floor"])
        survival = 1.0 - severity[:, None] * loss[world.states.lesion[touched]]
    weights, start = np.zeros((len(targets), len(fibres))), 0
    for number, row in enumerate(rows):
        weights[number, start : start + len(row)] = world.weight(row)
        start += len(row)
    return Skin(touched, survival, weights)


def _none_reported(p: dict[str, float], reported: bool) -> float:
    """Log of the chance that no loss is reported of a patch that has lost nothing.

    A territory that the patient reports is less often wrong than a point that the examiner asks about.
    """
    return float(np.log1p(-p["sensory_false"] * (p["told_false"] if reported else 1.0)))


def _absent_share(loss: Floats, p: dict[str, float]) -> Floats:
    """Share of reported losses that are complete."""
    return np.asarray(p["sensory_absent_floor"] + p["sensory_absent_slope"] * np.clip(loss, 0, 1) ** 3)


def _skin_link(world: World, patches: int, value: str) -> Link:
    """Link of a region of skin: its patches are as many tests, not all independent; any may be reported lost.

    The log of the chance that no loss is reported falls with what a patch has lost, so that all patches come as one
    read-out: the share of the fibres left, averaged over them. The other is the chance of no direct loss.
    """
    p = world.p
    tests, none = patches ** p["temper_power"], _none_reported(world.p, value in _TINGLING)
    absent = world.link("skin absent", lambda: tabulated(lambda left: _absent_share(1.0 - left, p)))

    def link(reads: Floats) -> Floats:
        left = reads[..., 0] * (1.0 - p["direct_feeling"] * (1.0 - reads[..., 1]))
        normal = tests * (none - p["sensory_rate"] * (1.0 - left))
        if value == "normal":
            return np.asarray(normal)
        share = absent(left)
        return np.asarray(np.log(-np.expm1(np.minimum(normal, -1e-9)) * (share if value == "absent" else 1.0 - share)))

    return world.link(("skin", patches, value), lambda: link)


def _observation(
    world: World, finding: Sensation, name: str, side: str, weight: float, value: str | None = None
) -> Observation | None:
    targets = leaf_targets(world, name)
    if not targets:
        return None
    value = value or finding.value
    skin = skin_loss(world, side, targets, finding.modality, value in _TINGLING)
    plain = name.split(":")[-1]
    direct = direct_probability(world, "sensation", (plain,), "reduced", side)
    touched, survival = with_direct(skin.touched, skin.survival, direct)
    reads = np.zeros((2, survival.shape[1]))
    reads[0, :-1], reads[1, -1] = skin.weights.mean(axis=0), 1.0
    link = _skin_link(world, len(targets), value)
    return Observation(finding.index, f"{plain} ({side}): {value}", touched, survival, reads, link, weight)


def _level_observations(world: World, finding: Sensation, level: str, side: str) -> list[Observation]:
    """Sensory level: the dermatomes below have the value, the two above are taken as normal at half weight."""
    start = SEGMENTS.index(level)
    below = [f"dermatome:{name}" for name in SEGMENTS[start + 1 : -1] if leaf_targets(world, f"dermatome:{name}")]
    above = [f"dermatome:{name}" for name in SEGMENTS[max(0, start - 2) : start]]
    weight = max(len(below), 1) ** (world.p["temper_power"] - 1.0)
    observations = [_observation(world, finding, name, side, weight) for name in below]
    observations += [
        _observation(world, finding, name, side, world.p["above_level_weight"], "normal") for name in above
    ]
    return [observation for observation in observations if observation is not None]


def sensation_observations(finding: Sensation, world: World) -> list[Observation]:
    """Observations of one sensory finding: one for each area or dermatome and each side."""
    sides = finding_sides(finding.side)
    if finding.sensory_level is not None:
        return [
            observation
            for side in sides
            for observation in _level_observations(world, finding, finding.sensory_level, side)
        ]
    names = finding.areas + tuple(f"dermatome:{name}" for name in finding.dermatomes)
    weight = len(names) ** (world.p["temper_power"] - 1.0)
    observations = (_observation(world, finding, name, side, weight) for side in sides for name in names)
    return [observation for observation in observations if observation is not None]
