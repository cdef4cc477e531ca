"""Leg and back pain of each person at the start: what settles, how fast, and what persists."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.entry.drawing import (
    EXACT,
    bell,
    cut,
    even,
    gamma,
    heavier,
    logistic,
    older,
    place_of,
    wait,
)
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.indices import Number
from myotome.forecast.kernel.state import TILE, At

__all__ = ["back_and_spasm", "leg_pain"]

_f = np.float32
_ZERO, _ONE, _TEN, _HALF, _FASTEST = _f(0.0), _f(1.0), _f(10.0), _f(0.5), _f(0.95)
_SLOW_UNIT, _FAST_UNIT, _LEG_ZERO, _BACK_ZERO = _f(12.0), _f(0.5), _f(6.0), _f(5.0)
#: Weeks since onset at which a new episode is judged fast or slow.
_FRESH = _f(1.0)
_LEG, _BACK, _LEG_RESOLVED = place_of("leg_centre"), place_of("back_centre"), place_of("leg_resolved")
_BACK_RESOLVED = place_of("back_resolved")


@njit(cache=True, inline="always", error_model="numpy")
def _traits(s, p, lane):  # type: ignore[no-untyped-def]
    """How far a person's traits move the tendency to persist, in standard deviations between people."""
    total = p[Number.trait_smoker] * s[At.smoker + lane] + p[Number.trait_male] * s[At.male + lane]
    total += p[Number.trait_age] * older(s, lane) + p[Number.trait_bmi] * heavier(s, lane)
    total += p[Number.trait_distress] * s[At.distress + lane]
    total += p[Number.trait_compensation] * s[At.compensation + lane]
    total += p[Number.trait_sick_leave] * s[At.sick_leave + lane]
    return total + p[Number.trait_earlier] * s[At.earlier_episodes + lane]


@njit(cache=True, inline="always", error_model="numpy")
def _is_fast(draw, usual, bout, p, weeks):  # type: ignore[no-untyped-def]
    """Does this episode settle within weeks? The longer it has lasted, the less likely, but for a bout on top."""
    chance = logistic(usual - p[Number.fast_duration] * log32(_ONE + weeks / _FAST_UNIT))
    return draw < bout + (_ONE - bout) * chance


