"""Numbness or weakness that the patient reports of a part of the body: it points to what serves that part.

A complaint with a place says more than that something is numb or weak. A cause that works through nerves makes the
complaint where its nerves lead, in proportion to what is lost there; a cause that has the complaint of its own makes it
in the region where it lies; and what anybody reports is shared out over the body.
"""

from __future__ import annotations

import numpy as np

from myotome.exam import History, vocabulary
from myotome.explain.likelihood.condition_findings import base_rate, total_probability
from myotome.explain.likelihood.location import Where, at_place
from myotome.explain.likelihood.mechanisms import wired_probability, worst_muscle, worst_skin
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Observation, Observed, event
from myotome.pathology import REGIONS_OF_BODY, distances_to, regions_of, regions_of_area

__all__ = ["is_located_complaint", "located_complaint"]

_FELT = 1.3  # as where no part is named: a loss is noticed before it is complete


def is_located_complaint(finding: History) -> bool:
    """Whether a patient reports numbness or weakness of a part of the body."""
    return finding.item in {"numbness_reported", "weakness_reported"} and finding.value is True and bool(finding.areas)


def _muscles_of(area: str | None) -> frozenset[str] | None:
    """Regions of the muscles that move an area: those of its region, and of the one beside it; None for all."""
    at = regions_of_area(area) if area else frozenset()
    if not at:
        return None
    near = {region for region, steps in zip(REGIONS_OF_BODY, distances_to(at), strict=True) if steps <= 1}
    named = {muscle.region for muscle in vocabulary().muscles.values() if muscle.region}
    return frozenset(name for name in named if regions_of("muscle_region", name) & near)


def _loss(world: World, item: str, side: str, area: str | None) -> Floats:
    """Worst loss of what serves an area, or anything at all; worked out once for each world."""
    key = ("complaint", item, side, area)
    if key not in world.memory:
        numb = item == "numbness_reported"
        loss = worst_skin(world, side, area) if numb else worst_muscle(world, side, _muscles_of(area))
        world.memory[key] = np.minimum(1.0, _FELT * loss)
    return world.memory[key]


def _at_area(world: World, item: str, side: str, area: str) -> tuple[Floats, float]:
    """Probability that the complaint is of this area, for each state, and its base rate there."""
    key = ("history", item, "true")
    leak = base_rate(*key)
    whole = total_probability(world, key, leak, side)
    anywhere = wired_probability(world, "history", item, side)
    most = _loss(world, item, side, None)
    by_nerve = most > 0.0
    share = np.divide(_loss(world, item, side, area), most, out=np.zeros_like(most), where=by_nerve)
    own, leak_there = at_place(world, Where(regions_of_area(area)), whole, leak)
    through = np.where(np.isnan(whole), anywhere * share, np.maximum(whole - leak, 0.0) * share)
    probability = leak_there + (1.0 - leak_there) * np.clip(through, 0.0, 0.98)
    return np.where(by_nerve, probability, np.where(np.isnan(whole), leak_there, own)), leak_there


def located_complaint(finding: History, world: World, examined: bool) -> list[Observation]:
    """Observations of a complaint that has a place: one for each area and side.

    Parameters
    ----------
    finding : History
        Numbness or weakness reported of some areas.
    world : World
        States and wiring.
    examined : bool
        Whether feeling, or strength, was examined too: what the patient reports is then found a second time.
    """
    weight = (world.p["complaint_weight"] if examined else 1.0) * len(finding.areas) ** (world.p["temper_power"] - 1.0)
    observations = []
    for side in finding_sides(finding.side):
        for area in finding.areas:
            probability, leak = _at_area(world, finding.item, side, area)
            label = f"{finding.item.replace('_', ' ')}: {area.replace('_', ' ')} ({side})"
            observations.append(event(Observed(finding.index, label, weight), probability, leak, True))
    return observations
