"""Compiled search for the best few of many exercises: branch and bound, exact.

The worth of a set is the sum over muscles of weight times 1 - 2^-(training), less the prices of its members: each
further exercise for a muscle gives half as much as the one before. One of a family at most. Since what an exercise
adds only shrinks as the set grows, the greatest gains at a node bound all that can still be added below it.
"""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["best_set", "best_sets"]

_TIE = 1e-12


@njit(cache=True)
def _gains(left, halves, weight, price, numbers, count, gain):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """What each of these exercises adds to the set, best first; those that add nothing are dropped."""
    kept = 0
    for place in range(count):
        j = numbers[place]
        worth = -price[j]
        for i in range(weight.shape[0]):
            worth += weight[i] * left[i] * (1.0 - halves[j, i])
        if worth > _TIE:
            at = kept
            while at > 0 and gain[at - 1] < worth - _TIE:
                gain[at], numbers[at] = gain[at - 1], numbers[at - 1]
                at -= 1
            gain[at], numbers[at] = worth, j
            kept += 1
    return kept


@njit(cache=True)
def _others(family, taken, numbers, count, out):  # type: ignore[no-untyped-def]
    """Candidates of another family than the one just taken."""
    kept = 0
    for place in range(count):
        if family[numbers[place]] != family[taken]:
            out[kept] = numbers[place]
            kept += 1
    return kept


@njit(cache=True)
def best_set(train, price, weight, allowed, family, most):  # type: ignore[no-untyped-def]
    """Which allowed exercises, at most so many and one of a family, are worth most together?

    Parameters
    ----------
    train : ndarray, shape (exercises, muscles)
        Share of what is enough, 0 to 1.
    price : ndarray, shape (exercises,)
    weight : ndarray, shape (muscles,)
    allowed : ndarray of bool, shape (exercises,)
    family : ndarray of int, shape (exercises,)
    most : int

    Returns
    -------
    ndarray of bool, shape (exercises,)
    """
    n, m = train.shape
    best, value_of_best = np.zeros(n, dtype=np.bool_), 0.0
    halves = 2.0 ** (-train)
    numbers, gain = np.empty((most + 1, n), dtype=np.int64), np.empty((most + 1, n))
    count, at = np.zeros(most + 1, dtype=np.int64), np.zeros(most + 1, dtype=np.int64)
    left, value, taken = np.ones((most + 1, m)), np.zeros(most + 1), np.empty(most + 1, dtype=np.int64)
    for j in range(n):
        if allowed[j]:
            numbers[0, count[0]] = j
            count[0] += 1
    count[0] = _gains(left[0], halves, weight, price, numbers[0], count[0], gain[0])
    depth = 0
    while depth >= 0:
        here = at[depth]
        bound = value[depth]
        for ahead in range(here, min(here + most - depth, count[depth])):
            bound += gain[depth, ahead]
        if here >= count[depth] or depth == most or bound <= value_of_best + _TIE:
            depth -= 1
            continue
        j = numbers[depth, here]
        taken[depth] = j
        at[depth] += 1
        value[depth + 1] = value[depth] + gain[depth, here]
        left[depth + 1] = left[depth] * halves[j]
        if value[depth + 1] > value_of_best + _TIE:
            value_of_best = value[depth + 1]
            best[:] = False
            for level in range(depth + 1):
                best[taken[level]] = True
        later = numbers[depth, here + 1 : count[depth]]
        rest = _others(family, j, later, later.shape[0], numbers[depth + 1])
        depth += 1
        at[depth] = 0
        count[depth] = 0
        if depth < most:
            count[depth] = _gains(left[depth], halves, weight, price, numbers[depth], rest, gain[depth])
    return best


@njit(cache=True)
def best_sets(train, price, weight, allowed, family, most):  # type: ignore[no-untyped-def]
    """`best_set` of many people: every array with a leading axis of people, but for `family` and `most`."""
    best = np.zeros(allowed.shape, dtype=np.bool_)
    for person in range(allowed.shape[0]):
        best[person] = best_set(train[person], price[person], weight[person], allowed[person], family, most)
    return best
