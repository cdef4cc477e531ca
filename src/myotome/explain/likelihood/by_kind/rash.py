"""Vesicles of zoster: they lie in the skin of the root that it took."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from myotome.exam import Sign
from myotome.explain.likelihood.by_kind.sensation import leaf_targets
from myotome.explain.likelihood.condition_findings import base_rate
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Observation, Observed, event
from myotome.pathology import SEGMENTS

__all__ = ["rash_observation", "roots_of_skin"]


def roots_of_skin(world: World, finding: Sign) -> Mapping[str, float]:
    """How far each root supplies the skin that a finding names, against the root that supplies most of it."""
    roots, shares = world.states.groups.table.root, dict.fromkeys(finding.dermatomes, 1.0)
    for area in () if shares else finding.areas:
        for target in leaf_targets(world, area):
            fibres = world.fibres("sensory", target)
            for row, weight in zip(fibres, world.weight(fibres), strict=True):
                shares[roots[int(row)]] = shares.get(roots[int(row)], 0.0) + float(weight)
    return {root: share / max(shares.values()) for root, share in shares.items()}


def rash_observation(world: World, finding: Sign, side: str | None, shares: Mapping[str, float]) -> Observation:
    """Vesicles name their root: zoster of a root of that skin on that side, of a neighbour, or something else."""
    of_root = {root: world.p["rash_root"] * share for root, share in shares.items()}
    for root in shares:
        for neighbour in _next_to(root):
            of_root[neighbour] = max(of_root.get(neighbour, 0.0), world.p["rash_neighbour"] * shares[root])
    chance = np.full(len(world.states.causes), np.nan)
    for number, cause in enumerate(world.states.causes):
        if cause.condition == "zoster_radiculitis" and side in {None, cause.side}:
            chance[number] = of_root.get(cause.places[0], np.nan)
    leak = base_rate("sign", finding.sign, "positive") / world.p["place_regions"]
    return event(Observed(finding.index, finding.label), chance[world.states.cause], leak, finding.positive)


def _next_to(root: str) -> tuple[str, ...]:
    """Return the roots above and below; none beside a cranial nerve."""
    if root not in SEGMENTS:
        return ()
    place = SEGMENTS.index(root)
    return SEGMENTS[max(0, place - 1) : place] + SEGMENTS[place + 1 : place + 2]
