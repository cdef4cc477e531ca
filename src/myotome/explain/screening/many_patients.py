"""Many patients at once: the posterior of a single cause for each of them, as one matrix product.

Given one cause, what was found of different things is independent: its log-probabilities add. So a table with one
column for each possible value of each finding answers any number of patients by `observed @ table`. Two or more causes
do not add up that way, nor does an old disease beside the new cause; `posterior_of` weighs them, one patient at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.explain.likelihood.observations import Floats
from myotome.explain.screening.table import Float32, ScreeningTable, Template, screening_table
from myotome.pathology import CLASSES, States, conditions

__all__ = ["Screened", "ScreeningTable", "Template", "classes_of_states", "screen", "screening_table"]

_SCORES = 1 << 22  # at a time: 16 MB whatever the number of patients, and few enough products that threads seldom wait
_FLOOR = -60.0  # anything less likely counts as this: nothing in the sums, and no denormal numbers, which are slow


def classes_of_states(states: States) -> NDArray[np.intp]:
    """Return the number of each state's class, in the order of `CLASSES`."""
    of_cause = [CLASSES.index(conditions()[cause.condition].truth_class) for cause in states.causes]
    return np.array(of_cause, dtype=np.intp)[states.cause]


@dataclass(frozen=True, eq=False)
class Screened:
    """What screening says of each patient.

    Attributes
    ----------
    probability : ndarray of float32, shape (patients, groups)
        Posterior of each class or group, given that there is one cause; a row sums to 1.
    best : ndarray of int, shape (patients,)
        The most likely state; where no column distinguishes it, the one with the largest prior.
    log_evidence : ndarray of float32, shape (patients,)
        Log-probability of all that was found in a patient, given one cause.
    """

    probability: Float32
    best: NDArray[np.intp]
    log_evidence: Float32


@dataclass(frozen=True, eq=False)
class _Weights:
    """Scores of the columns in use, of the reported sides and of the prior, and the states behind each merged state.

    The last row of `scores` is the log-prior of the leading state; `shares` are prior masses relative to its prior.
    """

    columns: NDArray[np.intp] | slice
    scores: Float32
    baseline: Float32
    shares: Float32
    leading: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class _Masses:
    """Merged states that the prior does not rule out: leading state, its log-prior, prior mass of each group."""

    live: NDArray[np.intp]
    leading: NDArray[np.intp]
    log_prior: Floats
    shares: Floats


def _masses(table: ScreeningTable, prior: Floats, group: NDArray[np.intp], groups: int) -> _Masses:
    count = table.log_likelihood.shape[1]
    order = np.lexsort((-np.arange(len(prior)), prior, table.merged))
    leading = order[np.searchsorted(table.merged[order], np.arange(count), side="right") - 1]
    live = np.flatnonzero(prior[leading] > 0.0)
    best = prior[leading[live]]
    mass = np.bincount(table.merged * groups + group, weights=prior, minlength=count * groups).reshape(-1, groups)
    return _Masses(live, leading[live], np.log(best), mass[live] / best[:, None])


def _weights(table: ScreeningTable, seen: NDArray[np.bool_], masses: _Masses) -> _Weights:
    """Leave out columns in which nobody has a value."""
    columns = np.flatnonzero(seen)
    rows = np.append(columns, np.arange(len(seen), len(table.log_likelihood)))
    scores = np.concatenate([table.log_likelihood[np.ix_(rows, masses.live)], masses.log_prior[None, :]])
    baseline = np.append(table.baseline[rows], np.float32(0.0))
    chosen = slice(None) if seen.all() else columns
    return _Weights(chosen, scores.astype(np.float32), baseline, masses.shares.astype(np.float32), masses.leading)


def _wrong(where: str, given: str, allowed: str, message: str) -> InputError:
    return InputError([Problem(where, None, given, allowed, (), message)])


