"""The tables of what supplies what: muscles, their root weights and routes, skin, reflex arcs and nerve sites.

Each table is read once, at first use, checked and frozen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from myotome.errors import DataError
from myotome.tables import read_csv

__all__ = [
    "CRANIAL_ROOTS",
    "PLEXUS_PARTS",
    "SCIATIC_DIVISIONS",
    "SPINAL_ROOTS",
    "Muscle",
    "NerveSite",
    "ReflexFibre",
    "RootWeight",
    "Route",
    "SkinFibre",
    "area_members",
    "muscle_root_weights",
    "muscle_routes",
    "muscles",
    "nerve_sites",
    "reflex_arcs",
    "skin_supply",
]

SPINAL_ROOTS: Final = tuple(
    f"{letter}{number}" for letter, last in (("C", 8), ("T", 12), ("L", 5), ("S", 5)) for number in range(1, last + 1)
)
CRANIAL_ROOTS: Final = ("CN5", "CN7", "CN9", "CN10", "CN11", "CN12")
PLEXUS_PARTS: Final = (
    "brachial_plexus",
    "upper_trunk",
    "middle_trunk",
    "lower_trunk",
    "lateral_cord",
    "posterior_cord",
    "medial_cord",
    "lumbosacral_plexus",
    "lumbar_plexus",
    "lumbosacral_trunk",
    "sacral_plexus",
)
SCIATIC_DIVISIONS: Final = ("sciatic.tibial_division", "sciatic.peroneal_division")
_ROOTS: Final = frozenset(SPINAL_ROOTS + CRANIAL_ROOTS)
_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle of the vocabulary; `part_of` names the whole where it is a part tested alone."""

    id: str
    label: str
    region: str
    part_of: str | None


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
    """One way from roots to a muscle: the share of each of these roots' fibres that takes it, and the path below."""

    muscle: str
    roots: tuple[str, ...]
    share: float
    path: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SkinFibre:
    """A bundle of sensory fibres of a skin area or of a dermatome's key point (`dermatome:C6`)."""

    target: str
    root: str
    nerve: str
    weight: float
    spread: float
    path: tuple[str, ...]
    sources: tuple[str, ...]


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
class NerveSite:
    """A named place where a nerve is commonly cut; `also_called` are other site names that mean it."""

    id: str
    nerve: str
    site: str
    order_from_root: int
    label: str
    common_cause: str
    also_called: tuple[str, ...]
    source: str


@cache
def muscles() -> Mapping[str, Muscle]:
    """Every muscle by its id.

    Examples
    --------
    >>> muscles()["middle_deltoid"].part_of
    'deltoid'
    """
    rows = read_csv("anatomy/muscles.csv", {"muscle": str, "label": str, "region": str, "part_of": str})
    table = {row["muscle"]: Muscle(row["muscle"], row["label"], row["region"], row["part_of"]) for row in rows}
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
        entry = RootWeight(row["muscle"], row["root"], row["weight"], row["spread"], _split(row["sources"]))
        found[entry.muscle].append(entry)
    _require(set(found) == set(muscles()), "anatomy/derived/muscle_root_weights.csv", "a muscle has no roots")
    _check_sums(
        "anatomy/derived/muscle_root_weights.csv", ((w.muscle, w.weight) for group in found.values() for w in group)
    )
    return {muscle: tuple(group) for muscle, group in found.items()}


@cache
def muscle_routes() -> Mapping[str, tuple[Route, ...]]:
    """Every way from the roots to each muscle; for one root of one muscle the shares sum to 1."""
    columns = {"muscle": str, "roots": str, "share": float}
    found: dict[str, list[Route]] = defaultdict(list)
    for row in read_csv("anatomy/muscle_routes.csv", columns):
        _require(row["muscle"] in muscles(), "anatomy/muscle_routes.csv", f"no muscle {row['muscle']}")
        roots, path = _split(row["roots"]), _path(row["path"])
        found[row["muscle"]].append(Route(row["muscle"], roots, row["share"], path, row["source"]))
    _check_sums(
        "anatomy/muscle_routes.csv",
        ((f"{r.muscle} {root}", r.share) for group in found.values() for r in group for root in r.roots),
    )
    return {muscle: tuple(group) for muscle, group in found.items()}


