"""A hand or a foot alone, for exercises that are too small to be seen on a whole figure; metres on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.report.figures.exercise.limb_angles import Moment
from myotome.report.figures.exercise.limbs import way

__all__ = ["close_up"]

# Lengths of the drawing alone, metres.
_SHIN, _FOOT, _HEEL, _TOES, _SOLE = 0.26, 0.15, 0.05, 0.06, 0.05
_FOREARM, _PALM, _FINGER, _TIP, _THUMB = 0.2, 0.09, 0.05, 0.045, 0.075
_KNUCKLES: Final = (-0.036, -0.012, 0.012, 0.036)
_FINGER_SHARES: Final = (0.8, 1.0, 1.05, 0.95)
_STICK: Final = 0.17


def _foot(moment: Moment) -> dict[str, Points]:
    """From the side; the heel stays where it is."""
    heel, forward = np.zeros(2), way(moment.angle("foot"))
    ball = heel + (_FOOT + _HEEL) * forward
    ankle = heel + _HEEL * forward + np.array([0.0, 0.055])
    toes = ball + _TOES * way(moment.angle("toes", moment.angle("foot")))
    leg = np.array([ankle + _SHIN * way(180.0), ankle])
    return {"leg": leg, "foot": np.array([heel, ball]), "toes": np.array([ball, toes])}


def _foot_from_the_front(moment: Moment) -> dict[str, Points]:
    """The right foot: its outer edge is on the left of the page."""
    ankle, across = np.zeros(2), way(90.0 - moment.angle("sole"))
    sole = ankle + 0.07 * way(-moment.angle("sole"))
    edges = np.array([sole - _SOLE * across, sole + _SOLE * across])
    return {"leg": np.array([ankle + _SHIN * way(180.0), ankle]), "foot": edges}


def _hand(moment: Moment) -> dict[str, Points]:
    """From the side: forearm, palm, fingers and thumb."""
    wrist = np.zeros(2)
    knuckle = wrist + _PALM * way(moment.angle("hand"))
    joint = knuckle + _FINGER * way(moment.angle("fingers"))
    root = wrist + 0.4 * (knuckle - wrist)
    return {
        "arm": np.array([wrist - _FOREARM * way(moment.angle("fore")), wrist]),
        "hand": np.array([wrist, knuckle]),
        "fingers": np.array([knuckle, joint, joint + _TIP * way(moment.angle("tips"))]),
        "thumb": np.array([root, root + _THUMB * way(moment.angle("thumb"))]),
    }


def _hand_from_above(moment: Moment) -> dict[str, Points]:
    """The back of the hand, fingers up the page."""
    parts = {
        "arm": np.array([[0.0, -0.17], [0.0, -0.02]]),
        "hand": np.array([[0.0, 0.0], [0.0, 0.075]]),
        "thumb": np.array([[-0.03, 0.01], np.array([-0.03, 0.01]) + _THUMB * way(-180.0 + moment.angle("thumb"))]),
    }
    for number, (place, share) in enumerate(zip(_KNUCKLES, _FINGER_SHARES[::-1], strict=True)):
        root = np.array([place, 0.09])
        lean = moment.angle("spread") * (number - 1.5)
        parts[f"finger_{number + 1}"] = np.array([root, root + share * (_FINGER + _TIP) * way(180.0 - lean)])
    return parts


def _hand_end_on(moment: Moment) -> dict[str, Points]:
    """The fist from the front, round a stick that shows how far it is turned."""
    along = way(180.0 - moment.angle("hand"))
    return {"stick": np.array([-0.3 * _STICK * along, _STICK * along]), "fist": np.zeros((1, 2))}


_DRAWN: Final[Mapping[str, Callable[[Moment], dict[str, Points]]]] = MappingProxyType(
    {
        "foot": _foot,
        "foot_front": _foot_from_the_front,
        "hand": _hand,
        "hand_above": _hand_from_above,
        "hand_end_on": _hand_end_on,
    }
)


def close_up(moment: Moment) -> dict[str, Points]:
    """Parts of a hand or a foot at one moment.

    Examples
    --------
    >>> from myotome.report.figures.exercise.limb_angles import figures
    >>> sorted(close_up(figures()["toe_extension"][1]))
    ['foot', 'leg', 'toes']
    """
    return _DRAWN[moment.view](moment)
