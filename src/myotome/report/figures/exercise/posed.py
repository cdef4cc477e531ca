"""Pose the figures of all exercises with the load model and keep them as a table, so that a report solves no posture.

Run as `python -m myotome.report.figures.exercise.posed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from myotome.arrays import Points
from myotome.report.figures.exercise.close_up import close_up
from myotome.report.figures.exercise.kept import POSED, written_points
from myotome.report.figures.exercise.limb_angles import BODY_VIEWS, Moment, figures
from myotome.report.figures.exercise.limbs import arms, legs
from myotome.report.figures.exercise.surroundings import surroundings
from myotome.report.figures.exercise.trunk import Trunk, trunk

__all__ = ["figure_parts", "main", "posed_rows"]

_CM: Final = 100.0


def figure_parts(moment: Moment) -> dict[str, Points]:
    """Every part of one drawing, centimetres on the page, the whole figure on the level of its lowest point."""
    parts = _whole(moment) if moment.view in BODY_VIEWS else close_up(moment)
    parts |= surroundings(moment.shows, parts)
    return {name: _CM * points for name, points in parts.items()}


def _whole(moment: Moment) -> dict[str, Points]:
    """A body: what is turned as a whole keeps its posture, as when hands and knees stand on one floor."""
    body = _turned(trunk(moment.task, moment.view), moment.angle("turned"), moment.angle("head"))
    parts = {"trunk": body.outline, "spine": body.spine, "neck": np.array([body.spine[-1], body.head])}
    parts |= {"head": np.array([body.head, body.nose])}
    return parts | legs(moment, body) | arms(moment, body)


def _turned(body: Trunk, whole_deg: float, head_deg: float) -> Trunk:
    """About the hips; then the head about the base of the neck."""
    turn, nod = _rotation(whole_deg), _rotation(head_deg)
    hip = body.hips.mean(axis=0)

    def at(points: Points) -> Points:
        return np.asarray((points - hip) @ turn.T + hip)

    base = at(body.spine[-1])
    head, nose = ((at(point) - base) @ nod.T + base for point in (body.head, body.nose))
    places = (at(body.outline), at(body.spine), head, nose, at(body.hips), at(body.shoulders))
    return Trunk(*places, body.upper, body.fore)


def _rotation(angle_deg: float) -> Points:
    cos, sin = np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))
    return np.array([[cos, -sin], [sin, cos]])


def posed_rows(moments: Iterable[Moment]) -> list[dict[str, str]]:
    """Rows of the table as the load model gives them now."""
    return [
        {
            **{"figure": moment.figure, "moment": moment.moment, "part": part, "points": written_points(points)},
            **{"unit": "cm", "source": "judgement", "seen": "judgement", "note": "a drawing"},
        }
        for moment in moments
        for part, points in figure_parts(moment).items()
    ]


def main() -> None:
    """Write the table anew."""
    POSED.write(posed_rows(moment for each in figures().values() for moment in each))


if __name__ == "__main__":
    main()
