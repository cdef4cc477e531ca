"""Who starts: a distribution of people, as a mixture of groups, and the numbers from which the kernel draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from myotome.exam import HERNIATION_TYPES
from myotome.forecast.kernel.state import StartEntry

__all__ = ["Group", "Range", "Start"]

CORD = ("none", "silent", "mild", "severe")
#: Traits that one has or has not, as shares of a group; unknown ones are drawn and so integrated out.
BURDENS = ("distress", "compensation", "sick_leave", "earlier_episodes", "diabetes", "modic")
_TO_SCALE = math.sqrt(3.0) / math.pi
_THIRD = 1.0 / 3.0


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity that varies between people: logistic around `mean`, cut to `low` ... `high`.

    A deviation of 0 gives everybody the mean.
    """

    mean: float
    sd: float
    low: float
    high: float

    def numbers(self) -> tuple[float, float, float, float]:
        """Centre, scale, and the cumulative probabilities of both ends."""
        scale = max(self.sd, 1e-6) * _TO_SCALE
        ends = (_cumulative((end - self.mean) / scale) for end in (self.low, self.high))
        low, high = ends
        return self.mean, scale, low, max(high, low + 1e-6)


def _cumulative(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(max(x, -30.0), 30.0)))


@dataclass(frozen=True, slots=True)
class Group:
    """People alike enough to be drawn from one description.

    Attributes
    ----------
    share : float
        Weight of the group in the mixture.
    region : str
        `lumbar` or `cervical`.
    types : mapping
        Share of each herniation type; what is left to 1 has no herniation.
    leg_pain, back_pain, age : Range
        At the start; NRS 0-10, years. In the neck they mean arm and neck.
    odi : Range or None
        Disability at the start, or None where it follows from pain and weakness.
    duration_weeks : (float, float)
        Since onset, spread evenly on a logarithmic scale.
    male, smoker, large_defect, weak : float
        Shares.
    distress, compensation, sick_leave, earlier_episodes, diabetes, modic : float
        Shares of those in distress (depressed, anxious or afraid of movement), with a claim for compensation, off work
        for it at the start, with earlier episodes, with diabetes, with Modic changes at the disc.
    bmi : Range
        Body mass index, kg/m2.
    defect_mm : (float, float, float)
        Width of the hole in the annulus: least, the border of large, most.
    loss : (float, float)
        Motor conduction lost at the root most affected, of those who are weak; 0 to 1. Spread evenly over the grades.
    second_ratio : float
        Loss at a second root relative to the first.
    access : float
        How readily surgery is offered and taken; 1 among candidates for surgery.
    cord : str
        `none`, `silent`, `mild` or `severe`.
    cauda_risk : float
        Relative to a lumbar herniation of mixed kind.
    adherence : (float, float)
        To exercise, 0 to 1.
    leg_resolved, back_resolved : bool
        That pain has gone by the start.
    """

    leg_pain: Range
    back_pain: Range
    age: Range
    types: Mapping[str, float]
    share: float = 1.0
    region: str = "lumbar"
    odi: Range | None = None
    duration_weeks: tuple[float, float] = (4.0, 26.0)
    male: float = 0.5
    smoker: float = 0.3
    distress: float = 0.25
    compensation: float = 0.1
    sick_leave: float = 0.3
    earlier_episodes: float = 0.5
    diabetes: float = 0.07
    modic: float = 0.3
    bmi: Range = field(default_factory=lambda: Range(26.0, 4.0, 17.0, 45.0))
    large_defect: float = 0.3
    defect_mm: tuple[float, float, float] = (1.0, 6.0, 12.0)
    weak: float = 0.0
    loss: tuple[float, float] = (0.0, 0.0)
    second_ratio: float = 0.0
    access: float = 0.0
    cord: str = "none"
    cauda_risk: float = 1.0
    adherence: tuple[float, float] = (1.0, 1.0)
    leg_resolved: bool = False
    back_resolved: bool = False

    def numbers(self) -> dict[str, float]:
        """Return the numbers of one component, by the names of `StartEntry`."""
        flat: dict[str, float] = {name: float(self.types.get(name, 0.0)) for name in HERNIATION_TYPES}
        ranges = {
            "leg": self.leg_pain,
            "back": self.back_pain,
            "age": self.age,
            "bmi": self.bmi,
            "odi": self.odi or self.leg_pain,
        }
        for name, quantity in ranges.items():
            parts = zip(("centre", "scale", "from", "to"), quantity.numbers(), strict=True)
            flat |= {f"{name}_{part}": number for part, number in parts}
        for name in (*BURDENS, "male", "smoker", "large_defect", "weak", "second_ratio", "access", "cauda_risk"):
            flat[name] = float(getattr(self, name))
        less, more = self.loss
        conducts = ((1.0 - more) ** _THIRD, (1.0 - less) ** _THIRD)
        pairs = {"duration": self.duration_weeks, "conducts": conducts, "adherence": self.adherence}
        for name, (low, high) in pairs.items():
            flat |= {f"{name}_low": low, f"{name}_high": high}
        flat |= dict(zip(("defect_low", "defect_middle", "defect_high"), self.defect_mm, strict=True))
        return flat | {
            "duration_low": max(self.duration_weeks[0], 0.1),
            "duration_high": max(self.duration_weeks[1], 0.1),
            "cervical": float(self.region == "cervical"),
            "cord": float(CORD.index(self.cord)),
            "odi_given": float(self.odi is not None),
            "leg_resolved": float(self.leg_resolved),
            "back_resolved": float(self.back_resolved),
        }


@dataclass(frozen=True, slots=True)
class Start:
    """A start distribution: groups with shares, and where it comes from."""

    groups: tuple[Group, ...]
    sources: tuple[str, ...] = field(default=())

    def array(self) -> NDArray[np.float32]:
        """Return the numbers that the kernel reads: shape (groups, len(StartEntry))."""
        total = sum(group.share for group in self.groups)
        table = np.zeros((len(self.groups), len(StartEntry)), dtype=np.float32)
        so_far = 0.0
        for row, group in zip(table, self.groups, strict=True):
            so_far += group.share / total
            for name, number in (group.numbers() | {"weight_to": so_far}).items():
                row[StartEntry[name]] = number
        table[-1, StartEntry.weight_to] = 1.0
        return table
