"""What may happen to each person: factors and limits of the hazards, and the planned operation."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.entry.drawing import EXACT, bell, even, gamma, heavier, place_of, wait
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.indices import Number, SurgeryPlan
from myotome.forecast.kernel.state import NEVER, TILE, At

__all__ = ["hazards", "limits", "operation_plan"]

_f = np.float32
_NEVER, _ZERO, _ONE, _HALF, _TWO = _f(NEVER), _f(0.0), _f(1.0), _f(0.5), _f(2.0)
#: Deviation of a logistic draw of scale 1.
_LOGISTIC = _f(1.8138)
_ACCESS, _CORD, _CAUDA_RISK = place_of("access"), place_of("cord"), place_of("cauda_risk")
_HAZARDS = 8


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def hazards(s, e, p, words):  # type: ignore[no-untyped-def]
    """Personal factors of each hazard."""
    for lane in range(TILE):
        herniated = s[At.herniated + lane]
        # Beside pain it is preference that decides: some want an operation at once, some never.
        draw = even(words, 71, lane)
        wants = exp32(p[Number.surgery_preference] * log32(draw / (_ONE - draw)) / _LOGISTIC)
        s[At.surgery_factor + lane] = p[Number.surgery_rate] * e[_ACCESS + lane] * herniated * wants
        risk = p[Number.reherniation_defect] * s[At.defect_mm + lane]
        risk += p[Number.reherniation_smoker] * s[At.smoker + lane] + p[Number.reherniation_bmi] * heavier(s, lane)
        risk += p[Number.reherniation_diabetes] * s[At.diabetes + lane]
        risk += p[Number.reherniation_modic] * s[At.modic + lane]
        risk += p[Number.reherniation_protrusion] if s[At.herniation_type + lane] <= _TWO else _ZERO
        risk += p[Number.reherniation_spread] * bell(words, 39, lane)
        s[At.reherniation_factor + lane] = p[Number.reherniation_rate] * exp32(risk)
        shape = p[Number.recur_back_shape]
        factor = gamma(shape, bell(words, 41, lane)) / p[Number.recur_back_weeks]
        s[At.back_factor + lane] = factor * exp32(p[Number.recur_back_earlier] * s[At.earlier_episodes + lane])
        shape = p[Number.recur_leg_shape]
        factor = gamma(shape, bell(words, 43, lane)) / p[Number.recur_leg_weeks] * herniated
        factor *= p[Number.recur_cervical] if s[At.cervical + lane] > _HALF else _ONE
        factor *= exp32(
            p[Number.relapse_smoker] * s[At.smoker + lane] + p[Number.relapse_distress] * s[At.distress + lane]
        )
        s[At.leg_factor + lane] = factor
        s[At.cauda_factor + lane] = p[Number.cauda_rate] * e[_CAUDA_RISK + lane] * herniated
        cord, shape = e[_CORD + lane], p[Number.cord_shape]
        rate = p[Number.cord_silent] if cord > _HALF else _ZERO
        rate = p[Number.cord_mild] if cord > _ONE + _HALF else rate
        rate = p[Number.cord_severe] if cord > _TWO + _HALF else rate
        s[At.cord_factor + lane] = rate * gamma(shape, bell(words, 45, lane)) / shape


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def limits(s, words):  # type: ignore[no-untyped-def]
    """Sums at which each hazard strikes; each has its limit beside its sum, in the order of the variables."""
    for hazard in range(_HAZARDS):
        for lane in range(TILE):
            s[At.surgery_sum + 2 * hazard * TILE + lane] = _ZERO
            s[At.surgery_sum + (2 * hazard + 1) * TILE + lane] = wait(words, 47 + hazard, lane)
    for lane in range(TILE):
        s[At.complication_draw + lane] = even(words, 55, lane)


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def operation_plan(s, plan, words):  # type: ignore[no-untyped-def]
    """Week of the planned operation, for those who take it."""
    for lane in range(TILE):
        wait = plan[SurgeryPlan.wait_low] + (plan[SurgeryPlan.wait_high] - plan[SurgeryPlan.wait_low]) * even(
            words, 56, lane
        )
        goes = plan[SurgeryPlan.planned] > _HALF and even(words, 57, lane) < plan[SurgeryPlan.uptake]
        s[At.planned_week + lane] = wait if goes else _NEVER
