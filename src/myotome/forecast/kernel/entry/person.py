"""Who each person of a tile is: drawn from a component of the start distribution."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.entry.drawing import EXACT, cut, even, place_of
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.state import TILE, At, StartEntry

__all__ = ["components", "who"]

_f = np.float32
_ZERO, _ONE, _TWO, _THREE, _FOUR = _f(0.0), _f(1.0), _f(2.0), _f(3.0), _f(4.0)
_AGE, _MALE, _SMOKER = place_of("age_centre"), place_of("male"), place_of("smoker")
_CERVICAL, _DISTRESS, _BMI = place_of("cervical"), place_of("distress"), place_of("bmi_centre")
_BULGE, _PROTRUSION_SHARE, _EXTRUSION = place_of("bulge"), place_of("protrusion"), place_of("extrusion")
_SEQUESTRATION, _LARGE_DEFECT, _DEFECT_LOW = place_of("sequestration"), place_of("large_defect"), place_of("defect_low")
_DEFECT_MIDDLE, _DEFECT_HIGH, _DURATION_LOW = (
    place_of("defect_middle"),
    place_of("defect_high"),
    place_of("duration_low"),
)
_DURATION_HIGH, _ADHERENCE_LOW, _ADHERENCE_HIGH = (
    place_of("duration_high"),
    place_of("adherence_low"),
    place_of("adherence_high"),
)
_NUMBERS, _TRAITS = len(StartEntry), 6


@njit(cache=True, error_model="numpy")
def components(s, e, entries, words):  # type: ignore[no-untyped-def]
    """Choose a component for each person and lay its numbers out lane by lane, as the state itself is laid out."""
    last = entries.shape[0] - 1
    for lane in range(TILE):
        component, draw = 0, even(words, 0, lane)
        while component < last and draw >= entries[component, StartEntry.weight_to]:
            component += 1
        s[At.component + lane] = _f(component)
    for number in range(_NUMBERS):
        for lane in range(TILE):
            e[number * TILE + lane] = entries[int(s[At.component + lane]), number]


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def who(s, e, words):  # type: ignore[no-untyped-def]
    """Age, sex, habits and burdens, type of herniation, annulus, duration, adherence."""
    # Distress to Modic change stand in one order in the state, in the start and in the draws.
    for trait in range(_TRAITS):
        for lane in range(TILE):
            has = even(words, 64 + trait, lane) < e[_DISTRESS + trait * TILE + lane]
            s[At.distress + trait * TILE + lane] = _ONE if has else _ZERO
    for lane in range(TILE):
        s[At.age + lane] = cut(e, _AGE, lane, even(words, 1, lane))
        s[At.male + lane] = _ONE if even(words, 2, lane) < e[_MALE + lane] else _ZERO
        s[At.smoker + lane] = _ONE if even(words, 3, lane) < e[_SMOKER + lane] else _ZERO
        # From the severest down, so that a more severe mixture never gives a person a lesser type.
        draw = even(words, 4, lane)
        loose = e[_SEQUESTRATION + lane]
        out = loose + e[_EXTRUSION + lane]
        bulging = out + e[_PROTRUSION_SHARE + lane]
        kind = _ONE if draw < bulging + e[_BULGE + lane] else _ZERO
        kind = _TWO if draw < bulging else kind
        kind = _THREE if draw < out else kind
        kind = _FOUR if draw < loose else kind
        s[At.herniation_type + lane] = kind
        s[At.herniated + lane] = _ONE if kind > _ZERO else _ZERO
        large = even(words, 5, lane) < e[_LARGE_DEFECT + lane]
        low = e[_DEFECT_MIDDLE + lane] if large else e[_DEFECT_LOW + lane]
        high = e[_DEFECT_HIGH + lane] if large else e[_DEFECT_MIDDLE + lane]
        s[At.defect_mm + lane] = low + (high - low) * even(words, 6, lane)
        low, high = e[_DURATION_LOW + lane], e[_DURATION_HIGH + lane]
        s[At.duration_weeks + lane] = low * exp32(log32(high / low) * even(words, 7, lane))
        s[At.cervical + lane] = e[_CERVICAL + lane]
        low, high = e[_ADHERENCE_LOW + lane], e[_ADHERENCE_HIGH + lane]
        s[At.adherence + lane] = low + (high - low) * even(words, 8, lane)
        s[At.bmi + lane] = cut(e, _BMI, lane, even(words, 70, lane))
