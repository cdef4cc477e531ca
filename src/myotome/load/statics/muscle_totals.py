"""Forces of whole muscles, each side apart, from those of their fascicles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam import sided, vocabulary, words
from myotome.load.muscles.fascicle_table import fascicle_table
from myotome.load.statics.solution import Solution

__all__ = ["MuscleForces", "muscle_forces", "paraspinals", "spare_share"]

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MuscleForces:
    """Muscles of both sides, right first, in the order of the fascicles.

    Attributes
    ----------
    names : tuple of str
        In words, with the side.
    force_n, active_n : ndarray, shape (muscles,)
        Sum over the fascicles: with what they pull at rest, and what they add by being active.
    activation : ndarray, shape (muscles,)
        Mean over the fascicles by the strength that is left of each, 0 to 1; 0 where none is left.
    hardest : ndarray, shape (muscles,)
        Of the hardest-working fascicle that has strength left, 0 to 1.
    """

    names: tuple[str, ...]
    force_n: Numbers
    active_n: Numbers
    activation: Numbers
    hardest: Numbers


def muscle_forces(solution: Solution) -> MuscleForces:
    """How hard does each muscle work?

    Parameters
    ----------
    solution : Solution
        Its first frame.

    Returns
    -------
    MuscleForces

    Examples
    --------
    >>> from myotome.load import reference_person, solve, spine, stance, task
    >>> model = spine(reference_person(), ("core", "neck", "girdle"))
    >>> "left multifidus" in muscle_forces(solve(model, stance(model, task("standing")))).names
    True
    """
    of, frame = solution.spine.fascicles, solution.geometry
    whole = list(zip(of.side, of.muscle, strict=True))
    keys = {key: number for number, key in enumerate(dict.fromkeys(whole))}
    index = np.array([keys[key] for key in whole])
    left = of.strength_n * solution.left
    used = solution.activation[0] * (left > 0.0)
    strength = _summed(index, left)
    hardest = np.zeros(len(keys))
    np.maximum.at(hardest, index, used)
    return MuscleForces(
        names=tuple(sided(words(muscle, "muscles", "muscle_groups"), side) for side, muscle in keys),
        force_n=_summed(index, solution.force_n[0]),
        active_n=_summed(index, left * frame.active[0] * used),
        activation=_summed(index, left * used) / np.maximum(strength, 1e-9),
        hardest=hardest,
    )


def _summed(index: NDArray[np.int64], values: Numbers) -> Numbers:
    return np.asarray(np.bincount(index, weights=values), dtype=np.float64)


@cache
def paraspinals() -> tuple[str, ...]:
    """Back extensors of the vocabulary that have fascicles of their own.

    Examples
    --------
    >>> paraspinals()
    ('erector_spinae', 'multifidus')
    """
    back = vocabulary().muscle_groups["back_extensors"].members
    return tuple(name for name in back if name in fascicle_table().muscle)


def spare_share(solution: Solution, muscles: Sequence[str] = ()) -> float:
    """How much of their healthy strength have these muscles still in hand?

    Parameters
    ----------
    solution : Solution
        Its first frame.
    muscles : sequence of str
        Of both sides; by default the `paraspinals`.

    Returns
    -------
    float
        0 to 1: what is neither lost nor used, over what healthy muscles could pull.

    Raises
    ------
    UnknownNameError
        No such muscle here.
    """
    of = solution.spine.fascicles
    chosen = np.unique(np.concatenate([of.of(name) for name in muscles or paraspinals()]))
    strength = of.strength_n[chosen]
    unused = solution.left[chosen] * (1.0 - solution.activation[0, chosen])
    return float(strength @ unused / strength.sum())
