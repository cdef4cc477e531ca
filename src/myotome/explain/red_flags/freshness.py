"""Is what a red flag rule found still fresh? Only time makes a rule less urgent, and growth makes it fresh again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from myotome.exam import Case, Condition, History, QueryEvaluation, parse
from myotome.units import weeks_from

__all__ = ["CLOCKS", "Age", "Clock", "Freshness"]

Age = Literal["fresh", "late", "old"]
Clock = Literal["complaint", "event", "either", "both"]
CLOCKS: tuple[Clock, ...] = ("complaint", "event", "either", "both")
_ROUNDING = 1e-9  # weeks: days are kept as parts of a week
_MONTH = 30.0  # days by which the limits count a month: "three months" is within 90 days
#: What happened on a day; habits and diseases have no such day.
_EVENTS = frozenset(
    {
        "trauma",
        "fracture",
        "dislocation",
        "onset_trigger",
        "external_nerve_compression",
        "compartment_syndrome",
        "recent_intense_exercise",
        "surgery",
        "injection_in_area",
        "spinal_injection_or_puncture",
    }
)


@dataclass(frozen=True, slots=True)
class Freshness:
    """For how long a rule is as urgent as its row says.

    Attributes
    ----------
    days : float
        Fresh up to this age.
    clock : str
        Counted from the onset of the `complaint`, from the `event` that the rule found (of several, any may be the
        fresh one; without a date the complaint stands in), from `either`, whichever is later, or from `both`.
    undated_is_fresh : bool
        What holds where nothing is dated.
    turned_by : Condition or None
        Findings that turn that round: marks of an old injury, or of a fresh loss.
    late_days : float or None
        Up to which age an older finding still counts as `late`; without a limit where None.
    """

    days: float
    clock: Clock
    undated_is_fresh: bool
    turned_by: Condition | None = None
    late_days: float | None = None

    def age(self, case: Case, found: frozenset[int], of_case: QueryEvaluation) -> Age:
        """Are these findings of the case fresh, late, or so old that the rule says nothing any more?

        Parameters
        ----------
        case : Case
            For its dates.
        found : frozenset of int
            Findings that make the rule hold.
        of_case : QueryEvaluation
            Of this case.
        """
        ages = [self._weeks(case, event) for event in self._events(case, found)] or [case.weeks_since_onset]
        if of_case.holds(_growing()) or any(self._is_fresh(weeks, of_case) for weeks in ages):
            return "fresh"
        return "late" if any(self._is_late(weeks) for weeks in ages) else "old"

    def _events(self, case: Case, found: frozenset[int]) -> list[History]:
        """Return the events that the clock counts from; none where it counts from the complaint."""
        if self.clock == "complaint":
            return []
        events = [finding for finding in case.findings if isinstance(finding, History) and finding.item in _EVENTS]
        return [event for event in events if self.clock == "either" or event.index in found]

    def _weeks(self, case: Case, event: History) -> float | None:
        complaint, ago = case.weeks_since_onset, case.weeks_since(event)
        known = [weeks for weeks in (complaint, ago) if weeks is not None]
        if self.clock == "both":
            return max(known, default=None)
        if self.clock == "either":
            return min(known, default=None)
        return complaint if ago is None else ago

    def _is_fresh(self, weeks: float | None, of_case: QueryEvaluation) -> bool:
        if weeks is None:
            return self.undated_is_fresh != (self.turned_by is not None and of_case.holds(self.turned_by))
        return weeks <= _up_to(self.days)

    def _is_late(self, weeks: float | None) -> bool:
        return weeks is None or self.late_days is None or weeks <= _up_to(self.late_days)


def _up_to(days: float) -> float:
    """Weeks within these days; a complaint in whole months is within a limit of as many times thirty days."""
    return weeks_from(days / _MONTH, "months") + _ROUNDING


@cache
def _growing() -> Condition:
    """Growth within days makes whatever was found fresh again."""
    return parse("@worsening_fast")
