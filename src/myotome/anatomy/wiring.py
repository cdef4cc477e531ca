"""The fibre table: every bundle of fibres between a root and a muscle, a skin area or a limb of a reflex arc.

A cut at a place of a path lets the share (1 - severity) through; two cuts on one path multiply. The conduction of a
target is the weighted sum over its fibres.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy.nerve_tree import nerve_places
from myotome.anatomy.tables import muscle_root_weights, muscle_routes, reflex_arcs, skin_supply
from myotome.errors import DataError, UnknownNameError
from myotome.tables import kept

__all__ = ["KINDS", "FibreTable", "conduction", "fibre_conduction", "fibre_table"]

KINDS = ("motor", "sensory", "afferent", "efferent")


@dataclass(frozen=True, eq=False)
class FibreTable:
    """All fibres, one row per bundle; columns of equal length.

    Attributes
    ----------
    target : tuple of str
        A muscle (`motor`), a leaf area of skin or `dermatome:C6` (`sensory`), a reflex (`afferent`, `efferent`).
    kind : tuple of str
        One of `KINDS`.
    root : tuple of str
        Spinal root (`C1` ... `S5`) or cranial nerve nucleus (`CN7`, `CN11` ...) of the bundle.
    weight : array of float
        Share of the target's supply, in (0, 1]; sums to 1 over the rows of one kind and target.
    spread : array of float
        One standard error of the weight.
    path : tuple of tuple of str
        Places the bundle runs through, root first: roots, plexus parts, nerves, and sites `nerve@site`.
    index : mapping
        Rows of each (kind, target).
    sources : tuple of tuple of str
        Keys of `sources.toml` behind each row.
    """

    target: tuple[str, ...]
    kind: tuple[str, ...]
    root: tuple[str, ...]
    weight: NDArray[np.float64]
    spread: NDArray[np.float64]
    path: tuple[tuple[str, ...], ...]
    index: Mapping[tuple[str, str], NDArray[np.intp]]
    sources: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def through(self) -> Mapping[str, NDArray[np.intp]]:
        """Rows whose path runs through each place."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, path in enumerate(self.path):
            for place in path:
                rows[place].append(row)
        return {place: np.array(found, dtype=np.intp) for place, found in rows.items()}

    def targets(self, kind: str) -> tuple[str, ...]:
        """Every target of one kind, in the order of the tables."""
        return tuple(target for found, target in self.index if found == kind)


@dataclass(frozen=True, slots=True)
class _Bundle:
    kind: str
    target: str
    root: str
    weight: float
    spread: float
    path: tuple[str, ...]
    sources: tuple[str, ...]


@cache
def fibre_table() -> FibreTable:
    """Read the wiring of one side of the body from the tables, once.

    Returns
    -------
    FibreTable
        Frozen; the arrays are read-only.

    Raises
    ------
    DataError
        A root of a muscle has no route, or a table fails its checks.

    Examples
    --------
    >>> table = fibre_table()
    >>> [table.root[row] for row in table.index["motor", "soleus"]]
    ['S1', 'S2']
    """
    bundles = [_Bundle(*plain) for plain in kept("fibres", _plain_bundles)]
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, bundle in enumerate(bundles):
        rows[bundle.kind, bundle.target].append(row)
    return FibreTable(
        target=tuple(bundle.target for bundle in bundles),
        kind=tuple(bundle.kind for bundle in bundles),
        root=tuple(bundle.root for bundle in bundles),
        weight=_frozen([bundle.weight for bundle in bundles]),
        spread=_frozen([bundle.spread for bundle in bundles]),
        path=tuple(bundle.path for bundle in bundles),
        index={key: np.array(found, dtype=np.intp) for key, found in rows.items()},
        sources=tuple(bundle.sources for bundle in bundles),
    )


def _plain_bundles() -> list[tuple[Any, ...]]:
    """Every bundle as it is kept on disk."""
    bundles = [*_motor(), *_sensory(), *_reflex()]
    _check_use(bundles)
    return [astuple(bundle) for bundle in bundles]


