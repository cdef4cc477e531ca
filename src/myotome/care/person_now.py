"""From an explained case to the start of its forecast: what the findings leave open stays open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from myotome.exam.case import Case, Imaging, Pain, Strength
from myotome.explain import Explanation, posterior_of
from myotome.explain.posterior import Posterior
from myotome.explain.world import world
from myotome.forecast import PersonNow, PossibleHerniation, setting_of_case

__all__ = ["CaseStart", "case_start", "weak_muscles"]

_TYPES = ("bulge", "protrusion", "extrusion", "sequestration")
_LEAST = 0.002
_LEG = ("leg", "thigh", "foot", "toe", "calf", "buttock", "heel", "arm", "hand", "finger", "thumb", "shoulder")
_BACK = ("low_back", "back", "neck", "lumbar")
_FULL = 4.75


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
    for state in map(int, np.flatnonzero(found.explains >= _LEAST)):
        weight = float(found.explains[state])
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
        leg_pain=_pain(case, _LEG),
        back_pain=_pain(case, _BACK),
        duration_weeks=case.onset_weeks,
        setting=setting_of_case(case.setting),
    )


def _pain(case: Case, areas: tuple[str, ...]) -> float | None:
    """Worst pain stated in these areas; a pain that spreads counts for where it spreads to."""
    found = []
    for finding in case.findings:
        if isinstance(finding, Pain) and finding.severity is not None:
            legs = [area for area in finding.areas if any(part in area for part in _LEG)]
            own = legs if legs else list(finding.areas)
            if any(part in area for area in own for part in areas):
                found.append(float(finding.severity))
    return max(found, default=None)


def weak_muscles(case: Case) -> tuple[tuple[str, str], ...]:
    """Muscles found weak, with their side, the chief muscle of a movement standing for it."""
    found = []
    for finding in case.findings:
        if isinstance(finding, Strength) and finding.muscles and finding.side in ("left", "right"):
            weak = finding.mrc is not None and finding.mrc < _FULL
            if weak or finding.value == "weak":
                found.append((finding.muscles[0], str(finding.side)))
    return tuple(dict.fromkeys(found))