def _check(table: ScreeningTable, observed: NDArray[Any], prior: Floats) -> None:
    wanted, count = len(table.findings), len(table.merged)
    if observed.ndim != 2 or observed.shape[1] != wanted:
        message = "Each column of the table needs one."
        raise _wrong("observed", f"shape {observed.shape}", f"(patients, {wanted})", message)
    if prior.shape != (count,):
        raise _wrong("prior", f"shape {prior.shape}", f"({count},)", "One prior for each state of the table.")
    if not (np.isfinite(prior).all() and (prior >= 0).all() and prior.sum() > 0):
        raise _wrong("prior", "values that are no prior", "0 or more, not all 0", "Take it from `States.prior`.")


def _check_rows(rows: Float32, table: ScreeningTable, first: int) -> None:
    """Refuse a patient in whom one thing was found to be two: the sum would count it twice."""
    seen = rows != 0.0
    odd = (rows != seen).any(axis=1)
    for wrong, given in ((odd, "a number that is not 0 or 1"), (table.two_values(seen), "two values of one finding")):
        if wrong.any():
            message = "A finding has 1 at the value found, and no 1 at all where it was not looked for."
            raise _wrong(f"observed[{first + int(np.argmax(wrong))}]", given, "0 or 1, one 1 for a finding", message)


def screen(
    table: ScreeningTable, observed: NDArray[Any], prior: Floats, group: NDArray[np.intp] | None = None
) -> Screened:
    """Which class of cause do the findings of each of many patients speak for, if there is one cause?

    Parameters
    ----------
    table : ScreeningTable
        The examination.
    observed : ndarray of bool, uint8 or float32, shape (patients, columns)
        1 at the value found; a finding that was not looked for has 0 in all its columns.
    prior : ndarray, shape (states,)
        As `table.states.prior(condition_priors(setting, age, sex))`. Patients with other priors go into another call.
    group : ndarray of int, shape (states,), or None
        Group of each state to sum over; None sums over the classes.

    Returns
    -------
    Screened
        Equal to the posterior of one cause at a time, to single precision, but for a torn tendon, which takes one of
        the muscles that are weak together: a table weighs each muscle by itself.

    Raises
    ------
    InputError
        A shape does not fit the table, the prior is none, or a patient has two values of one finding or a number other
        than 0 and 1.
    """
    _check(table, observed, prior)
    of_state, groups = (
        (classes_of_states(table.states), len(CLASSES)) if group is None else (group, int(group.max()) + 1)
    )
    masses = _masses(table, np.asarray(prior, dtype=np.float64), of_state, groups)
    weights = _weights(table, np.asarray(observed.any(axis=0)), masses)
    count = len(observed)
    probability = np.empty((count, groups), dtype=np.float32)
    best, evidence = np.empty(count, dtype=np.intp), np.empty(count, dtype=np.float32)
    step = max(1, _SCORES // weights.scores.shape[1])
    for first in range(0, count, step):
        rows = np.asarray(observed[first : first + step], dtype=np.float32)
        _check_rows(rows, table, first)
        ones = np.ones((len(rows), 1), dtype=np.float32)
        weighed = table.witnesses.weighed(rows)[:, weights.columns]
        rows = np.concatenate([weighed, table.sides_told(rows), ones], axis=1)
        here = slice(first, first + len(rows))
        probability[here], best[here], evidence[here] = _posterior(rows, weights)
    return Screened(probability, best, evidence)


def _posterior(rows: Float32, weights: _Weights) -> tuple[Float32, NDArray[np.intp], Float32]:
    """Posterior of the groups, most likely state and log-evidence of a few patients."""
    score = rows @ weights.scores
    best = score.argmax(axis=1)
    top = score[np.arange(len(rows)), best]
    score -= top[:, None]
    np.maximum(score, _FLOOR, out=score)
    np.exp(score, out=score)
    sums = score @ weights.shares
    total = sums.sum(axis=1)
    return sums / total[:, None], weights.leading[best], top + np.log(total) + rows @ weights.baseline
