"""Discs on images: a herniation that is the cause, one that is there by chance, and a disc that is seen whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import prod

import numpy as np

from myotome.exam import HERNIATION_TYPES, Imaging, region_of_segment, vocabulary
from myotome.explain.likelihood.by_kind.image_modalities import overlooked_by, shown_by, sides_agree
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Observation, Observed, event
from myotome.explain.likelihood.parameters import parameters
from myotome.pathology import Cause, disc_region, type_shares
from myotome.tables import Table, fraction, number, one_of

__all__ = [
    "SAME_STRUCTURE",
    "SECTIONAL",
    "disc_observations",
    "herniation_excluded",
    "herniation_kind",
    "incidental_rate",
    "incidental_share",
    "incidental_sources",
    "missed_by",
]

#: Images that show discs; a plain film does not.
SECTIONAL = frozenset({"MRI", "CT", "CT_myelogram"})
_TYPES = {"recurrent_herniation": "extrusion", "intradural_herniation": "sequestration"}
_DISCS_OF_REGION = {"lumbar_spine": "lumbar", "cervical_spine": "cervical", "thoracic_spine": "thoracic"}
_DISC_COUNT = {"cervical": 6, "thoracic": 12, "lumbar": 5}
#: What a report calls the cord may be the conus, and what it calls the sac holds the cauda equina.
SAME_STRUCTURE = {
    "cord": frozenset({"cord", "conus"}),
    "conus": frozenset({"conus", "cord"}),
    "cauda_equina": frozenset({"cauda_equina"}),
    "thecal_sac": frozenset({"cauda_equina", "conus"}),
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
    return not SAME_STRUCTURE.get(finding.structure, frozenset()).isdisjoint(cause.places)


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
    rate = _as_reported(kind, lambda name: incidental_rate(disc, name, age))
    return prod((rate, _incidental_side(finding, p), zone, contact))


_LARGER = ("extrusion", "sequestration")


def _as_reported(kind: str, chance: Callable[[str], float]) -> float:
    """Chance that a herniation is reported as this type, from that of each type: a larger one is often not named so."""
    unstated = parameters()["herniation_type_unstated"]
    if kind == "protrusion":
        return chance(kind) + unstated * sum(map(chance, _LARGER))
    return chance(kind) * (1.0 - unstated if kind in _LARGER else 1.0)


def _type_chance(kind: str, level: int) -> float:
    shares = type_shares()[min(level, len(type_shares()) - 1)]
    return _as_reported(kind, lambda name: shares.get(name, 0.0))


def herniation_kind(finding: Imaging) -> str:
    """What an image shows as a type of herniation: one inside the dura is a free fragment; else its own name."""
    return _TYPES.get(finding.finding, finding.finding)


def _disc_event(finding: Imaging, world: World, disc: str, age: float | None) -> Observation:
    """A herniation seen at a disc: by a state that herniates there, or by chance."""
    kind, p = herniation_kind(finding), world.p
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
    kind = "protrusion" if finding.finding == "recurrent_herniation" else herniation_kind(finding)
    return HERNIATION_TYPES[HERNIATION_TYPES.index(kind) :] if kind in HERNIATION_TYPES else HERNIATION_TYPES


def _no_herniation(finding: Imaging, world: World, discs: tuple[str, ...]) -> Observation:
    """A disc seen whole, or without this type and any larger: states that herniate there would have been seen."""
    sure = world.p["normal_disc_sure" if finding.finding == "normal" else "disc_seen"]
    looked = {disc: sure * shown_by(finding, "protrusion", disc_region(disc)) for disc in discs}
    of_cause = np.array([looked.get(cause.disc or "", np.nan) for cause in world.states.causes])
    shares = [
        sum(_type_chance(kind, level) for kind in _excluded_kinds(finding))
        for level in range(int(world.states.level.max()) + 1)
    ]
    probability = of_cause[world.states.cause] * np.minimum(shares, 1.0)[world.states.level]
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


def _denies(finding: Imaging) -> bool:
    """Whether a finding states that discs show no herniation, or none of some type."""
    return finding.finding == "normal" or (herniation_kind(finding) in HERNIATION_TYPES and not finding.present)


def _is_seen(disc: str, finding: Imaging, images: Iterable[Imaging]) -> bool:
    """Whether another image shows at this disc what the finding denies: the latter has then missed it."""
    return any(
        disc in other.levels
        and other.present
        and herniation_kind(other) in _excluded_kinds(finding)
        and sides_agree(other.side, finding.side)
        and shown_by(other, "protrusion") >= shown_by(finding, "protrusion")
        for other in images
    )


def missed_by(finding: Imaging, images: Sequence[Imaging]) -> frozenset[str]:
    """Levels at which an image does not show what another one, no less telling, shows there: it has missed it.

    Parameters
    ----------
    finding : Imaging
        States that something is absent, or that all is normal; nothing is missed by what an image shows.
    images : sequence of Imaging
        All findings of images of the case.
    """
    if _denies(finding) and _discs(finding):
        return frozenset(disc for disc in _discs(finding) if _is_seen(disc, finding, images))
    return frozenset(finding.levels) if not finding.present and overlooked_by(finding, images) else frozenset()


def herniation_excluded(finding: Imaging, images: Sequence[Imaging] = ()) -> tuple[str, ...]:
    """Discs at which an image shows no herniation: neither protrusion nor anything larger.

    Parameters
    ----------
    finding : Imaging
        One finding of an image; only kinds of images that show discs exclude anything.
    images : sequence of Imaging
        All findings of images: what one of them shows, another does not exclude.
    """
    if finding.modality in SECTIONAL and _denies(finding) and "protrusion" in _excluded_kinds(finding):
        return tuple(disc for disc in _discs(finding) if not _is_seen(disc, finding, images))
    return ()


def disc_observations(
    finding: Imaging, world: World, age: float | None, missed: frozenset[str] = frozenset()
) -> list[Observation] | None:
    """Observations of a finding that speaks of herniations; None for all others.

    Parameters
    ----------
    finding : Imaging
        What the image shows, or does not show.
    world : World
        States and wiring.
    age : float or None
        Years.
    missed : frozenset of str
        Discs that another image shows to be herniated.
    """
    if _denies(finding) and _discs(finding):
        denied = tuple(disc for disc in _discs(finding) if disc not in missed)
        return [_no_herniation(finding, world, denied)] if denied else []
    if herniation_kind(finding) in HERNIATION_TYPES:
        named = [level for level in finding.levels if level in vocabulary().sections["discs"]]
        return [_disc_event(finding, world, disc, age) for disc in named]
    return [] if finding.finding == "normal" else None
