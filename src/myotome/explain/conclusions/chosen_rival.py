"""Rivals that a reader may choose, and what the findings say for the leading explanation against one of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from myotome.exam import Case
from myotome.explain.conclusions.explanations import Groups, group_states
from myotome.explain.conclusions.weights import evidence_between, said_of
from myotome.explain.explanation import Evidence, LikelyCause
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.model_world import World, world

__all__ = ["evidence_against", "offered_rivals"]


def offered_rivals(posterior: Posterior, within: World | None = None) -> tuple[LikelyCause, ...]:
    """Which explanations may the leading one be compared with?

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    within : World or None
        As in `explain`.

    Returns
    -------
    tuple of LikelyCause
        The other likely explanations, then the best one, however unlikely, of each class that is not among them.
    """
    groups = group_states((within or world()).states)
    lead, *others = said_of(posterior, groups)
    seen = {name for cause in (lead, *others) for name in cause.classes}
    return (*others, *_best_of_other_classes(posterior, groups, seen))


def _best_of_other_classes(posterior: Posterior, groups: Groups, seen: set[str]) -> Iterator[LikelyCause]:
    alone = groups.sums(posterior.sole_cause)
    for number in map(int, np.argsort(-alone, kind="stable")):
        kind = groups.groups[number].truth_class
        if alone[number] > 0.0 and kind not in seen:
            seen.add(kind)
            yield groups.cause(number, posterior.sole_cause, float(alone[number]))


def evidence_against(case: Case, posterior: Posterior, rival: str, within: World | None = None) -> tuple[Evidence, ...]:
    """What does each finding say for the leading explanation against a rival of the reader's choice?

    Parameters
    ----------
    case : Case
        One patient.
    posterior : Posterior
        Of this case.
    rival : str
        Label of one of `offered_rivals`.
    within : World or None
        As in `explain`.

    Returns
    -------
    tuple of Evidence
        As in `Explanation.evidence`; empty where no such rival is offered.
    """
    groups = group_states((within or world()).states)
    chosen = next((one for one in offered_rivals(posterior, within) if one.label == rival), None)
    lead = said_of(posterior, groups)[0]
    return () if chosen is None else evidence_between(case, posterior, groups, lead, chosen)
