"""The names of the numbers that drive the course; their values stand in forecast/parameters.csv."""

from __future__ import annotations

from enum import IntEnum, auto
from typing import Any

__all__ = ["CourseRule", "Edge", "Number", "SurgeryPlan"]


class _FromZero(IntEnum):
    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[Any]) -> int:  # noqa: ARG004
        return count


class Number(_FromZero):
    """Place of each parameter in the array that the kernel reads."""

    # resorption
    resorb_bulge = auto()
    resorb_step_protrusion = auto()
    resorb_step_extrusion = auto()
    resorb_step_sequestration = auto()
    resorb_spread = auto()
    resorb_rate = auto()
    resorb_rate_spread = auto()
    resorb_fading = auto()
    resorb_whole = auto()
    grow_share = auto()
    grow_size = auto()
    loop_gain = auto()
    regrowth = auto()
    # leg pain
    settle_shape = auto()
    settle_weeks = auto()
    settle_held = auto()
    settle_cervical = auto()
    fast_rate = auto()
    fast_persist = auto()
    fast_leg = auto()
    fast_back = auto()
    fast_arm = auto()
    fast_neck = auto()
    fast_duration = auto()
    fast_traits = auto()
    fast_bout = auto()
    fast_bout_back = auto()
    persist_mean = auto()
    persist_spread = auto()
    persist_duration = auto()
    persist_cervical = auto()
    persist_end_weeks = auto()
    persist_end_rate = auto()
    persist_shared = auto()
    sensitisation = auto()
    pain_threshold = auto()
    leg_wave = auto()
    wave_memory = auto()
    leg_episode = auto()
    # traits of the person, in standard deviations of the tendency to persist
    trait_smoker = auto()
    trait_male = auto()
    trait_age = auto()
    trait_distress = auto()
    trait_compensation = auto()
    trait_sick_leave = auto()
    trait_earlier = auto()
    trait_bmi = auto()
    trait_leg_level = auto()
    trait_back_level = auto()
    # back pain
    back_shape = auto()
    back_weeks = auto()
    back_cervical = auto()
    back_persist_mean = auto()
    back_persist_spread = auto()
    back_persist_duration = auto()
    back_end_weeks = auto()
    back_spasm = auto()
    back_wave = auto()
    # spasm
    spasm_leg = auto()
    spasm_back = auto()
    spasm_rate = auto()
    spasm_spread = auto()
    list_fixed = auto()
    list_least = auto()
    # muscle
    multifidus_inhibition = auto()
    multifidus_fall = auto()
    multifidus_rate = auto()
    multifidus_training = auto()
    core_gain = auto()
    core_loss = auto()
    core_lasting = auto()
    core_lasting_leg = auto()
    core_strength = auto()
    core_leg = auto()
    core_back = auto()
    core_function = auto()
    core_recurrence = auto()
    core_reherniation = auto()
    # disability
    odi_leg = auto()
    odi_back = auto()
    odi_loss = auto()
    odi_rate = auto()
    odi_spread = auto()
    odi_drift = auto()
    odi_base = auto()
    odi_base_age = auto()
    odi_base_spread = auto()
    odi_base_distress = auto()
    odi_base_bmi = auto()
    # strength
    block_rate = auto()
    block_rate_spread = auto()
    block_slowing = auto()
    axon_share = auto()
    axon_severity = auto()
    axon_halvings = auto()
    axon_duration = auto()
    axon_spread = auto()
    axon_complete = auto()
    axon_conversion = auto()
    axon_regrowth = auto()
    axon_permanent = auto()
    axon_permanent_spread = auto()
    axon_age = auto()
    # surgery
    surgery_rate = auto()
    surgery_fading = auto()
    surgery_weakness = auto()
    surgery_preference = auto()
    surgery_settling = auto()
    surgery_residual = auto()
    surgery_relief = auto()
    surgery_relief_duration = auto()
    surgery_relief_spread = auto()
    surgery_back_relief = auto()
    surgery_complication = auto()
    # after surgery
    reherniation_rate = auto()
    reherniation_fading = auto()
    reherniation_spread = auto()
    reherniation_defect = auto()
    reherniation_protrusion = auto()
    reherniation_smoker = auto()
    reherniation_diabetes = auto()
    reherniation_bmi = auto()
    reherniation_modic = auto()
    reherniation_size = auto()
    reoperation_rate = auto()
    other_early = auto()
    other_early_weeks = auto()
    other_rate = auto()
    # recurrence
    recur_back_shape = auto()
    recur_back_weeks = auto()
    recur_back_multifidus = auto()
    episode_back = auto()
    episode_spread = auto()
    recur_back_earlier = auto()
    recur_leg_shape = auto()
    recur_leg_weeks = auto()
    recur_cervical = auto()
    relapse_operated = auto()
    relapse_smoker = auto()
    relapse_distress = auto()
    recur_pressure = auto()
    # rare and grave
    cauda_rate = auto()
    cauda_fading = auto()
    cord_silent = auto()
    cord_mild = auto()
    cord_severe = auto()
    cord_shape = auto()
    cord_weeks = auto()


class Edge(_FromZero):
    """What a treatment may act on.

    Reliefs are shares taken off what is felt; settling is added to a rate as a share of it.
    """

    leg_relief = auto()
    back_relief = auto()
    settling = auto()
    back_settling = auto()
    spasm_relief = auto()
    function_relief = auto()
    dose = auto()  # exercise from the start, 0-1, times adherence
    reherniation = auto()  # logarithm of the hazard ratio after the operation


class SurgeryPlan(_FromZero):
    """How an arm deals with surgery."""

    planned = auto()  # 1 where surgery is planned
    wait_low = auto()  # weeks from the start to the planned operation
    wait_high = auto()
    uptake = auto()  # share who have it when the day comes
    least_leg = auto()  # leg pain below which the planned operation is called off, NRS
    crossover = auto()  # 1 where those who do badly may be operated on without a plan
    closure = auto()  # logarithm of the hazard ratio of reherniation by closing the annulus
    rehabilitation_from = auto()  # weeks after the operation
    rehabilitation_to = auto()
    rehabilitation_dose = auto()


class CourseRule(_FromZero):
    """Definitions that the kernel itself applies, because they look at every week."""

    recovered_leg = auto()
    recovered_back = auto()
    recovered_odi = auto()
    recovered_weeks = auto()
    free_leg = auto()
    free_back = auto()
    function_odi = auto()
    resorbed_fall = auto()
    remission_back = auto()
    remission_leg = auto()
    limiting_back = auto()
    returned = auto()
