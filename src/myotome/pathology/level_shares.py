"""Causes at levels of the spine: how often each stretch of the cord, or of its roots, is taken.

Published series count regions, not segments. A row holds the published share of a stretch; within it each segment or
root that the model has there gets the same share.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from myotome.anatomy import SPINAL_ROOTS
from myotome.pathology.condition_table import Cause, TractLoss
from myotome.pathology.loss_profiles import syndrome
from myotome.pathology.placements import placed, side_shares
from myotome.tables import Table, fraction, ids, integer, list_of, one_of, text

__all__ = ["cord_causes", "root_causes"]

_STRETCH = {
    "condition": one_of(ids("pathology/conditions", "condition")),
    "region": text(),
    "share": fraction(),
    "low": fraction(optional=True),
    "high": fraction(optional=True),
    "n": integer(1, optional=True),
    "population": text(optional=True),
}
#: A series is given whole, so that its shares sum to 1 as printed, rounded: what lies below the cord, or is another
#: condition, has no segments.
_ROUNDED = 0.06
_CORD_LEVELS = Table(
    "pathology/cord_levels.csv",
    {**_STRETCH, "segments": list_of(one_of(ids("anatomy/cord_segments", "segment")), optional=True)},
    key=("condition", "region"),
    sums={"share": ("condition",)},
    sums_within=_ROUNDED,
    covers={"condition": ids("pathology/conditions", "condition", placement=("cord",))},
)
#: The roots of one lesion are joined by a plus.
_ROOT_LEVELS = Table(
    "pathology/root_levels.csv",
    {
        **_STRETCH,
        "roots": list_of(list_of(one_of(lambda: tuple(SPINAL_ROOTS)), separator="+"), optional=True),
        "bilateral_share": fraction(),
    },
    key=("condition", "region"),
    sums={"share": ("condition",)},
    sums_within=_ROUNDED,
    covers={"condition": ids("pathology/conditions", "condition", placement=("root",))},
)


@cache
def _rows(table: Table) -> Mapping[str, tuple[dict[str, Any], ...]]:
    """Rows of a table by condition."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in table.rows():
        grouped.setdefault(row["condition"], []).append(row)
    return {condition: tuple(rows) for condition, rows in grouped.items()}


def cord_causes(condition: str) -> Iterator[Cause]:
    """Causes of a cord condition: each usual segment, on the sides the syndrome takes."""
    sides = side_shares()[syndrome(condition)["sided"]]
    for row in _rows(_CORD_LEVELS)[condition]:
        for segment, (side, part) in product(row["segments"], sides):
            tract = TractLoss(condition, segment, side)
            share = row["share"] * part / len(row["segments"])
            yield Cause(condition, segment, ("cord",), side, share, segment=segment, tract=tract)


def root_causes(condition: str) -> Iterator[Cause]:
    """Causes of a root condition: each root, or the roots of one lesion, on either side."""
    for row in _rows(_ROOT_LEVELS)[condition]:
        for roots in row["roots"]:
            cuts = tuple(((root,), 1.0) for root in roots)
            place = {
                "variant": "_".join(roots),
                "places": roots,
                "cuts": cuts,
                "share": row["share"] / len(row["roots"]),
            }
            yield from placed([{**row, **place, "other_cuts": None, "site": None, "side_mode": "sided"}])
