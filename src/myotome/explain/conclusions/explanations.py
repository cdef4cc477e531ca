"""States gathered into explanations a clinician would name: a class at a place, or a condition without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.explain.explanation import LikelyCause
from myotome.explain.likelihood.observations import Floats
from myotome.pathology import Cause, States, conditions

__all__ = ["ExplanationGroup", "Groups", "group_states", "in_words", "with_side"]

#: Of the probability of one place: a second condition that carries less is not listed.
_WORTH_TELLING = 0.05
_CENTRAL = {"cord": "spinal cord", "conus": "conus", "cauda_equina": "cauda equina"}


@dataclass(frozen=True, slots=True)
class ExplanationGroup:
    """One explanation: class, places (or condition where there is none) and side."""

    truth_class: str
    places: tuple[str, ...]
    condition: str | None
    side: str


def _key(cause: Cause) -> ExplanationGroup:
    entry = conditions()[cause.condition]
    condition = None if cause.places else cause.condition
    return ExplanationGroup(entry.truth_class, tuple(sorted(cause.places)), condition, cause.side)


def in_words(place: str) -> str:
    """Lesioned place as it is read.

    Examples
    --------
    >>> in_words("L5"), in_words("upper_trunk")
    ('L5 root', 'upper trunk')
    """
    if place in _CENTRAL:
        return _CENTRAL[place]
    if place[1:].isdigit():
        return f"{place} root"
    return place.replace("_", " ") + ("" if "trunk" in place or "cord" in place or "plexus" in place else " nerve")


def with_side(text: str, side: str, places: Sequence[str] = ()) -> str:
    """Words with the side after them, where there is one; a lesion of the canal is seldom of one side alone.

    Examples
    --------
    >>> with_side("L5 root", "left"), with_side("cauda equina", "left", ("cauda_equina",))
    ('L5 root, left', 'cauda equina, mainly left')
    """
    if side in {"none", "midline"}:
        return text
    one_sided = side if _CENTRAL.keys().isdisjoint(places) else f"mainly {side}"
    return f"{text}, {'both sides' if side == 'bilateral' else one_sided}"


def _each_with_its_side(group: ExplanationGroup, cause: Cause) -> str:
    """Name several places each with its own side; nothing where one side, or both sides alike, holds for all."""
    if group.side != "bilateral" or len(group.places) < 2:
        return ""
    sides = [sorted({cut.side for cut in cause.cuts if place in cut.structures()}) for place in group.places]
    if not all(sides) or all(len(one) > 1 for one in sides):
        return ""
    named = zip(group.places, sides, strict=True)
    return " and ".join(f"{'both' if len(of) > 1 else of[0]} {_of_sides(place, len(of))}" for place, of in named)


def _of_sides(place: str, count: int) -> str:
    words = in_words(place)
    return f"{words}s" if count > 1 and words.endswith(("nerve", "root")) else words


@dataclass(frozen=True, eq=False)
class Groups:
    """The explanations, and the explanation of each state."""

    groups: tuple[ExplanationGroup, ...]
    of_state: NDArray[np.intp]
    states: States

    @cached_property
    def index(self) -> dict[ExplanationGroup, int]:
        """Number of each explanation."""
        return {group: number for number, group in enumerate(self.groups)}

    def sums(self, of_state: Floats) -> Floats:
        """Sum a value of the states over each explanation."""
        return np.bincount(self.of_state, weights=of_state, minlength=len(self.groups)).astype(np.float64)

    def of_causes(self, of_state: Floats) -> Floats:
        """Sum a value of the states over each cause, whatever its severity."""
        return np.bincount(self.states.cause, weights=of_state, minlength=len(self.states.causes)).astype(np.float64)

    @cached_property
    def diseases(self) -> tuple[tuple[tuple[str, str], ...], NDArray[np.intp]]:
        """Each condition on each side, wherever it lies, and which of them each cause is."""
        keys = [(cause.condition, cause.side) for cause in self.states.causes]
        number = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        return tuple(number), np.array([number[key] for key in keys], dtype=np.intp)

    def _by_condition(self, number: int, explains: Floats) -> dict[str, float]:
        """What each condition of one explanation carries, the most first."""
        names, of_state = self.states.conditions
        members = np.flatnonzero(self.of_state == number)
        used, own = np.unique(of_state[members], return_inverse=True)
        sums = np.bincount(own.ravel(), weights=explains[members])
        carried = [(names[condition], float(weight)) for condition, weight in zip(used, sums, strict=True)]
        return dict(sorted(carried, key=lambda item: (item[1], item[0]), reverse=True))

    def _leading(self, number: int, explains: Floats) -> Cause:
        names, of_state = self.states.conditions
        best = names.index(next(iter(self._by_condition(number, explains))))
        members = np.flatnonzero((self.of_state == number) & (of_state == best))
        return self.states.cause_of(int(members[np.argmax(explains[members])]))

    def _shares(self, number: int, explains: Floats, probability: float) -> tuple[tuple[str, float], ...]:
        """Conditions that share the probability of one explanation; empty where one carries nearly all of it."""
        sums = self._by_condition(number, explains)
        whole = sum(sums.values()) or 1.0
        shares = [(conditions()[name].label, probability * share / whole) for name, share in sums.items()]
        worth = tuple(one for one in shares if one[1] >= _WORTH_TELLING * probability > 0.0)
        return worth if len(worth) > 1 else ()

    def label(self, number: int, explains: Floats) -> str:
        """One explanation in words: the place and its most likely condition."""
        return self._label(self.groups[number], self._leading(number, explains))

    @staticmethod
    def _label(group: ExplanationGroup, cause: Cause) -> str:
        condition = conditions()[cause.condition].label
        if not group.places:
            return with_side(condition, group.side)
        places = " and ".join(in_words(place) for place in group.places)
        placed = _each_with_its_side(group, cause) or with_side(places, group.side, group.places)
        return placed if places == condition else f"{placed}: {condition}"

    def cause(self, number: int, explains: Floats, probability: float) -> LikelyCause:
        """One explanation with this probability, named after what carries most of it."""
        group, cause = self.groups[number], self._leading(number, explains)
        label = self._label(group, cause)
        classes, shares = (group.truth_class,), self._shares(number, explains, probability)
        return LikelyCause(label, (cause.condition,), classes, group.places, group.side, probability, shares)


@lru_cache(maxsize=2)  # the states of the package, and one other world under test
def group_states(states: States) -> Groups:
    """Gather the states of a world into explanations; once for each world, so that what rests on them is kept too."""
    index: dict[ExplanationGroup, int] = {}
    keys: Sequence[int] = [index.setdefault(_key(cause), len(index)) for cause in states.causes]
    return Groups(tuple(index), np.array(keys, dtype=np.intp)[states.cause], states)
