"""States gathered into explanations a clinician would name: a class at a place, or a condition without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.atoms import Float
from myotome.explain.explanation import LikelyCause
from myotome.pathology import Cause, States, conditions

__all__ = ["Group", "Groups", "group_states"]

_CENTRAL = {"cord": "spinal cord", "conus": "conus", "cauda_equina": "cauda equina"}


@dataclass(frozen=True, slots=True)
class Group:
    """One explanation: class, places (or condition where there is none) and side."""

    truth_class: str
    places: tuple[str, ...]
    condition: str | None
    side: str


def _key(cause: Cause) -> Group:
    entry = conditions()[cause.condition]
    condition = None if cause.places else cause.condition
    return Group(entry.truth_class, tuple(sorted(cause.places)), condition, cause.side)


def _in_words(place: str) -> str:
    if place in _CENTRAL:
        return _CENTRAL[place]
    if place[1:].isdigit():
        return f"{place} root"
    return place.replace("_", " ") + ("" if "trunk" in place or "cord" in place or "plexus" in place else " nerve")


def _sided(text: str, side: str) -> str:
    return text if side in {"none", "midline"} else f"{text}, {'both sides' if side == 'bilateral' else side}"


@dataclass(frozen=True, eq=False)
class Groups:
    """The explanations, and the explanation of each state."""

    groups: tuple[Group, ...]
    of_state: NDArray[np.intp]
    states: States

    @cached_property
    def index(self) -> dict[Group, int]:
        """Number of each explanation."""
        return {group: number for number, group in enumerate(self.groups)}

    def sums(self, of_state: Float) -> Float:
        """Sum a value of the states over each explanation."""
        return np.bincount(self.of_state, weights=of_state, minlength=len(self.groups)).astype(np.float64)

    def _leading(self, number: int, explains: Float) -> Cause:
        members = np.flatnonzero(self.of_state == number)
        by_cause: dict[str, float] = {}
        for state in members:
            cause = self.states.causes[self.states.cause[state]]
            by_cause[cause.condition] = by_cause.get(cause.condition, 0.0) + float(explains[state])
        best = max(by_cause, key=lambda name: (by_cause[name], name))
        heaviest = max(members, key=lambda state: (self._condition(int(state)) == best, explains[state]))
        return self.states.cause_of(int(heaviest))

    def _condition(self, state: int) -> str:
        return self.states.cause_of(state).condition

    def label(self, number: int, explains: Float) -> str:
        """One explanation in words: the place and its likeliest condition."""
        group, cause = self.groups[number], self._leading(number, explains)
        condition = conditions()[cause.condition].label
        if not group.places:
            return _sided(condition, group.side)
        places = " and ".join(_in_words(place) for place in group.places)
        return f"{_sided(places, group.side)}: {condition}"

    def cause(self, number: int, explains: Float, probability: float) -> LikelyCause:
        """One explanation with this probability, named after what carries most of it."""
        group, cause = self.groups[number], self._leading(number, explains)
        label = self.label(number, explains)
        return LikelyCause(label, (cause.condition,), (group.truth_class,), group.places, group.side, probability)


def group_states(states: States) -> Groups:
    """Gather the states of a world into explanations."""
    index: dict[Group, int] = {}
    keys: Sequence[int] = [index.setdefault(_key(cause), len(index)) for cause in states.causes]
    return Groups(tuple(index), np.array(keys, dtype=np.intp)[states.cause], states)
