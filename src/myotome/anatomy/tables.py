"""The tables of what supplies what: muscles, their root weights and routes, skin and reflex arcs.

Each table is read once, at first use, checked and frozen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from myotome.anatomy.nerve_tree import CRANIAL_ROOTS, SPINAL_ROOTS, Way, path_to, reaches, way_of
from myotome.errors import DataError
from myotome.tables import listed, read_csv

__all__ = [
    "Muscle",
    "NamedReflex",
    "ReflexFibre",
    "RootWeight",
    "Route",
    "SkinFibre",
    "muscle_root_weights",
    "muscle_routes",
    "muscles",
    "reflex_arcs",
    "reflexes",
    "skin_supply",
]

_ROOTS: Final = frozenset(SPINAL_ROOTS + CRANIAL_ROOTS)
_TOLERANCE: Final = 1e-6
_ROUTES: Final = "anatomy/muscle_routes.csv"
_SKIN: Final = "anatomy/skin_supply.csv"
_ARCS: Final = "anatomy/reflex_arcs.csv"


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle of the vocabulary; `part_of` names the whole where it is a part tested alone."""

    id: str
    label: str
    region: str
    part_of: str | None
    also_called: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RootWeight:
    """The share of a muscle's supply that one root gives, with one standard error and the sources merged."""

    muscle: str
    root: str
    weight: float
    spread: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One way from a root to a muscle: the share of the root's fibres that takes it, and the places it runs through."""

    muscle: str
    root: str
    share: float
    path: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SkinFibre:
    """A bundle of sensory fibres of a skin area or of a dermatome's key point (`dermatome:C6`)."""

    target: str
    root: str
    weight: float
    spread: float
    path: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def nerve(self) -> str:
        """The nerve that reaches the skin; empty where the root's own branches do."""
        return next((place for place in self.path[:0:-1] if "@" not in place), "")


@dataclass(frozen=True, slots=True)
class ReflexFibre:
    """A bundle of one limb (`afferent`, `efferent`) of a reflex arc."""

    reflex: str
    limb: str
    root: str
    weight: float
    spread: float
    path: tuple[str, ...]
    muscle: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedReflex:
    """A reflex as an examiner names it; `sided`, `unsided`, or `either` where a side may be given."""

    id: str
    label: str
    sidedness: str
    also_called: tuple[str, ...]


@cache
def muscles() -> Mapping[str, Muscle]:
    """Every muscle by its id.

    Examples
    --------
    >>> muscles()["middle_deltoid"].part_of
    'deltoid'
    """
    rows = read_csv("anatomy/muscles.csv", {"muscle": str, "label": str, "region": str, "part_of": str})
    table = {
        row["muscle"]: Muscle(row["muscle"], row["label"], row["region"], row["part_of"], listed(row["also_called"]))
        for row in rows
    }
    for muscle in table.values():
        _require(
            muscle.part_of is None or muscle.part_of in table,
            "anatomy/muscles.csv",
            f"{muscle.id} is part of no muscle",
        )
    return table


@cache
def muscle_root_weights() -> Mapping[str, tuple[RootWeight, ...]]:
    """Root weights of every muscle, largest first; they sum to 1."""
    columns = {"muscle": str, "root": str, "weight": float, "spread": float}
    found: dict[str, list[RootWeight]] = defaultdict(list)
    for row in read_csv("anatomy/derived/muscle_root_weights.csv", columns):
        _require(
            row["muscle"] in muscles() and row["root"] in _ROOTS, "anatomy/derived/muscle_root_weights.csv", str(row)
        )
        entry = RootWeight(row["muscle"], row["root"], row["weight"], row["spread"], listed(row["sources"]))
        found[entry.muscle].append(entry)
    _require(set(found) == set(muscles()), "anatomy/derived/muscle_root_weights.csv", "a muscle has no roots")
    _check_sums(
        "anatomy/derived/muscle_root_weights.csv", ((w.muscle, w.weight) for group in found.values() for w in group)
    )
    return {muscle: tuple(group) for muscle, group in found.items()}


