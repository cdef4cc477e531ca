"""How strong a neck is in each direction: the largest push against the head that it holds at neutral."""

from __future__ import annotations

from typing import Final

from myotome.errors import UnknownNameError
from myotome.load.body.impairment import Impairment
from myotome.load.neck.model import Neck
from myotome.load.neck.solution import solve_neck
from myotome.load.neck.stance import neck_stance

__all__ = ["NECK_DIRECTIONS", "neck_strength_nm"]

#: What the neck does, against which push on the head.
_PUSHES: Final = {
    "extension": ("push_forward_n", 1.0),
    "flexion": ("push_forward_n", -1.0),
    "lateral_left": ("push_right_n", 1.0),
    "lateral_right": ("push_right_n", -1.0),
    "rotation_right": ("turn_left_nm", 1.0),
    "rotation_left": ("turn_left_nm", -1.0),
}
NECK_DIRECTIONS: Final = tuple(_PUSHES)
_MOST: Final = 2048.0
_HALVINGS: Final = 14


def neck_strength_nm(neck: Neck, direction: str, impairment: Impairment | None = None) -> float:
    """Which moment about C7-T1 does this neck make at most, upright, with every joint held at neutral?

    Parameters
    ----------
    neck : Neck
    direction : str
        One of `NECK_DIRECTIONS`.
    impairment : Impairment or None

    Returns
    -------
    float
        Newton metres: of the push at the height of the centre of the head, or of the turning moment.

    Raises
    ------
    UnknownNameError
        No such direction.

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> from myotome.load.neck.model import neck_of
    >>> 20 < neck_strength_nm(neck_of(reference_person()), "flexion") < 40
    True
    """
    if direction not in _PUSHES:
        raise UnknownNameError("direction", direction, NECK_DIRECTIONS)
    component, sign = _PUSHES[direction]
    lever = 1.0 if component.endswith("_nm") else float(neck.masses.points_m[-1, 1] - neck.centre_m[0, 1])
    held, most = 0.0, _MOST
    for _ in range(_HALVINGS):
        tried = 0.5 * (held + most)
        if solve_neck(neck, neck_stance(neck, {component: sign * tried}), impairment).feasible:
            held = tried
        else:
            most = tried
    return held * lever
