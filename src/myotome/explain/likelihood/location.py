"""Where a located finding lies, and how well each cause fits that place.

A cause makes its findings where it lies. A finding with a place keeps its excess over the base rate for causes at that
place and loses it with distance along the body or the spine; the base rate itself is shared out over the places, for
all causes alike. A cause without a place of its own gets the share of any place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Finding, History, Imaging, Sign, vocabulary
from myotome.explain.likelihood.finding_names import names_of_type
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats
from myotome.pathology import (
    Span,
    cause_regions,
    cause_span,
    distances_to,
    lineage,
    region_mask,
    regions_of,
    regions_of_area,
    span_of_level,
)
from myotome.tables import Row, Table, fraction, ids, one_by, one_of

__all__ = ["NOWHERE", "Fit", "Where", "at_place", "is_located", "nearness", "where_of"]

_MOST_REGIONS = 3  # a finding that names more is hardly located
_MANY_LEVELS = 3
_SPINE = frozenset({"neck", "thoracic", "lumbar"})


def _located_names(row: Row) -> Iterable[str]:
    return names_of_type(row["finding_type"])


#: Share of the patients with a disease of a family who have it elsewhere along the spine as well.
_SEVERAL = Table(
    "explain/several_places.csv",
    {"family": one_of(ids("pathology/conditions", "families")), "share": fraction()},
    key=("family",),
)
#: Signs and history items that are found where their cause lies.
_LOCATED = Table(
    "explain/located_findings.csv",
    {"finding_type": one_of(("sign", "history")), "finding": one_by(_located_names)},
    key=("finding_type", "finding"),
)


@cache
def _located() -> frozenset[tuple[str, str]]:
    return frozenset((row["finding_type"], row["finding"]) for row in _LOCATED.rows())


def is_located(finding_type: str, finding: str) -> bool:
    """Whether a sign or a history item is found where its cause lies."""
    return (finding_type, finding) in _located()


@dataclass(frozen=True, slots=True)
class Where:
    """Place of a finding: regions of the body, or levels of the spine."""

    regions: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans) or 0 < len(self.regions) <= _MOST_REGIONS


NOWHERE = Where()


@dataclass(frozen=True, eq=False)
class Fit:
    """How well each state fits a place, 0 to 1, and over how many places the base rate is shared out."""

    of_state: Floats
    places: float


def _of_levels(levels: Iterable[str]) -> Where:
    spans = tuple(span for span in map(span_of_level, levels) if span is not None)
    if spans:
        return Where(spans=spans)
    return Where(frozenset().union(*(regions_of("level", level) or _as_area(level) for level in levels)))


def _as_area(name: str) -> frozenset[str]:
    """Regions of a level that is named as an area is."""
    return regions_of_area(name) if name in vocabulary().areas else frozenset()


def where_of(finding: Finding) -> Where:
    """Where does a finding lie? Nowhere in particular for all that has no place.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({"id": "x", "demographics": {"age": 40, "sex": "male"}, "findings": [
    ...     {"type": "history", "item": "trauma", "value": "stab_wound", "areas": ["posterior_thigh"]}]})
    >>> where_of(case.findings[0]).regions
    frozenset({'thigh'})
    """
    if isinstance(finding, Imaging):
        return _of_levels(finding.levels)
    if isinstance(finding, Sign | History):
        name = finding.sign if isinstance(finding, Sign) else finding.item
        if not is_located(finding.kind, name):
            return NOWHERE
        levels = getattr(finding, "levels", ())
        if levels:
            return _of_levels(levels)
        by_area = frozenset().union(*map(regions_of_area, finding.areas))
        return Where(by_area or regions_of("history_value", str(getattr(finding, "value", ""))))
    return NOWHERE


def nearness(world: World, regions: frozenset[str]) -> Floats:
    """Steps along the body from each cause to the nearest of some regions; infinite for causes without a place."""
    key = ("steps", regions)
    if key not in world.memory:
        steps = np.where(_lying(world) > 0.0, distances_to(regions)[None, :], np.inf)
        world.memory[key] = steps.min(axis=1)
    return world.memory[key]


def _lying(world: World) -> Floats:
    """Whether each cause lies in each region: shape (causes, regions)."""
    if "lying" not in world.memory:
        regions = [cause_regions(cause) for cause in world.states.causes]
        masks = {some: region_mask(some) for some in set(regions)}
        world.memory["lying"] = np.array([masks[some] for some in regions], dtype=np.float64)
    return world.memory["lying"]


def _by_region(world: World, regions: frozenset[str]) -> Fit:
    p = world.p
    steps = nearness(world, regions)
    fit = np.where(steps == 0, 1.0, np.where(steps == 1, p["place_next"], p["place_far"]))
    fit = np.where(np.isinf(steps), 1.0 / p["place_regions"], fit)
    return Fit(fit[world.states.cause], p["place_regions"])


def _ends(world: World) -> tuple[Floats, Floats]:
    """First and last position of each cause on the axis of the spine; NaN where it has none."""
    for name, end in (("span_low", 0), ("span_high", 1)):
        if name not in world.memory:
            spans = [cause_span(cause) for cause in world.states.causes]
            world.memory[name] = np.array([np.nan if span is None else span[end] for span in spans])
    return world.memory["span_low"], world.memory["span_high"]


def _elsewhere(world: World) -> Floats:
    """How often each cause lies elsewhere along the spine as well: shape (causes,)."""
    if "several places" not in world.memory:
        shares = {row["family"]: row["share"] for row in _SEVERAL.rows()}
        known = [
            max((shares.get(name, 0.0) for name in lineage(c.condition)), default=0.0) for c in world.states.causes
        ]
        world.memory["several places"] = np.array(known)
    return world.memory["several places"]


def _in_limbs(world: World) -> NDArray[np.bool_]:
    """Whether each cause lies in the body and nowhere near the spine, or is of a joint or bone: shape (causes,)."""
    low, _ = _ends(world)
    steps = nearness(world, _SPINE)
    most = np.where([cause.region is not None for cause in world.states.causes], 0, 1)
    return np.asarray(np.isnan(low) & (steps > most) & (_lying(world).sum(axis=1) > 0.0))


def _by_vertebra(world: World, spans: tuple[Span, ...], pays: bool) -> Fit:
    """Fit by the gap between the level and the cause; a level that has been paid for lifts no placeless cause again."""
    p, (low, high) = world.p, _ends(world)
    gaps = [np.maximum(0.0, np.maximum(low - last, first - high)) for first, last in spans]
    gap = np.where(_in_limbs(world), np.inf, np.min(gaps, axis=0))
    far = np.where(gap <= p["place_level_limit"], p["place_far_level"], p["place_beyond"])
    far = np.maximum(far, _elsewhere(world))
    fit = np.fmax(far, np.exp(-((gap / p["place_level_reach"]) ** 2)))
    wide = len(spans) > _MANY_LEVELS or any(last > first for first, last in spans)
    places = p["place_wide_levels"] if wide else p["place_levels"]
    fit = np.where(np.isnan(gap), 1.0 / places if pays else 1.0, fit)
    return Fit(fit[world.states.cause], places)


def at_place(world: World, where: Where, probability: Floats, leak: float, pays: bool = True) -> tuple[Floats, float]:
    """Probability and base rate of a finding at its place.

    Parameters
    ----------
    world : World
        States and where they lie.
    where : Where
        Place of the finding; unchanged where it has none.
    probability : ndarray, shape (states,)
        Probability of the finding anywhere, base rate included; NaN where the state says nothing.
    leak : float
        Base rate of the finding anywhere.
    pays : bool
        Whether the place counts for causes without one: several images of one level are one statement of it.

    Returns
    -------
    tuple of (ndarray, float)
        Both at the place.
    """
    if not where:
        return probability, leak
    fit = _by_vertebra(world, where.spans, pays) if where.spans else _by_region(world, where.regions)
    share = leak / fit.places
    known = np.where(np.isnan(probability), leak, probability)
    excess = known - leak
    there = share + np.maximum(excess, 0.0) * fit.of_state + np.minimum(excess, 0.0) / fit.places
    return np.clip(there, 1e-6, 0.999), share
