"""Kinds of disease that may lie at any place of the wiring: injury, mass, infection, metastasis, entrapment ...

The places are generated, not listed: every site of the tree of nerves, every root, every part of a plexus, the usual
patterns of conus and cauda equina, every region of a limb. A site that is added to the tree has its causes at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from myotome.anatomy import nerve_sites
from myotome.exam import vocabulary
from myotome.pathology.condition_table import Cause, ProfileLoss, conditions
from myotome.pathology.model_constants import constants
from myotome.pathology.placements import PLACE_COLUMNS, listed_places, placed, unknown_cut
from myotome.tables import Table, fraction, identifier, ids, integer, list_of, one_of, text

__all__ = ["BODY_REGIONS", "generated_causes"]

BODY_REGIONS = (
    "shoulder",
    "elbow",
    "wrist",
    "hand",
    "pelvis",
    "thigh",
    "knee",
    "lower_leg",
    "ankle",
    "foot",
)
#: Series that are made from the tree of nerves; all others are rows of the table of patterns.
_NERVE_SERIES = ("nerve_sites", "nerve_sites_injured", "nerve_sites_operated", "nerve_sites_tumour")
_PATTERNS = Table(
    "pathology/generated/patterns.csv",
    {
        "series": identifier(),
        **PLACE_COLUMNS,
        "region": one_of(BODY_REGIONS, optional=True),
        "tract": fraction(optional=True),
    },
    key=("series", "variant"),
    sums={"share": ("series",)},
    rules=(unknown_cut,),
)
_WHERE = Table(
    "pathology/generated/where.csv",
    {
        "condition": one_of(ids("pathology/conditions", "condition", placement=("generated",))),
        "series": one_of(lambda: (*_NERVE_SERIES, *ids("pathology/generated/patterns", "series")())),
        "share": fraction(),
    },
    key=("condition", "series"),
    sums={"share": ("condition",)},
    covers={"condition": ids("pathology/conditions", "condition", placement=("generated",))},
)
#: Nerves of which a series says how often they are hurt; a row without a nerve is the part of it that lies elsewhere.
_SITE_SHARES = Table(
    "pathology/generated/site_shares.csv",
    {
        "series": one_of(_NERVE_SERIES[1:]),
        "nerves": list_of(one_of(lambda: (*nerve_sites(), *vocabulary().nerves)), optional=True),
        "share": fraction(),
        "low": fraction(optional=True),
        "high": fraction(optional=True),
        "n": integer(1, optional=True),
        "population": text(optional=True),
    },
    key=("series", "nerves"),
)


def _scaled(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


@cache
def _listed_shares() -> Mapping[str, float]:
    """How much of what is listed of nerves lies at each site."""
    shares = dict.fromkeys(nerve_sites(), 0.0)
    for condition, rows in listed_places().items():
        if conditions()[condition].truth_class == "peripheral_nerve":
            for row in rows:
                if row["site"] in shares:
                    shares[row["site"]] += conditions()[condition].share_in_class * row["share"]
    return _scaled(shares)


@cache
def _site_shares() -> Mapping[str, float]:
    """Share of each site among other lesions of nerves: partly even, partly by the root of what is known of it."""
    even = constants("generated")["even_share"]
    known = {site: share**0.5 for site, share in _listed_shares().items()}
    return _scaled({site: (1 - even) * known[site] + even * 2 / len(known) for site in known})


def _published(series: str) -> Mapping[str, float]:
    """Share of each site in a series: as published where it is, and else as among other lesions of nerves."""
    rows = [(row["nerves"], row["share"]) for row in _SITE_SHARES.rows() if row["series"] == series]
    left, shares = 1.0 - sum(share for _, share in rows), dict(_site_shares())
    named: dict[str, float] = {}
    for nerves, share in rows:
        sites = [site for site in _site_shares() if not {site, site.split("@")[0]}.isdisjoint(nerves)]
        parts = _scaled({site: shares.pop(site) for site in sites}) if sites else {}
        named |= {site: share * part for site, part in parts.items()}
    rest = {site: left * part for site, part in _scaled(shares).items()}
    return _scaled({site: {**named, **rest}[site] for site in _site_shares()})


def _at_sites(shares: Mapping[str, float]) -> Iterator[dict[str, Any]]:
    """Rows as of the table of patterns, one for each site of the tree of nerves."""
    for site, share in shares.items():
        cut = (((site,), 1.0),)
        variant, nerve = site.replace("@", "_"), site.split("@")[0]
        yield {"variant": variant, "places": (nerve,), "site": site, "side_mode": "sided", "cuts": cut, "share": share}


@cache
def _series() -> Mapping[str, tuple[dict[str, Any], ...]]:
    """Places of each series."""
    series: dict[str, list[dict[str, Any]]] = {
        "nerve_sites": list(_at_sites(_site_shares())),
        **{name: list(_at_sites(_published(name))) for name in _NERVE_SERIES[1:]},
    }
    for row in _PATTERNS.rows():
        series.setdefault(row["series"], []).append(row)
    return {name: tuple(rows) for name, rows in series.items()}


def _tract(row: Mapping[str, Any]) -> tuple[ProfileLoss, ...]:
    depth = row.get("tract")
    return (ProfileLoss("umn", "lower_tract", depth, depth),) if depth else ()


def generated_causes(condition: str) -> Iterator[Cause]:
    """Causes of a kind of disease: at every place of each of its series."""
    for where in (row for row in _WHERE.rows() if row["condition"] == condition):
        for row in _series()[where["series"]]:
            more = {"condition": condition, "bilateral_share": 0.0, "profiles": _tract(row)}
            yield from placed([{"other_cuts": None, **row, **more, "share": row["share"] * where["share"]}])
