"""From cause to time: the course untreated and under each treatment, with honest uncertainty."""

from myotome.forecast.cohorts.distributed import distributed_cohort
from myotome.forecast.cohorts.run import CohortResult, cohort
from myotome.forecast.cohorts.specification import Specification, read_specification, specification_from_mapping
from myotome.forecast.course import Course, Pressure, Settings, no_loop, run_course, spasm_activations, usual_pressure
from myotome.forecast.forecast_result import ArmForecast, Band, Difference, Forecast, ForecastOptions
from myotome.forecast.kernel.state import EVENTS, RECORDED, TRAITS
from myotome.forecast.one_person import forecast
from myotome.forecast.persons.eligibility import least_probability, setting_of_case
from myotome.forecast.persons.people import Group, Range, Start
from myotome.forecast.persons.start import PersonNow, PossibleHerniation, Weakness, person_start, weaknesses
from myotome.forecast.summary.sensitivity import WhatIf, what_if
from myotome.forecast.treatment_effects import Arm, Effect, arm_of, treatments
from myotome.stale_kernels import drop_stale_kernels

__all__ = [
    "EVENTS",
    "RECORDED",
    "TRAITS",
    "Arm",
    "ArmForecast",
    "Band",
    "CohortResult",
    "Course",
    "Difference",
    "Effect",
    "Forecast",
    "ForecastOptions",
    "Group",
    "PersonNow",
    "PossibleHerniation",
    "Pressure",
    "Range",
    "Settings",
    "Specification",
    "Start",
    "Weakness",
    "WhatIf",
    "arm_of",
    "cohort",
    "distributed_cohort",
    "forecast",
    "least_probability",
    "no_loop",
    "person_start",
    "read_specification",
    "run_course",
    "setting_of_case",
    "spasm_activations",
    "specification_from_mapping",
    "treatments",
    "usual_pressure",
    "weaknesses",
    "what_if",
]

drop_stale_kernels(__file__)
