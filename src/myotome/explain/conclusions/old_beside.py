"""An old disease beside the new cause: how likely it is, and which findings it accounts for."""

from __future__ import annotations

import numpy as np

from myotome.exam import Case, History
from myotome.explain.explanation import LikelyOldDisease
from myotome.explain.inference.beside import Beside
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.observations import Floats
from myotome.explain.likelihood.old_disease import OldDisease
from myotome.explain.model_constants import constants

__all__ = ["old_diseases_beside"]


def _of_pairs(posterior: Posterior, old: OldDisease) -> float:
    """Probability that the disease is there as one of several causes: old or new, it is beside another."""
    return float((posterior.any_cause - posterior.sole_cause)[old.family].sum())


def _accounted_for(case: Case, posterior: Posterior, beside: Beside, weight: Floats) -> tuple[str, ...]:
    """Findings that the most likely kind of the old disease makes far more likely under the most likely new cause."""
    kind, state = (int(number) for number in np.unravel_index(weight.argmax(), weight.shape))
    gains = beside.gains(posterior.compiled, kind, np.array([state]))[:, 0]
    of_finding: dict[int, float] = {}
    for number, gain in zip(beside.patterns, gains.tolist(), strict=True):
        finding = posterior.compiled.patterns[number].observation.finding
        of_finding[finding] = of_finding.get(finding, 0.0) + gain
    least = np.log(constants("old_disease")["accounts_for"])
    found = (one for one in case.findings if not isinstance(one, History))
    return tuple(one.label for one in found if of_finding.get(one.index, 0.0) >= least)


def old_diseases_beside(case: Case, posterior: Posterior, old: OldDisease | None) -> tuple[LikelyOldDisease, ...]:
    """Which disease has the patient probably had for long, beside what is new?

    Parameters
    ----------
    case : Case
        For the words of its findings.
    posterior : Posterior
        Of this case.
    old : OldDisease or None
        The disease that may have been there before.

    Returns
    -------
    tuple of LikelyOldDisease
        Empty where none is likely enough to be named, or where it accounts for nothing that was found.
    """
    beside = posterior.beside
    if old is None or beside is None:
        return ()
    weight = beside.with_old * (posterior.sole_cause / beside.factor)[None, :]
    probability = float(weight.sum()) + _of_pairs(posterior, old)
    if probability < constants("old_disease")["worth_naming"]:
        return ()
    findings = _accounted_for(case, posterior, beside, weight)
    return (LikelyOldDisease(old.label, probability, findings),) if findings else ()
