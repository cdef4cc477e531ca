"""The choice itself: which exercises train most for the least load, within limits and rules; arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.care.exercise.search import best_sets

__all__ = ["Choice", "ExerciseProblem", "choice", "marginal", "worth"]

_Bool = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ExerciseProblem:
    """Exercises, muscles, limits and rules of some people (or of one at several times); people come first.

    Attributes
    ----------
    loads : ndarray, shape (people, exercises, quantities)
        What is compared with a limit: compression, shear, multiples of standing.
    limits : ndarray, shape (people, quantities)
        May not be passed; infinite where there is none.
    able : ndarray of bool, shape (people, exercises)
        Whether the person can do it, at this stage and in this form.
    concerned : ndarray of bool, shape (exercises, rules) or (people, exercises, rules)
        Which exercises each rule would bar.
    active : ndarray of bool, shape (people, rules)
        Which rules hold.
    train : ndarray, shape (people, exercises, muscles)
        Share of what is enough, 0 to 1.
    weight : ndarray, shape (people, muscles)
        What each muscle counts.
    price : ndarray, shape (people, exercises)
        What each exercise costs.
    family : ndarray of int, shape (exercises,)
        Exercises of one kind: at most one of them is chosen.
    most : int
        Exercises at once.
    """

    loads: Floats
    limits: Floats
    able: _Bool
    concerned: _Bool
    active: _Bool
    train: Floats
    weight: Floats
    price: Floats
    family: NDArray[np.int64]
    most: int


@dataclass(frozen=True, eq=False)
class Choice:
    """What was chosen, and what stood in the way of the others; every array has the shape (people, exercises).

    Attributes
    ----------
    chosen : ndarray of bool
    within : ndarray of bool
        No limit is passed.
    clear : ndarray of bool
        No rule bars it.
    """

    chosen: _Bool
    within: _Bool
    clear: _Bool


def choice(problem: ExerciseProblem) -> Choice:
    """Which exercises are worth most together, within limits and rules?

    The worth of a set is the sum over muscles of weight times 1 - 2^-(training), where training adds up over the
    set, less the prices of its members. Exact: no allowed set of at most `most`, one of a family,
    is worth more.

    Parameters
    ----------
    problem : ExerciseProblem
        A load that is not a number is over every limit.

    Returns
    -------
    Choice

    Examples
    --------
    >>> one = ExerciseProblem(
    ...     loads=np.array([[[900.0], [400.0]]]), limits=np.array([[800.0]]), able=np.ones((1, 2), dtype=bool),
    ...     concerned=np.zeros((2, 0), dtype=bool), active=np.zeros((1, 0), dtype=bool),
    ...     train=np.array([[[1.0], [0.5]]]), weight=np.array([[1.0]]), price=np.array([[0.1, 0.1]]),
    ...     family=np.arange(2), most=1)
    >>> choice(one).chosen.tolist()
    [[False, True]]
    """
    within: _Bool = np.all(problem.loads <= problem.limits[:, None, :], axis=-1)
    clear: _Bool = ~np.any(problem.concerned & problem.active[:, None, :], axis=-1)
    allowed = np.ascontiguousarray(within & clear & problem.able)
    train, price, weight = _plain(problem.train), _plain(problem.price), _plain(problem.weight)
    return Choice(np.asarray(best_sets(train, price, weight, allowed, problem.family, problem.most)), within, clear)


def _plain(values: Floats) -> Floats:
    return np.ascontiguousarray(values, dtype=np.float64)


def worth(train: Floats, price: Floats, weight: Floats, members: _Bool) -> float:
    """What a set of exercises is worth for one person."""
    trained = train[members].sum(axis=0)
    return float(weight @ (1.0 - 2.0**-trained) - price[members].sum())


def marginal(train: Floats, price: Floats, weight: Floats, members: _Bool, number: int) -> float:
    """What one exercise adds to the others of a set, whether it is in the set or not."""
    others, with_it = members.copy(), members.copy()
    others[number], with_it[number] = False, True
    return worth(train, price, weight, with_it) - worth(train, price, weight, others)
