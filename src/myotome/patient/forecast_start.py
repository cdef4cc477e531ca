"""From an explained case to the start of its forecast: what the findings leave open stays open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from myotome.exam import HERNIATION_TYPES, Case, Imaging, Pain, Questionnaire, Strength
from myotome.explain import Explanation, world
from myotome.forecast import (
    PersonNow,
    PossibleHerniation,
    RootWeakness,
    disability_of,
    least_probability,
    setting_of_case,
    weaknesses,
)
from myotome.outcomes import Outcome
from myotome.pathology import is_over_spine
from myotome.patient.answer_kinds import names_of, spine_part
from myotome.patient.cause_groups import cause_group
from myotome.patient.circumstances import Circumstances
from myotome.patient.followed_causes import FollowedCause, causes_without_course, followed_causes
from myotome.patient.forecast_traits import known_traits

__all__ = ["CaseStart", "case_start", "sides_of", "weak_muscles"]

_LEAST = 0.002
_UNGRADED = 4.0
_MOSTLY = 0.5
_DISABILITY, _MOST_DISABLED = ("odi", "ndi", "rmdq"), 100.0
_NOT_ROOT = "the herniation in question compresses more than a root; the model of the disc is not made for that"
_NO_DISC = "no herniated disc is likely enough to be the cause"
_FIRST = "the course depends on what must be dealt with first: no forecast before that"


@dataclass(frozen=True, slots=True)
class CaseStart:
    """What a forecast starts from, how much of the posterior it covers, and whether there is a forecast at all.

    Attributes
    ----------
    possible : tuple of PossibleHerniation
        Herniations at a root that may be the cause, the most likely first.
    person : PersonNow
        What else is known.
    covered : float
        Probability that a herniation at a root is the cause: the forecast speaks of that case alone.
    outcome : Outcome
        `computed` where there can be a forecast, simulated or published; else why there is none.
    reason : str
        Why nothing can be simulated, in words; empty where it can.
    weak : tuple of RootWeakness
        Weak muscles that one of the herniations supplies, the weakest first.
    followed : tuple of FollowedCause
        Other likely causes whose course was published, the likeliest first.
    without : mapping
        Likely causes of which no course is known, in words, to their probability.
    """

    possible: tuple[PossibleHerniation, ...]
    person: PersonNow
    covered: float
    outcome: Outcome
    reason: str = ""
    weak: tuple[RootWeakness, ...] = ()
    followed: tuple[FollowedCause, ...] = ()
    without: Mapping[str, float] = field(default_factory=dict)

    @property
    def disc(self) -> str | None:
        """The most likely disc."""
        return self.possible[0].disc if self.possible else None

    @property
    def region(self) -> str:
        """Where it lies: `cervical`, `thoracic` or `lumbar`."""
        return spine_part(self.disc or "L4-L5")


def case_start(patient: Circumstances, explanation: Explanation) -> CaseStart:
    """Where does the forecast of a case start, from the whole posterior of its explanation?

    Parameters
    ----------
    patient : Circumstances
        Of the patient, with the posterior.
    explanation : Explanation
        Of the same case.

    Returns
    -------
    CaseStart
        Without a simulation where no herniation at a root is likely enough, or where an emergency leads.
    """
    herniations = _herniations(patient, explanation)
    possible = tuple(one for one in herniations if one.touches == "root")
    covered = min(sum(one.probability for one in possible), 1.0)
    followed = followed_causes(patient)
    outcome, reason = _outcome(patient, covered, sum(one.probability for one in herniations) - covered)
    if outcome is Outcome.OUT_OF_MODEL and followed:
        outcome = Outcome.EMERGENCY_LEADS if _emergency(patient) else Outcome.COMPUTED
    weak = weaknesses(weak_muscles(patient.case), possible, _grades(patient.case))
    without = causes_without_course(patient)
    return CaseStart(possible, _person(patient.case), covered, outcome, reason, weak, followed, without)


def _outcome(patient: Circumstances, covered: float, off_root: float) -> tuple[Outcome, str]:
    """Is there a forecast? An emergency that is more likely than not comes first, whatever else is likely."""
    if covered < least_probability():
        return Outcome.OUT_OF_MODEL, _NOT_ROOT if off_root >= least_probability() else _NO_DISC
    return (Outcome.EMERGENCY_LEADS, _FIRST) if _emergency(patient) else (Outcome.COMPUTED, "")


def _emergency(patient: Circumstances) -> bool:
    """Is what must be dealt with first more likely than not?"""
    return patient.probability(cause_group("before_any_forecast")) > _MOSTLY


def _herniations(patient: Circumstances, explanation: Explanation) -> list[PossibleHerniation]:
    """Herniations that may be the cause, the most likely first."""
    states, posterior = world().states, patient.posterior
    seen = _seen_types(patient.case)
    possible = []
    for state in map(int, np.flatnonzero(posterior.responsibility >= _LEAST)):
        weight = float(posterior.responsibility[state])
        cause = states.cause_of(state)
        if cause.disc is None or cause.zone is None:
            continue
        types = seen.get(cause.disc) or _likely_types(explanation, cause.disc)
        roots, ratio = _roots(cause.cuts)
        possible.append(
            PossibleHerniation(
                weight, cause.disc, cause.side, cause.zone, roots, float(states.severity[state]), types, ratio,
                _touches(cause.condition),
            )
        )  # fmt: skip
    # most likely first, whatever the side: a mirrored case meets the same random numbers
    return sorted(possible, key=lambda one: (-round(one.probability, 12), one.disc, one.zone, one.roots, one.severity))


def _touches(condition: str) -> str:
    families = names_of(condition)
    if "cord_lesion" in families:
        return "cord"
    return "root" if families.isdisjoint(("cauda_equina_lesion", "conus_lesion")) else "cauda_equina"


def _roots(cuts) -> tuple[tuple[str, ...], float]:  # type: ignore[no-untyped-def]
    """Roots cut, the deepest first, at most two; and the depth of the second relative to the first."""
    depth: dict[str, float] = {}
    for cut in cuts:
        for root in cut.tokens:
            depth[root] = max(depth.get(root, 0.0), cut.depth)
    order = sorted(depth, key=lambda root: (-depth[root], root))[:2]
    ratio = depth[order[1]] / depth[order[0]] if len(order) == 2 and depth[order[0]] > 0.0 else 0.0
    return tuple(order), ratio


def _seen_types(case: Case) -> dict[str, dict[str, float]]:
    """Type of herniation that an image shows at each disc."""
    return {
        level: {finding.finding: 1.0}
        for finding in case.findings
        if isinstance(finding, Imaging) and finding.present and finding.finding in HERNIATION_TYPES
        for level in finding.levels
    }


def _likely_types(answer: Explanation, disc: str) -> dict[str, float]:
    for one in answer.discs:
        if one.disc == disc:
            return dict(one.types)
    return {"protrusion": 0.5, "extrusion": 0.5}


def _person(case: Case) -> PersonNow:
    return PersonNow(
        age=case.demographics.age,
        sex=case.demographics.sex,
        leg_pain=_worst(case, spread=True),
        back_pain=_worst(case, spread=False),
        odi=_disability(case),
        duration_weeks=case.weeks_since_onset,
        setting=setting_of_case(case.setting),
        **known_traits(case),
    )


def _disability(case: Case) -> float | None:
    """Disability in percent, by the first score of it that is told."""
    told = [one for one in case.findings if isinstance(one, Questionnaire) and one.name in _DISABILITY]
    return min(disability_of(told[0].name, told[0].value), _MOST_DISABLED) if told else None


def _worst(case: Case, *, spread: bool) -> float | None:
    """Worst pain stated over the spine, or of those that spread; a pain that spreads counts for where it spreads to."""
    stated = [one for one in case.findings if isinstance(one, Pain) and one.severity is not None]
    return max((float(one.severity or 0.0) for one in stated if _spreads(one) == spread), default=None)


def _spreads(pain: Pain) -> bool:
    return bool(pain.dermatomes) or any(not is_over_spine(area) for area in pain.areas)


def weak_muscles(case: Case) -> tuple[tuple[str, str], ...]:
    """Muscles found weak, with their side, the weakest first; of one grade, as their names stand in the alphabet.

    The chief muscle of a movement stands for it; both sides are two.
    """
    weak = [one for one in case.findings if isinstance(one, Strength) and one.muscles and one.is_weak]
    grades = _grades(case)
    muscles = dict.fromkeys((one.muscles[0], side) for one in weak for side in sides_of(str(one.side)))
    return tuple(sorted(muscles, key=lambda pair: (grades.get(pair, _UNGRADED), pair[0])))


def _grades(case: Case) -> dict[tuple[str, str], float]:
    """Grade of each muscle that was found weak and graded; of two grades, the first."""
    graded = [one for one in reversed(case.findings) if isinstance(one, Strength) and one.muscles and one.is_weak]
    return {
        (one.muscles[0], side): one.mrc for one in graded if one.mrc is not None for side in sides_of(str(one.side))
    }


def sides_of(side: str) -> tuple[str, ...]:
    """Left, right or both."""
    return ("left", "right") if side == "bilateral" else (side,) if side in ("left", "right") else ()
