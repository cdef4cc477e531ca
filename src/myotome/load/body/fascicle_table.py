"""The fascicles as the tables give them: paths, strengths and lengths of the reference adult's right side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import CRANIAL_ROOTS, SPINAL_ROOTS, muscles
from myotome.anatomy.tables import muscle_root_weights
from myotome.errors import DataError
from myotome.load.body.skeleton import skeleton
from myotome.tables import read_csv

__all__ = ["ROOTS", "SETS", "Table", "fascicle_table", "muscle_parts", "strength_scales"]

#: `core`: trunk, psoas, latissimus. `neck`: ends on the lumped head. `girdle`: trunk to shoulder girdle.
SETS: Final = ("core", "neck", "girdle")
ROOTS: Final = SPINAL_ROOTS + CRANIAL_ROOTS


@dataclass(frozen=True, slots=True)
class Table:
    """One side of the reference adult's fascicles, as in the tables: columns of equal length.

    Attributes
    ----------
    name, set, part, muscle, group : tuple of str
        Name; set; anatomical part; muscle of the vocabulary; group that is scaled to measured strength together.
    strength_n, fibre_m, pennation_rad : ndarray, shape (fascicles,)
        Strength before the fit to measured strength, optimal fibre length, pennation.
    root_share : ndarray, shape (fascicles, roots)
        Share of each root of `ROOTS` in the supply; rows sum to 1.
    carriers : tuple of tuple of str
        What carries each point of the path.
    points_m : tuple of ndarray, shape (points, 3)
        Path at neutral, right side, origin first.
    """

    name: tuple[str, ...]
    set: tuple[str, ...]
    part: tuple[str, ...]
    muscle: tuple[str, ...]
    group: tuple[str, ...]
    strength_n: NDArray[np.float64]
    fibre_m: NDArray[np.float64]
    pennation_rad: NDArray[np.float64]
    root_share: NDArray[np.float64]
    carriers: tuple[tuple[str, ...], ...]
    points_m: tuple[NDArray[np.float64], ...]


@cache
def muscle_parts() -> Mapping[str, frozenset[str]]:
    """Anatomical parts of each muscle of the vocabulary that has fascicles here.

    Examples
    --------
    >>> sorted(muscle_parts()["multifidus"])
    ['multifidus_lumbar', 'multifidus_thoracic']
    """
    parts_of: dict[str, set[str]] = defaultdict(set)
    for row in read_csv("load/body/muscle_parts.csv", {"muscle": str, "part": str}):
        parts_of[row["muscle"]].add(row["part"])
    if not set(parts_of) <= set(muscles()):
        raise DataError(f"load/body/muscle_parts.csv: no muscle {', '.join(sorted(set(parts_of) - set(muscles())))}")
    return MappingProxyType({muscle: frozenset(parts) for muscle, parts in parts_of.items()})


@cache
def fascicle_table() -> Table:
    """Which fascicles has the right side of the reference adult?

    Returns
    -------
    Table
        149 of the trunk, then those of the neck and of the shoulder girdle.

    Raises
    ------
    DataError
        A path is missing or rests on something that nothing carries, or a muscle is not in the vocabulary.

    Sources
    -------
    wilkinson_full_body_model, branches_lumbar_dorsal_rami_1982
    """
    columns = {"fascicle": str, "fmax_n": float, "fibre_length_m": float, "pennation_rad": float}
    rows = read_csv("load/body/fascicles.csv", columns)
    paths = _paths()
    if {row["fascicle"] for row in rows} != set(paths):
        raise DataError("load/body/paths.csv: not the paths of the fascicles of load/body/fascicles.csv")

    def text(column: str) -> tuple[str, ...]:
        return tuple(row[column] for row in rows)

    return Table(
        name=text("fascicle"),
        set=text("set"),
        part=text("part"),
        muscle=text("muscle"),
        group=text("group"),
        strength_n=np.array([row["fmax_n"] for row in rows]),
        fibre_m=np.array([row["fibre_length_m"] for row in rows]),
        pennation_rad=np.array([row["pennation_rad"] for row in rows]),
        root_share=np.array([_roots(row) for row in rows]),
        carriers=tuple(paths[row["fascicle"]][0] for row in rows),
        points_m=tuple(paths[row["fascicle"]][1] for row in rows),
    )


def _paths() -> dict[str, tuple[tuple[str, ...], NDArray[np.float64]]]:
    rows_of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_csv(
        "load/body/paths.csv", {"fascicle": str, "order": int, "x_m": float, "y_m": float, "z_m": float}
    ):
        if row["carrier"] not in skeleton().carriers:
            raise DataError(f"load/body/paths.csv: nothing called {row['carrier']!r} carries {row['fascicle']}")
        rows_of[row["fascicle"]].append(row)
    paths = {}
    for name, rows in rows_of.items():
        if [row["order"] for row in rows] != list(range(len(rows))) or len(rows) < 2:
            raise DataError(f"load/body/paths.csv: points of {name}")
        points = np.array([[row["x_m"], row["y_m"], row["z_m"]] for row in rows])
        paths[name] = tuple(row["carrier"] for row in rows), points
    return paths


def _roots(row: Mapping[str, Any]) -> NDArray[np.float64]:
    """Named roots in equal shares where the supply is segmental; else the muscle's in the table of wiring."""
    share = np.zeros(len(ROOTS))
    named = row["roots"].split("|") if row["roots"] else []
    weights: Iterable[tuple[str, float]] = [(root, 1.0 / len(named)) for root in named]
    if not named:
        weights = [(entry.root, entry.weight) for entry in muscle_root_weights()[row["muscle"]]]
    for root, weight in weights:
        share[ROOTS.index(root)] += weight
    shares: NDArray[np.float64] = share / share.sum()
    return shares


@cache
def strength_scales() -> Mapping[str, float]:
    """Factor on each group's strength, fitted to measured trunk and neck strength; and the factor of women."""
    rows = read_csv("load/fitted/strength_scale.csv", {"group": str, "value": float})
    return MappingProxyType({row["group"]: row["value"] for row in rows})
