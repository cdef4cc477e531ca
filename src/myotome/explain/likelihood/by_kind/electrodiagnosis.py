"""Electrodiagnosis: denervation follows lost motor fibres; a sensory response is lost beyond the ganglion only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Emg, Ncs
from myotome.explain.likelihood.by_kind.strength import drive_columns, key_muscles
from myotome.explain.likelihood.condition_findings import condition_probability, direct_probability, with_direct
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Link, Observation, Observed, event
from myotome.pathology import conditions, lineage
from myotome.tables import Table, fraction, ids, one_of

__all__ = ["emg_observations", "ncs_observations"]

_NEUROGENIC = frozenset({"denervation", "reinnervation", "neurogenic", "reduced_recruitment", "no_voluntary_activity"})
_FOCAL = frozenset({"slowed_at_site", "conduction_block"})
_EARLY_WEEKS = 3.0
#: What a needle shows of the fibres that a disease takes from the muscle; all of it where no family has a row.
_NEEDLE = Table(
    "explain/needle_shares.csv",
    {
        "family": one_of(ids("pathology/conditions", "families")),
        "axons_lost": fraction(),
        "neurogenic_units": fraction(),
        "any_change": fraction(),
        "low": fraction(),
        "high": fraction(),
    },
    key=("family",),
)
_NEEDLE_KIND = {"denervation": "axons_lost", "neurogenic": "neurogenic_units", "reinnervation": "neurogenic_units"}


def _abnormal(loss: Floats, false: float, rate: float) -> Floats:
    return np.asarray(1.0 - (1.0 - false) * np.exp(-rate * np.clip(loss, 0.0, 1.0)))


def _link(world: World, abnormal: bool, false: float, rate: float) -> Link:
    """Read-outs: fibres left, and what the condition leaves by itself."""

    def link(reads: Floats) -> Floats:
        chance = _abnormal(1.0 - reads[..., 0] * reads[..., 1], false, rate)
        return np.log(chance) if abnormal else np.log1p(-chance)

    return world.link(("conduction", abnormal, false, rate), lambda: link)


def _reads(weights: Floats) -> Floats:
    reads = np.zeros((2, len(weights) + 1))
    reads[0, :-1], reads[1, -1] = weights, 1.0
    return reads


def _root_muscles(world: World, root: str) -> tuple[str, ...]:
    """Limb muscles that draw at least a third of their supply from a root."""
    table = world.states.groups.table
    shares: dict[str, float] = {}
    for row in world.states.groups.motor:
        if table.root[row] == root and "dorsal_ramus" not in table.path[row]:
            shares[table.target[row]] = shares.get(table.target[row], 0.0) + float(table.weight[row])
    return tuple(name for name, weight in shares.items() if weight >= world.p["emg_root_share"])


@cache
def _needle_shares() -> Mapping[str, Mapping[str, float]]:
    return {row["family"]: row for row in _NEEDLE.rows()}


def _seen_by_needle(world: World, value: str) -> Floats:
    """Share of what each state takes from a muscle that a needle finding of this kind shows: shape (states,)."""
    kind = _NEEDLE_KIND.get(value, "any_change")
    rows = _needle_shares()
    of_condition = [
        next((rows[name][kind] for name in reversed(lineage(condition)) if name in rows), 1.0)
        for condition in conditions()
    ]
    return np.array(of_condition)[world.condition_index]


def _emg_observation(
    world: World, finding: Emg, muscles: Sequence[str], side: str, weeks: float | None, weight: float
) -> Observation | None:
    known = tuple(muscle for muscle in muscles if len(world.fibres("motor", muscle)))
    if not known:
        return None
    columns = drive_columns(world, side, known, central=False)
    mean = columns.weights.mean(axis=0)
    early = world.p["emg_early"] if weeks is not None and weeks < _EARLY_WEEKS else 1.0
    direct = direct_probability(world, "emg", (*known, "any"), "denervation", side)
    shown = _seen_by_needle(world, finding.value)[columns.touched, None]
    left = 1.0 - (1.0 - columns.survival) * shown
    touched, survival = with_direct(columns.touched, left, np.clip(direct, 0, 0.95))
    link = _link(world, finding.value != "normal", world.p["emg_false"], early * world.p["emg_rate"])
    label = f"EMG {', '.join(known[:2])}{' ...' if len(known) > 2 else ''} ({side}): {finding.value}"
    return Observation(finding.index, label, touched, survival, _reads(mean), link, weight)


def _groups(world: World, finding: Emg) -> list[tuple[str, ...]]:
    """Muscles to observe one by one; a root or a large group is one observation of its key muscles."""
    if finding.roots:
        return [_root_muscles(world, root) for root in finding.roots]
    return (
        [key_muscles(name, (name,)) for name in finding.names]
        if len(finding.muscles) > 8
        else [(muscle,) for muscle in finding.muscles]
    )


def _special_observation(world: World, finding: Emg) -> Observation:
    """Myopathic or myotonic units and fasciculations: made by conditions, not by cuts."""
    best = np.full(len(world.states), np.nan)
    for name in ("any", *finding.names, *finding.muscles):
        best = np.fmax(best, condition_probability("emg", name, finding.value)[world.condition_index])
    return event(Observed(finding.index, finding.label), best, world.p["emg_special_false"], True)


def emg_observations(finding: Emg, world: World, weeks: float | None) -> list[Observation]:
    """Observations of one needle finding; a muscle a series does not list is unknown there, not spared."""
    if finding.value != "normal" and finding.value not in _NEUROGENIC:
        return [_special_observation(world, finding)]
    groups = _groups(world, finding)
    weight = max(len(groups), 1) ** (world.p["temper_power"] - 1.0)
    observations = (
        _emg_observation(world, finding, muscles, side, weeks, weight)
        for side in finding_sides(finding.side)
        for muscles in groups
    )
    return [observation for observation in observations if observation is not None]


def _nerve_fibres(world: World, nerve: str, kind: str) -> NDArray[np.intp]:
    groups = world.states.groups
    rows = groups.motor if kind == "motor" else groups.sensory
    return rows[groups.through((nerve,))[rows]]


def _ncs_direct(world: World, finding: Ncs) -> Floats:
    """What a condition makes of this nerve, or of any, by itself."""
    best = np.zeros(len(world.states))
    values = (finding.value,) if finding.value in _FOCAL else (finding.value, "abnormal")
    for name in (finding.nerve, "any"):
        for value in values:
            best = np.fmax(best, np.nan_to_num(condition_probability("ncs", name, value))[world.condition_index])
    return np.clip(best, 0.0, 0.97)


def _focal_share(world: World, finding: Ncs, touched: NDArray[np.intp]) -> Floats:
    """How far each state's loss shows as a fault at one place: wholly where its lesion lies there, else little."""
    there = [
        finding.nerve in cause.places and (not (finding.site and cause.site) or cause.site.endswith(f"@{finding.site}"))
        for cause in world.states.causes
    ]
    at_site = np.array(there)[world.states.cause][touched]
    return np.where(at_site, 1.0, world.p["ncs_focal_elsewhere"])


