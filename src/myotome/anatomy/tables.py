"""The tables of what supplies what: muscles, their root weights and routes, skin and reflex arcs.

Each table is read once, at first use, checked and frozen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from myotome.anatomy.nerve_tree import CRANIAL_ROOTS, SPINAL_ROOTS, Way, nerve_places, path_to, reaches
from myotome.errors import DataError
from myotome.tables import Column, Table, fraction, ids, integer, list_of, number, one_of, source_list, text

__all__ = [
    "ROOT_WEIGHTS",
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

_ROOTS: Final = SPINAL_ROOTS + CRANIAL_ROOTS
_TOLERANCE: Final = 1e-6
_MUSCLE_IDS: Final = ids("anatomy/muscles", "muscle")
_DERMATOMES: Final = tuple(f"dermatome:{root}" for root in SPINAL_ROOTS[1:])  # C1 seldom has a sensory root


def _is_reached(row: Mapping[str, Any]) -> str | None:
    """Say what is wrong where the fibres of a row do not reach the place that it names, or by several ways."""
    try:
        path_to(row["root"], row["way"])
    except DataError as error:
        return str(error)
    return None


#: The way of a bundle: the last place it runs through, after the one that it is reached from where there are several.
_WAY: Final = list_of(one_of(ids("anatomy/nerve_tree", "place")), separator=" > ", optional=True)
_BUNDLE: Final[Mapping[str, Column]] = {
    "root": one_of(_ROOTS),
    "weight": fraction(),
    "spread": number(1e-9, 1),
    "way": _WAY,
    "evidence": source_list(optional=True),
}
_MUSCLES: Final = Table(
    "anatomy/muscles.csv",
    {
        "muscle": text(),
        "label": text(),
        "region": text(),
        "part_of": one_of(_MUSCLE_IDS, optional=True),
        "also_called": list_of(text(), optional=True),
    },
    key=("muscle",),
)
ROOT_WEIGHTS: Final = Table(
    "anatomy/derived/muscle_root_weights.csv",
    {
        "muscle": one_of(_MUSCLE_IDS),
        "root": one_of(_ROOTS),
        "weight": fraction(),
        "spread": number(1e-9, 1),
        "n_sources": integer(0),
        "sources": source_list(),
    },
    key=("muscle", "root"),
    sums={"weight": ("muscle",)},
    covers={"muscle": _MUSCLE_IDS},
    made_by="python -m myotome.anatomy.root_weight_table",
)
_ROUTES: Final = Table(
    "anatomy/muscle_routes.csv",
    {
        "muscle": one_of(_MUSCLE_IDS),
        "roots": list_of(one_of(_ROOTS), optional=True),
        "share": fraction(),
        "way": _WAY,
    },
    covers={"muscle": _MUSCLE_IDS},
)
_SKIN: Final = Table(
    "anatomy/skin_supply.csv",
    {"target": one_of(lambda: (*ids("anatomy/areas", "area")(), *_DERMATOMES)), **_BUNDLE},
    sums={"weight": ("target",)},
    covers={"target": _DERMATOMES},
    rules=(_is_reached,),
)
_ARCS: Final = Table(
    "anatomy/reflex_arcs.csv",
    {
        "reflex": one_of(ids("anatomy/reflexes", "reflex")),
        "limb": one_of(("afferent", "efferent")),
        "muscle": one_of(_MUSCLE_IDS),
        **_BUNDLE,
    },
    sums={"weight": ("reflex", "limb")},
    rules=(_is_reached,),
)
_REFLEXES: Final = Table(
    "anatomy/reflexes.csv",
    {
        "reflex": text(),
        "label": text(),
        "sidedness": one_of(("sided", "unsided", "either")),
        "also_called": list_of(text(), optional=True),
    },
    key=("reflex",),
)


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
    return {
        row["muscle"]: Muscle(row["muscle"], row["label"], row["region"], row["part_of"] or None, row["also_called"])
        for row in _MUSCLES.rows()
    }


@cache
def muscle_root_weights() -> Mapping[str, tuple[RootWeight, ...]]:
    """Root weights of every muscle, largest first; they sum to 1."""
    found: dict[str, list[RootWeight]] = defaultdict(list)
    for row in ROOT_WEIGHTS.rows():
        sources = tuple(row["sources"].split("|"))
        found[row["muscle"]].append(RootWeight(row["muscle"], row["root"], row["weight"], row["spread"], sources))
    return {muscle: tuple(group) for muscle, group in found.items()}


@cache
def muscle_routes() -> Mapping[str, tuple[Route, ...]]:
    """Every way from the roots to each muscle; for one root of one muscle the shares sum to 1.

    A row that names no roots holds for every root of the muscle that reaches the place.

    Raises
    ------
    DataError
        The shares of a root of a muscle do not sum to 1: some of its fibres have no way to the muscle, or two.
    """
    found: dict[str, list[Route]] = defaultdict(list)
    for line, row in enumerate(_ROUTES.rows(), start=2):
        muscle, way = row["muscle"], row["way"]
        own = (weight.root for weight in muscle_root_weights()[muscle])
        roots = row["roots"] or tuple(root for root in own if reaches(root, way))
        if not roots:
            raise DataError(f"{_ROUTES.name}, line {line}: no root of {muscle} reaches {' > '.join(way)!r}")
        for root in roots:
            found[muscle].append(Route(muscle, root, row["share"], _path(line, root, way), row["source"]))
    for muscle, weights in muscle_root_weights().items():
        for root in (weight.root for weight in weights):
            total = sum(route.share for route in found[muscle] if route.root == root)
            if abs(total - 1.0) > _TOLERANCE:
                raise DataError(f"{_ROUTES.name}: the ways of {root} to {muscle} carry {total:g} of its fibres, not 1")
    return {muscle: tuple(group) for muscle, group in found.items()}


@cache
def skin_supply() -> tuple[SkinFibre, ...]:
    """Sensory fibres of every leaf area of skin and every dermatome; weights of a target sum to 1."""
    return tuple(
        SkinFibre(r["target"], r["root"], r["weight"], r["spread"], path_to(r["root"], r["way"]), _cited(r))
        for r in _fibres(_SKIN)
    )


@cache
def reflex_arcs() -> tuple[ReflexFibre, ...]:
    """Fibres of both limbs of every reflex arc; weights of a limb sum to 1."""
    return tuple(
        ReflexFibre(
            reflex=row["reflex"],
            limb=row["limb"],
            root=row["root"],
            weight=row["weight"],
            spread=row["spread"],
            path=path_to(row["root"], row["way"]),
            muscle=row["muscle"],
            sources=_cited(row),
        )
        for row in _fibres(_ARCS)
    )


@cache
def reflexes() -> Mapping[str, NamedReflex]:
    """Every reflex by its id, those that no arc of the tables carries (`moro`, `grasp`) among them."""
    return {
        row["reflex"]: NamedReflex(row["reflex"], row["label"], row["sidedness"], row["also_called"])
        for row in _REFLEXES.rows()
    }


def _fibres(table: Table) -> list[dict[str, Any]]:
    """Rows of a table of fibres; what is wrong with the tree is said once, not of every row."""
    nerve_places()
    return table.rows()


def _path(line: int, root: str, way: Way) -> tuple[str, ...]:
    """Path of a root by a row of the ways of muscles; the error names the line."""
    try:
        return path_to(root, way)
    except DataError as error:
        raise DataError(f"{_ROUTES.name}, line {line}: {error}") from error


def _cited(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys behind a row: texts that name the fact first, then the source of the row."""
    return tuple(dict.fromkeys((*filter(None, row["evidence"].split("|")), row["source"])))
