"""Parts of the body as diffuse diseases and cord lesions see them: segments, regions, profiles."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import FibreTable
from myotome.exam import vocabulary
from myotome.tables import Row, Table, fraction, identifier, ids, integer, number, one_by, one_of

__all__ = ["SEGMENTS", "profile_factors", "root_index", "segment_factors", "syndrome"]

# The spinal segments from above down; the last entry stands for the brain stem, which no cord lesion reaches.
SEGMENTS = (
    *(f"C{number}" for number in range(1, 9)),
    *(f"T{number}" for number in range(1, 13)),
    *(f"L{number}" for number in range(1, 6)),
    *(f"S{number}" for number in range(1, 6)),
    "brainstem",
)
#: `low` and `high` bound what a judged share may be.
_BOUNDS = {"low": number(), "high": number()}


def _body_parts() -> tuple[str, ...]:
    """Regions of the spine, of muscles, of dermatomes and reflexes, and the areas of skin."""
    muscles = {str(muscle.region) for muscle in vocabulary().muscles.values()}
    return (
        *_SEGMENT_REGIONS.values(),
        *sorted(muscles),
        *ids("pathology/body_regions", "region")(),
        *vocabulary().areas,
    )


def _named(row: Row) -> tuple[str, ...]:
    return vocabulary().ids({"dermatome": "dermatomes", "reflex": "reflexes"}[row["kind"]])


_PROFILES = Table(
    "pathology/body_profiles.csv",
    {"profile": identifier(), "region": one_of(_body_parts), "factor": fraction(), **_BOUNDS},
    key=("profile", "region"),
)
_REGIONS = Table(
    "pathology/body_regions.csv",
    {
        "kind": one_of(("dermatome", "reflex")),
        "name": one_by(_named),
        "region": one_of(ids("pathology/body_profiles", "region")),
    },
    key=("kind", "name"),
)
_CORD = ids("pathology/conditions", "condition", placement=("cord",))
_SYNDROMES = Table(
    "pathology/cord_syndromes.csv",
    {
        "condition": one_of(ids("pathology/conditions", "condition")),
        "umn_at": fraction(),
        "motor_at": fraction(),
        "span": integer(1, 30),
        "umn_below": fraction(),
        "motor_below": fraction(),
        "touch_below": fraction(),
        "pin_below": fraction(),
        "pin_at": fraction(),
        "shock": fraction(),
        "sided": one_of(ids("pathology/side_shares", "mode")),
        **_BOUNDS,
    },
    key=("condition",),
    covers={"condition": _CORD},
)
_SEGMENT_REGIONS = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral", "b": "brainstem"}


def root_index(root: str) -> int:
    """Index of a root in SEGMENTS; cranial nerves count as brain stem."""
    return SEGMENTS.index(root) if root in SEGMENTS else len(SEGMENTS) - 1


@cache
def _profiles() -> Mapping[str, Mapping[str, float]]:
    profiles: dict[str, dict[str, float]] = {}
    for row in _PROFILES.rows():
        profiles.setdefault(row["profile"], {})[row["region"]] = row["factor"]
    return profiles


@cache
def _named_regions() -> Mapping[tuple[str, str], str]:
    return {(row["kind"], row["name"]): row["region"] for row in _REGIONS.rows()}


def segment_factors(profile: str) -> NDArray[np.float32]:
    """Factor of a profile for each segment."""
    factors = _profiles()[profile]
    return np.array([factors.get(_SEGMENT_REGIONS[name[0]], 0.0) for name in SEGMENTS], dtype=np.float32)


def _skin_factor(target: str, factors: Mapping[str, float]) -> float:
    """Factor of the smallest named region that holds this area."""
    if target.startswith("dermatome:"):
        return factors.get(_named_regions()["dermatome", target.split(":")[1]], 0.0)
    area: str | None = target
    while area is not None and area not in factors:
        area = vocabulary().areas[area].within
    return factors[area] if area is not None else 0.0


def _factor(kind: str, target: str, factors: Mapping[str, float]) -> float:
    if kind == "motor":
        return factors.get(str(vocabulary().muscles[target].region), 0.0)
    if kind == "sensory":
        return _skin_factor(target, factors)
    return factors.get(_named_regions().get(("reflex", target), ""), 0.0)


_KINDS = {"motor": {"motor"}, "touch": {"sensory"}, "pin": {"sensory"}, "snap": {"sensory"}, "reflex": {"efferent"}}


@cache
def profile_factors(table: FibreTable, profile: str, feature: str) -> NDArray[np.float32]:
    """Factor of a profile for every fibre the feature speaks of; zero for the others.

    Parameters
    ----------
    table : FibreTable
        The wiring.
    profile : str
        Name in pathology/body_profiles.csv.
    feature : str
        `motor`, `touch`, `pin`, `snap` or `reflex`.

    Returns
    -------
    ndarray, shape (fibres,)
        Between 0 and 1.
    """
    factors = _profiles()[profile]
    result = np.zeros(len(table.path), dtype=np.float32)
    for (kind, target), fibres in table.index.items():
        if kind in _KINDS[feature]:
            result[fibres] = _factor(kind, target, factors)
    result.setflags(write=False)
    return result


@cache
def syndrome(condition: str) -> Mapping[str, Any]:
    """Return what a cord condition takes at its level and below, at full severity."""
    return next(row for row in _SYNDROMES.rows() if row["condition"] == condition)