def _ncs_observation(world: World, finding: Ncs, side: str) -> Observation | None:
    component = finding.component or "mixed"
    sensory = _nerve_fibres(world, finding.nerve, "sensory") if component not in {"motor", "f_wave"} else None
    motor = _nerve_fibres(world, finding.nerve, "motor") if component not in {"sensory"} else None
    losses = []
    if sensory is not None and len(sensory):
        losses.append(world.loss("snap", side, sensory))
    if motor is not None and len(motor):
        losses.append(world.loss("motor", side, motor))
    if not losses:
        return None
    touched, survival = world.left_standing(np.concatenate(losses, axis=1))
    weights = np.full(survival.shape[1], 1.0 / survival.shape[1])
    direct = _ncs_direct(world, finding) if finding.value != "normal" else np.zeros(len(world.states))
    false = world.p["ncs_focal_false" if finding.value in _FOCAL else "ncs_false"]
    if finding.value in _FOCAL:
        survival = 1.0 - (1.0 - survival) * _focal_share(world, finding, touched)[:, None]
    touched, survival = with_direct(touched, survival, direct)
    link = _link(world, finding.value != "normal", false, world.p["ncs_rate"])
    return Observation(finding.index, f"{finding.label} ({side})", touched, survival, _reads(weights), link)


def ncs_observations(finding: Ncs, world: World) -> list[Observation]:
    """Observations of one conduction study; decrement and increment are made by diseases of the junction."""
    if finding.value in {"decrement", "increment"}:
        best = condition_probability("ncs", "any", finding.value)[world.condition_index]
        best = np.fmax(best, condition_probability("ncs", finding.nerve, finding.value)[world.condition_index])
        return [event(Observed(finding.index, finding.label), best, world.p["junction_false"], True)]
    observations = (_ncs_observation(world, finding, side) for side in finding_sides(finding.side))
    return [observation for observation in observations if observation is not None]
