"""Fit the shared strengths to published cases, cross-validated by the source of the cases.

Hundreds of cases cannot teach thousands of rows. They can teach the few strengths that all rows share: what silence
says, how a finding fades with distance, how far the items of one history are independent. Each keeps its judged value
as a prior. Families of sources are never split: what is learned from a journal is tried on another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from myotome.evidence.explain.class_evidence import CaseEvidence, class_probability
from myotome.evidence.explain.free_parameters import FreeParameter
from myotome.explain import Floats
from myotome.pathology import CLASSES

__all__ = ["ClassScore", "StrengthFit", "class_score", "cross_validated", "fit_strengths", "learning_curve"]

_SHIFT_ERROR = 0.45  # a class is printed more or less often than it is seen by about this factor, in logs
_FLOOR = 1e-6
_FOLDS = 5
_BINS = 10


@dataclass(frozen=True, slots=True)
class StrengthFit:
    """Strengths as the cases would have them.

    Attributes
    ----------
    move, error : ndarray, shape (strengths,)
        How far each is moved on the scale of its fit, and its standard error there.
    shift : ndarray, shape (classes,)
        Log factor of the prior of each class among published cases.
    """

    move: Floats
    error: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well classes are named: share named first, share among the first three, log score, calibration error."""

    cases: int
    first: float
    first_three: float
    log_score: float
    calibration_error: float


def _loss(at: Floats, cases: Sequence[CaseEvidence], precision: Floats, strengths: int) -> tuple[float, Floats]:
    """Minus log posterior of strengths and shifts, and its gradient."""
    value, slope = 0.5 * float(at @ (precision * at)), precision * at
    for one in cases:
        of_class, of_state = class_probability(one, at[:strengths], at[strengths:])
        true = max(float(of_class[one.true_class]), _FLOOR)
        pull = np.where(one.state_class == one.true_class, of_state / true, 0.0) - of_state
        value -= np.log(true)
        slope[:strengths] -= one.slope @ pull
        if one.published:
            slope[strengths:] -= np.bincount(one.state_class, weights=pull, minlength=len(CLASSES))
    return value, slope


def _precision(strengths: Sequence[FreeParameter]) -> Floats:
    own = [one.prior_error**-2 for one in strengths]
    return np.array(own + [_SHIFT_ERROR**-2] * len(CLASSES))


def _bounds(strengths: Sequence[FreeParameter]) -> list[tuple[float, float]]:
    """Return how far each strength may be moved within its limits; a linear picture holds for small steps only."""
    own = [(one.bounds[0] - one.to_scale(one.prior), one.bounds[1] - one.to_scale(one.prior)) for one in strengths]
    return own + [(-1.5, 1.5)] * len(CLASSES)


def fit_strengths(cases: Sequence[CaseEvidence], strengths: Sequence[FreeParameter]) -> StrengthFit:
    """Find the most likely strengths, given the cases and the judged values.

    Parameters
    ----------
    cases : sequence of CaseEvidence
        Evidence of each case and its slopes.
    strengths : sequence of FreeParameter
        What is fitted, with its prior.
    """
    count, precision = len(strengths), _precision(strengths)
    start = np.zeros(count + len(CLASSES))
    given = (cases, precision, count)
    best = minimize(_loss, start, given, jac=True, method="L-BFGS-B", bounds=_bounds(strengths)).x
    return StrengthFit(best[:count], _errors(best, given)[:count], best[count:])


def _errors(at: Floats, given: tuple[Sequence[CaseEvidence], Floats, int]) -> Floats:
    """Return standard errors, from the curvature of the log posterior by small steps."""
    step, size = 1e-3, len(at)
    columns = [(_loss(at + step * axis, *given)[1] - _loss(at - step * axis, *given)[1]) for axis in np.eye(size)]
    curvature = np.array(columns) / (2 * step)
    return np.asarray(np.sqrt(np.maximum(np.diag(np.linalg.pinv(0.5 * (curvature + curvature.T))), 0.0)))


def _probabilities(cases: Sequence[CaseEvidence], fit: StrengthFit | None) -> Floats:
    count = len(cases[0].slope)
    move, shift = (np.zeros(count), np.zeros(len(CLASSES))) if fit is None else (fit.move, fit.shift)
    return np.array([class_probability(one, move, shift)[0] for one in cases])


def _score(of_class: Floats, true: Sequence[int]) -> ClassScore:
    truth, sure = np.array(true), of_class.max(axis=1)
    said = of_class[np.arange(len(truth)), truth]
    right = of_class.argmax(axis=1) == truth
    rank = (of_class > said[:, None]).sum(axis=1)
    bins = np.minimum(_BINS - 1, (sure * _BINS).astype(int))
    gaps = [abs(float(sure[bins == b].sum() - right[bins == b].sum())) for b in range(_BINS)]
    log = float(np.log(np.maximum(said, _FLOOR)).mean())
    return ClassScore(len(truth), float(right.mean()), float((rank < 3).mean()), log, sum(gaps) / len(truth))


def class_score(cases: Sequence[CaseEvidence], fit: StrengthFit | None = None) -> ClassScore:
    """Score the classes of cases; with the judged strengths where no fit is given."""
    return _score(_probabilities(cases, fit), [one.true_class for one in cases])


def _families(cases: Sequence[CaseEvidence], seed: int) -> list[str]:
    names = sorted({one.family for one in cases})
    return [names[place] for place in np.random.default_rng(seed).permutation(len(names))]


def cross_validated(cases: Sequence[CaseEvidence], strengths: Sequence[FreeParameter], seed: int = 0) -> ClassScore:
    """Score each case with strengths fitted to the cases of other families of sources."""
    of_class, true = [], []
    for fold in range(_FOLDS):
        out = set(_families(cases, seed)[fold::_FOLDS])
        held = [one for one in cases if one.family in out]
        if not held:
            continue
        fit = fit_strengths([one for one in cases if one.family not in out], strengths)
        of_class.append(_probabilities(held, fit))
        true += [one.true_class for one in held]
    return _score(np.concatenate(of_class), true)


def learning_curve(
    cases: Sequence[CaseEvidence], strengths: Sequence[FreeParameter], shares: Sequence[float] = (0.25, 0.5, 1.0)
) -> dict[float, ClassScore]:
    """Cross-validated scores where only a share of the other families is learned from."""
    scores = {}
    for share in shares:
        of_class, true = [], []
        order = _families(cases, 0)
        for fold in range(min(_FOLDS, len(order))):
            held, others = order[fold::_FOLDS], [name for place, name in enumerate(order) if place % _FOLDS != fold]
            some = set(others[: max(1, round(share * len(others)))])
            fit = fit_strengths([one for one in cases if one.family in some], strengths)
            tried = [one for one in cases if one.family in set(held)]
            of_class.append(_probabilities(tried, fit))
            true += [one.true_class for one in tried]
        scores[share] = _score(np.concatenate(of_class), true)
    return scores
