"""Explanations that are one answer to a clinician: said together, with what each carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.explain.conclusions.explanations import Groups, in_words, with_side
from myotome.explain.explanation import LikelyCause
from myotome.explain.inference.posterior import Posterior
from myotome.explain.model_constants import constants
from myotome.pathology import conditions, lineage
from myotome.tables import Table, identifier, one_of

__all__ = ["likely_diseases", "said_together"]

_PLACES_NAMED = 3
_REGIONAL = (
    ("nonspecific_low_back_pain", "nonspecific_thoracic_pain", "nonspecific_neck_pain"),
    ("lumbar_muscle_strain", "thoracic_muscle_strain", "cervical_muscle_strain"),
)
_CLASSES = {"nonspecific_back_pain": "non-specific spinal pain", "muscle_strain_spasm": "muscle strain or spasm"}


def _families() -> tuple[str, ...]:
    return tuple(dict.fromkeys(family for one in conditions().values() for family in one.families))


_ONE_ANSWER = Table("explain/said_together.csv", {"family": one_of(_families), "as": identifier()}, key=("family",))


def likely_diseases(posterior: Posterior, groups: Groups) -> tuple[LikelyCause, ...]:
    """Diseases that are more likely than not, each on one side, wherever they lie; none where one place says as much.

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    groups : Groups
        The explanations.
    """
    chances, least = groups.of_causes(posterior.responsibility), constants("outcome")["determined"]
    diseases, of_cause = groups.diseases
    likely = np.flatnonzero(np.bincount(of_cause, weights=chances, minlength=len(diseases)) >= least)
    placed = {diseases[number]: _by_place(groups, np.flatnonzero(of_cause == number), chances) for number in likely}
    return tuple(_disease(*key, places) for key, places in placed.items() if max(places.values()) < least)


def _by_place(groups: Groups, causes: NDArray[np.intp], chances: Floats) -> dict[tuple[str, ...], float]:
    """What the causes of one disease carry, by where it lies."""
    sums: dict[tuple[str, ...], float] = {}
    for number in causes:
        here = tuple(sorted(groups.states.causes[number].places))
        sums[here] = sums.get(here, 0.0) + float(chances[number])
    return sums


def _disease(condition: str, side: str, places: dict[tuple[str, ...], float]) -> LikelyCause:
    """One disease whose place is uncertain, with the places where it lies most probably."""
    entry, ranked = conditions()[condition], sorted(places, key=lambda some: (-places[some], some))
    *others, last = [" and ".join(map(in_words, some)) for some in ranked if some][:_PLACES_NAMED] or [""]
    where = " or ".join([", ".join(others), last] if others else [last])
    label = f"{with_side(entry.label, side)}" + (f" (place uncertain; most likely {where})" if where else "")
    return LikelyCause(label, (condition,), (entry.truth_class,), (), side, sum(places.values()))


def said_together(causes: Sequence[LikelyCause], diseases: Sequence[LikelyCause] = ()) -> tuple[LikelyCause, ...]:
    """Explanations as they are read: those of one answer joined into one, best first.

    Strain of the back and plain back pain are treated alike, on whichever side; each alone would look uncertain where
    the answer is not. So would a disease that is more likely than not, where only its place is open.

    Parameters
    ----------
    causes : sequence of LikelyCause
        Of an answer, best first.
    diseases : sequence of LikelyCause
        Those of the answer that are more likely than not, wherever they lie.

    Returns
    -------
    tuple of LikelyCause
        What is joined has the shares of its conditions, and the side that all of them have, else none.
    """
    known = {(one.conditions, one.side) for one in diseases}
    apart = [*diseases, *(one for one in causes if (one.conditions, one.side) not in known)]
    found: dict[str, list[LikelyCause]] = {}
    for number, cause in enumerate(apart):
        found.setdefault(_answer(cause) or str(number), []).append(cause)
    joined = (members[0] if len(members) == 1 else _joined(members) for members in found.values())
    return tuple(sorted(joined, key=lambda one: -one.probability))


def _answer(cause: LikelyCause) -> str | None:
    """Answer that an explanation is part of; None for one that stands for itself."""
    if cause.places or len(cause.conditions) != 1:
        return None
    return next((answer for family in lineage(cause.conditions[0]) if (answer := _answers().get(family))), None)


@cache
def _answers() -> dict[str, str]:
    return {row["family"]: row["as"] for row in _ONE_ANSWER.rows()}


def _joined(members: Sequence[LikelyCause]) -> LikelyCause:
    ranked = tuple(sorted(_shares(members).items(), key=lambda share: -share[1]))
    sides = {one.side for one in members}
    side = sides.pop() if len(sides) == 1 else "none"
    named = tuple(dict.fromkeys(one.conditions[0] for one in members))
    classes = tuple(dict.fromkeys(name for one in members for name in one.classes))
    whole = sum(one.probability for one in members)
    return LikelyCause(ranked[0][0], named, classes, (), side, whole, ranked if len(ranked) > 1 else ())


def _shares(members: Sequence[LikelyCause]) -> dict[str, float]:
    """What each kind carries, in words: named after its condition, or after its class where its region is open.

    Plain pain of low back, chest and neck beside each other means that the findings do not tell the region: the name
    of one of them would say a region that need not hurt.
    """
    carried: dict[str, float] = {}
    for one in members:
        carried[one.conditions[0]] = carried.get(one.conditions[0], 0.0) + one.probability
    open_classes = {conditions()[alike[0]].truth_class for alike in _REGIONAL if _open(alike, carried)}
    shares: dict[str, float] = {}
    for name, share in carried.items():
        entry = conditions()[name]
        said = _CLASSES[entry.truth_class] if entry.truth_class in open_classes else entry.label
        shares[said] = shares.get(said, 0.0) + share
    return shares


def _open(alike: Sequence[str], carried: Mapping[str, float]) -> bool:
    """Whether no one region carries nearly all of what is said of one complaint in several regions."""
    known = [carried.get(name, 0.0) for name in alike]
    return max(known) < constants("outcome")["one_region"] * sum(known)