def fibre_conduction(table: FibreTable, cuts: Mapping[str, float]) -> NDArray[np.float64]:
    """Which share of each bundle still conducts?

    Parameters
    ----------
    table : FibreTable
        The wiring.
    cuts : mapping of str to float
        Severity in [0, 1] by place: a root, a plexus part, a nerve (all of it) or a site.

    Returns
    -------
    array of float, shape (fibres,)
        Product of (1 - severity) over the cuts on the bundle's path. A place on no path cuts nothing.

    Raises
    ------
    ValueError
        A severity outside [0, 1].

    Examples
    --------
    >>> table = fibre_table()
    >>> float(fibre_conduction(table, {"S1": 0.5, "tibial": 0.5})[table.index["motor", "soleus"]][0])
    0.25
    """
    conducting = np.ones(len(table.target))
    for place, severity in cuts.items():
        if not 0.0 <= severity <= 1.0:
            raise ValueError(f"severity of {place} is {severity}; it lies in [0, 1]")
        if place in table.through:
            conducting[table.through[place]] *= 1.0 - severity
    return conducting


def conduction(table: FibreTable, kind: str, target: str, cuts: Mapping[str, float]) -> float:
    """Which share of a target's supply is left after these cuts?

    Parameters
    ----------
    table : FibreTable
        The wiring.
    kind : str
        One of `KINDS`.
    target : str
        A target of that kind.
    cuts : mapping of str to float
        Severity in [0, 1] by place.

    Returns
    -------
    float
        Between 0 (none) and 1 (all). It is a share of fibres, not of force.

    Raises
    ------
    UnknownNameError
        The table has no such target of this kind.

    Examples
    --------
    >>> round(conduction(fibre_table(), "motor", "gluteus_medius", {"common_peroneal": 1.0}), 6)
    1.0
    """
    if (kind, target) not in table.index:
        raise UnknownNameError(f"{kind} target", target, table.targets(kind))
    rows = table.index[kind, target]
    left = float(table.weight[rows] @ fibre_conduction(table, cuts)[rows])
    return min(1.0, max(0.0, left))


def _check_use(bundles: Iterable[_Bundle]) -> None:
    """Every place of the tree carries fibres: a site beyond which nothing lies could never show in a finding."""
    met = {place for bundle in bundles for place in bundle.path}
    for place in nerve_places().values():
        if place.id not in met:
            where = f"anatomy/nerve_tree.csv, line {place.line}"
            what = "make it, or a place beyond it, the way of a muscle, an area of skin or a reflex"
            raise DataError(f"{where}: nothing runs through {place.id!r}; {what}")


def _motor() -> Iterator[_Bundle]:
    """Root weight times the share of the root's fibres that takes each route."""
    for muscle, weights in muscle_root_weights().items():
        routes = muscle_routes().get(muscle, ())
        for entry in weights:
            taken = [route for route in routes if route.root == entry.root]
            if not taken:
                raise DataError(f"anatomy/muscle_routes.csv: no route of {muscle} starts at {entry.root}")
            for route in taken:
                weight, spread = entry.weight * route.share, entry.spread * route.share
                sources = tuple(dict.fromkeys((*entry.sources, route.source)))
                yield _Bundle("motor", muscle, entry.root, weight, spread, route.path, sources)


def _sensory() -> Iterator[_Bundle]:
    for fibre in skin_supply():
        yield _Bundle("sensory", fibre.target, fibre.root, fibre.weight, fibre.spread, fibre.path, fibre.sources)


def _reflex() -> Iterator[_Bundle]:
    for fibre in reflex_arcs():
        yield _Bundle(fibre.limb, fibre.reflex, fibre.root, fibre.weight, fibre.spread, fibre.path, fibre.sources)


def _frozen(values: list[float]) -> NDArray[np.float64]:
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array
