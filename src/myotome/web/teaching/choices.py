"""What the learner chooses from: places where the lesion may be, and tests to do next, with what each is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from myotome.exam import Truth, words
from myotome.explain import Explanation, LikelyCause, NextTest, said_together
from myotome.web.answer.shares import capital, place_and_cause
from myotome.web.limits import limits
from myotome.web.teaching.cuts import place_words

__all__ = ["Place", "offered_places", "offered_tests", "places_of", "true_label"]

_SIDES: Final = ("left", "right", "both sides")
#: Ranks of the proposed tests that are offered: the best, and three that tell less.
_RANKS: Final = (0, 2, 5, 9)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the lesion may be, or a disease that has no single place; `share` is its probability."""

    label: str
    share: float
    places: frozenset[str]
    classes: frozenset[str]


def _label(cause: LikelyCause) -> str:
    """Place of a cause without its side.

    Examples
    --------
    >>> _label(LikelyCause("L5 root, left: disc herniation", (), (), ("L5",), "left", 0.5))
    'L5 root'
    """
    place, _ = place_and_cause(cause.label)
    whole, _, side = place.rpartition(", ")
    return capital(whole if side in _SIDES else place)


def places_of(told: Explanation) -> Mapping[str, Place]:
    """Places by their label, the most likely first; causes at one place count together."""
    found: dict[str, Place] = {}
    for cause in said_together(told.causes):
        known = found.get(_label(cause), Place(_label(cause), 0.0, frozenset(), frozenset()))
        found[known.label] = Place(
            known.label,
            known.share + cause.probability,
            known.places | {*cause.places},
            known.classes | {*cause.classes},
        )
    return dict(sorted(found.items(), key=lambda one: -one[1].share))


def true_label(truth: Truth | None, places: Iterable[Place]) -> str:
    """Label of the place that is the true one; of what the program does not name, as the report has it.

    Parameters
    ----------
    truth : Truth or None
        None where no answer is known; the label is empty then.
    places : iterable of Place
        Those that the program names.
    """
    if truth is None:
        return ""
    alike = [one for one in places if truth.class_ in one.classes]
    there = [one for one in alike if not truth.places or one.places & {*truth.places}]
    if there:
        return min(there, key=lambda one: len(one.places ^ {*(truth.places or one.places)})).label
    if truth.places:
        return capital(place_words(truth.places[0]))
    return capital(truth.structure.partition(" (")[0] or words(truth.class_, "truth_classes"))


def offered_places(first: Explanation, last: Explanation, truth: Truth | None) -> tuple[str, ...]:
    """Places to choose from, by the alphabet, the same in each round: likely at first, likely at the end, and true.

    Parameters
    ----------
    first, last : Explanation
        With the findings of the first round, and with all of them.
    truth : Truth or None
    """
    early, late = places_of(first), places_of(last)
    known = {**late, **early}
    chosen = dict.fromkeys([true] if (true := true_label(truth, known.values())) else [])
    for pair in zip(late, early, strict=False):
        chosen |= dict.fromkeys(pair)
    return tuple(sorted([*chosen][: int(limits("teaching")["choices"])]))


def offered_tests(told: Explanation) -> tuple[NextTest, ...]:
    """Tests to choose from, by the alphabet: the one of most information for its cost, and some of less."""
    ranked = sorted(told.next_tests, key=lambda test: (-test.value, test.id))
    chosen = {ranked[at].id: ranked[at] for at in _RANKS if at < len(ranked)}
    return tuple(sorted(chosen.values(), key=lambda test: test.label))
