"""From cause to time: the course untreated and under each treatment, with honest uncertainty."""

from myotome.forecast.adverse_events import AdverseEvent, adverse_events
from myotome.forecast.cohorts.distributed import dask_client, distributed_cohort
from myotome.forecast.cohorts.run import CohortResult, cohort
from myotome.forecast.cohorts.specification import Specification, read_specification, specification_from_mapping
from myotome.forecast.cohorts.study_spread import AS_TREATED, SPREADS, spread_between, spreads
from myotome.forecast.course import Course, Settings, record_of, run_course
from myotome.forecast.forecast_result import ArmForecast, Band, Difference, Forecast, ForecastOptions
from myotome.forecast.kernel.definitions import outcome_table
from myotome.forecast.kernel.state import EVENTS, RECORDED, TRAITS
from myotome.forecast.one_person import forecast
from myotome.forecast.outcomes import (
    OutcomeDefinition,
    condition,
    disability_of,
    outcome,
    problem_of_condition,
    step_size,
    weeks_behind,
)
from myotome.forecast.parameter_sets import POSTERIOR, Parameter, ParameterSets, from_free, parameters, posterior
from myotome.forecast.persons.arm_reading import arm_from
from myotome.forecast.persons.eligibility import (
    EligibilityChecks,
    access_of_setting,
    known_by,
    least_probability,
    setting_of_case,
    start_of,
)
from myotome.forecast.persons.people import Group, Range, Start
from myotome.forecast.persons.start import PersonNow, PossibleHerniation, RootWeakness, person_start, weaknesses
from myotome.forecast.published.anchors import courses as published_courses
from myotome.forecast.published.anchors import severity_shares
from myotome.forecast.published.curves import PublishedCurve, mixed, simulated_curve
from myotome.forecast.published.published_courses import PublishedCourse, published_course
from myotome.forecast.spasm_pressure import (
    PRESSURE,
    STANDING,
    Activity,
    Pressure,
    activities,
    no_loop,
    pressure_like,
    pressure_of_day,
    usual_pressure,
)
from myotome.forecast.summary.loop import loop_effect
from myotome.forecast.summary.sensitivity import WhatIf, what_if
from myotome.forecast.treatment_effects import Arm, Effect, arm_of, treatments
from myotome.stale_kernels import drop_stale_kernels

__all__ = [
    "AS_TREATED",
    "EVENTS",
    "POSTERIOR",
    "PRESSURE",
    "RECORDED",
    "SPREADS",
    "STANDING",
    "TRAITS",
    "Activity",
    "AdverseEvent",
    "Arm",
    "ArmForecast",
    "Band",
    "CohortResult",
    "Course",
    "Difference",
    "Effect",
    "EligibilityChecks",
    "Forecast",
    "ForecastOptions",
    "Group",
    "OutcomeDefinition",
    "Parameter",
    "ParameterSets",
    "PersonNow",
    "PossibleHerniation",
    "Pressure",
    "PublishedCourse",
    "PublishedCurve",
    "Range",
    "RootWeakness",
    "Settings",
    "Specification",
    "Start",
    "WhatIf",
    "access_of_setting",
    "activities",
    "adverse_events",
    "arm_from",
    "arm_of",
    "cohort",
    "condition",
    "dask_client",
    "disability_of",
    "distributed_cohort",
    "forecast",
    "from_free",
    "known_by",
    "least_probability",
    "loop_effect",
    "mixed",
    "no_loop",
    "outcome",
    "outcome_table",
    "parameters",
    "person_start",
    "posterior",
    "pressure_like",
    "pressure_of_day",
    "problem_of_condition",
    "published_course",
    "published_courses",
    "read_specification",
    "record_of",
    "run_course",
    "setting_of_case",
    "severity_shares",
    "simulated_curve",
    "specification_from_mapping",
    "spread_between",
    "spreads",
    "start_of",
    "step_size",
    "treatments",
    "usual_pressure",
    "weaknesses",
    "weeks_behind",
    "what_if",
]

drop_stale_kernels(__file__)