@cache
def skin_supply() -> tuple[SkinFibre, ...]:
    """Sensory fibres of every leaf area of skin and every dermatome; weights of a target sum to 1."""
    rows = read_csv(
        "anatomy/skin_supply.csv", {"target": str, "root": str, "weight": float, "spread": float, "path": _path}
    )
    for row in rows:
        _check_path("anatomy/skin_supply.csv", row)
    _check_sums("anatomy/skin_supply.csv", ((row["target"], row["weight"]) for row in rows))
    return tuple(
        SkinFibre(row["target"], row["root"], row["nerve"], row["weight"], row["spread"], row["path"], _cited(row))
        for row in rows
    )


@cache
def reflex_arcs() -> tuple[ReflexFibre, ...]:
    """Fibres of both limbs of every reflex arc; weights of a limb sum to 1."""
    columns: dict[str, Callable[[str], Any]] = {"reflex": str, "limb": str, "root": str, "muscle": str}
    columns |= {"weight": float, "spread": float, "path": _path}
    rows = read_csv("anatomy/reflex_arcs.csv", columns)
    for row in rows:
        _check_path("anatomy/reflex_arcs.csv", row)
        _require(row["limb"] in ("afferent", "efferent"), "anatomy/reflex_arcs.csv", row["limb"])
        _require(row["muscle"] in muscles(), "anatomy/reflex_arcs.csv", row["muscle"])
    _check_sums("anatomy/reflex_arcs.csv", ((f"{row['reflex']} {row['limb']}", row["weight"]) for row in rows))
    return tuple(ReflexFibre(sources=_cited(row), **{name: row[name] for name in columns}) for row in rows)


@cache
def nerve_sites() -> Mapping[str, NerveSite]:
    """Every named site by its id `nerve@site`.

    Examples
    --------
    >>> nerve_sites()["ulnar@elbow"].also_called
    ('cubital_tunnel',)
    """
    columns = {"site": str, "nerve": str, "site_name": str, "order_from_root": int, "label": str, "common_cause": str}
    table = {}
    for row in read_csv("anatomy/nerve_sites.csv", columns):
        _require(row["site"] == f"{row['nerve']}@{row['site_name']}", "anatomy/nerve_sites.csv", row["site"])
        table[row["site"]] = NerveSite(
            id=row["site"],
            nerve=row["nerve"],
            site=row["site_name"],
            order_from_root=row["order_from_root"],
            label=row["label"],
            common_cause=row["common_cause"],
            also_called=_split(row["also_called"]),
            source=row["source"],
        )
    return table


@cache
def area_members() -> Mapping[str, tuple[str, ...]]:
    """Leaf areas that make up each composite area (`hand`, `stocking_to_knee`, `below_waist` ...)."""
    leaves = {fibre.target for fibre in skin_supply()}
    found: dict[str, list[str]] = defaultdict(list)
    for row in read_csv("anatomy/area_members.csv", {"area": str, "member": str}):
        _require(row["member"] in leaves, "anatomy/area_members.csv", f"{row['member']} has no fibres")
        found[row["area"]].append(row["member"])
    return {area: tuple(members) for area, members in found.items()}


def _path(text: str) -> tuple[str, ...]:
    return tuple(text.split(" > ")) if text else ()


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _cited(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys behind a row: texts that name the fact first, then the source of the row."""
    return tuple(dict.fromkeys((*_split(row["evidence"]), row["source"])))


def _check_path(table: str, row: Mapping[str, Any]) -> None:
    path = row["path"]
    _require(row["root"] in _ROOTS and path[:1] == (row["root"],), table, f"path {path} of root {row['root']}")
    _require(0.0 < row["weight"] <= 1.0 and row["spread"] > 0.0, table, f"weight {row['weight']}")


def _check_sums(table: str, shares: Iterable[tuple[Hashable, float]]) -> None:
    total: dict[Hashable, float] = defaultdict(float)
    for target, share in shares:
        total[target] += share
    for target, sum_of_shares in total.items():
        _require(abs(sum_of_shares - 1.0) < _TOLERANCE, table, f"shares of {target} sum to {sum_of_shares:.6f}")


def _require(holds: bool, table: str, problem: str) -> None:
    if not holds:
        raise DataError(f"{table}: {problem}")
