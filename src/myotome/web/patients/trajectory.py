"""What was measured from visit to visit: strength, pain and scores, against the forecast of the first visit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from myotome.exam import Case, Pain, Questionnaire, Strength
from myotome.records import Visit
from myotome.web.examination.cells import sides_of

__all__ = ["Band", "Series", "trajectories"]

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 560.0, 130.0, 34.0, 16.0, 16.0, 20.0
_NORMAL_GRADE: Final = 5.0
_LEAST_WEEKS: Final = 12.0
#: Top of the scale by unit; a score without one takes its greatest value.
_TOPS: Final = {"percent": 100.0}
_QUANTILES: Final = ("q05", "q25", "q50", "q75", "q95")


@dataclass(frozen=True, slots=True)
class Band:
    """Nine in ten and half of people, and the middle, as outlines of a chart."""

    outer: str
    inner: str
    middle: str


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a visit."""

    x: float
    y: float
    value: float
    day: str


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that was measured, drawn in a box of 560 by 130."""

    name: str
    scale: str
    points: tuple[Point, ...]
    ticks: tuple[tuple[float, str], ...]
    weeks: tuple[tuple[float, str], ...]
    band: Band | None

    @property
    def line(self) -> str:
        """Steps of the line through the points."""
        return _path([(point.x, point.y) for point in self.points])

    @property
    def words(self) -> str:
        """The values in words, for whoever does not see the line."""
        return ", ".join(f"{point.value:g} on {point.day}" for point in self.points)


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is measured: its name, its scale, and what the forecast calls it."""

    name: str
    scale: str
    top: float
    forecast: str


def trajectories(visits: Sequence[Visit], forecast: Mapping[str, Any] | None) -> tuple[Series, ...]:
    """Everything that was measured at a visit, in the order in which it was first measured.

    Parameters
    ----------
    visits : sequence of Visit
        The oldest first.
    forecast : mapping or None
        That of the answer stored with the first visit.
    """
    found: dict[_Measured, list[tuple[str, float]]] = {}
    for visit in visits:
        for measured, value in _values(visit.case):
            found.setdefault(measured, []).append((visit.day, value))
    first = visits[0].day if visits else ""
    last = max([_LEAST_WEEKS, *(_weeks(first, visit.day) for visit in visits)])
    shown = {one: values for one, values in found.items() if not _always_normal(one, values)}
    return tuple(_series(one, values, first, last, _arm(forecast)) for one, values in shown.items())


def _values(case: Case) -> Iterator[tuple[_Measured, float]]:
    for finding in case.findings:
        if isinstance(finding, Strength) and finding.mrc is not None:
            for side in sides_of({"side": finding.side}):
                muscle = f"mrc.{side} {finding.muscles[0]}" if finding.muscles else ""
                name = finding.label.rpartition(":")[0].removeprefix("bilateral ").removeprefix(f"{side} ")
                yield _Measured(f"{name}, {side}", "MRC 0 to 5", _NORMAL_GRADE, muscle), finding.mrc
        elif isinstance(finding, Questionnaire):
            label, _, unit = finding.label.rpartition(":")[0], "", finding.label.rpartition(" ")[2]
            yield _Measured(label, unit, _TOPS.get(unit, 0.0), finding.name), finding.value
        elif isinstance(finding, Pain) and finding.severity is not None:
            kind = "leg_pain_nrs" if finding.radiating else "back_pain_nrs"
            yield _Measured(f"Pain, {finding.side}", "0 to 10", 10.0, kind), float(finding.severity)


def _always_normal(measured: _Measured, values: Sequence[tuple[str, float]]) -> bool:
    """A muscle that was never weak has no course."""
    return measured.scale.startswith("MRC") and all(value == _NORMAL_GRADE for _, value in values)


def _weeks(first: str, day: str) -> float:
    return (date.fromisoformat(day) - date.fromisoformat(first)).days / 7.0


def _arm(forecast: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The course that the others are compared with."""
    arms = (forecast or {}).get("arms") or {}
    return next(iter(arms.values()), {})


def _series(
    measured: _Measured, values: Sequence[tuple[str, float]], first: str, last: float, arm: Mapping[str, Any]
) -> Series:
    top = measured.top or max(value for _, value in values) or 1.0

    def x(weeks: float) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * weeks / last, 1)

    def y(value: float) -> float:
        return round(_TOP + (_HEIGHT - _TOP - _FOOT) * (1.0 - min(max(value / top, 0.0), 1.0)), 1)

    points = tuple(Point(x(_weeks(first, day)), y(value), value, day) for day, value in values)
    ticks = tuple((y(value), f"{value:g}") for value in (0.0, top / 2.0, top))
    weeks = tuple((x(week), f"week {week:g}") for week in (0.0, round(last / 2.0), round(last)))
    outcome = arm.get("outcomes", {}).get(measured.forecast)
    band = None if not outcome else _band(arm["weeks"], outcome, last, x, y)
    return Series(measured.name, measured.scale, points, ticks, weeks, band)


def _band(weeks: Sequence[float], outcome: Mapping[str, Sequence[float]], last: float, x: Any, y: Any) -> Band:
    count = sum(week <= last for week in weeks)
    lines = {name: [(x(w), y(v)) for w, v in zip(weeks, outcome[name], strict=True)][:count] for name in _QUANTILES}

    def between(low: str, high: str) -> str:
        return _path([*lines[low], *reversed(lines[high])]) + "Z"

    return Band(between("q05", "q95"), between("q25", "q75"), _path(lines["q50"]))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
