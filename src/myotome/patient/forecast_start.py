"""From an explained case to the start of its forecast: what the findings leave open stays open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from myotome.exam.case import Case, Imaging, Pain, Strength
from myotome.explain import Explanation, posterior_of
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import world
from myotome.forecast import PersonNow, PossibleHerniation, setting_of_case
from myotome.pathology.spine_regions import is_over_spine

__all__ = ["CaseStart", "case_start", "sides_of", "weak_muscles"]

_TYPES = ("bulge", "protrusion", "extrusion", "sequestration")
_LEAST = 0.002


@dataclass(frozen=True, slots=True)
class CaseStart:
    """What a forecast starts from, and how much of the posterior it covers.

    Attributes
    ----------
    possible : tuple of PossibleHerniation
        Herniations that may be the cause.
    person : PersonNow
        What else is known.
    covered : float
        Probability that a herniation is the cause: the forecast speaks of that case alone.
    """

    possible: tuple[PossibleHerniation, ...]
    person: PersonNow
    covered: float


def case_start(case: Case, answer: Explanation, found: Posterior | None = None) -> CaseStart:
    """Return the start of a case's forecast, from the whole posterior of its explanation.

    Parameters
    ----------
    case : Case
        The patient.
    answer : Explanation
        Its explanation.
    found : Posterior or None
        Its posterior; computed where it is not at hand.

    Returns
    -------
    CaseStart
        Empty where no herniation is among the likely causes.
    """
    states = world().states
    found = found or posterior_of(case)
    seen = _seen_types(case)
    possible = []
    for state in map(int, np.flatnonzero(found.responsibility >= _LEAST)):
        weight = float(found.responsibility[state])
        cause = states.cause_of(state)
        if cause.disc is None or cause.zone is None:
            continue
        types = seen.get(cause.disc) or _likely_types(answer, cause.disc)
        roots, ratio = _roots(cause.cuts)
        possible.append(
            PossibleHerniation(
                weight, cause.disc, cause.side, cause.zone, roots, float(states.severity[state]), types, ratio,
                _touches(cause.condition),
            )
        )  # fmt: skip
    # likeliest first, whatever the side: a mirrored case meets the same luck
    possible.sort(key=lambda one: (-round(one.probability, 12), one.disc, one.zone, one.roots, one.severity))
    covered = sum(one.probability for one in possible)
    return CaseStart(tuple(possible), _person(case), min(covered, 1.0))


def _touches(condition: str) -> str:
    if condition == "disc_herniation_cord":
        return "cord"
    return "cauda_equina" if condition in ("disc_herniation_cauda_equina", "disc_herniation_conus") else "root"


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
        if isinstance(finding, Imaging) and finding.present and finding.finding in _TYPES
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
        duration_weeks=case.weeks_since_onset,
        setting=setting_of_case(case.setting),
    )


def _worst(case: Case, *, spread: bool) -> float | None:
    """Worst pain stated over the spine, or of those that spread; a pain that spreads counts for where it spreads to."""
    stated = [one for one in case.findings if isinstance(one, Pain) and one.severity is not None]
    return max((float(one.severity or 0.0) for one in stated if _spreads(one) == spread), default=None)


def _spreads(pain: Pain) -> bool:
    return bool(pain.dermatomes) or any(not is_over_spine(area) for area in pain.areas)


def weak_muscles(case: Case) -> tuple[tuple[str, str], ...]:
    """Muscles found weak, with their side, the chief muscle of a movement standing for it; both sides are two."""
    weak = (one for one in case.findings if isinstance(one, Strength) and one.muscles and one.is_weak)
    return tuple(dict.fromkeys((one.muscles[0], side) for one in weak for side in sides_of(str(one.side))))


def sides_of(side: str) -> tuple[str, ...]:
    """Left, right or both."""
    return ("left", "right") if side == "bilateral" else (side,) if side in ("left", "right") else ()
