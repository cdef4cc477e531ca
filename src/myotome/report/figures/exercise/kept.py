"""The posed figures as they are kept: points of every part of every drawing, made by a command."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import numpy as np

from myotome.arrays import Points
from myotome.report.figures.exercise.limb_angles import MOMENTS
from myotome.report.figures.svg import number
from myotome.tables import Table, identifier, ids, one_of, parsed

__all__ = ["POSED", "Drawing", "kept_figures", "written_points"]

#: Parts of one drawing by name, centimetres on the page.
Drawing = Mapping[str, Points]


def written_points(points: Points) -> str:
    """Points as one cell, to a millimetre: finer is not seen.

    Examples
    --------
    >>> written_points(np.array([[1.0, 2.34], [-0.01, 4.0]]))
    '1 2.3;0 4'
    """
    return ";".join(f"{number(x)} {number(y)}" for x, y in points)


def _points(cell: str) -> tuple[tuple[float, float], ...]:
    found = tuple(tuple(float(value) for value in pair.split(" ")) for pair in cell.split(";"))
    if any(len(pair) != 2 for pair in found):
        raise ValueError(cell)
    return tuple((pair[0], pair[1]) for pair in found)


POSED = Table(
    "report/figures/derived/exercise_figures.csv",
    {
        "figure": one_of(ids("report/figures/exercise_limbs", "figure")),
        "moment": one_of(MOMENTS),
        "part": identifier(),
        "points": parsed(_points, "points in order, such as 1 2;3 4.5"),
    },
    key=("figure", "moment", "part"),
    covers={"figure": ids("report/figures/exercise_limbs", "figure")},
    made_by="python -m myotome.report.figures.exercise.posed",
)


@cache
def kept_figures() -> Mapping[str, tuple[Drawing, ...]]:
    """Start and end of every exercise, by its name.

    Examples
    --------
    >>> len(kept_figures()["bridge"]), "trunk" in kept_figures()["bridge"][0]
    (2, True)
    """
    found: dict[str, dict[str, dict[str, Points]]] = {}
    for row in POSED.rows():
        parts = found.setdefault(row["figure"], {}).setdefault(row["moment"], {})
        parts[row["part"]] = np.array(row["points"], dtype=np.float64)
    return MappingProxyType(
        {name: tuple(moments[one] for one in MOMENTS if one in moments) for name, moments in found.items()}
    )
