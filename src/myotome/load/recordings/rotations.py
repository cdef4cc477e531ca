"""Rotations as matrices, in the axes of the model: x forward, y up, z to the right."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["about", "euler", "frame", "movements_deg", "normalised"]

_AXES: Final = {"x": 0, "y": 1, "z": 2}


def about(axis: str, angle_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotation about `x`, `y` or `z`, one a frame.

    Examples
    --------
    >>> about("z", np.array([np.pi / 2]))[0].round(6)[:2, :2].tolist()
    [[0.0, -1.0], [1.0, 0.0]]
    """
    first, second = (_AXES[axis] + 1) % 3, (_AXES[axis] + 2) % 3
    turn = np.zeros((*angle_rad.shape, 3, 3))
    turn[..., _AXES[axis], _AXES[axis]] = 1.0
    turn[..., first, first] = turn[..., second, second] = np.cos(angle_rad)
    turn[..., second, first] = np.sin(angle_rad)
    turn[..., first, second] = -turn[..., second, first]
    return turn


def euler(order: str, angles_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Product of rotations in the order named, such as `zxy`; angles in the last axis."""
    turn = np.broadcast_to(np.eye(3), (*angles_rad.shape[:-1], 3, 3))
    for number, axis in enumerate(order):
        turn = turn @ about(axis, angles_rad[..., number])
    return np.asarray(turn)


def movements_deg(turn: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Flexion forward, bending to the right and turning to the left of rotations, in the order of the model's joints.

    Examples
    --------
    >>> bend = movements_deg(euler("zxy", np.deg2rad([[-30.0, 10.0, 5.0]])))
    >>> {name: round(float(angle[0]), 6) for name, angle in bend.items()}
    {'flexion': 30.0, 'lateral': 10.0, 'rotation': 5.0}
    """
    return {
        "flexion": np.rad2deg(np.arctan2(turn[..., 0, 1], turn[..., 1, 1])),
        "lateral": np.rad2deg(np.arcsin(np.clip(turn[..., 2, 1], -1.0, 1.0))),
        "rotation": np.rad2deg(np.arctan2(-turn[..., 2, 0], turn[..., 2, 2])),
    }


def normalised(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """Directions of length 1; no number where there is no direction."""
    length = np.sqrt((way**2).sum(axis=-1, keepdims=True))
    return np.asarray(way / np.where(length > 0.0, length, np.nan))


def frame(forward: NDArray[np.float64], up: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix whose columns are these axes."""
    return np.stack([forward, up, right], axis=-1)
