"""One patient, computed once."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names
from myotome.patient.answer_kinds import (
    REGION_CELL,
    SPINE_PARTS,
    condition_cell,
    names_of,
    patient_condition,
    scopes,
    spine_part,
)
from myotome.patient.cause_groups import cause_group
from myotome.patient.circumstances import Circumstances
from myotome.patient.judged import exercise_rule, limit, limits

if TYPE_CHECKING:
    from myotome.patient.assessment import Assessment
    from myotome.patient.body import stated_size
    from myotome.patient.case_forecast import CaseForecast, ForecastRequest, check_arms
    from myotome.patient.course_mix import CourseMix, PossibleCourse
    from myotome.patient.forecast_start import CaseStart
    from myotome.patient.mechanics import ExercisePerson, exercise_person, grade_of, impairment_of, injured_joints
else:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.patient.assessment": ("Assessment",),
            "myotome.patient.body": ("stated_size",),
            "myotome.patient.case_forecast": (
                "CaseForecast",
                "ForecastRequest",
                "check_arms",
            ),
            "myotome.patient.course_mix": (
                "CourseMix",
                "PossibleCourse",
            ),
            "myotome.patient.forecast_start": ("CaseStart",),
            "myotome.patient.mechanics": (
                "ExercisePerson",
                "exercise_person",
                "grade_of",
                "impairment_of",
                "injured_joints",
            ),
        },
    )

__all__ = [
    "REGION_CELL",
    "SPINE_PARTS",
    "Assessment",
    "CaseForecast",
    "CaseStart",
    "Circumstances",
    "CourseMix",
    "ExercisePerson",
    "ForecastRequest",
    "PossibleCourse",
    "cause_group",
    "check_arms",
    "condition_cell",
    "exercise_person",
    "exercise_rule",
    "grade_of",
    "impairment_of",
    "injured_joints",
    "limit",
    "limits",
    "names_of",
    "patient_condition",
    "scopes",
    "spine_part",
    "stated_size",
]
