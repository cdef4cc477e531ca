"""Every state with one cause: where it is, what it is, and how severe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.pathology.condition_table import (
    Cause,
    Condition,
    cause_from_plain,
    conditions,
    lineage,
    plain_cause,
)
from myotome.pathology.effects import FibreGroups, Losses, fibre_groups, losses
from myotome.pathology.generated_places import generated_causes
from myotome.pathology.herniation import herniations
from myotome.pathology.level_shares import cord_causes, root_causes
from myotome.pathology.placements import diffuse_causes, placed_causes, unplaced_causes
from myotome.pathology.several_nerves import several_nerves
from myotome.tables import Table, fraction, ids, integer, kept, kept_arrays, number, one_of

__all__ = ["States", "causes", "severity_grid", "states"]

_CONDITIONS, _FAMILIES = (ids("pathology/conditions", column) for column in ("condition", "families"))
_GRIDS = Table(
    "pathology/severity_grid.csv",
    {
        "family": one_of(lambda: (*_FAMILIES(), *_CONDITIONS())),
        "level": integer(0, 3),
        "severity": fraction(),
        "share": fraction(),
        "low": number(),
        "high": number(),
    },
    key=("family", "level"),
    sums={"share": ("family",)},
)
_MAKERS = {
    "herniation": herniations,
    "cord": cord_causes,
    "root": root_causes,
    "diffuse": diffuse_causes,
    "imbalance": diffuse_causes,
    "place_less": unplaced_causes,
    "generated": generated_causes,
    "several_nerves": several_nerves,
}


def _of_condition(condition: Condition) -> list[Cause]:
    return list(_MAKERS.get(condition.placement, placed_causes)(condition.id))


@cache
def causes() -> tuple[Cause, ...]:
    """Every cause of every condition, in the order of the tables."""
    return tuple(map(cause_from_plain, kept("causes", _plain_causes)))


def _plain_causes() -> list[tuple[Any, ...]]:
    return [plain_cause(cause) for condition in conditions().values() for cause in _of_condition(condition)]


@cache
def _grids() -> Mapping[str, tuple[tuple[float, float], ...]]:
    grids: dict[str, list[tuple[float, float]]] = {}
    for row in _GRIDS.rows():
        grids.setdefault(row["family"], []).append((row["severity"], row["share"]))
    return {family: tuple(grid) for family, grid in grids.items()}


def severity_grid(condition: str) -> tuple[tuple[float, float], ...]:
    """(severity, share) pairs of a condition or its nearest family; one full level where severity means nothing."""
    for family in reversed(lineage(condition)):
        if family in _grids():
            return _grids()[family]
    return ((1.0, 1.0),)


@dataclass(frozen=True, eq=False)
class States:
    """All states with one cause, as arrays over states; the causes and their losses beside them.

    Attributes
    ----------
    causes : tuple of Cause
        The causes; several states differ in severity only.
    cause : ndarray of int
        Cause of each state.
    severity : ndarray of float
        Severity of each state, 0 to 1.
    level : ndarray of int
        Which step of the severity grid.
    share : ndarray of float
        Probability of the state given its condition; sums to 1 over the states of a condition.
    exclusive, exclusive_place : ndarray of int
        States with the same number in either never occur together: those of one disc or disease, those of one root.
    unpaired : ndarray of bool
        States that occur together with no other at all: sets of several lesions, which are several causes already.
    losses : Losses
        What each distinct lesion takes at full severity.
    groups : FibreGroups
        The wiring they are computed on.
    """

    causes: tuple[Cause, ...]
    cause: NDArray[np.intp]
    severity: NDArray[np.float64]
    level: NDArray[np.intp]
    share: NDArray[np.float64]
    exclusive: NDArray[np.intp]
    exclusive_place: NDArray[np.intp]
    unpaired: NDArray[np.bool_]
    losses: Losses
    groups: FibreGroups

    def __len__(self) -> int:
        return len(self.cause)

    def cause_of(self, state: int) -> Cause:
        """Cause of one state."""
        return self.causes[int(self.cause[state])]

    @cached_property
    def conditions(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """Names of the conditions in their order, and the number of that of each state."""
        names, of_cause = np.unique([cause.condition for cause in self.causes], return_inverse=True)
        return tuple(names.tolist()), of_cause.ravel()[self.cause]

    def where(self, holds: Callable[[str], bool]) -> NDArray[np.bool_]:
        """States whose condition is such: shape (states,)."""
        names, of_state = self.conditions
        return np.array([holds(name) for name in names], dtype=np.bool_)[of_state]

    @cached_property
    def herniates(self) -> NDArray[np.bool_]:
        """States whose cause is a herniation: shape (states,)."""
        return np.array([cause.is_herniation for cause in self.causes], dtype=np.bool_)[self.cause]

    @cached_property
    def exclusions(self) -> NDArray[np.intp]:
        """Both arrays of exclusive numbers: shape (2, states)."""
        return np.stack([self.exclusive, self.exclusive_place])

    @property
    def lesion(self) -> NDArray[np.intp]:
        """Row of each state in the arrays of `losses`."""
        return self.losses.lesion_of[self.cause]

    def subset(self, keep: NDArray[np.intp]) -> States:
        """Keep only these states, with the causes and lesions they need."""
        used, cause = np.unique(self.cause[keep], return_inverse=True)
        return States(
            causes=tuple(self.causes[number] for number in used),
            cause=cause,
            severity=self.severity[keep],
            level=self.level[keep],
            share=self.share[keep],
            exclusive=self.exclusive[keep],
            exclusive_place=self.exclusive_place[keep],
            unpaired=self.unpaired[keep],
            losses=self.losses.of_causes(used),
            groups=self.groups,
        )

    def prior(self, of_condition: Mapping[str, float]) -> NDArray[np.float64]:
        """Prior of each state, from the priors of the conditions; sums to 1."""
        weight = np.array([of_condition[cause.condition] for cause in self.causes])
        return weight[self.cause] * self.share


def _normalised(all_causes: Sequence[Cause]) -> list[float]:
    totals: dict[str, float] = {}
    for cause in all_causes:
        totals[cause.condition] = totals.get(cause.condition, 0.0) + cause.share
    return [cause.share / totals[cause.condition] for cause in all_causes]


def _steps(all_causes: Sequence[Cause]) -> Iterator[tuple[int, float, int, float]]:
    for index, (cause, share) in enumerate(zip(all_causes, _normalised(all_causes), strict=True)):
        for level, (severity, weight) in enumerate(severity_grid(cause.condition)):
            yield index, severity, level, share * weight


def _numbered(names: Iterable[str]) -> NDArray[np.intp]:
    """Numbers that are equal where the names are."""
    number: dict[str, int] = {}
    return np.array([number.setdefault(name, len(number)) for name in names], dtype=np.intp)


def _of_states() -> dict[str, NDArray[Any]]:
    every = causes()
    number, severity, level, share = zip(*_steps(every), strict=True)
    index = np.array(number, dtype=np.intp)
    return {
        "cause": index,
        "severity": np.array(severity),
        "level": np.array(level, dtype=np.intp),
        "share": np.array(share),
        "exclusive": _numbered(cause.exclusive for cause in every)[index],
        "exclusive_place": _numbered(cause.exclusive_place for cause in every)[index],
        "unpaired": np.array([cause.is_several for cause in every], dtype=np.bool_)[index],
    }


@cache
def states() -> States:
    """Every state with one cause, built once."""
    every, groups = causes(), fibre_groups()
    taken = kept_arrays("losses", lambda: vars(losses(every, groups)))
    return States(every, **kept_arrays("states", _of_states), losses=Losses(**taken), groups=groups)
