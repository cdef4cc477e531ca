"""Limbs of a drawn figure: chains of straight parts on the page, of usual lengths, at the angles of a table."""

from __future__ import annotations

from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.report.figures.exercise.limb_angles import Moment
from myotome.report.figures.exercise.trunk import Trunk, model

__all__ = ["arms", "legs", "way"]

# Shares of height, usual proportions of an adult; of the drawing alone.
_THIGH, _SHANK, _FOOT, _HEEL, _HAND = 0.245, 0.246, 0.105, 0.03, 0.055
_ANKLE_M: Final = 0.065  # above the floor
_SOFT_M: Final = 0.03  # of the outline, where it lies on the floor
_SIDES: Final = ("", "_far")


def way(angle_deg: float) -> Points:
    """Unit step on the page: 0 hangs down, 90 points to the right."""
    at = np.deg2rad(angle_deg)
    return np.array([np.sin(at), -np.cos(at)])


def legs(moment: Moment, body: Trunk) -> dict[str, Points]:
    """Both legs; the far one does what the near one does where nothing is said of it."""
    if "no_legs" in moment.shows:
        return {}
    parts: dict[str, Points] = {}
    for number, side in enumerate(_SIDES):
        own = side if f"thigh{side}" in moment.angles else ""
        parts |= _leg(moment, body, body.hips[number], (side, own))
    return parts


def _leg(moment: Moment, body: Trunk, hip: Points, names: tuple[str, str]) -> dict[str, Points]:
    side, own = names
    height = model().person.height_m
    knee = hip + _THIGH * height * way(moment.angle(f"thigh{own}"))
    if "lower_legs_hidden" in moment.shows:
        return {f"leg{side}": np.array([hip, knee])}
    shank = moment.angles.get(f"shank{own}", _on_the_floor(knee, body))
    ankle = knee + _SHANK * height * way(shank)
    leg = {f"leg{side}": np.array([hip, knee, ankle])}
    if moment.view != "side":
        return leg
    # of a far leg that does something else, only the near foot is said: its foot is square to the lower leg
    foot = way(shank + 90.0 if own else moment.angle("foot", shank + 90.0))
    return leg | {f"foot{side}": np.array([ankle - _HEEL * height * foot, ankle + _FOOT * height * foot])}


def _on_the_floor(knee: Points, body: Trunk) -> float:
    """Angle of a lower leg whose foot stands on the floor that the trunk lies on."""
    floor = float(body.outline[:, 1].min()) + _ANKLE_M - _SOFT_M
    drop = (float(knee[1]) - floor) / (_SHANK * model().person.height_m)
    return float(np.rad2deg(np.arccos(np.clip(drop, -1.0, 1.0))))


def arms(moment: Moment, body: Trunk) -> dict[str, Points]:
    """Both arms: as the load model holds them, or as the table says where they lie or hold on."""
    own, height = model().arms, model().person.height_m
    lengths = own.upper_length_m, own.centres_m[2]
    parts = {}
    for number, side in enumerate(_SIDES):
        upper, fore = (_of_arm(moment, part, side) for part in ("upper", "fore"))
        first = body.upper[number] if upper is None else way(upper)
        second = body.fore[number] if fore is None else way(fore)
        elbow = body.shoulders[number] + lengths[0] * first
        wrist = elbow + lengths[1] * second
        parts[f"arm{side}"] = np.array([body.shoulders[number], elbow, wrist])
        parts[f"hand{side}"] = np.array([wrist, wrist + _HAND * height * second])
    return parts


def _of_arm(moment: Moment, part: str, side: str) -> float | None:
    return moment.angles.get(f"{part}{side}", moment.angles.get(part))
