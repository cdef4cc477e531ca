"""Several single nerves at once: a disease that hits any two or three of them, each on either side.

The sets are generated: every nerve of the table may be hit on the left or on the right, independently of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Literal

from myotome.exam import Side, vocabulary
from myotome.pathology.condition_table import Cause, Cut
from myotome.tables import Table, fraction, integer, number, one_of

__all__ = ["several_nerves"]

_Lateral = Literal["left", "right"]
_SIDES: tuple[_Lateral, ...] = ("left", "right")
_NERVES = Table(
    "pathology/generated/several_nerves.csv",
    {
        "nerve": one_of(lambda: vocabulary().nerves),
        "weight": number(0.01, 10),
        "low": number(0),
        "high": number(0),
    },
    key=("nerve",),
)
_SIZES = Table(
    "pathology/generated/several_nerves_size.csv",
    {"nerves": integer(2, 3), "share": fraction(), "low": fraction(), "high": fraction()},
    key=("nerves",),
    sums={"share": ()},
)
_Hit = tuple[str, _Lateral, float]


def _sets(size: int) -> Iterator[tuple[tuple[_Hit, ...], float]]:
    """Every set of so many nerves, and its share among them."""
    hits = [(row["nerve"], side, row["weight"]) for row in _NERVES.rows() for side in _SIDES]
    weights = {some: math.prod(weight for _, _, weight in some) for some in combinations(hits, size)}
    total = sum(weights.values())
    yield from ((some, weight / total) for some, weight in weights.items())


def _side(hits: Sequence[_Hit]) -> Side:
    sides = {side for _, side, _ in hits}
    return next(iter(sides)) if len(sides) == 1 else "bilateral"


def several_nerves(condition: str) -> Iterator[Cause]:
    """Causes of a disease that hits several nerves far apart, one for each set.

    Parameters
    ----------
    condition : str
        Id of the disease.

    Yields
    ------
    Cause
        Their shares sum to 1, and mirrored sets have the same.
    """
    for row in _SIZES.rows():
        for hits, share in _sets(row["nerves"]):
            variant = "_".join(f"{nerve}_{side}" for nerve, side, _ in hits)
            places = tuple(dict.fromkeys(nerve for nerve, _, _ in hits))
            cuts = tuple(Cut(side, (nerve,), 1.0) for nerve, side, _ in hits)
            yield Cause(condition, variant, places, _side(hits), row["share"] * share, cuts=cuts)