@cache
def muscle_routes() -> Mapping[str, tuple[Route, ...]]:
    """Every way from the roots to each muscle; for one root of one muscle the shares sum to 1.

    A row that names no roots holds for every root of the muscle that reaches the place.
    """
    columns: dict[str, Callable[[str], Any]] = {"muscle": str, "share": float, "way": way_of}
    found: dict[str, list[Route]] = defaultdict(list)
    for line, row in enumerate(read_csv(_ROUTES, columns), start=2):
        muscle, way = row["muscle"], row["way"] or ()
        _require(muscle in muscles(), _ROUTES, f"no muscle {muscle}")
        own = (weight.root for weight in muscle_root_weights()[muscle])
        for root in listed(row["roots"]) or (root for root in own if reaches(root, way)):
            path = _path(_ROUTES, line, root, way)
            found[muscle].append(Route(muscle, root, row["share"], path, row["source"]))
    _check_sums(_ROUTES, ((f"{r.muscle} {r.root}", r.share) for group in found.values() for r in group))
    return {muscle: tuple(group) for muscle, group in found.items()}


@cache
def skin_supply() -> tuple[SkinFibre, ...]:
    """Sensory fibres of every leaf area of skin and every dermatome; weights of a target sum to 1."""
    rows = _fibres(_SKIN, {"target": str})
    _check_sums(_SKIN, ((row["target"], row["weight"]) for row in rows))
    return tuple(
        SkinFibre(row["target"], row["root"], row["weight"], row["spread"], row["path"], _cited(row)) for row in rows
    )


@cache
def reflex_arcs() -> tuple[ReflexFibre, ...]:
    """Fibres of both limbs of every reflex arc; weights of a limb sum to 1."""
    rows = _fibres(_ARCS, {"reflex": str, "limb": str, "muscle": str})
    for row in rows:
        _require(row["limb"] in ("afferent", "efferent"), _ARCS, row["limb"])
        _require(row["muscle"] in muscles(), _ARCS, row["muscle"])
    _check_sums(_ARCS, ((f"{row['reflex']} {row['limb']}", row["weight"]) for row in rows))
    names = ("reflex", "limb", "root", "weight", "spread", "path", "muscle")
    return tuple(ReflexFibre(sources=_cited(row), **{name: row[name] for name in names}) for row in rows)


@cache
def reflexes() -> Mapping[str, NamedReflex]:
    """Every reflex by its id, those that no arc of the tables carries (`moro`, `grasp`) among them."""
    rows = read_csv("anatomy/reflexes.csv", {"reflex": str, "label": str, "sidedness": str})
    return {
        row["reflex"]: NamedReflex(row["reflex"], row["label"], row["sidedness"], listed(row["also_called"]))
        for row in rows
    }


def _fibres(table: str, columns: Mapping[str, Callable[[str], Any]]) -> list[dict[str, Any]]:
    """Rows of a table that gives the root and the way of each bundle, with the path that the tree makes of them."""
    rows = read_csv(table, {"root": str, "weight": float, "spread": float, "way": way_of, **columns})
    for line, row in enumerate(rows, start=2):
        _require(0.0 < row["weight"] <= 1.0 and row["spread"] > 0.0, table, f"weight {row['weight']}")
        row["path"] = _path(table, line, row["root"], row["way"] or ())
    return rows


def _path(table: str, line: int, root: str, way: Way) -> tuple[str, ...]:
    """Path that a row means; the error names its line."""
    _require(root in _ROOTS, f"{table}, line {line}", f"no root {root!r}")
    try:
        return path_to(root, way)
    except DataError as error:
        raise DataError(f"{table}, line {line}: {error}") from error


def _cited(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys behind a row: texts that name the fact first, then the source of the row."""
    return tuple(dict.fromkeys((*listed(row["evidence"]), row["source"])))


def _check_sums(table: str, shares: Iterable[tuple[Hashable, float]]) -> None:
    total: dict[Hashable, float] = defaultdict(float)
    for target, share in shares:
        total[target] += share
    for target, sum_of_shares in total.items():
        _require(abs(sum_of_shares - 1.0) < _TOLERANCE, table, f"shares of {target} sum to {sum_of_shares:.6f}")


def _require(holds: bool, table: str, problem: str) -> None:
    if not holds:
        raise DataError(f"{table}: {problem}")