@njit(cache=True, inline="always", error_model="numpy")
def _left_by(persists, fast, bout, lasting, p):  # type: ignore[no-untyped-def]
    """What persists after a course of this kind: of a fast one all or nothing, after a bout on top the rest of it."""
    of_fast = persists * p[Number.fast_persist] if bout else (persists if lasting else _ZERO)
    return of_fast if fast else persists


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def leg_pain(s, e, p, words):  # type: ignore[no-untyped-def]
    """Split leg pain into what settles and what persists; long-standing pain settles slowly."""
    for lane in range(TILE):
        resolved = e[_LEG_RESOLVED + lane] > _HALF
        leg = min(max(cut(e, _LEG, lane, even(words, 13, lane)), _ZERO), _TEN)
        leg = _ZERO if resolved else leg
        weeks = s[At.duration_weeks + lane]
        neck = s[At.cervical + lane] > _HALF
        spread = p[Number.persist_spread]
        traits = _traits(s, p, lane)
        usual = p[Number.persist_mean] + spread * (bell(words, 14, lane) + traits)
        usual += p[Number.persist_cervical] if neck else _ZERO
        level = p[Number.trait_leg_level] * (leg - _LEG_ZERO) if leg > _ZERO else _ZERO
        lasted = log32(_ONE + weeks / _SLOW_UNIT)
        persists = logistic(usual + spread * level + p[Number.persist_duration] * lasted)
        mostly, draw = p[Number.fast_arm] if neck else p[Number.fast_leg], even(words, 58, lane)
        mostly -= p[Number.fast_traits] * traits
        lasting = even(words, 73, lane) < p[Number.fast_persist]
        bout = p[Number.fast_bout]
        fast, fresh = _is_fast(draw, mostly, bout, p, weeks), _is_fast(draw, mostly, bout, p, _FRESH)
        persists = _left_by(persists, fast, draw < bout, lasting, p)
        s[At.fresh_persist + lane] = logistic(usual) if lasting or not fresh else _ZERO
        s[At.leg_end + lane] = wait(words, 62, lane) * (p[Number.persist_end_weeks] + weeks)
        s[At.renewed + lane] = _ZERO
        latent = leg + p[Number.pain_threshold] if leg > _ZERO else _ZERO
        s[At.leg_pain_nrs + lane] = leg
        s[At.leg_start + lane] = leg
        s[At.leg_persistent + lane] = persists * latent
        s[At.leg_acute + lane] = p[Number.leg_episode] if resolved else (_ONE - persists) * latent
        s[At.inflammation + lane] = _ZERO if resolved else _ONE
        slow = gamma(p[Number.settle_shape], bell(words, 16, lane))
        region = p[Number.settle_cervical] if neck else _ONE
        rate = p[Number.fast_rate] if fast else slow / (p[Number.settle_weeks] + weeks)
        s[At.settling_rate + lane] = min(rate * region, _FASTEST)
        rate = p[Number.fast_rate] if fresh else slow / p[Number.settle_weeks]
        s[At.fresh_rate + lane] = min(rate * region, _FASTEST)
        relief = p[Number.surgery_relief] + p[Number.surgery_relief_spread] * bell(words, 18, lane)
        s[At.relief + lane] = logistic(relief - p[Number.surgery_relief_duration] * lasted)


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def back_and_spasm(s, e, p, words):  # type: ignore[no-untyped-def]
    """Back pain: acute, persistent, and that of the spasm it shares with the leg; muscle bulk follows pain."""
    # Who keeps one pain tends to keep the other: part of the draw is that of the leg.
    shared = p[Number.persist_shared]
    own = np.sqrt(_ONE - shared * shared)
    for lane in range(TILE):
        resolved = e[_BACK_RESOLVED + lane] > _HALF
        back = min(max(cut(e, _BACK, lane, even(words, 20, lane)), _ZERO), _TEN)
        back = _ZERO if resolved else back
        weeks, leg = s[At.duration_weeks + lane], s[At.leg_pain_nrs + lane]
        tendency = exp32(p[Number.spasm_spread] * bell(words, 21, lane))
        spasm = min(tendency * (p[Number.spasm_leg] * leg + p[Number.spasm_back] * back) / _TEN, _ONE)
        neck = s[At.cervical + lane] > _HALF
        drawn = shared * bell(words, 14, lane) + own * bell(words, 23, lane)
        spread = p[Number.back_persist_spread]
        traits = _traits(s, p, lane)
        usual = p[Number.back_persist_mean] + spread * (drawn + traits)
        level = p[Number.trait_back_level] * (back - _BACK_ZERO) if back > _ZERO else _ZERO
        persists = logistic(usual + spread * level + p[Number.back_persist_duration] * log32(_ONE + weeks / _SLOW_UNIT))
        mostly, draw = p[Number.fast_neck] if neck else p[Number.fast_back], even(words, 59, lane)
        mostly -= p[Number.fast_traits] * traits
        lasting = even(words, 74, lane) < p[Number.fast_persist]
        bout = p[Number.fast_bout_back]
        fast, fresh = _is_fast(draw, mostly, bout, p, weeks), _is_fast(draw, mostly, bout, p, _FRESH)
        persists = _left_by(persists, fast, draw < bout, lasting, p)
        s[At.back_fresh_persist + lane] = logistic(usual) if lasting or not fresh else _ZERO
        s[At.back_end + lane] = wait(words, 63, lane) * (p[Number.back_end_weeks] + weeks)
        stays = spasm >= p[Number.list_least] and even(words, 60, lane) < p[Number.list_fixed]
        s[At.spasm_fixed + lane] = spasm if stays else _ZERO
        latent = back + p[Number.pain_threshold] if back > _ZERO else _ZERO
        latent = max(latent - p[Number.back_spasm] * spasm, _ZERO)
        s[At.back_pain_nrs + lane] = back
        s[At.back_start + lane] = back
        s[At.spasm_tendency + lane] = tendency
        s[At.spasm + lane] = spasm
        s[At.back_acute + lane] = (_ONE - persists) * latent
        s[At.back_active + lane] = _ZERO if resolved else _ONE
        s[At.back_persistent + lane] = persists * latent
        slow = gamma(p[Number.back_shape], bell(words, 25, lane))
        region = p[Number.back_cervical] if neck else _ONE
        rate = p[Number.fast_rate] if fast else slow / (p[Number.back_weeks] + weeks)
        s[At.back_settling_rate + lane] = min(rate * region, _FASTEST)
        rate = p[Number.fast_rate] if fresh else slow / p[Number.back_weeks]
        s[At.back_fresh_rate + lane] = min(rate * region, _FASTEST)
        s[At.multifidus + lane] = _ONE - p[Number.multifidus_inhibition] * max(leg, back) / _TEN
        s[At.core + lane] = _ZERO
