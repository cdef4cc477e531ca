"""Where a spine comes to rest: downhill in energy, by Newton steps that also leave saddles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.settling.potential import Potential
from myotome.load.threads import one_thread

__all__ = ["Rest", "settle_along"]

_ROUNDS: Final = 200
_BALANCED_NM: Final = 1e-9
_ON_THE_WAY_NM: Final = 1e-3
_LONGEST_RAD: Final = np.deg2rad(2.0)
_SOFTEST_NM: Final = 1e-3
_SHORTENINGS: Final = 30
_ENOUGH: Final = 1e-4
_FAST: Final = 0.1


@dataclass(frozen=True, eq=False)
class Rest:
    """Where it came to rest.

    Attributes
    ----------
    moved_rad : ndarray, shape (open dof,)
    moment_nm : float
        Largest moment left, Nm.
    stiffness_nm : float
        Least stiffness there, Nm per radian: not above 0 means that it does not stand by itself.
    buckled : bool
        Whether the spine lost its stability at some point of the way.
    """

    moved_rad: NDArray[np.float64]
    moment_nm: float
    stiffness_nm: float
    buckled: bool


@dataclass(frozen=True, eq=False)
class _Modes:
    """Movements that do not couple, and the stiffness of each, from the softest."""

    size: NDArray[np.float64]
    shape: NDArray[np.float64]

    def way(self, drive: NDArray[np.float64]) -> NDArray[np.float64]:
        """Newton's step with the curvature made positive, so that it goes downhill; never longer than two degrees."""
        step = self.shape @ ((self.shape.T @ drive) / np.maximum(np.abs(self.size), _SOFTEST_NM))
        return np.asarray(step * min(1.0, _LONGEST_RAD / max(float(np.abs(step).max()), _LONGEST_RAD)))


def _modes(potential: Potential, at: NDArray[np.float64]) -> _Modes:
    return _Modes(*np.linalg.eigh(potential.stiffness_nm(at)))


def settle_along(potentials: Sequence[Potential]) -> Rest:
    """Where does a spine come to rest whose tone passes slowly through these, from the given posture?

    Parameters
    ----------
    potentials : sequence of Potential
        The last is the one it stays in.

    Returns
    -------
    Rest
        With more than a billionth of an Nm left only where it found no rest.
    """
    at, left, stable = np.zeros(int(potentials[0].open.sum())), 0.0, True
    with one_thread():  # a few dozen frames at a time
        for potential in potentials:
            modes = _modes(potential, at)
            stable = stable and bool(modes.size[0] > 0.0)
            at, left = _settle(potential, at, modes, _BALANCED_NM if potential is potentials[-1] else _ON_THE_WAY_NM)
        softest = float(_modes(potentials[-1], at).size[0])
    return Rest(at, left, softest, not (stable and softest > 0.0))


def _settle(
    potential: Potential, at: NDArray[np.float64], modes: _Modes, balanced_nm: float
) -> tuple[NDArray[np.float64], float]:
    """Let go there; where is rest, and what moment is left? The stiffness is renewed only where it leads slowly."""
    drive, fresh = potential.moment_nm(at[None])[0], True
    for _ in range(_ROUNDS):
        if np.abs(drive).max() <= balanced_nm:
            break
        moved, after = _walked(potential, at, drive, modes.way(drive))
        slow = bool(np.abs(after).max() > _FAST * np.abs(drive).max())
        if slow and fresh and np.array_equal(moved, at):
            break
        at, drive, fresh = moved, after, slow
        modes = _modes(potential, at) if slow else modes
    return at, float(np.abs(drive).max())


def _walked(
    potential: Potential, at: NDArray[np.float64], drive: NDArray[np.float64], step: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """As much of the step as loses energy, or halves what drives it (near rest, energy drowns in rounding)."""
    promised, size = float(drive @ step), np.abs(drive).max()
    for _ in range(_SHORTENINGS):
        after = potential.moment_nm((at + step)[None])[0]
        if np.abs(after).max() <= 0.5 * size or potential.work_j(at, at + step) >= _ENOUGH * promised:
            return at + step, after
        step, promised = 0.5 * step, 0.5 * promised
    return at, drive
