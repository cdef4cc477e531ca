"""Computed with wiring and priors: what a lesion takes from a muscle, how many roots supply it, where discs fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from math import hypot
from typing import Any

import numpy as np

from myotome.anatomy import conduction, disc_levels, fibre_table, muscle, muscles, nerve_places, root_levels
from myotome.claims.model_value import ModelValue
from myotome.pathology import Cause, condition_priors, states
from myotome.tables import Table, identifier, ids, one_of, text

__all__ = ["registered"]

_Z = 1.959964
_SPREAD = "between what sources say of the share of the root"
_ONE_ROOT = 0.9
_LOW_DISCS = ("L4-L5", "L5-S1")
_HERNIATION = "disc_herniation_root"


_MUSCLES = ids("anatomy/muscles", "muscle")
_TABLE = Table(
    "claims/wirings.csv",
    {
        "computation": identifier(),
        "muscle": one_of(_MUSCLES),
        "cut": one_of(lambda: {*root_levels(), *nerve_places()}),
        "less": one_of(_MUSCLES, optional=True),
        "said": text(),
    },
    key=("computation",),
)


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return {row["computation"]: row for row in _TABLE.rows()}


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    special = {
        "disc-count": disc_count,
        "muscles-of-one-root": muscles_of_one_root,
        "two-lowest-discs": two_lowest_discs,
        "root-herniation-one-side": root_herniation_one_side,
        "other-root-causes": other_root_causes,
    }
    return {**{name: partial(_lost, name) for name in _rows()}, **special}


def _lost(name: str) -> ModelValue:
    """Which share of the drive does a complete cut take?"""
    row = _rows()[name]
    lost, deviation = _cut(row["muscle"], row["cut"])
    if row["less"]:
        other, spread = _cut(row["less"], row["cut"])
        lost, deviation = lost - other, hypot(deviation, spread)
    low, high = (min(max(lost + sign * _Z * deviation, 0.0), 1.0) for sign in (-1.0, 1.0))
    keys = muscle(row["muscle"]).source_keys
    return ModelValue(name, lost, low, high, "fraction", row["said"], _SPREAD, "input", keys)


def _cut(name: str, place: str) -> tuple[float, float]:
    """Share that a lesion takes, and its deviation; that of a nerve is a matter of anatomy and has none."""
    lost = 1.0 - conduction(fibre_table(), "motor", name, {place: 1.0})
    spread = {root.root: root.spread for root in muscle(name).roots}
    return lost, spread.get(place, 0.0)


def disc_count() -> ModelValue:
    """How many discs has the spine?"""
    count, said = float(len(disc_levels())), "discs in the table of the model, C2-C3 to L5-S1"
    return ModelValue("disc-count", count, None, None, "discs", said, "", "input", ("judgement",))


def muscles_of_one_root() -> ModelValue:
    """The share of the muscles that one root alone supplies."""
    supplied = [muscle(name).roots for name in muscles() if muscle(name).roots]
    share = float(np.mean([roots[0].share >= _ONE_ROOT for roots in supplied]))
    said = "share of all muscles of the model that have nine tenths of their supply from one root"
    return ModelValue("muscles-of-one-root", share, None, None, "fraction", said, "", "input", ("judgement",))


def _lumbar_roots() -> list[tuple[float, Cause]]:
    """Lumbar herniations on a root with their shares."""
    of = states()
    shares = np.bincount(of.cause, weights=of.share, minlength=len(of.causes))
    weighted = [(float(share), cause) for share, cause in zip(shares, of.causes, strict=True)]
    return [
        (share, cause) for share, cause in weighted if cause.condition == _HERNIATION and (cause.disc or "")[:1] == "L"
    ]


def _share(wanted: Callable[[Cause], bool]) -> float:
    total = sum(share for share, _ in _lumbar_roots())
    return sum(share for share, cause in _lumbar_roots() if wanted(cause)) / total


def two_lowest_discs() -> ModelValue:
    """Which share of the lumbar herniations lies at the two lowest discs?"""
    share, said = _share(lambda cause: cause.disc in _LOW_DISCS), "share of lumbar root herniations at L4-L5 or L5-S1"
    return ModelValue("two-lowest-discs", share, None, None, "fraction", said, "", "input", ("judgement",))


def root_herniation_one_side() -> ModelValue:
    """Which share of the lumbar root herniations is on one side?"""
    share, said = _share(lambda cause: cause.side != "bilateral"), "share of lumbar root herniations on one side alone"
    return ModelValue("root-herniation-one-side", share, None, None, "fraction", said, "", "input", ("judgement",))


def other_root_causes() -> ModelValue:
    """Which share of the lumbar root syndromes has another cause than a herniation?"""
    of, prior = states(), condition_priors("primary_care", None, None)
    weight = of.prior(prior)
    lumbar = [_meets_lumbar_root(cause) for cause in of.causes]
    herniated = [cause.disc is not None for cause in of.causes]
    by_cause = np.bincount(of.cause, weights=weight, minlength=len(of.causes))
    share = 1.0 - float(by_cause[np.array(lumbar) & np.array(herniated)].sum() / by_cause[np.array(lumbar)].sum())
    said = "share of single root lesions L1 to S1 in primary care whose cause is no herniation, by the priors"
    return ModelValue("other-root-causes", share, None, None, "fraction", said, "", "input", ("judgement",))


def _meets_lumbar_root(cause: Cause) -> bool:
    return bool(cause.places) and all(
        (place[:1] == "L" and place[1:].isdigit()) or place == "S1" for place in cause.places
    )
