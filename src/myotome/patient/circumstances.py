"""What a plan must know of the patient: which conditions are in play, where, for how long, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from myotome.arrays import Floats
from myotome.errors import DataError
from myotome.exam.case import Case, History, Imaging, Sign, Strength
from myotome.explain import Explanation
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.imaging import DISC_FINDINGS
from myotome.explain.likelihood.model_world import world
from myotome.pathology import conditions, lineage
from myotome.pathology.spine_regions import regions_of_case, regions_of_cause
from myotome.patient.judged import limit
from myotome.tables import listed

__all__ = ["NEEDS", "Circumstances", "circumstances", "names_of"]

_LEAST = 1e-4
_SPINAL_SURGERY = frozenset({"discectomy", "microdiscectomy", "laminectomy", "decompression", "spinal_fusion"})
_HERNIATIONS = frozenset({*DISC_FINDINGS, "recurrent_herniation", "intradural_herniation"})
_DORSIFLEXORS = frozenset({"tibialis_anterior"})
_CALF = frozenset({"gastrocnemius_medial_head", "gastrocnemius_lateral_head", "soleus"})
_DROP_SIGNS = frozenset({"foot_drop_gait", "cannot_heel_walk"})
_PRESSED = frozenset({"contact", "deviation", "compression"})
_NO = frozenset({"none", "False", "false"})
_ROOTS = ("radiculopathy", "cauda_equina", "conus")
_BLEEDING = ("anticoagulants", "bleeding_disorder", "retroperitoneal_haematoma")
_HAEMATOMAS = frozenset({"haematoma", "epidural_haematoma"})


@cache
def names_of(condition: str) -> frozenset[str]:
    """Every scope that a condition falls under: itself, its families and its class."""
    return frozenset({*lineage(condition), conditions()[condition].truth_class})


@dataclass(frozen=True, eq=False)
class Circumstances:
    """One patient as a plan sees him or her.

    Attributes
    ----------
    case : Case
        The patient.
    found : Posterior
        Of this case.
    shares : mapping
        Condition and the parts of the spine it lies in (none for a limb's nerve) to the probability that it is
        what explains the findings.
    weak : tuple of Strength
        Strengths below normal, in the order of the case.
    red_flag : bool
        Whether the patient must be seen the same day.
    """

    case: Case
    found: Posterior
    shares: Mapping[tuple[str, frozenset[str]], float]
    weak: tuple[Strength, ...]
    red_flag: bool = False

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

    def holds(self, need: str) -> bool:
        """Does one of the named circumstances hold? `history:item`, `scope:condition`, or a name of `NEEDS`.

        Raises
        ------
        DataError
            A table names a circumstance that there is not.
        """
        kind, _, name = need.partition(":")
        if name:
            return self._has(name) if kind == "history" else self.probability([name]) >= limit("limit", "caution")
        if need not in NEEDS:
            raise DataError(f"no circumstance is called {need!r}; there are {', '.join(NEEDS)}")
        return NEEDS[need](self)

    def all_hold(self, needs: str) -> bool:
        """Do all circumstances of a cell hold?"""
        return all(self.holds(need) for need in listed(needs))

    def any_holds(self, needs: str) -> bool:
        """Does at least one circumstance of a cell hold?"""
        return any(self.holds(need) for need in listed(needs))

    def _has(self, item: str) -> bool:
        return any(value not in _NO for value in self.history(item))

    def history(self, item: str) -> tuple[str, ...]:
        """Every value stated for an item of the history, as text."""
        return tuple(str(one.value) for one in self.case.findings if isinstance(one, History) and one.item == item)

    def weak_at(self, most: float) -> tuple[Strength, ...]:
        """Weak muscles and movements of at most this grade."""
        return tuple(one for one in self.weak if one.mrc is not None and one.mrc <= most)


def _foot_drop(of: Circumstances) -> bool:
    graded = (one for one in of.weak_at(limit("grade", "foot_drop")) if _DORSIFLEXORS & set(one.muscles[:1]))
    signs = (one for one in of.case.findings if isinstance(one, Sign) and one.positive and one.sign in _DROP_SIGNS)
    return any(True for _ in graded) or any(True for _ in signs)


def _calf(of: Circumstances) -> bool:
    return any(_CALF & set(one.muscles) for one in of.weak) or any(
        isinstance(one, Sign) and one.positive and one.sign == "cannot_toe_walk" for one in of.case.findings
    )


def _seen_disc(of: Circumstances) -> bool:
    return any(isinstance(one, Imaging) and one.present and one.finding in _HERNIATIONS for one in of.case.findings)


def _cord_contact(of: Circumstances) -> bool:
    return any(
        isinstance(one, Imaging) and one.present and one.structure == "cord" and one.root_contact in _PRESSED
        for one in of.case.findings
    )


def _root_weakness(of: Circumstances) -> bool:
    return bool(of.weak) and of.probability(_ROOTS) >= limit("limit", "in_play")


def _may_bleed(of: Circumstances) -> bool:
    images = (one for one in of.case.findings if isinstance(one, Imaging) and one.present)
    return any(of.holds(f"history:{item}") for item in _BLEEDING) or any(one.finding in _HAEMATOMAS for one in images)


def _young(of: Circumstances) -> bool:
    age = of.case.demographics.age
    return age is not None and age < limit("growth", "grown")


def _mild(of: Circumstances) -> bool:
    return bool(set(of.weak) - set(of.weak_at(limit("grade", "foot_drop"))))


#: Circumstances that the tables of care may name.
NEEDS: Mapping[str, Callable[[Circumstances], bool]] = {
    "weak": lambda of: bool(of.weak),
    "severe": lambda of: bool(of.weak_at(limit("grade", "foot_drop"))),
    "mild_weak": _mild,
    "painless": lambda of: "False" in of.history("pain"),
    "foot_drop": _foot_drop,
    "calf": _calf,
    "older": lambda of: (of.case.demographics.age or 0.0) >= limit("person", "older"),
    "lumbar_surgery": lambda of: bool(_SPINAL_SURGERY & set(of.history("surgery"))),
    "young": _young,
    "pregnant": lambda of: of.holds("history:pregnancy"),
    "root_weakness": _root_weakness,
    "may_bleed": _may_bleed,
    "after_release": lambda of: "nerve_release" in of.history("surgery"),
    "cord_contact": _cord_contact,
    "red_flag": lambda of: of.red_flag,
    "no_disc_image": lambda of: not _seen_disc(of),
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
    """Read off a case what its plan hangs on.

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
    return Circumstances(case, posterior, shares, weak, explanation.red_flag.urgent)
