"""Many patients at once: the posterior of a single cause for each of them, from one table.

Given one cause, what was found of different things is independent: its log-probabilities add. So a table with one
column for each possible value of each finding answers any number of patients by `observed @ table`; as each patient
has a value in few columns, only these are added up. Two or more causes
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

_PATIENTS = 1 << 13  # at a time: 16 MB whatever the number of patients
_NEVER = -1e30  # log-prior of what fills the last tile

Columns = NDArray[np.int32]


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


@dataclass(frozen=True, eq=False)
class _Tiles:
    """The table in tiles of states, in the order of their groups, as the kernel reads it.

    `parts` are the runs of states of each tile that belong to a group, each with a share for every state.
    """

    scores: Float32
    start: Float32
    parts_of: NDArray[np.int64]
    parts: NDArray[np.int64]
    share: Float32
    leading: NDArray[np.intp]


def _tiles(table: ScreeningTable, masses: _Masses, tile: int) -> _Tiles:
    # of each merged state the heaviest group comes first: states of one group then stand together
    order = np.argsort(masses.shares.argmax(axis=1), kind="stable")
    count, rows = len(order), len(table.log_likelihood)
    tiles = -(-count // tile)
    scores, start = np.zeros((rows, tiles * tile), dtype=np.float32), np.full(tiles * tile, _NEVER, dtype=np.float32)
    scores[:, :count], start[:count] = table.log_likelihood[:, masses.live[order]], masses.log_prior[order]
    by_tile = np.ascontiguousarray(scores.reshape(rows, tiles, tile).transpose(1, 0, 2))
    return _Tiles(by_tile, start, *_parts(masses.shares[order], tile), masses.leading[order])


def _parts(shares: Floats, tile: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Float32]:
    """Runs of states that hold a share of the same group within one tile: where those of each tile start, and they."""
    group, state = np.nonzero(shares.T)
    number = state // tile
    order = np.lexsort((state, group, number))
    group, state, number = group[order], state[order], number[order]
    new = np.ones(len(state), dtype=np.bool_)
    new[1:] = (np.diff(state) != 1) | (np.diff(group) != 0) | (np.diff(number) != 0)
    first = np.flatnonzero(new)
    length = np.diff(np.append(first, len(state)))
    parts = np.stack([state[first], state[first] + length, group[first], first], axis=1).astype(np.int64)
    parts_of = np.searchsorted(number[first], np.arange(-(-len(shares) // tile) + 1)).astype(np.int64)
    return parts_of, parts, shares[state, group].astype(np.float32)


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
    from myotome.explain.kernels.screen_kernels import TILE, screened

    tiles = _tiles(table, _masses(table, np.asarray(prior, dtype=np.float64), of_state, groups), TILE)
    count = len(observed)
    probability = np.empty((count, groups), dtype=np.float32)
    best, evidence = np.empty(count, dtype=np.intp), np.empty(count, dtype=np.float32)
    for first in range(0, count, _PATIENTS):
        values = _values(table, observed[first : first + _PATIENTS], first)
        here = slice(first, first + _PATIENTS)
        parts = (tiles.parts_of, tiles.parts, tiles.share)
        sums, state, top = screened(_found(values), tiles.scores, tiles.start, *parts, groups)
        total = sums.sum(axis=1)
        probability[here], best[here] = sums / total[:, None], tiles.leading[state]
        evidence[here] = top + np.log(total) + values @ table.baseline
    return Screened(probability, best, evidence)


def _values(table: ScreeningTable, observed: NDArray[Any], first: int) -> Float32:
    """Weight of each row of the table in some patients: shape (patients, columns + 4)."""
    rows = np.asarray(observed, dtype=np.float32)
    _check_rows(rows, table, first)
    return np.concatenate([table.witnesses.weighed(rows), table.sides_told(rows)], axis=1)


def _found(values: Float32) -> tuple[NDArray[np.int64], Columns, Float32]:
    """Only what is not 0: where the values of each patient start, the row of each in the table, and its weight."""
    flat = np.flatnonzero(values)
    patient, row = np.divmod(flat, values.shape[1])
    bounds = np.searchsorted(patient, np.arange(len(values) + 1)).astype(np.int64)
    return bounds, row.astype(np.int32), values.ravel()[flat]
