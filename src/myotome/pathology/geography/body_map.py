"""The body as a chain of regions: which are neighbours, and in which does a named thing lie?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import areas, nerve_sites
from myotome.exam import vocabulary
from myotome.tables import Row, Table, ids, list_of, one_by, one_of

__all__ = ["REGIONS_OF_BODY", "distances_to", "region_mask", "regions_of", "regions_of_area"]

REGIONS_OF_BODY = (
    "head",
    "neck",
    "thoracic",
    "lumbar",
    "abdomen",
    "pelvis",
    "shoulder",
    "upper_arm",
    "elbow",
    "forearm",
    "wrist",
    "hand",
    "thigh",
    "knee",
    "lower_leg",
    "ankle",
    "foot",
)
_FAR = 9
_FEW_AREAS = 3
_NEIGHBOURS = Table(
    "pathology/geography/neighbours.csv",
    {"region": one_of(REGIONS_OF_BODY), "neighbour": one_of(REGIONS_OF_BODY)},
    key=("region", "neighbour"),
)


def _names(row: Row) -> Iterable[str]:
    """Names that a thing of this kind may have."""
    kind, words = row["kind"], vocabulary()
    if kind == "nerve_site":
        return {*nerve_sites(), *(site.split("@")[1] for site in nerve_sites())}
    if kind == "history_value":
        return {value for item in words.history.values() for value in item.values}
    if kind == "condition":
        return (*ids("pathology/conditions", "condition")(), *ids("pathology/conditions", "families")())
    if kind == "muscle_region":
        return {muscle.region for muscle in words.muscles.values() if muscle.region}
    return words.ids({"area": "areas", "level": "levels", "plexus_part": "plexus_parts"}[kind])


_KINDS = ("nerve_site", "area", "level", "history_value", "condition", "plexus_part", "muscle_region")
_REGIONS = Table(
    "pathology/geography/regions.csv",
    {"kind": one_of(_KINDS), "name": one_by(_names), "regions": list_of(one_of(REGIONS_OF_BODY))},
    key=("kind", "name"),
)


@cache
def _regions() -> Mapping[tuple[str, str], frozenset[str]]:
    return {(row["kind"], row["name"]): frozenset(row["regions"]) for row in _REGIONS.rows()}


def regions_of(kind: str, name: str) -> frozenset[str]:
    """Regions in which a named thing lies; none where the table does not say.

    Examples
    --------
    >>> sorted(regions_of("nerve_site", "fibular_neck"))
    ['knee', 'lower_leg']
    """
    return _regions().get((kind, name), frozenset())


@cache
def regions_of_area(area: str) -> frozenset[str]:
    """Regions of an area of the skin, or of the one that it lies in.

    Examples
    --------
    >>> sorted(regions_of_area("little_toe"))
    ['foot']
    """
    at: str | None = area
    while at is not None:
        if ("area", at) in _regions():
            return regions_of("area", at)
        at = areas()[at].within
    return frozenset()


def region_mask(regions: Iterable[str]) -> NDArray[np.bool_]:
    """Which regions of the body are these? In the order of `REGIONS_OF_BODY`."""
    chosen = frozenset(regions)
    return np.array([region in chosen for region in REGIONS_OF_BODY])


@cache
def _steps() -> NDArray[np.intp]:
    """Steps from every region to every other along the body: shape (regions, regions)."""
    number = {region: place for place, region in enumerate(REGIONS_OF_BODY)}
    steps = np.full((len(number), len(number)), _FAR, dtype=np.intp)
    np.fill_diagonal(steps, 0)
    for row in _NEIGHBOURS.rows():
        one, other = number[row["region"]], number[row["neighbour"]]
        steps[one, other] = steps[other, one] = 1
    for middle in range(len(number)):
        steps = np.minimum(steps, steps[:, middle : middle + 1] + steps[middle : middle + 1, :])
    return steps


def distances_to(regions: Iterable[str]) -> NDArray[np.intp]:
    """Steps along the body from each region to the nearest of these: shape (regions,)."""
    return np.asarray(_steps()[:, region_mask(regions)].min(axis=1))
