"""What was found before: earlier visits of the patient, and the course that they and the present findings show."""

from __future__ import annotations

from collections.abc import Iterable

from myotome.exam.case import Visit
from myotome.exam.findings.bedside import Finding, Strength
from myotome.exam.findings.investigations import History

__all__ = ["course_of"]

_A_GRADE = 1.0  # less may be another examiner


def course_of(findings: tuple[Finding, ...], visits: Iterable[Visit]) -> tuple[Finding, ...]:
    """The findings, with the course of the strength where it changed by a grade and the file does not say.

    Each movement or muscle is held against the last earlier visit that graded it. Where some got worse and others
    better, no course is stated.
    """
    if any(isinstance(one, History) and one.item == "course" for one in findings):
        return findings
    earlier: dict[tuple[str, str], float] = {}
    for visit in sorted(visits, key=lambda visit: -(visit.ago_weeks or 0.0)):
        earlier.update(_grades(visit.findings))
    changes = [grade - earlier[key] for key, grade in _grades(findings).items() if key in earlier]
    worse, better = any(change <= -_A_GRADE for change in changes), any(change >= _A_GRADE for change in changes)
    if worse == better:
        return findings
    index = max((one.index for one in findings), default=-1) + 1
    return (*findings, History(index, 0, "course", "worsening" if worse else "improving"))


def _grades(findings: Iterable[Finding]) -> dict[tuple[str, str], float]:
    """Grade of each name and side."""
    graded = (one for one in findings if isinstance(one, Strength) and one.mrc is not None)
    return {(one.name, side): one.mrc or 0.0 for one in graded for side in _sides(one.side)}


def _sides(side: str) -> tuple[str, ...]:
    return ("left", "right") if side == "bilateral" else (side,)
