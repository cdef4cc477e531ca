"""People for the tests: typical ones, and one person."""

from __future__ import annotations

from typing import Any

from myotome.forecast.course import Course, Settings, run_course
from myotome.forecast.parameter_sets import posterior
from myotome.forecast.persons.eligibility import EligibilityChecks, start_of
from myotome.forecast.persons.people import Start
from myotome.forecast.persons.start import PersonNow, PossibleHerniation, person_start
from myotome.forecast.treatment_effects import Arm, arm_of

PEOPLE = 8192
WEEKS = (0, 6, 13, 26, 52, 104)


def people(**given: Any) -> Start:
    checks = EligibilityChecks("test")
    start = start_of(given, checks)
    checks.end()
    return start


def course(
    start: Start, arm: str | Arm, settings: Settings | None = None, count: int = PEOPLE, first: int = 0
) -> Course:
    chosen = arm_of(arm) if isinstance(arm, str) else arm
    return run_course(start, chosen, posterior(), count, settings or Settings(104, WEEKS), first)


def disc(**changes: Any) -> PossibleHerniation:
    given: dict[str, Any] = {
        "probability": 1.0,
        "disc": "L4-L5",
        "side": "left",
        "zone": "subarticular",
        "roots": ("L5",),
        "severity": 0.65,
        "types": {"extrusion": 1.0},
    }
    return PossibleHerniation(**(given | changes))


def one_person(**changes: Any) -> Start:
    known: dict[str, Any] = {"age": 44, "sex": "male", "leg_pain": 7.0, "duration_weeks": 6.0}
    return person_start([disc()], PersonNow(**(known | changes)))
