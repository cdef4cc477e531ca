"""Reflexes: lost with either limb of the arc, brisk below a lesion of the tract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Reflex, members
from myotome.explain.likelihood.condition_findings import direct_probability, with_direct
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Link, Observation
from myotome.pathology import SEGMENTS
from myotome.tables import Table, fraction, ids, one_of

__all__ = ["reflex_observations"]

_SHOCK = Table(
    "explain/spinal_shock.csv",
    {"condition": one_of(ids("pathology/conditions", "condition")), "share": fraction()},
    key=("condition",),
)


@cache
def _in_shock() -> Mapping[str, float]:
    """Lesions of the cord after which the reflexes are lost at first, and how often."""
    return {row["condition"]: row["share"] for row in _SHOCK.rows()}


def _shock(world: World, side: str, roots: Sequence[str]) -> Floats:
    """Chance of spinal shock in each state: reflexes are lost below a cord lesion that is sudden and severe."""
    share = np.array([_in_shock().get(cause.condition, 0.0) for cause in world.states.causes])[world.states.cause]
    cut = np.mean([world.segment_loss("umn", side, root) for root in roots], axis=0)
    return np.asarray(world.p["spinal_shock"] * share * (world.over_states(cut) * world.states.severity) ** 2)


def _arc_segments(world: World, fibres: NDArray[np.intp]) -> tuple[list[str], Floats]:
    """Segments of an arc, and how much of it runs through each."""
    roots = world.states.groups.table.root
    share: dict[str, float] = {}
    for fibre, weight in zip(fibres, world.weight(fibres), strict=True):
        root = roots[int(fibre)]
        segment = root if root in SEGMENTS else "brainstem"
        share[segment] = share.get(segment, 0.0) + float(weight)
    weights = np.array(list(share.values()))
    return list(share), weights / weights.sum()


def _value_log_probability(value: str, arc: Floats, released: Floats, false: float, p: dict[str, float]) -> Floats:
    """Log-probability of absent, reduced, normal or brisk, given the arc left and how far it is released."""
    lost = np.clip(1.0 - arc, 0.0, 1.0)
    brisk = p["reflex_false_brisk"] + (1 - p["reflex_false_brisk"]) * p["reflex_brisk"] * np.clip(released * arc, 0, 1)
    if value == "brisk":
        return np.log(brisk)
    low = 1.0 - (1.0 - false) * np.exp(-p["reflex_rate"] * lost)
    if value == "normal":
        return np.log((1.0 - brisk) * (1.0 - low))
    absent = p["reflex_absent_floor"] + p["reflex_absent_slope"] * lost**2
    return np.log((1.0 - brisk) * low * (absent if value == "absent" else 1.0 - absent))


def _false_rate(name: str, age: float | None, p: dict[str, float]) -> float:
    old = name == "achilles" and age is not None and age >= 60
    return p["reflex_false_achilles_old"] if old else p["reflex_false"]


def _link(world: World, value: str, false: float) -> Link:
    """Read-outs: afferent limb, efferent limb, tract to the segments, direct loss and direct briskness."""
    p = world.p

    def link(reads: Floats) -> Floats:
        arc = reads[..., 0] * reads[..., 1] * (1.0 - p["direct_reflex"] * (1.0 - reads[..., 3]))
        released = 1.0 - reads[..., 2] * reads[..., 4]
        return _value_log_probability(value, arc, released, false, p)

    return world.link(("reflex", value, false), lambda: link)


def _reads(incoming: Floats, outgoing: Floats, segments: Floats) -> Floats:
    """Weights of the read-outs over the columns: afferent fibres, efferent fibres, segments, two direct columns."""
    first, second, third = len(incoming), len(incoming) + len(outgoing), len(incoming) + len(outgoing) + len(segments)
    reads = np.zeros((5, third + 2))
    reads[0, :first], reads[1, first:second], reads[2, second:third] = incoming, outgoing, segments
    reads[3, third] = reads[4, third + 1] = 1.0
    return reads


def _observation(world: World, finding: Reflex, side: str, age: float | None) -> Observation | None:
    afferent, efferent = world.fibres("afferent", finding.reflex), world.fibres("efferent", finding.reflex)
    if not len(afferent) or not len(efferent):
        return None
    arc = np.concatenate([afferent, efferent])
    roots, segments = _arc_segments(world, efferent)
    released = np.stack([world.segment_loss("umn", side, root) for root in roots], axis=1)
    lost = np.concatenate([world.loss("reflex", side, arc), released], axis=1)
    touched, survival = world.left_standing(lost)
    direct = [
        direct_probability(world, "reflex", (finding.reflex, _limb(finding.reflex)), value, side)
        for value in ("reduced", "brisk")
    ]
    direct[0] = np.maximum(direct[0], _shock(world, side, roots))
    every, columns = with_direct(touched, survival, *direct)
    reads = _reads(world.weight(afferent), world.weight(efferent), segments)
    link = _link(world, finding.value, _false_rate(finding.reflex, age, world.p))
    return Observation(finding.index, f"{finding.reflex} reflex ({side}): {finding.value}", every, columns, reads, link)


def _limb(reflex: str) -> str:
    """Area under which a table lists any tendon reflex of the limb."""
    return "upper_limb" if reflex in members("arm", "reflex") else "lower_limb"


def reflex_observations(finding: Reflex, world: World, age: float | None) -> list[Observation]:
    """Observations of one reflex, one for each side; none for reflexes without a spinal arc."""
    observations = (_observation(world, finding, side, age) for side in finding_sides(finding.side))
    return [observation for observation in observations if observation is not None]
