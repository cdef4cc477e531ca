"""The fascicles as the tables give them: paths, strengths and lengths of the reference adult's right side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import CRANIAL_ROOTS, SPINAL_ROOTS, muscle_root_weights
from myotome.tables import Table as Declared
from myotome.tables import identifier, ids, integer, list_of, number, one_of, source_list

__all__ = [
    "N_PER_CM2",
    "ROOTS",
    "SETS",
    "FascicleTable",
    "broken_paths",
    "fascicle_table",
    "muscle_parts",
    "strength_scales",
]

#: `core`: trunk, psoas, latissimus. `neck`: ends on the lumped head. `girdle`: trunk to shoulder girdle.
SETS: Final = ("core", "neck", "girdle")
#: What the strengths before the fit are made with; the factor of a group on it is its tension over this.
N_PER_CM2: Final = 100.0
ROOTS: Final = SPINAL_ROOTS + CRANIAL_ROOTS

_GROUPS = ("extensors", "flexors", "girdle", "neck_extensors", "neck_flexors", "psoas")
_MUSCLES, _PART = ids("anatomy/muscles", "muscle"), ids("load/body/muscle_parts", "part")
_PARTS = Declared(
    "load/body/muscle_parts.csv",
    {"muscle": one_of(_MUSCLES), "part": one_of(ids("load/body/fascicles", "part"))},
    key=("muscle", "part"),
)
_FASCICLES = Declared(
    "load/body/fascicles.csv",
    {
        "fascicle": identifier(),
        "set": one_of(SETS),
        "part": one_of(_PART),
        "muscle": one_of(_MUSCLES),
        "group": one_of(_GROUPS),
        "roots": list_of(one_of(ROOTS), optional=True),
        "roots_basis": one_of(("muscle", "segmental")),
        "roots_source": source_list(optional=True),
        "fmax_n": number(1, 10000),
        "fibre_length_m": number(0.001, 1),
        "pennation_rad": number(0, 1.5),
        "length_neutral_m": number(0.001, 1),
    },
    key=("fascicle",),
)


def broken_paths(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Paths whose points are not counted from 0, or that are only a point."""
    orders: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        orders[row["fascicle"]].append(row["order"])
    for name, order in orders.items():
        if order != list(range(len(order))) or len(order) < 2:
            yield f"the points of {name} are not numbered 0, 1, ..."


_PATHS = Declared(
    "load/body/paths.csv",
    {
        "fascicle": one_of(ids("load/body/fascicles", "fascicle")),
        "order": integer(0, 50),
        "carrier": one_of(ids("load/body/carriers", "carrier")),
        "x_m": number(-2, 2),
        "y_m": number(-2, 2),
        "z_m": number(-2, 2),
    },
    key=("fascicle", "order"),
    covers={"fascicle": ids("load/body/fascicles", "fascicle")},
    rows_rules=(broken_paths,),
)
_SIZES = Declared(
    "load/body/muscle_sizes.csv",
    {
        "part": one_of(_PART),
        "fascicle": one_of(ids("load/body/fascicles", "fascicle"), optional=True),
        "area": number(0.01, 100),
        "low": number(0, 100, optional=True),
        "high": number(0, 100, optional=True),
    },
    key=("part", "fascicle"),
)
STRENGTH_SCALES = Declared(
    "load/fitted/strength_scale.csv",
    {"group": one_of((*_GROUPS, "women")), "value": number(0.01, 10)},
    key=("group",),
    covers={"group": (*_GROUPS, "women")},
    made_by="python -m myotome.evidence.load.strength_fit",
)


@dataclass(frozen=True, slots=True)
class FascicleTable:
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
    ['multifidus_lumbar', 'multifidus_thoracic', 'semispinalis_thoracis']
    """
    parts_of: dict[str, set[str]] = defaultdict(set)
    for row in _PARTS.rows():
        parts_of[row["muscle"]].add(row["part"])
    return MappingProxyType({muscle: frozenset(parts) for muscle, parts in parts_of.items()})


@cache
def fascicle_table() -> FascicleTable:
    """Which fascicles has the right side of the reference adult?

    Returns
    -------
    FascicleTable
        149 of the trunk, then those of the neck and of the shoulder girdle.

    Raises
    ------
    DataError
        A path is missing or rests on something that nothing carries, or a muscle is not in the vocabulary.

    Sources
    -------
    wilkinson_full_body_model, branches_lumbar_dorsal_rami_1982
    """
    rows, paths = _FASCICLES.rows(), _paths()

    def text(column: str) -> tuple[str, ...]:
        return tuple(row[column] for row in rows)

    sized = _sized(rows)
    return FascicleTable(
        name=text("fascicle"),
        set=text("set"),
        part=text("part"),
        muscle=text("muscle"),
        group=text("group"),
        strength_n=sized,
        fibre_m=np.array([row["fibre_length_m"] for row in rows]),
        pennation_rad=np.array([row["pennation_rad"] for row in rows]),
        root_share=np.array([_roots(row) for row in rows]),
        carriers=tuple(paths[row["fascicle"]][0] for row in rows),
        points_m=tuple(paths[row["fascicle"]][1] for row in rows),
    )


def _paths() -> dict[str, tuple[tuple[str, ...], NDArray[np.float64]]]:
    rows_of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _PATHS.rows():
        rows_of[row["fascicle"]].append(row)
    paths = {}
    for name, rows in rows_of.items():
        points = np.array([[row["x_m"], row["y_m"], row["z_m"]] for row in rows])
        paths[name] = tuple(row["carrier"] for row in rows), points
    return paths


def _sized(rows: Sequence[Mapping[str, Any]]) -> NDArray[np.float64]:
    """Strength at 100 N/cm2 of the measured size of a fascicle or part; where none was measured, as in the model."""
    model = np.array([row["fmax_n"] for row in rows])
    whole: dict[str, float] = defaultdict(float)
    for row in rows:
        whole[row["part"]] += row["fmax_n"]
    areas = {(row["part"], row["fascicle"] or ""): row["area"] for row in _SIZES.rows()}
    for number_, row in enumerate(rows):
        if area := areas.get((row["part"], row["fascicle"])):
            model[number_] = N_PER_CM2 * area
        elif area := areas.get((row["part"], "")):
            model[number_] *= N_PER_CM2 * area / whole[row["part"]]
    return model


def _roots(row: Mapping[str, Any]) -> NDArray[np.float64]:
    """Named roots in equal shares where the supply is segmental; else the muscle's in the table of wiring."""
    share = np.zeros(len(ROOTS))
    named = row["roots"]
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
    rows = STRENGTH_SCALES.rows()
    return MappingProxyType({row["group"]: row["value"] for row in rows})
