"""The body as it is drawn: segments of one half, ruled from the midline outward, and what lies where on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from myotome.arrays import Points
from myotome.exam import vocabulary
from myotome.tables import Row, Table, fraction, identifier, ids, list_of, number, one_by, one_of

__all__ = ["BODY_HEIGHT", "BODY_WIDTH", "VIEWS", "BodyPoint", "Patch", "area_patches", "body_point", "outlines"]


View = Literal["front", "back"]

VIEWS: Final[tuple[View, ...]] = ("front", "back")
BODY_WIDTH: Final = 304.0
BODY_HEIGHT: Final = 764.0
_MIDDLE: Final = BODY_WIDTH / 2
_STEPS: Final = 6  # points of an edge between two of the table


@dataclass(frozen=True, eq=False)
class _Segment:
    """Two edges of a part of the body, from near the trunk outward: shape (points, 2) each."""

    medial: Points
    lateral: Points

    def at(self, along: Points, across: Points) -> Points:
        """Places by the share of the way along the segment and across it; shape (..., 2)."""
        inner, outer = self._on(self.medial, along), self._on(self.lateral, along)
        return np.asarray(inner + np.asarray(across)[..., None] * (outer - inner))

    def _on(self, edge: Points, share: Points) -> Points:
        """Points of an edge; both edges share one measure of length, so that a step along them is level."""
        lengths = [np.hypot(*np.diff(side, axis=0).T) for side in (self.medial, self.lateral)]
        steps = np.concatenate([[0.0], np.cumsum(0.5 * (lengths[0] + lengths[1]))])
        wanted = np.asarray(share) * steps[-1]
        return np.stack([np.interp(wanted, steps, edge[:, axis]) for axis in (0, 1)], axis=-1)


@dataclass(frozen=True, eq=False)
class Patch:
    """A piece of skin on the page.

    Attributes
    ----------
    corners : ndarray, shape (points, 2)
        Around the piece.
    stripes : tuple of ndarray
        Lines across it, for hatching.
    dots : ndarray, shape (dots, 2)
        Places spread over it.
    """

    corners: Points
    stripes: tuple[Points, ...]
    dots: Points


@dataclass(frozen=True, slots=True)
class BodyPoint:
    """Where a muscle or a reflex is marked."""

    view: View
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """An area's part of a segment: from and to, along it and across it."""

    view: View
    segment: str
    along: tuple[float, float]
    across: tuple[float, float]


def _smoothed(points: Points) -> Points:
    """Curve through the points, of cubic pieces that lean on the neighbours."""
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    share = np.linspace(0.0, 1.0, _STEPS, endpoint=False)[:, None]
    pieces = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        bend = 2 * before - 5 * start + 4 * end - after, -before + 3 * start - 3 * end + after
        pieces.append(0.5 * (2 * start + (end - before) * share + bend[0] * share**2 + bend[1] * share**3))
    return np.vstack([*pieces, points[-1]])


def _marked(row: Row) -> tuple[str, ...]:
    return vocabulary().ids({"muscle": "muscles", "reflex": "reflexes"}[row["kind"]])


_SEGMENTS = ids("report/figures/body_outline", "segment")
_OUTLINE = Table(
    "report/figures/body_outline.csv",
    {
        "segment": identifier(),
        "views": list_of(one_of(("front", "back")), separator=";"),
        **dict.fromkeys(("medial_x", "medial_y", "lateral_x", "lateral_y"), number(0, 1000)),
    },
)
_AREAS = Table(
    "report/figures/body_areas.csv",
    {
        "area": one_of(lambda: vocabulary().areas),
        "view": one_of(("front", "back")),
        "segment": one_of(_SEGMENTS),
        **dict.fromkeys(("along_from", "along_to", "across_from", "across_to"), fraction()),
    },
)
_POINTS = Table(
    "report/figures/body_points.csv",
    {
        "kind": one_of(("muscle", "reflex")),
        "name": one_by(_marked),
        "view": one_of(("front", "back")),
        "segment": one_of(_SEGMENTS),
        "along": fraction(),
        "across": fraction(),
    },
    key=("kind", "name"),
)


