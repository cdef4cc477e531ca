"""Compiled second derivatives of the effort: what muscles add to the stiffness of a posture, and the bend of the dual.

A fascicle crosses few joints: summed over those alone this is less work than two products of whole matrices, and it
keeps to one thread, where a library of linear algebra lets all wait for one another over matrices this small.
"""

from __future__ import annotations

from numba import njit

__all__ = ["curvatures"]


@njit(cache=True)
def curvatures(state, row_of, tension_slope, weight, change, bend):  # type: ignore[no-untyped-def]
    """How the moments of the rows change with the angles, and how they change with the dual; added to what is there.

    Parameters
    ----------
    state : tuple of ndarray
        As `prepared` fills it.
    row_of : ndarray of int, shape (dof,)
        Row of each degree of freedom; -1 where the rib cage carries.
    tension_slope, weight : ndarray, shape (fascicles,)
        Newtons per metre of length; what one more unit of the dual adds to the activation, over the volume.
    change : ndarray, shape (rows, dof)
        Written.
    bend : ndarray, shape (rows, rows)
        Written.
    """
    arms, span, torque, part = state[0], state[1], state[8], state[9]
    for i in range(arms.shape[0]):
        low, high = span[i, 0], span[i, 1]
        for d in range(low, high):
            row = row_of[d]
            pull = tension_slope[i] * arms[i, d]
            if row >= 0 and pull != 0.0:
                for e in range(low, high):
                    change[row, e] += pull * arms[i, e]
        low, high = part[i, 0], part[i, 1]
        for row in range(low, high):
            pull = weight[i] * torque[i, row]
            if pull != 0.0:
                for other in range(low, high):
                    bend[row, other] += pull * torque[i, other]
