"""What a plan must know of the patient: the differential, where, for how long, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from myotome.arrays import Floats
from myotome.exam import HERNIATION_TYPES, Atom, Case, Condition, Hit, Imaging, QueryEvaluation, Strength, atom_hit
from myotome.explain import Explanation, LikelyDisc, Posterior, sides_agree, world
from myotome.pathology import regions_of_case, regions_of_cause
from myotome.patient.answer_kinds import SEEN, names_of
from myotome.patient.judged import limit

__all__ = ["Circumstances", "circumstances"]

_LEAST = 1e-4
_LIKELY_TYPE = 0.5
#: What an image says of contact: none at all, or nothing.
_UNTOUCHED, _NOT_STATED = "none", "not_stated"


@dataclass(frozen=True, eq=False)
class Circumstances:
    """One patient as a plan sees him or her.

    Attributes
    ----------
    case : Case
        The patient.
    posterior : Posterior
        Of this case.
    shares : mapping
        Condition and the parts of the spine it lies in (none for a limb's nerve) to the probability that it is
        what explains the findings.
    weak : tuple of Strength
        Strengths below normal, in the order of the case.
    explanation : Explanation
        Of this case, for its red flags and discs.
    """

    case: Case
    posterior: Posterior
    shares: Mapping[tuple[str, frozenset[str]], float]
    weak: tuple[Strength, ...]
    explanation: Explanation

    def probability(self, scopes: Iterable[str], region: str = "any") -> float:
        """Probability that a condition of one of these scopes is a cause, in a part of the spine or anywhere.

        Parameters
        ----------
        scopes : iterable of str
            Conditions, families or classes; none of them means nothing is asked.
        region : str
            `cervical`, `thoracic`, `lumbar`, or `any`.

        Returns
        -------
        float
            0 to 1; conditions of the scope are added up.
        """
        wanted, part = frozenset(scopes), f"{region}_spine"
        total = sum(
            share
            for (condition, regions), share in self.shares.items()
            if not wanted.isdisjoint(names_of(condition)) and (region == "any" or part in regions)
        )
        return min(1.0, total)

    @cached_property
    def _evaluation(self) -> QueryEvaluation:
        return QueryEvaluation(self._atom_hit)

    def _atom_hit(self, atom: Atom) -> Hit:
        if atom.kind not in _ASKED:
            return atom_hit(atom, self.case)
        return frozenset() if _ASKED[atom.kind](self, atom) else None

    def behind(self, condition: Condition | None) -> Hit:
        """Places of the findings that make a condition true; None where it is not. No condition is always true."""
        return frozenset() if condition is None else self._evaluation.hit(condition)

    def holds(self, condition: Condition | None) -> bool:
        """Tell whether a condition is true for this patient; no condition is always true."""
        return self.behind(condition) is not None


def _likely(patient: Circumstances, atom: Atom) -> bool:
    """Is the probability of one of these causes as asked? Without a number: are they in the differential?"""
    regions = [place.removesuffix("_spine") for place in atom.details] or ["any"]
    share = max(patient.probability(atom.names, region) for region in regions)
    return atom.compares(share) if atom.comparison else share >= limit("limit", "in_play")


def _flag(patient: Circumstances, atom: Atom) -> bool:
    flag = patient.explanation.red_flag
    return ("urgent" in atom.names and flag.urgent) or ("soon" in atom.names and bool(flag.soon))


def _herniation(patient: Circumstances, atom: Atom) -> bool:
    """Is the disc that is most likely to blame more likely than not of one of these types; or one of them seen?"""
    if SEEN in atom.names and _is_seen(patient):
        return True
    leading = [one for one in patient.explanation.discs[:1] if one.probability >= limit("limit", "in_play")]
    return any(one.types.get(name, 0.0) >= _LIKELY_TYPE for one in leading for name in atom.names)


def _is_seen(patient: Circumstances) -> bool:
    """Does an image show a herniation at the disc, side and structure of those that may be to blame, taken together?"""
    shown = [
        one
        for one in patient.case.findings
        if isinstance(one, Imaging) and one.present and one.finding in HERNIATION_TYPES
    ]
    to_blame = (disc.probability for disc in patient.explanation.discs if any(_agrees(one, disc) for one in shown))
    return sum(to_blame) >= limit("limit", "in_play")


def _agrees(shown: Imaging, disc: LikelyDisc) -> bool:
    """Same disc and side; and where the image names what is touched, the structure that the findings need."""
    touched = shown.root_contact != _UNTOUCHED and (
        shown.structure in (None, _NOT_STATED) or disc.structure in (None, "", shown.structure)
    )
    return disc.disc in shown.levels and sides_agree(disc.side, shown.side) and touched


def _outcome(patient: Circumstances, atom: Atom) -> bool:
    return patient.explanation.outcome in atom.names


_ASKED: Mapping[str, Callable[[Circumstances, Atom], bool]] = {
    "likely": _likely,
    "flag": _flag,
    "outcome": _outcome,
    "herniation": _herniation,
}


_Shares = dict[tuple[str, frozenset[str]], float]


def _summed(weight: Floats, complaint: frozenset[str]) -> _Shares:
    """Sum a weight of the states by condition and part of the spine."""
    states = world().states
    shares: _Shares = {}
    of_cause = np.bincount(states.cause, weights=weight, minlength=len(states.causes))
    for number in map(int, np.flatnonzero(of_cause > _LEAST)):
        cause = states.causes[number]
        key = cause.condition, regions_of_cause(cause, complaint)
        shares[key] = shares.get(key, 0.0) + float(of_cause[number])
    return shares


def _shares(posterior: Posterior, explanation: Explanation, complaint: frozenset[str]) -> _Shares:
    """How likely each condition explains the findings; of two that are needed together, each as likely as the two."""
    shares, needed = _summed(posterior.responsibility, complaint), _summed(posterior.necessity, complaint)
    for cause in explanation.causes:
        for condition in cause.conditions if len(cause.conditions) > 1 else ():
            places = {key: share for key, share in needed.items() if key[0] == condition}
            if places:
                key = max(places, key=lambda one: places[one])
                shares[key] = max(shares.get(key, 0.0), cause.probability)
    return shares


def circumstances(case: Case, explanation: Explanation, posterior: Posterior) -> Circumstances:
    """Read off a case what its plan depends on.

    Parameters
    ----------
    case : Case
        The patient.
    explanation : Explanation
        Its explanation, for causes that are needed together.
    posterior : Posterior
        Of the same case.
    """
    weak = tuple(one for one in case.findings if isinstance(one, Strength) and one.is_weak)
    shares = _shares(posterior, explanation, regions_of_case(case))
    return Circumstances(case, posterior, shares, weak, explanation)
