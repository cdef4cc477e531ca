"""Which muscles shall be trained: the weak ones, and those that steady the part of the spine that is in question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Any, Final

from myotome.anatomy import muscles
from myotome.patient import Circumstances, cause_group, exercise_rule, grade_of, limit
from myotome.tables import Table, fraction, ids, one_of, text

__all__ = ["TrainingTarget", "region_in_question", "training_targets"]

_REGIONS: Final = ("lumbar", "cervical", "thoracic")


@dataclass(frozen=True, slots=True)
class TrainingTarget:
    """One muscle to train.

    Attributes
    ----------
    muscle : str
        Name of the vocabulary.
    side : str
        `left`, `right`, or `both`.
    weight : float
        How much it counts.
    enough : float
        Activation from which one exercise counts fully, 0 to 1; for muscles that are computed.
    grade : float or None
        MRC grade of a weak muscle.
    why : str
        In words.
    """

    muscle: str
    side: str
    weight: float
    enough: float
    grade: float | None
    why: str

    @property
    def label(self) -> str:
        """For example `right tibialis anterior`."""
        name = muscles()[self.muscle].label
        return name if self.side == "both" else f"{self.side} {name}"


_WANTS = Table(
    "care/exercise/wants.csv",
    {
        "region": one_of(("cervical", "thoracic", "lumbar")),
        "muscle": one_of(ids("load/body/muscle_parts", "muscle")),
        "weight": fraction(),
        "enough": fraction(),
        "why": text(),
    },
    key=("region", "muscle"),
)


@cache
def _stabilisers() -> tuple[Mapping[str, Any], ...]:
    return tuple(_WANTS.rows())


def region_in_question(patient: Circumstances) -> str | None:
    """Part of the spine whose muscles shall steady it: the most likely one; None for an illness elsewhere."""
    shares = {region: patient.probability(cause_group("spine_steadied"), region) for region in _REGIONS}
    best = max(_REGIONS, key=lambda region: round(shares[region], 9))
    return best if shares[best] >= limit("limit", "in_play") else None


def training_targets(patient: Circumstances, region: str | None) -> tuple[TrainingTarget, ...]:
    """Which muscles shall be trained, and how much each counts?

    Parameters
    ----------
    patient : Circumstances
    region : str or None
        As of `region_in_question`.

    Returns
    -------
    tuple of TrainingTarget
        Weak muscles first; a muscle is named once for each side, or once for both.
    """
    enough = {row["muscle"]: row["enough"] for row in _stabilisers()}
    found = [
        TrainingTarget(
            muscle, side, weight, enough.get(muscle, exercise_rule("grade", "enough")), grade, f"weak, grade {grade:g}"
        )
        for (muscle, side), (grade, weight) in _weak(patient).items()
    ]
    steady = [row for row in _stabilisers() if row["region"] == region]
    found += [TrainingTarget(row["muscle"], "both", row["weight"], row["enough"], None, row["why"]) for row in steady]
    return tuple(found)


def _weak(patient: Circumstances) -> dict[tuple[str, str], tuple[float, float]]:
    """Grade and weight of each weak muscle and side; a movement of many muscles does not count as many times."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for one in patient.weak:
        weight = exercise_rule("price", "weak") / sqrt(len(one.muscles) or 1)
        for side in (one.side,) if one.side in ("left", "right") else ("left", "right"):
            for muscle in one.muscles:
                grade, most = found.get((muscle, side), (5.0, 0.0))
                found[muscle, side] = min(grade, grade_of(one)), max(most, weight)
    return found
