"""The neck of the model against published numbers; run to print the table: python -m myotome.evidence.load.neck_checks.

Nothing of the neck is fitted to a load. The tension of its muscles is one judged number, chosen with the strength in
extension and flexion in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load import (
    NECK_JOINTS,
    NeckAnswer,
    neck_answer,
    neck_of,
    neck_stance,
    neck_strength_nm,
    reference_person,
    solve_neck,
)
from myotome.tables import Table, identifier, number, one_of, text

__all__ = ["NeckCheck", "neck_checks"]

_EXTENSORS: Final = ("semispinalis_capitis", "semispinalis_cervicis", "splenius_capitis", "multifidus_cervical")
_C23, _C56, _C7T1 = (NECK_JOINTS.index(joint) for joint in ("C2-C3", "C5-C6", "C7-T1"))


@dataclass(frozen=True, slots=True)
class NeckCheck:
    """One published number, and what the model gives for it.

    Attributes
    ----------
    id, what, unit, source, note : str
    published, model : float
    low, high : float or None
        Limits of the published number, where known.
    """

    id: str
    what: str
    unit: str
    source: str
    note: str
    published: float
    model: float
    low: float | None
    high: float | None

    @property
    def within(self) -> bool | None:
        """Whether the model lies within the limits; None where there are none."""
        return None if self.low is None or self.high is None else self.low <= self.model <= self.high


@cache
def _strength(sex: str, age: float, direction: str) -> float:
    return neck_strength_nm(neck_of(reference_person(sex, age=age)), direction)


@cache
def _flexed(angle_deg: float) -> NeckAnswer:
    return neck_answer("looking_at_a_phone", reference_person(), {"neck_flexion_deg": angle_deg})


def _over_upright(name: str) -> NDArray[np.float64]:
    return np.asarray(getattr(_flexed(45.0).solution, name) / getattr(_flexed(0.0).solution, name))


def _pull(angle_deg: float, *parts: str) -> float:
    return sum(one.force_n for one in _flexed(angle_deg).muscles() if one.part in parts)


def _at_bottom(angle_deg: float) -> float:
    return float(_flexed(angle_deg).solution.compression_n[_C7T1])


def _along(joint: int, other: int) -> float:
    compression = _flexed(0.0).solution.compression_n
    return float(compression[joint] / compression[other])


def _weightless() -> float:
    own = neck_of(reference_person())
    afloat = solve_neck(own, neck_stance(own, {"head_support": 1.0, "thorax_flexion": -90.0}))
    return float((afloat.compression_n / _flexed(0.0).solution.compression_n).mean())


_CHECKS: Final[Mapping[str, Callable[[], float]]] = {
    "extension_man_29": lambda: _strength("male", 29.0, "extension"),
    "flexion_man_29": lambda: _strength("male", 29.0, "flexion"),
    "lateral_man_29": lambda: _strength("male", 29.0, "lateral_left"),
    "rotation_man_29": lambda: _strength("male", 29.0, "rotation_left"),
    "extension_man_48": lambda: _strength("male", 48.0, "extension"),
    "flexion_man_48": lambda: _strength("male", 48.0, "flexion"),
    "extension_woman_48": lambda: _strength("female", 48.0, "extension"),
    "flexion_woman_48": lambda: _strength("female", 48.0, "flexion"),
    "rotation_woman_40": lambda: _strength("female", 40.0, "rotation_left"),
    "extension_over_flexion": lambda: _strength("male", 40.0, "extension") / _strength("male", 40.0, "flexion"),
    "compression_45": lambda: float(_over_upright("compression_n").mean()),
    "shear_45_upper": lambda: float(_over_upright("shear_anterior_n")[_C23]),
    "shear_45_lower": lambda: float(_over_upright("shear_anterior_n")[_C7T1] / _over_upright("shear_anterior_n")[_C23]),
    "shear_upright": lambda: float(_flexed(0.0).solution.shear_anterior_n[: _C23 + 1].mean()),
    "compression_downward": lambda: _along(_C56, _C23),
    "compression_level": lambda: _along(_C7T1, _C56),
    "erectors_45": lambda: _pull(45.0, *_EXTENSORS) / _pull(0.0, *_EXTENSORS),
    "trapezius_45": lambda: _pull(45.0, "upper_trapezius") / _pull(0.0, "upper_trapezius"),
    **{f"tilt_{angle}": partial(_at_bottom, float(angle)) for angle in (15, 30, 45, 60)},
    "weightless": _weightless,
}
_PUBLISHED = Table(
    "evidence/load/neck_published.csv",
    {
        "id": identifier(),
        "check": one_of(tuple(_CHECKS)),
        "what": text(),
        "value": number(0, 1000),
        "low": number(0, 1000, optional=True),
        "high": number(0, 1000, optional=True),
    },
    key=("id",),
)


def neck_checks() -> tuple[NeckCheck, ...]:
    """What does the model give for each published number of the neck?

    Examples
    --------
    >>> neck_checks()[0].within
    True
    """
    return tuple(
        NeckCheck(
            id=row["id"],
            what=row["what"],
            unit=row["unit"],
            source=row["source"],
            note=row["note"],
            published=row["value"],
            model=_CHECKS[row["check"]](),
            low=row["low"],
            high=row["high"],
        )
        for row in _PUBLISHED.rows()
    )


if __name__ == "__main__":
    for check in neck_checks():
        limits = "" if check.low is None else f" ({check.low:g} to {check.high:g})"
        print(f"| {check.what} | {check.published:g}{limits} {check.unit} | {check.model:.3g} |")