@cache
def _segments() -> Mapping[str, tuple[frozenset[str], _Segment]]:
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    views: dict[str, frozenset[str]] = {}
    for row in _OUTLINE.rows():
        rows[row["segment"]].append(row)
        views[row["segment"]] = frozenset(row["views"])
    edges = {
        name: [_smoothed(np.array([[row[f"{edge}_x"], row[f"{edge}_y"]] for row in found])) for edge in _EDGES]
        for name, found in rows.items()
    }
    return {name: (views[name], _Segment(*both)) for name, both in edges.items()}


_EDGES = ("medial", "lateral")


@cache
def _cells() -> Mapping[str, tuple[_Cell, ...]]:
    found: dict[str, list[_Cell]] = defaultdict(list)
    for row in _AREAS.rows():
        along, across = (row["along_from"], row["along_to"]), (row["across_from"], row["across_to"])
        found[row["area"]].append(_Cell(row["view"], row["segment"], along, across))
    return {area: tuple(cells) for area, cells in found.items()}


@cache
def _points() -> Mapping[tuple[str, str], tuple[View, str, float, float]]:
    return {
        (row["kind"], row["name"]): (row["view"], row["segment"], row["along"], row["across"]) for row in _POINTS.rows()
    }


def _placed(half: Points, view: str, side: str) -> Points:
    """Points of the half body on the page: in front the right side lies to the left, as one faces a patient."""
    sign = -1.0 if (side == "right") == (view == "front") else 1.0
    return np.stack([_MIDDLE + sign * half[..., 0], half[..., 1]], axis=-1)


def outlines(view: View) -> Iterator[Points]:
    """Closed outlines of every segment that the view shows, both sides."""
    for views, segment in _segments().values():
        if view in views:
            around = np.vstack([segment.medial, segment.lateral[::-1]])
            yield from (_placed(around, view, side) for side in ("right", "left"))


def area_patches(area: str, side: str, view: View) -> list[Patch]:
    """Where does an area of skin lie on a view?

    Parameters
    ----------
    area : str
        Leaf area of the skin, for example `great_toe`.
    side : str
        `left` or `right`.
    view : str
        `front` or `back`.

    Returns
    -------
    list of Patch
        Empty where the view does not show it.

    Examples
    --------
    >>> [len(area_patches("great_toe", "right", view)) for view in VIEWS]
    [1, 1]
    """
    return [_patch(cell, side) for cell in _cells().get(area, ()) if cell.view == view]


def _patch(cell: _Cell, side: str, spacing: float = 4.2) -> Patch:
    _, segment = _segments()[cell.segment]
    (start, end), (inner, outer) = cell.along, cell.across
    along, across = np.linspace(start, end, 14), np.linspace(inner, outer, 6)
    loop = [
        segment.at(along, np.full(14, inner)),
        segment.at(np.full(6, end), across),
        segment.at(along[::-1], np.full(14, outer)),
        segment.at(np.full(6, start), across[::-1]),
    ]
    down, wide = _lengths(segment, cell)
    rows, columns = max(round(down / spacing), 1), max(round(wide / spacing), 1)
    levels, places = start + (end - start) * _middles(rows), inner + (outer - inner) * _middles(columns)
    stripes = tuple(_placed(segment.at(np.full(6, level), across), cell.view, side) for level in levels)
    grid = segment.at(np.repeat(levels[::2], columns), np.tile(places, len(levels[::2])))
    return Patch(_placed(np.vstack(loop), cell.view, side), stripes, _placed(grid, cell.view, side))


def _lengths(segment: _Segment, cell: _Cell) -> tuple[float, float]:
    """Length and width of a cell, through its middle."""
    middle = 0.5 * (cell.across[0] + cell.across[1])
    ends = segment.at(np.array(cell.along), np.array([middle, middle]))
    sides = segment.at(np.full(2, 0.5 * sum(cell.along)), np.array(cell.across))
    return float(np.hypot(*(ends[1] - ends[0]))), float(np.hypot(*(sides[1] - sides[0])))


def _middles(count: int) -> Points:
    return (np.arange(count) + 0.5) / count


def body_point(kind: Literal["muscle", "reflex"], name: str, side: str) -> BodyPoint | None:
    """Where is this muscle or reflex marked? None where it has no place on the chart."""
    found = _points().get((kind, name))
    if found is None:
        return None
    view, segment, along, across = found
    spot = _segments()[segment][1].at(np.array([along]), np.array([across]))
    x, y = _placed(spot, view, side)[0]
    return BodyPoint(view, float(x), float(y))
