"""Imaging: a compressed structure, and everything that is no disc."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from myotome.exam import Imaging, vocabulary
from myotome.explain.likelihood.by_kind.disc_images import SAME_STRUCTURE, disc_observations
from myotome.explain.likelihood.by_kind.image_modalities import shown_by
from myotome.explain.likelihood.condition_findings import base_rate, total_probability
from myotome.explain.likelihood.location import Where, at_place, where_of
from myotome.explain.likelihood.mechanisms import group_loss, worst_muscle
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Observation, Observed, event
from myotome.pathology import Cause, cause_regions, lineage, met_root, regions_of
from myotome.tables import Table, one_of

__all__ = ["imaging_observations"]

_HEAD = frozenset({"head"})
_OTHER_SIDE = {"left": "right", "right": "left"}
_CONTACTS = frozenset({"contact", "deviation", "compression"})
_CANAL_FAMILIES = {
    "cord": "compressive_cord",
    "conus": "conus_lesion",
    "cauda_equina": "cauda_equina_lesion",
    "thecal_sac": "cauda_equina_lesion",
    "brachial_plexus": "plexus_lesion",
    "lumbosacral_plexus": "plexus_lesion",
}


def _is_affected(cause: Cause, structure: str, side: str) -> bool:
    """Whether a cause takes the structure of an image, on its side."""
    sides_agree = side not in {"left", "right"} or cause.side in {side, "bilateral"}
    if sides_agree and not SAME_STRUCTURE.get(structure, frozenset()).isdisjoint(cause.places):
        return True
    family = _CANAL_FAMILIES.get(structure)
    if family is not None:
        return family in lineage(cause.condition) and sides_agree and _lies_with(cause, structure)
    return structure in cause.places and sides_agree


def _lies_with(cause: Cause, structure: str) -> bool:
    """Whether a cause lies where a plexus does; no matter for the canal."""
    regions = regions_of("level", structure)
    return not regions or not regions.isdisjoint(cause_regions(cause))


def _structure_event(finding: Imaging, world: World) -> Observation:
    """Something presses on a named structure: on what the state affects, or on something else."""
    structure, p = str(finding.structure), world.p
    discs = {level for level in finding.levels if level in vocabulary().sections["discs"]}
    hurt = [
        _is_affected(cause, structure, finding.side) and (not discs or cause.disc is None or cause.disc in discs)
        for cause in world.states.causes
    ]
    hit = np.array(hurt)[world.states.cause]
    seen = finding.root_contact in _CONTACTS
    probability = np.where(hit, p["structure_given_cause"], np.nan)
    label = f"{structure.replace('_', ' ')} {finding.root_contact}"
    return event(Observed(finding.index, label), probability, p["structure_incidental"], seen)


def _stenosis_root_event(finding: Imaging, world: World) -> list[Observation]:
    """Foraminal or recess narrowing at a disc speaks for the root that it would press on."""
    discs = [level for level in finding.levels if level in vocabulary().sections["discs"]]
    if finding.finding not in {"stenosis", "osteophyte", "facet_synovial_cyst"} or not discs or finding.structure:
        return []
    zone = finding.zone or "subarticular"
    if zone == "central":
        return []
    roots = {met_root(disc, zone) for disc in discs}
    hit = [
        bool(roots & set(cause.places)) and _is_affected(cause, cause.places[0], finding.side)
        for cause in world.states.causes
    ]
    probability = np.where(np.array(hit)[world.states.cause], world.p["narrow_root"], np.nan)
    observed = Observed(finding.index, f"{finding.label}: at its root")
    return [event(observed, probability, world.p["narrow_root_false"], finding.present)]


def _denervated(finding: Imaging, world: World) -> Floats:
    """Chance that a muscle shines, wastes or turns to fat because its nerve is lost: shape (states,)."""
    most = world.p.get(f"image_{finding.finding}")
    if most is None:
        return np.zeros(len(world.states))
    losses = []
    for side in finding_sides(finding.side):
        named = [group_loss(world, side, muscle, central=False) for muscle in finding.muscles]
        losses.append(np.mean(named, axis=0) if named else 0.7 * worst_muscle(world, side, None))
    return np.asarray(most * np.minimum(1.0, world.p["image_denervation_gain"] * np.max(losses, axis=0)))


_AT_SPINE = Table(
    "explain/imaging_at_spine.csv",
    {name: one_of(lambda: vocabulary().ids("imaging_findings")) for name in ("finding", "meant")},
    key=("finding",),
)


@cache
def _meant_at_spine() -> Mapping[str, str]:
    """What a finding means at a level of the spine: a fracture there is one of a vertebra."""
    return {row["finding"]: row["meant"] for row in _AT_SPINE.rows()}


def _other_event(finding: Imaging, world: World, age: float | None, pays: bool = True) -> Observation:
    side, where = finding.side if finding.side in {"left", "right"} else None, where_of(finding)
    name = _meant_at_spine().get(finding.finding, finding.finding) if where.spans else finding.finding
    leak = min(max(base_rate("imaging", name, "present", age), 1e-3), 0.95)
    probability = _of_side(world, name, leak, side, where)
    denervated = _denervated(finding, world)
    if denervated.any():
        probability = np.fmax(probability, leak + (1.0 - leak) * denervated)
    if finding.present:
        probability, leak = _at_structure(finding, world, *at_place(world, where, probability, leak, pays))
    else:
        probability = leak + (probability - leak) * shown_by(finding)
    return event(Observed(finding.index, finding.label), probability, leak, finding.present)


def _of_side(world: World, name: str, leak: float, side: str | None, where: Where) -> Floats:
    """Probability of a finding on this side; what lies in one half of the brain shows on the other side of the body."""
    key = ("imaging", name, "present")
    same = total_probability(world, key, leak, side)
    if side is None or where.regions != _HEAD:
        return same
    crossed = total_probability(world, key, leak, _OTHER_SIDE[side])
    brain = np.array(["brain_lesion" in lineage(cause.condition) for cause in world.states.causes])
    return np.where(brain[world.states.cause], crossed, same)


def _at_structure(finding: Imaging, world: World, probability: Floats, leak: float) -> tuple[Floats, float]:
    """Probability and base rate where the image names the nerve, root or part of the canal at which the finding lies.

    What presses on the structure is an observation of its own, by `_structure_event`.
    """
    if finding.structure is None or _presses(finding):
        return probability, leak
    p, by_chance = world.p, leak * world.p["structure_by_chance"]
    hit = np.array([_is_affected(cause, str(finding.structure), finding.side) for cause in world.states.causes])
    named = np.where(hit, p["right_structure"], p["wrong_structure"])[world.states.cause]
    known = np.where(np.isnan(probability), leak, probability)
    return by_chance + np.maximum(known - leak, 0.0) * named, by_chance


def _presses(finding: Imaging) -> bool:
    """Whether the image says if the structure that it names is touched."""
    return finding.structure is not None and finding.root_contact not in {None, "not_stated"}


def imaging_observations(
    finding: Imaging, world: World, age: float | None, missed: frozenset[str] = frozenset(), pays: bool = True
) -> list[Observation]:
    """Observations of one finding of an image.

    Parameters
    ----------
    finding : Imaging
        What the image shows, or does not show.
    world : World
        States and wiring.
    age : float or None
        Years.
    missed : frozenset of str
        Levels at which another image shows what this one does not.
    pays : bool
        Whether the level of the finding counts for causes that have none: once in a case.
    """
    of_discs = disc_observations(finding, world, age, missed)
    if of_discs is not None:
        return of_discs
    if missed:
        return []
    observations = [_other_event(finding, world, age, pays)]
    if finding.present and _presses(finding):
        observations.append(_structure_event(finding, world))
    return observations + _stenosis_root_event(finding, world)
