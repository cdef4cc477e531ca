"""Disc herniations: every disc, zone and side, and the structure each one meets.

The compression rules: in the neck a herniation meets the root of the lower number wherever it lies beside the midline;
in the thorax and the lumbar spine a foraminal or extraforaminal one meets the exiting root, a lumbar subarticular or
central one the traversing root; a central one meets the cord above the conus, the conus at it, the cauda equina below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from myotome.anatomy import disc_levels
from myotome.exam import Side
from myotome.pathology.condition_table import Cause, Cut, TractLoss
from myotome.pathology.model_constants import constants
from myotome.pathology.placements import placed_causes
from myotome.tables import Table, fraction, ids, integer, list_of, number, one_of, text

__all__ = ["disc_region", "herniations", "met_root", "type_shares", "zone_shares"]

_CANAL = ("L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4", "S5")
_SACRAL = frozenset({"S2", "S3", "S4", "S5"})


def disc_region(disc: str) -> str:
    """Region of a disc: `cervical`, `thoracic` or `lumbar`."""
    return {"C": "cervical", "T": "thoracic", "L": "lumbar"}[disc[0]]


_DISCS = ids("anatomy/discs", "disc")
_HERNIATIONS = ids("pathology/conditions", "condition", placement=("herniation",))
_REGIONS = ("cervical", "thoracic", "lumbar")
#: Lumbar shares are of herniations in the canal, and of those beyond it; how many lie beyond it is published by disc.
_ZONE_REGIONS = (*_REGIONS, "lumbar_lateral")
_ROUNDED = 0.03
_ZONES = Table(
    "pathology/herniation/zones.csv",
    {
        "region": one_of(_ZONE_REGIONS),
        "zone": one_of(("central", "subarticular", "foraminal", "extraforaminal")),
        "share": fraction(),
    },
    key=("region", "zone"),
    sums={"share": ("region",)},
    covers={"region": _ZONE_REGIONS},
)
#: Of herniations beyond the canal, how many are of each disc.
_FAR_LATERAL = Table(
    "pathology/herniation/far_lateral.csv",
    {"disc": one_of(_DISCS), "share": fraction()},
    key=("disc",),
    sums={"share": ()},
    sums_within=_ROUNDED,
)
_TYPES = Table(
    "pathology/herniation/types.csv",
    {
        "severity_level": integer(0, 3),
        "herniation_type": one_of(("bulge", "protrusion", "extrusion", "sequestration")),
        "share": fraction(),
    },
    key=("severity_level", "herniation_type"),
    sums={"share": ("severity_level",)},
)
#: The shares of those that reach two roots are of herniations beside the midline, so it does not belong to a sum.
_CANAL_PATTERNS = Table(
    "pathology/herniation/canal.csv",
    {
        "condition": one_of(lambda: (*_HERNIATIONS(), "disc_herniation_two_roots")),
        "pattern": one_of(("both", "left", "right", "sacral", "above", "below")),
        "side": one_of(("bilateral", "left", "right", "sided")),
        "share": fraction(),
        "leg_left": fraction(),
        "leg_right": fraction(),
        "sacral_left": fraction(),
        "sacral_right": fraction(),
        "low": number(),
        "high": number(),
    },
    key=("condition", "pattern", "side"),
)
_CORD_SEGMENTS = Table(
    "pathology/herniation/cord_segments.csv",
    {"disc": one_of(_DISCS), "segment": one_of(ids("anatomy/cord_segments", "segment"))},
    key=("disc",),
)
_PUBLISHED = {"low": fraction(optional=True), "high": fraction(optional=True)}
#: Shares within a region, as its series give them; the discs of one row share alike.
_LEVELS = Table(
    "pathology/herniation/levels.csv",
    {
        "condition": one_of(_HERNIATIONS),
        "region": one_of(_REGIONS),
        "discs": list_of(one_of(_DISCS)),
        "share": fraction(),
        **_PUBLISHED,
        "n": integer(1, optional=True),
        "population": text(optional=True),
    },
    key=("condition", "region", "discs"),
    sums={"share": ("condition", "region")},
    sums_within=_ROUNDED,
    covers={"condition": _HERNIATIONS},
)
_OF_REGIONS = Table(
    "pathology/herniation/regions.csv",
    {"condition": one_of(_HERNIATIONS), "region": one_of(_REGIONS), "share": fraction(), **_PUBLISHED},
    key=("condition", "region"),
    sums={"share": ("condition",)},
    covers={"condition": _HERNIATIONS},
)


@cache
def _level_shares(condition: str) -> Mapping[tuple[str, str], float]:
    """(region, disc) to its share among the herniations of its region."""
    rows = (row for row in _LEVELS.rows() if row["condition"] == condition)
    return {(row["region"], disc): row["share"] / len(row["discs"]) for row in rows for disc in row["discs"]}


@cache
def _beyond_canal(disc: str) -> float:
    """Share of the herniations of a lumbar disc that lie beyond the canal: published for all of them, and by disc."""
    of_disc = {row["disc"]: row["share"] for row in _FAR_LATERAL.rows()}.get(disc, 0.0)
    overall = constants("herniation")["beyond_canal"]
    return float(overall * of_disc / _level_shares("disc_herniation_root")["lumbar", disc])


@cache
def _zone_rows(region: str) -> Mapping[str, float]:
    return {row["zone"]: row["share"] for row in _ZONES.rows() if row["region"] == region}


@cache
def zone_shares(disc: str) -> Mapping[str, float]:
    """Share of each zone among the herniations of this disc that meet a root; sums to 1."""
    inside = _zone_rows(disc_region(disc))
    if disc_region(disc) != "lumbar":
        return inside
    beyond = _beyond_canal(disc)
    outside = {zone: beyond * share for zone, share in _zone_rows("lumbar_lateral").items()}
    return {zone: (1.0 - beyond) * share for zone, share in inside.items()} | outside


@cache
def type_shares() -> tuple[Mapping[str, float], ...]:
    """Share of each herniation type, one mapping for each level of severity."""
    levels: dict[int, dict[str, float]] = {}
    for row in _TYPES.rows():
        levels.setdefault(row["severity_level"], {})[row["herniation_type"]] = row["share"]
    return tuple(levels[level] for level in sorted(levels))


def met_root(disc: str, zone: str) -> str:
    """Which root does a herniation of this disc and zone meet?

    Parameters
    ----------
    disc : str
        `L4-L5` and the like.
    zone : str
        `central`, `subarticular`, `foraminal` or `extraforaminal`.

    Returns
    -------
    str
        A root.

    Examples
    --------
    >>> met_root("L4-L5", "subarticular"), met_root("L4-L5", "foraminal"), met_root("C5-C6", "foraminal")
    ('L5', 'L4', 'C6')
    """
    entry = disc_levels()[disc]
    traverses = disc[0] == "L" and zone in {"central", "subarticular"}
    return entry.traversing_root if traverses else entry.exiting_root


@cache
def _patterns(condition: str) -> tuple[dict[str, Any], ...]:
    return tuple(row for row in _CANAL_PATTERNS.rows() if row["condition"] == condition)


def _root_cause(disc: str, zone: str, side: Side, share: float) -> Cause:
    root = met_root(disc, zone)
    cuts = tuple(Cut(s, (root,), 1.0) for s in ("left", "right") if side in {s, "bilateral"})
    name = "disc_herniation_root"
    return Cause(name, f"{disc}_{zone}", (root,), side, share, disc=disc, zone=zone, cuts=cuts)


def _second_root(disc: str, pattern: str) -> str:
    """Root that a large herniation beside the midline reaches as well: the exiting one, or the next one in the sac."""
    if pattern == "above":
        return met_root(disc, "foraminal")
    return _CANAL[_CANAL.index(met_root(disc, "subarticular")) + 1]


def _two_roots(disc: str, side: Side, share: float, row: Mapping[str, Any]) -> Cause:
    """Large herniation beside the midline that reaches a second root."""
    roots = met_root(disc, "subarticular"), _second_root(disc, row["pattern"])
    depths = row["leg_left"], row["leg_right"]
    cuts = tuple(Cut(side, (root,), depth) for root, depth in zip(roots, depths, strict=True))  # type: ignore[arg-type]
    name, variant = "disc_herniation_root", f"{disc}_two_roots_{row['pattern']}"
    return Cause(name, variant, roots, side, share, disc=disc, zone="subarticular", cuts=cuts)


def _root_herniations(disc: str, share: float) -> Iterator[Cause]:
    for zone, zone_share in zone_shares(disc).items():
        if zone == "central" and disc[0] == "L":
            for row in _patterns("disc_herniation_root"):
                yield _root_cause(disc, zone, row["side"], share * zone_share * row["share"])
            continue
        more = _patterns("disc_herniation_two_roots") if zone == "subarticular" and disc[0] == "L" else ()
        of_zone = share * zone_share / 2
        for side in ("left", "right"):
            yield _root_cause(disc, zone, side, of_zone * (1.0 - sum(row["share"] for row in more)))
            yield from (_two_roots(disc, side, of_zone * row["share"], row) for row in more)


def _cord_herniations(disc: str, share: float) -> Iterator[Cause]:
    segment = _cord_segments()[disc]
    name = "disc_herniation_cord"
    for row in _patterns(name):
        side, part = row["side"], share * row["share"]
        tract = TractLoss(name, segment, side)
        yield Cause(name, disc, ("cord",), side, part, disc=disc, zone="central", segment=segment, tract=tract)


@cache
def _cord_segments() -> Mapping[str, str]:
    return {row["disc"]: row["segment"] for row in _CORD_SEGMENTS.rows()}


def _cauda_cuts(disc: str, row: Mapping[str, Any]) -> tuple[Cut, ...]:
    """Cut the traversing root and all below it; the sacral roots lie in the middle of the canal."""
    below = _CANAL[_CANAL.index(disc_levels()[disc].traversing_root) :]
    cuts = []
    for root in below:
        part = "sacral" if root in _SACRAL else "leg"
        cuts += [Cut("left", (root,), row[f"{part}_left"]), Cut("right", (root,), row[f"{part}_right"])]
    return tuple(cuts)


def _cauda_herniations(disc: str, share: float) -> Iterator[Cause]:
    name = "disc_herniation_cauda_equina"
    for row in _patterns(name):
        side, part, cuts = row["side"], share * row["share"], _cauda_cuts(disc, row)
        variant = f"{disc}_{row['pattern']}"
        yield Cause(name, variant, ("cauda_equina",), side, part, disc=disc, zone="central", cuts=cuts)


def _conus_herniations(disc: str, share: float) -> Iterator[Cause]:
    name = "disc_herniation_conus"
    for placed in placed_causes(name):
        part, variant = share * placed.share, f"{disc}_{placed.variant}"
        at = Cause(name, variant, ("conus",), "bilateral", part, disc=disc, zone="central", cuts=placed.cuts)
        yield replace(at, profiles=placed.profiles)


_MAKERS = {
    "disc_herniation_root": _root_herniations,
    "disc_herniation_cord": _cord_herniations,
    "disc_herniation_conus": _conus_herniations,
    "disc_herniation_cauda_equina": _cauda_herniations,
}


def herniations(condition: str) -> Iterator[Cause]:
    """Every placed herniation of one condition (what it compresses), with its share."""
    of_region = {row["region"]: row["share"] for row in _OF_REGIONS.rows() if row["condition"] == condition}
    for (region, disc), share in _level_shares(condition).items():
        yield from _MAKERS[condition](disc, of_region[region] * share)
