"""Imaging: a herniation that is the cause, one that is there by chance, a compressed structure, and everything else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import prod

import numpy as np

from myotome.exam import HERNIATION_TYPES, Imaging, region_of_segment, vocabulary
from myotome.explain.likelihood.condition_findings import base_rate, total_probability
from myotome.explain.likelihood.location import at_place, where_of
from myotome.explain.likelihood.mechanisms import group_loss, worst_muscle
from myotome.explain.likelihood.model_world import World, finding_sides
from myotome.explain.likelihood.observations import Floats, Observation, Observed, event
from myotome.explain.likelihood.parameters import parameters
from myotome.pathology import Cause, disc_region, lineage, met_root, type_shares
from myotome.tables import Table, fraction, number, one_of

__all__ = [
    "herniation_excluded",
    "imaging_observations",
    "incidental_rate",
    "incidental_share",
    "incidental_sources",
    "sides_agree",
]

#: Images that show discs; a plain film does not.
SECTIONAL = frozenset({"MRI", "CT", "CT_myelogram"})
_TYPES = {"recurrent_herniation": "extrusion", "intradural_herniation": "sequestration"}
_CONTACTS = frozenset({"contact", "deviation", "compression"})
_DISCS_OF_REGION = {"lumbar_spine": "lumbar", "cervical_spine": "cervical", "thoracic_spine": "thoracic"}
_DISC_COUNT = {"cervical": 6, "thoracic": 12, "lumbar": 5}
#: What a report calls the cord may be the conus, and what it calls the sac holds the cauda equina.
_SAME_STRUCTURE = {
    "cord": frozenset({"cord", "conus"}),
    "conus": frozenset({"conus", "cord"}),
    "cauda_equina": frozenset({"cauda_equina"}),
    "thecal_sac": frozenset({"cauda_equina", "conus"}),
}
_CANAL_FAMILIES = {
    "cord": "compressive_cord",
    "conus": "conus_lesion",
    "cauda_equina": "cauda_equina_lesion",
    "thecal_sac": "cauda_equina_lesion",
    "brachial_plexus": "plexus_lesion",
    "lumbosacral_plexus": "plexus_lesion",
}


_INCIDENTAL = Table(
    "explain/incidental_imaging.csv",
    {
        "region": one_of(("cervical", "thoracic", "lumbar")),
        "finding": one_of(lambda: vocabulary().ids("imaging_findings")),
        "age_years": number(0, 120),
        "probability": fraction(),
        "low": number(),
        "high": number(),
    },
    key=("region", "finding", "age_years"),
)


@cache
def _incidental_rows() -> Mapping[tuple[str, str], tuple[tuple[float, float], ...]]:
    rows: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in _INCIDENTAL.rows():
        rows.setdefault((row["region"], row["finding"]), []).append((row["age_years"], row["probability"]))
    return {key: tuple(points) for key, points in rows.items()}


def incidental_rate(disc: str, finding: str, age: float | None) -> float:
    """How often does one given disc show this without causing anything?

    Parameters
    ----------
    disc : str
        Disc id.
    finding : str
        `bulge`, `protrusion`, `extrusion`, `sequestration` or another finding of discs.
    age : float or None
        Years; 50 where unknown.

    Returns
    -------
    float
        Per disc: the published rate is per person, shared out over the mobile discs of the region.
    """
    region = disc_region(disc)
    ages, rates = zip(*_incidental_rows()[region, finding], strict=True)
    per_person = float(np.interp(50.0 if age is None else age, ages, rates))
    return float(1.0 - (1.0 - per_person) ** (parameters()["incidental_discs"] / _DISC_COUNT[region]))


def incidental_share(level: str, finding: str, age: float | None) -> float | None:
    """Share of people without pain whose region of the spine shows this somewhere; None where no figure is known.

    Parameters
    ----------
    level : str
        Any level of an image.
    finding : str
        What it shows.
    age : float or None
        Years; 50 where unknown.
    """
    region = _DISCS_OF_REGION.get(region_of_segment(level) or level)
    points = _incidental_rows().get((region, finding)) if region else None
    if points is None:
        return None
    ages, rates = zip(*points, strict=True)
    return float(np.interp(50.0 if age is None else age, ages, rates))


def incidental_sources(disc: str, finding: str) -> tuple[str, ...]:
    """Keys of the sources behind `incidental_rate`."""
    mine = (
        row["source"] for row in _INCIDENTAL.rows() if (row["region"], row["finding"]) == (disc_region(disc), finding)
    )
    return tuple(dict.fromkeys(mine))


def sides_agree(one: str, other: str) -> bool:
    """Whether two sides can be said of one thing: left and right cannot.

    Examples
    --------
    >>> sides_agree("left", "bilateral"), sides_agree("left", "right")
    (True, False)
    """
    return one == other or not {one, other} <= {"left", "right"}


def _zone_match(finding: Imaging, cause: Cause, p: Mapping[str, float]) -> float:
    if finding.zone is None:
        return 1.0
    return float(p["zone_match"] if finding.zone == cause.zone else (1.0 - p["zone_match"]) / 3.0)


def _side_match(finding: Imaging, cause: Cause, p: Mapping[str, float]) -> float:
    if finding.side in {"none", "midline"}:
        return p["unsided_central" if cause.zone == "central" else "unsided_lateral"]
    if finding.side == "bilateral":
        return p["unsided_central" if cause.side == "bilateral" else "unsided_lateral"]
    if cause.side == "bilateral":
        return p["one_side_of_both"]
    return float(p["side_match"] if finding.side == cause.side else (1.0 - p["side_match"]) / 2.0)


def _names_right_structure(finding: Imaging, cause: Cause) -> bool:
    if finding.structure is None or finding.structure in cause.places:
        return True
    if finding.structure == "thecal_sac" and cause.zone == "central":
        return True
    return not _SAME_STRUCTURE.get(finding.structure, frozenset()).isdisjoint(cause.places)


def _contact_match(finding: Imaging, cause: Cause, p: Mapping[str, float]) -> float:
    """How well the reported contact fits the structure that the herniation affects."""
    if finding.root_contact in {None, "not_stated"}:
        return 1.0
    degree = p[f"causal_{finding.root_contact}"]
    if finding.root_contact == "none":
        return degree
    return degree * p["right_structure" if _names_right_structure(finding, cause) else "wrong_structure"]


def _incidental_zone(zone: str | None, region: str, p: Mapping[str, float]) -> float:
    return 1.0 if zone is None else p[f"incidental_{'cervical_' if region == 'cervical' else ''}{zone}"]


def _incidental_side(finding: Imaging, p: Mapping[str, float]) -> float:
    """Chance of the reported side of a disc that causes nothing: a lateral one has a side, a central one often none."""
    lateral = finding.zone in {"subarticular", "foraminal", "extraforaminal"}
    where = "lateral" if lateral else "anywhere"
    return p[f"incidental_{where}_{'one_side' if finding.side in {'left', 'right'} else 'no_side'}"]


def _incidental_report(finding: Imaging, disc: str, kind: str, age: float | None, p: Mapping[str, float]) -> float:
    """Chance that the same report is made of a disc that causes nothing."""
    contact_stated = finding.root_contact not in {None, "not_stated"}
    contact = p[f"incidental_{finding.root_contact}"] if contact_stated else 1.0
    zone = _incidental_zone(finding.zone, disc_region(disc), p)
    return prod((incidental_rate(disc, kind, age), _incidental_side(finding, p), zone, contact))


def _type_chance(kind: str, level: int) -> float:
    return type_shares()[min(level, len(type_shares()) - 1)].get(kind, 0.0)


def _kind(finding: Imaging) -> str:
    return _TYPES.get(finding.finding, finding.finding)


def _disc_event(finding: Imaging, world: World, disc: str, age: float | None) -> Observation:
    """A herniation seen at a disc: by a state that herniates there, or by chance."""
    kind, p = _kind(finding), world.p
    leak = _incidental_report(finding, disc, kind, age, p)
    fit = np.full(len(world.states.causes), np.nan)
    for index, cause in enumerate(world.states.causes):
        if cause.disc == disc:
            fit[index] = p["disc_seen"] * prod(
                (_zone_match(finding, cause, p), _side_match(finding, cause, p), _contact_match(finding, cause, p))
            )
    chance = fit[world.states.cause]
    types = np.array([_type_chance(kind, int(level)) for level in range(int(world.states.level.max()) + 1)])
    chance = chance * types[world.states.level]
    observed = Observed(finding.index, finding.label)
    return event(observed, 1.0 - (1.0 - leak) * (1.0 - chance), leak, True)


def _excluded_kinds(finding: Imaging) -> tuple[str, ...]:
    """Types that are not there where this is absent; no recurrence leaves at most a bulge."""
    kind = "protrusion" if finding.finding == "recurrent_herniation" else _kind(finding)
    return HERNIATION_TYPES[HERNIATION_TYPES.index(kind) :] if kind in HERNIATION_TYPES else HERNIATION_TYPES


def _no_herniation(finding: Imaging, world: World, discs: tuple[str, ...]) -> Observation:
    """A disc seen whole, or without this type and any larger: states that herniate there would have been seen."""
    kinds = _excluded_kinds(finding)
    there = np.array([cause.disc in discs for cause in world.states.causes])[world.states.cause]
    seen = np.zeros(len(world.states))
    for kind in kinds:
        shares = np.array([_type_chance(kind, int(level)) for level in range(int(world.states.level.max()) + 1)])
        seen += shares[world.states.level]
    looked = world.p["normal_disc_sure" if finding.finding == "normal" else "disc_seen"]
    probability = np.where(there, looked * np.minimum(seen, 1.0), np.nan)
    return event(Observed(finding.index, finding.label), probability, 1e-3, False)


def _discs(finding: Imaging) -> tuple[str, ...]:
    """Discs among the levels of a finding; a region stands for all its discs."""
    every = vocabulary().sections["discs"]
    levels = [level for level in finding.levels if level in every]
    for level in finding.levels:
        if level in _DISCS_OF_REGION or level == "whole_spine":
            region = _DISCS_OF_REGION.get(level)
            levels += [disc for disc in every if region is None or disc_region(disc) == region]
    return tuple(levels)


def herniation_excluded(finding: Imaging) -> tuple[str, ...]:
    """Discs at which an image shows no herniation: neither protrusion nor anything larger."""
    if finding.finding == "normal" or (_kind(finding) in HERNIATION_TYPES and not finding.present):
        return _discs(finding) if "protrusion" in _excluded_kinds(finding) else ()
    return ()


def _is_affected(cause: Cause, structure: str, side: str) -> bool:
    sides_agree = side not in {"left", "right"} or cause.side in {side, "bilateral"}
    if sides_agree and not _SAME_STRUCTURE.get(structure, frozenset()).isdisjoint(cause.places):
        return True
    family = _CANAL_FAMILIES.get(structure)
    if family is not None:
        return family in lineage(cause.condition) and sides_agree
    return structure in cause.places and sides_agree


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
    probability = total_probability(world, ("imaging", name, "present"), leak, side)
    denervated = _denervated(finding, world)
    if denervated.any():
        probability = np.fmax(probability, leak + (1.0 - leak) * denervated)
    if finding.present:
        probability, leak = at_place(world, where, probability, leak, pays)
    return event(Observed(finding.index, finding.label), probability, leak, finding.present)


def imaging_observations(finding: Imaging, world: World, age: float | None, pays: bool = True) -> list[Observation]:
    """Observations of one finding of an image.

    Parameters
    ----------
    finding : Imaging
        What the image shows, or does not show.
    world : World
        States and wiring.
    age : float or None
        Years.
    pays : bool
        Whether the level of the finding counts for causes that have none: once in a case.
    """
    kind = _kind(finding)
    discs = _discs(finding)
    if discs and (finding.finding == "normal" or (kind in HERNIATION_TYPES and not finding.present)):
        return [_no_herniation(finding, world, discs)]
    if kind in HERNIATION_TYPES:
        named = [level for level in finding.levels if level in vocabulary().sections["discs"]]
        return [_disc_event(finding, world, disc, age) for disc in named]
    if finding.finding == "normal":
        return []
    observations = [_other_event(finding, world, age, pays)]
    if finding.structure is not None and finding.present and finding.root_contact not in {None, "not_stated"}:
        observations.append(_structure_event(finding, world))
    return observations + _stenosis_root_event(finding, world)
