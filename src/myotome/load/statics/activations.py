"""Muscle equilibrium: which activations make the wanted moments at the least cost, and whether any can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.errors import InputError, Problem
from myotome.load.statics.balance_kernel import balance
from myotome.load.threads import threads_for

__all__ = ["Equilibrium", "equilibrium", "named_moments"]

#: Values of the small quadratic part, each row a try; below 0 a rung is left out.
_LADDERS: Final = {
    2: np.zeros((1, 1)),
    3: np.array([[-1.0, -1.0, -1.0, 1e-4], [-1.0, -1.0, 1e-2, 1e-4], [1.0, 1e-1, 1e-2, 1e-4]]),
}
_SPRINGS: Final = 10.0 ** np.arange(0.0, -10.0, -1.0)
_MET: Final = 1e-7
_TRACE_NM: Final = 0.01


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Activations in equilibrium with the demand.

    Attributes
    ----------
    activation : ndarray, shape (frames, muscles)
    dual : ndarray, shape (frames, dof)
        Cost of one more newton metre, in the volumes' unit over their mean.
    unmet : ndarray, shape (frames, dof)
        Demand minus what the muscles make, Nm: the smallest moment that something else must supply.
    residual : ndarray, shape (frames,)
        Its size over that of the demand (1 Nm at least).
    feasible : ndarray of bool, shape (frames,)
    objective : ndarray, shape (frames,)
        Sum of volume times activation to the power.
    steps : ndarray of int, shape (frames,)
        Newton steps.
    """

    activation: NDArray[np.float64]
    dual: NDArray[np.float64]
    unmet: NDArray[np.float64]
    residual: NDArray[np.float64]
    feasible: NDArray[np.bool_]
    objective: NDArray[np.float64]
    steps: NDArray[np.int64]


def named_moments(names: Sequence[str], moments_nm: NDArray[np.float64]) -> dict[str, float]:
    """Moments that are more than a trace, by name, without their sign."""
    return {name: float(nm) for name, nm in zip(names, np.abs(moments_nm), strict=True) if nm > _TRACE_NM}


def equilibrium(  # noqa: PLR0913
    torque: ArrayLike,
    demand: ArrayLike,
    volume: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    power: int = 3,
    start: ArrayLike | None = None,
    follow: bool = False,
) -> Equilibrium:
    """Which activations meet the demand at the least sum of volume times activation to the power?

    Parameters
    ----------
    torque : array_like, shape (frames, dof, muscles)
        Moment of each muscle at full activation, Nm.
    demand : array_like, shape (frames, dof)
        Moment that the muscles must make, Nm.
    volume : array_like, shape (muscles,)
        Any unit, above 0: a muscle split in two halves of half the volume costs the same.
    lower, upper : array_like, shape (muscles,) or (frames, muscles)
        Bounds of the activations, 0 <= lower <= upper.
    power : int
        2 or 3.
    start : array_like, shape (frames, dof), or None
        Dual of a problem like this one, from which the search starts; the answer is the same, sooner.
    follow : bool
        Whether frames follow one another, so that each is sought from the one before; the answer is the same, sooner.

    Returns
    -------
    Equilibrium
        Infeasible frames carry the activations that leave the least moment unmet, and that moment.

    Raises
    ------
    InputError
        A shape, a bound, a volume or the power is wrong, or a number is not finite.

    Examples
    --------
    >>> balance = equilibrium([[[2.0, 1.0]]], [[1.5]], [1.0, 1.0], [0.0, 0.0], [1.0, 1.0], power=2)
    >>> balance.activation.round(3).tolist()
    [[0.6, 0.3]]
    """
    moments, wanted = (np.ascontiguousarray(each, dtype=np.float64) for each in (torque, demand))
    frames, _, muscles = _shape(moments, wanted)
    sizes = np.asarray(volume, dtype=np.float64)
    # Copies, for a kernel is compiled anew for arrays that cannot be written.
    least = np.array(np.broadcast_to(np.asarray(lower, dtype=np.float64), (frames, muscles)), order="C")
    most = np.array(np.broadcast_to(np.asarray(upper, dtype=np.float64), (frames, muscles)), order="C")
    _check(moments, wanted, sizes, least, most, power)
    mean = float(sizes.mean())
    how = (power == 3, _LADDERS[power], _SPRINGS)
    with threads_for(frames):
        first = np.zeros(wanted.shape) if start is None else np.array(start, dtype=np.float64, order="C")
        begun = start is not None and first.shape == wanted.shape
        activation, dual, steps = balance(moments, wanted, sizes / mean, least, most, *how, begun, follow, first)
    unmet = wanted - np.einsum("fdi,fi->fd", moments, activation)
    residual = np.abs(unmet).max(axis=1) / np.maximum(1.0, np.abs(wanted).max(axis=1))
    objective = (sizes * activation**power).sum(axis=1)
    return Equilibrium(activation, dual, unmet, residual, residual <= _MET, objective, steps)


def _shape(torque: NDArray[np.float64], demand: NDArray[np.float64]) -> tuple[int, int, int]:
    if torque.ndim != 3 or demand.shape != torque.shape[:2]:
        given = f"torque {torque.shape}, demand {demand.shape}"
        raise InputError([Problem("equilibrium", None, given, "(frames, dof, muscles) and (frames, dof)")])
    return torque.shape[0], torque.shape[1], torque.shape[2]


def _check(
    torque: NDArray[np.float64],
    demand: NDArray[np.float64],
    volume: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    power: int,
) -> None:
    wrong = [
        (
            not all(np.isfinite(values).all() for values in (torque, demand, volume, lower, upper)),
            "a number that is not finite",
        ),
        (volume.shape != torque.shape[2:] or not bool((volume > 0.0).all()), f"volumes of shape {volume.shape}"),
        (bool((lower < 0.0).any() or (lower > upper).any()), "bounds that cross, or below 0"),
        (power not in _LADDERS, f"power {power}"),
    ]
    allowed = "finite numbers, a volume above 0 for each muscle, 0 <= lower <= upper, power 2 or 3"
    problems = [Problem("equilibrium", None, given, allowed) for bad, given in wrong if bad]
    if problems:
        raise InputError(problems)
