"""Which exercises are barred, allowed with care, or preferred for this person, by condition and by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any, Final

from myotome.care.statement import Statement
from myotome.exam import Condition, History
from myotome.patient import Circumstances, condition_cell
from myotome.tables import Table, identifier, ids, list_of, number, one_of, text

__all__ = ["ALL", "CLOCKS", "EFFECTS", "ExerciseRule", "active_rules", "exercise_rules"]

#: A rule with this tag is about every exercise.
ALL: Final = "all"
EFFECTS: Final = ("bar", "caution", "prefer")
#: What the weeks of a rule count from: not at all, the start of this plan, the onset, the operation.
CLOCKS: Final = ("", "plan", "onset", "surgery")


def _clocked(row: Mapping[str, Any]) -> str | None:
    timed = row["from_weeks"] is not None or row["until_weeks"] is not None
    return None if timed == bool(row["clock"]) else "weeks and the clock that they count on go together"


_RULES: Final = Table(
    "care/exercise/contraindications.csv",
    {
        "rule": identifier(),
        "effect": one_of(EFFECTS),
        "when": condition_cell(optional=False),
        "tags": list_of(one_of(ids("care/exercise/tags", "tag"))),
        **dict.fromkeys(("from_weeks", "until_weeks"), number(0, 520, optional=True)),
        "clock": one_of(CLOCKS[1:], optional=True),
        "wording": text(),
        "plain": text(),
        "lift": text(optional=True),
    },
    key=("rule",),
    rules=(_clocked,),
)


@dataclass(frozen=True, slots=True)
class ExerciseRule:
    """One rule about exercises.

    Attributes
    ----------
    rule : str
        Name.
    effect : str
        One of `EFFECTS`.
    when : Condition
        Whom it is about.
    tags : frozenset of str
        Exercises it is about: those that have one of these tags.
    clock : str
        One of `CLOCKS`.
    from_weeks, until_weeks : float
        On that clock; the last is not included.
    wording, plain, lift : str
        For the clinician, for the patient, and what ends the rule.
    """

    rule: str
    effect: str
    when: Condition
    tags: frozenset[str]
    clock: str
    from_weeks: float
    until_weeks: float
    wording: str
    plain: str
    lift: str
    sources: tuple[str, ...]

    def concerns(self, tags: frozenset[str]) -> bool:
        """Is this rule about an exercise with these tags?"""
        return ALL in self.tags or not self.tags.isdisjoint(tags)

    def at(self, weeks: float) -> bool:
        """Does it hold so many weeks after its clock began?"""
        return self.from_weeks <= weeks < self.until_weeks

    @property
    def statement(self) -> Statement:
        """As a line of the plan."""
        until = f"; until: {self.lift}" if self.lift else ""
        return Statement(f"{self.wording}{until}", self.plain, self.sources)


@cache
def exercise_rules() -> tuple[ExerciseRule, ...]:
    """Every rule, in the order of the table."""
    return tuple(_rule(row) for row in _RULES.rows())


def _rule(row: Mapping[str, Any]) -> ExerciseRule:
    start, end = row["from_weeks"], row["until_weeks"]
    return ExerciseRule(
        rule=row["rule"],
        effect=row["effect"],
        when=row["when"],
        tags=frozenset(row["tags"]),
        clock=row["clock"],
        from_weeks=0.0 if start is None else start,
        until_weeks=inf if end is None else end,
        wording=row["wording"],
        plain=row["plain"],
        lift=row["lift"],
        sources=(row["source"],),
    )


def active_rules(patient: Circumstances, ahead_weeks: float = 0.0) -> tuple[ExerciseRule, ...]:
    """Which rules hold for this patient, now or some weeks from now?

    A date that is not stated is taken for the strictest: the operation or the onset may be fresh.

    Parameters
    ----------
    patient : Circumstances
        The patient.
    ahead_weeks : float
        From today; what does not pass with time holds throughout.
    """
    holding = (rule for rule in exercise_rules() if patient.holds(rule.when))
    return tuple(rule for rule in holding if rule.at(_weeks(patient, rule) + ahead_weeks))


def _weeks(patient: Circumstances, rule: ExerciseRule) -> float:
    if rule.clock in ("", "plan"):
        return 0.0
    onset = patient.case.weeks_since_onset or 0.0
    if rule.clock != "surgery":
        return onset
    behind = patient.behind(rule.when) or frozenset()
    dates = [
        one.ago_weeks if one.ago_weeks is not None else onset  # an operation came before the complaint
        for one in patient.case.findings
        if isinstance(one, History) and one.item == "surgery" and one.index in behind
    ]
    return min(dates, default=0.0)
