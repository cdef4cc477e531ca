"""What stands around a drawn figure: chair, wall, table, ball, bench, band and weights, placed by the figure itself."""

from __future__ import annotations

from typing import Final

import numpy as np

from myotome.arrays import Points

__all__ = ["surroundings"]

Parts = dict[str, Points]

# Of the drawing alone, metres.
_SEAT_M, _BELOW_THIGH_M, _BACK_M, _WALL_M, _BALL_M, _SMALL_BALL_M = 0.42, 0.09, 0.55, 1.7, 0.3, 0.035
_TABLE_M: Final = 0.24


def surroundings(shows: frozenset[str], parts: Parts) -> Parts:
    """What is shown beside the figure, as lines and as circles (one point on the rim after the centre)."""
    found: Parts = {}
    floor = min(float(points[:, 1].min()) for points in parts.values())
    if "chair" in shows:
        found |= _chair(parts["leg"][0], floor, "backrest" in shows, parts)
    if "wall_behind" in shows:
        found["wall"] = _upright(float(parts["trunk"][:, 0].min()) - 0.02, floor)
    if "wall_ahead" in shows:
        found["wall"] = _upright(float(parts["hand"][:, 0].max()) + 0.03, floor)
    if "table" in shows:
        found |= _table(parts)
    if "bench" in shows:
        found |= _bench(parts["leg"], floor)
    return found | _held(shows, parts)


def _chair(hip: Points, floor: float, reclined: bool, parts: Parts) -> Parts:
    seat, back = float(hip[1]) - _BELOW_THIGH_M, float(hip[0]) - 0.14
    found = {"seat": np.array([[back, seat], [back + _SEAT_M, seat]])}
    found |= {f"chair_leg_{at}": np.array([[x, seat], [x, floor]]) for at, x in enumerate((back + 0.03, back + 0.38))}
    if reclined:
        edge = parts["trunk"][1:8]
        lean = (edge[4] - edge[0]) / np.linalg.norm(edge[4] - edge[0])
        foot = edge[0] + np.array([-0.05, 0.0])
        found["backrest"] = np.array([foot, foot + _BACK_M * lean])
    return found


def _upright(x: float, floor: float) -> Points:
    return np.array([[x, floor], [x, floor + _WALL_M]])


def _table(parts: Parts) -> Parts:
    """Under the forearm of a hand alone; else under the hands."""
    if "trunk" not in parts:
        arm = parts["arm"]
        return {"table": np.array([[arm[0, 0], -0.05], [-0.02, -0.05]])}
    at = parts["hand"][-1]
    top = float(at[1]) - 0.04
    floor = min(float(points[:, 1].min()) for points in parts.values())
    edge = float(at[0]) - 0.06
    return {
        "table": np.array([[edge, top], [edge + 0.45, top]]),
        "table_leg": np.array([[edge + 0.3, top], [edge + 0.3, floor]]),
    }


def _bench(leg: Points, floor: float) -> Parts:
    """A pad under the thighs, on one foot."""
    hip, knee = leg[0], leg[1]
    along = (hip - knee) / np.linalg.norm(hip - knee)
    below = np.array([along[1], -along[0]])
    pad = np.array([knee, hip - 0.06 * along]) + 0.11 * below
    middle = pad.mean(axis=0)
    return {"bench": pad, "bench_leg": np.array([middle, [middle[0], floor]])}


def _held(shows: frozenset[str], parts: Parts) -> Parts:
    hand = parts.get("hand", np.zeros((2, 2)))[-1]
    found: Parts = {}
    if "large_ball" in shows:
        found["ball"] = _circle(parts["arm"][2] + np.array([0.02, -_BALL_M - 0.05]), _BALL_M)
    if "soft_ball" in shows:
        palm = parts["hand"]
        found["ball"] = _circle(palm[1] + np.array([0.015, -0.045]), _SMALL_BALL_M)
    if "cushion" in shows:
        found["ball"] = _circle(parts["leg"][1] + np.array([0.02, 0.0]), 0.09)
    if "weights" in shows:
        found["weight"] = _circle(hand + np.array([0.0, -0.03]), 0.07)
    if "bar" in shows:
        found["weight"] = _circle(parts["trunk"][7] + np.array([-0.03, 0.03]), 0.05)
    if "band" in shows:
        found["band"] = np.array([hand, hand + np.array([0.45, 0.0])])
    return found


def _circle(centre: Points, radius: float) -> Points:
    return np.array([centre, centre + np.array([radius, 0.0])])
