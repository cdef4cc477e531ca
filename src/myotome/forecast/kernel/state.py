"""What the course keeps of a person: the named variables, the events, and how people are drawn at the start."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import Any, Final

__all__ = ["EVENTS", "NEVER", "RECORDED", "TILE", "TRAITS", "At", "StartEntry"]

#: People who go through the weeks together: few enough for the fastest cache, enough to fill the widest registers.
TILE: Final = 64
#: Week of an event that has not happened.
NEVER: Final = 1e9


class At(IntEnum):
    """Where each variable of a tile of people begins: lane `i` of `odi` lies at `At.odi + i`."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> int:  # noqa: ARG004
        return TILE * count

    # recorded at the asked weeks
    leg_pain_nrs = auto()  # 0-10, as felt: treatment and fluctuation included; arm pain in the neck
    back_pain_nrs = auto()  # 0-10; neck pain in the neck
    odi = auto()  # 0-100, disability
    herniation_size = auto()  # share of the size at the start; above 1 it has grown
    spasm = auto()  # 0-1, protective tension
    loss = auto()  # 0-1, motor conduction lost at the root most affected
    loss_second = auto()  # 0-1, at a second root
    multifidus = auto()  # 0-1, bulk; 1 is that of a healthy person
    core = auto()  # 0-1, trained strength and control of the trunk
    inflammation = auto()  # 0-1, irritation of the root
    back_episodes = auto()  # new episodes of back pain so far

    # weeks of the first time
    recovered_perceived = auto()
    pain_free = auto()
    leg_pain_free = auto()
    function_recovered = auto()
    resorbed = auto()
    operated = auto()
    reherniated = auto()
    reoperated_reherniation = auto()
    reoperated_any = auto()
    reoperated_twice = auto()
    back_pain_recurrence = auto()
    back_pain_recurrence_limiting = auto()
    sciatica_recurrence = auto()
    back_pain_return = auto()
    leg_pain_return = auto()
    cauda_equina = auto()
    cord_worse = auto()
    complication = auto()

    # traits, and how the person was at the start
    age = auto()
    male = auto()
    smoker = auto()
    distress = auto()
    compensation = auto()
    sick_leave = auto()
    earlier_episodes = auto()
    diabetes = auto()
    modic = auto()
    bmi = auto()
    herniation_type = auto()  # 0 none, 1 bulge, 2 protrusion, 3 extrusion, 4 sequestration
    defect_mm = auto()  # width of the hole in the annulus
    duration_weeks = auto()
    adherence = auto()
    loss_start = auto()
    leg_start = auto()
    back_start = auto()
    odi_start = auto()
    component = auto()  # of the start distribution
    parameter_set = auto()

    # state that is not recorded
    leg_acute = auto()  # leg pain at full inflammation, NRS
    leg_persistent = auto()  # the part of it that outlasts inflammation, NRS
    leg_end = auto()  # week in which the persistent part begins to fade
    back_acute = auto()
    back_active = auto()  # 0-1, how much of the acute back pain is left
    back_persistent = auto()
    back_end = auto()
    block = auto()  # share of motor fibres blocked but alive
    axon = auto()  # share of motor fibres whose axon is lost
    leg_noise = auto()
    back_noise = auto()
    recovered_weeks = auto()  # in a row
    renewed = auto()  # 1 while the root is irritated anew after an operation
    leg_episodes = auto()  # new ones so far, as of the back
    reherniations = auto()
    repairs = auto()  # operations after a reherniation
    due = auto()  # 1 where an event is due this week

    # personal rates, drawn once
    cervical = auto()
    herniated = auto()
    resorption_rate = auto()
    size_floor = auto()
    settling_rate = auto()
    fresh_rate = auto()  # at which a new episode settles
    fresh_persist = auto()  # share of a new episode that persists
    back_settling_rate = auto()
    back_fresh_rate = auto()
    back_fresh_persist = auto()
    spasm_tendency = auto()
    spasm_fixed = auto()  # spasm that stays: a list that has become fixed
    disability_factor = auto()
    disability_base = auto()  # points that are not from this disease
    block_recovery = auto()
    axon_floor = auto()
    second_ratio = auto()
    relief = auto()  # share of persistent leg pain that surgery takes
    planned_week = auto()
    complication_draw = auto()
    surgery_factor = auto()
    reherniation_factor = auto()
    back_factor = auto()
    leg_factor = auto()
    cauda_factor = auto()
    cord_factor = auto()

    # hazards summed so far, and the drawn sums at which they become events
    surgery_sum = auto()
    surgery_limit = auto()
    reherniation_sum = auto()
    reherniation_limit = auto()
    reoperation_sum = auto()
    reoperation_limit = auto()
    other_sum = auto()
    other_limit = auto()
    back_sum = auto()
    back_limit = auto()
    leg_sum = auto()
    leg_limit = auto()
    cauda_sum = auto()
    cauda_limit = auto()
    cord_sum = auto()
    cord_limit = auto()


class StartEntry(IntEnum):
    """The numbers from which one component of a start distribution is drawn.

    A quantity with `_centre`, `_scale`, `_from`, `_to` is logistic around a centre, cut to a range that is given as
    cumulative probabilities.
    """

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> int:  # noqa: ARG004
        return count

    weight_to = auto()  # cumulative share of this component and those before
    cervical = auto()
    bulge = auto()  # shares of each type; the rest have no herniation
    protrusion = auto()
    extrusion = auto()
    sequestration = auto()
    leg_centre = auto()
    leg_scale = auto()
    leg_from = auto()
    leg_to = auto()
    back_centre = auto()
    back_scale = auto()
    back_from = auto()
    back_to = auto()
    odi_centre = auto()
    odi_scale = auto()
    odi_from = auto()
    odi_to = auto()
    odi_given = auto()  # 1 where disability is drawn, 0 where it follows from pain and weakness
    age_centre = auto()
    age_scale = auto()
    age_from = auto()
    age_to = auto()
    duration_low = auto()
    duration_high = auto()
    male = auto()
    smoker = auto()
    distress = auto()
    compensation = auto()
    sick_leave = auto()
    earlier_episodes = auto()
    diabetes = auto()
    modic = auto()
    bmi_centre = auto()
    bmi_scale = auto()
    bmi_from = auto()
    bmi_to = auto()
    large_defect = auto()
    defect_low = auto()
    defect_middle = auto()
    defect_high = auto()
    weak = auto()
    conducts_low = auto()  # cube root of the share of motor conduction that is left in the weak, from and to
    conducts_high = auto()
    second_ratio = auto()
    access = auto()  # how readily surgery is offered and taken; 1 among candidates for surgery
    cord = auto()  # 0 none, 1 compressed without signs, 2 mild, 3 moderate or severe myelopathy
    cauda_risk = auto()
    adherence_low = auto()
    adherence_high = auto()
    leg_resolved = auto()
    back_resolved = auto()


def _names(first: At, last: At) -> tuple[str, ...]:
    return tuple(at.name for at in At if first <= at <= last)


#: Names of what is recorded at the asked weeks, of the events and of the traits, in the order of the arrays.
RECORDED: Final = _names(At.leg_pain_nrs, At.back_episodes)
EVENTS: Final = _names(At.recovered_perceived, At.complication)
TRAITS: Final = _names(At.age, At.parameter_set)
