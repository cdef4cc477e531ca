"""Grades and reflexes written on the body, each with a line to its place; none covers another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from myotome.exam import Case, Reflex, Strength, words
from myotome.explain import Territory
from myotome.report import body_point
from myotome.web.examination.cells import sides_of

__all__ = ["Mark", "loss_marks", "marks"]

_REFLEX: Final = {"absent": "0", "reduced": "+", "normal": "++", "brisk": "+++"}
_GAP, _NEAR_GAP = 36.0, 21.0


@dataclass(slots=True)
class Mark:
    """What is written on the body: a grade or a reflex, and how much of the drive is expected to be lost."""

    kind: str
    text: str
    style: str
    words: str
    x: float
    y: float
    home: tuple[float, float]
    loss: float = 0.0

    @property
    def arc(self) -> str:
        """Dashes of the ring: the share that is lost."""
        return f"{62.8 * self.loss:.1f} 62.8"

    @property
    def led(self) -> bool:
        """Whether a line leads to its place."""
        return float(np.hypot(self.x - self.home[0], self.y - self.home[1])) > 6.0


def marks(case: Case, territory: Territory | None, view: str, near: bool = False) -> list[Mark]:
    """Grades and reflexes as found, with a ring for what is expected of a muscle; none covers another."""
    losses = {} if territory is None else territory.muscles
    placed = [mark for finding in case.findings for mark in _marks_of(finding, losses, view)]
    _part(placed, _NEAR_GAP if near else _GAP)
    return placed


def loss_marks(losses: Mapping[str, float], side: str, view: str, near: bool = False) -> list[Mark]:
    """Rings for muscles that nobody examined, each with the share of its drive that would be lost, in percent.

    Parameters
    ----------
    losses : mapping
        Muscle to share, 0 to 1.
    side, view : str
    near : bool
        Whether a part of the body is shown alone.
    """
    placed = []
    for name, loss in losses.items():
        point = body_point("muscle", name, side)
        if point is not None and point.view == view:
            said = f"{side} {words(name, 'muscles')}: {100 * loss:.0f} percent lost"
            home = (point.x, point.y)
            placed.append(Mark("muscle", f"{min(99, round(100 * loss))}", "muscle open", said, *home, home, loss))
    _part(placed, _NEAR_GAP if near else _GAP)
    return placed


def _marks_of(finding: object, losses: Mapping[tuple[str, str], float], view: str) -> Iterator[Mark]:
    if isinstance(finding, Reflex):
        style = "ok" if finding.value == "normal" else "off"
        told = ("reflex", finding.reflex, _REFLEX.get(finding.value, "?"), f"reflex {style}")
    elif isinstance(finding, Strength) and finding.muscles:
        grade = "5" if finding.is_normal and finding.mrc is None else "w" if finding.mrc is None else f"{finding.mrc:g}"
        told = ("muscle", finding.muscles[0], grade, "muscle weak" if finding.is_weak else "muscle ok")
    else:
        return
    kind, name, text, style = told
    for side in sides_of({"side": finding.side}):
        point = body_point(kind, name, side)  # type: ignore[arg-type]
        if point is not None and point.view == view:
            loss = losses.get((name, side), 0.0) if kind == "muscle" else 0.0
            yield Mark(kind, text, style, finding.label, point.x, point.y, (point.x, point.y), loss)


def _part(placed: list[Mark], gap: float, rounds: int = 60) -> None:
    """Push marks apart until none covers another."""
    for _ in range(rounds):
        moved = False
        for at, one in enumerate(placed):
            for other in placed[:at]:
                moved |= _pushed(one, other, gap, at)
        if not moved:
            return


def _pushed(one: Mark, other: Mark, gap: float, turn: int) -> bool:
    across, down = one.x - other.x, one.y - other.y
    length = float(np.hypot(across, down))
    if length >= gap - 0.1:
        return False
    unit = (across / length, down / length) if length > 0.1 else (float(np.cos(turn)), float(np.sin(turn)))
    push = 0.5 * (gap - length)
    one.x, one.y = one.x + push * unit[0], one.y + push * unit[1]
    other.x, other.y = other.x - push * unit[0], other.y - push * unit[1]
    return True
