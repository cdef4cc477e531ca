"""Numbers on the scale of one finding: the grade of an image, the angle of a test of stretch, a grade in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.exam.reading.checks import Fields
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown
from myotome.tables import Table, number, one_of, text

__all__ = ["angle_signs", "check_angle", "imaging_grade", "measured_signs", "positive_at", "sign_angle"]

_WIDEST_DEG = 180.0
_GRADES = Table(
    "exam/imaging_grades.csv",
    {
        "finding": one_of(lambda: vocabulary().ids("imaging_findings")),
        "scale": text(),
        "low": number(0, 5),
        "high": number(0, 5),
    },
    key=("finding",),
)
_ANGLES = Table(
    "exam/sign_angles.csv",
    {"sign": one_of(lambda: vocabulary().ids("signs")), "positive_to_deg": number(0, _WIDEST_DEG, optional=True)},
    key=("sign",),
)


def imaging_grade(fields: Fields, finding: str) -> float | None:
    """Grade of an image on the scale of the finding."""
    if "grade" not in fields:
        return None
    scale = next((row for row in _GRADES.rows() if row["finding"] == finding), None)
    if scale is not None:
        return fields.number("grade", scale["low"], scale["high"], f"a grade by {scale['scale']}")
    graded = ", ".join(row["finding"] for row in _GRADES.rows())
    message = "This finding has no scale of grades; say severity: mild, moderate or severe."
    fields.checks.add(fields.at("grade"), shown(fields.raw["grade"]), f"a grade of {graded}", message)
    return None


def angle_signs() -> tuple[str, ...]:
    """Signs whose value may be the angle at which they were stopped."""
    return tuple(_limits())


def measured_signs() -> tuple[str, ...]:
    """Signs that may have an angle beside their value: those, and ranges of joints."""
    return tuple(row["sign"] for row in _ANGLES.rows())


def sign_angle(fields: Fields, sign: str) -> float | None:
    """Angle in degrees, written as such or in the place of the value; None where there is none."""
    if "angle_deg" in fields and sign not in measured_signs():
        message, allowed = "No angle is read for this sign.", ", ".join(measured_signs())
        fields.checks.add(fields.at("angle_deg"), shown(fields.raw["angle_deg"]), allowed, message)
    for key, signs in (("angle_deg", measured_signs()), ("value", angle_signs())):
        raw: Any = fields.raw.get(key)
        if isinstance(raw, int | float) and not isinstance(raw, bool) and sign in signs:
            return fields.number(key, 0.0, _WIDEST_DEG, "degrees")
    return None


def positive_at(sign: str, angle_deg: float) -> bool:
    """Tell whether a test of stretch that was stopped at this angle counts as positive.

    Examples
    --------
    >>> positive_at("straight_leg_raise", 40), positive_at("straight_leg_raise", 85)
    (True, False)
    """
    return angle_deg <= _limits()[sign]


def check_angle(fields: Fields, sign: str, angle_deg: float | None, positive: bool) -> None:
    """Report a test of stretch that is called positive beyond the angle up to which it counts."""
    if not positive or angle_deg is None or sign not in angle_signs() or positive_at(sign, angle_deg):
        return
    limit = f"{_limits()[sign]:g}"
    message = f"Pain beyond {limit} degrees does not count. Give the angle at which it began, or negative."
    key = "angle_deg" if "angle_deg" in fields else "value"
    fields.checks.add(fields.at(key), f"positive at {angle_deg:g} degrees", f"positive up to {limit} degrees", message)


@cache
def _limits() -> Mapping[str, float]:
    return {row["sign"]: row["positive_to_deg"] for row in _ANGLES.rows() if row["positive_to_deg"] is not None}
