"""What may strike this week: every hazard summed, family by family, and who has something due."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.entry.drawing import EXACT
from myotome.forecast.kernel.float_functions import exp32
from myotome.forecast.kernel.indices import CourseRule, Edge, Number, SurgeryPlan
from myotome.forecast.kernel.state import NEVER, TILE, At

__all__ = ["add_hazards"]

_f = np.float32
_NEVER, _ZERO, _ONE, _HALF = _f(NEVER), _f(0.0), _f(1.0), _f(0.5)
_HUNDREDTH, _TENTH = _f(0.01), _f(0.1)


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def _operations(s, p, plan, week):  # type: ignore[no-untyped-def]
    """The wish for an operation, a repair after a reherniation, and operations for other reasons."""
    fading = _ONE / (_ONE + week / p[Number.surgery_fading])
    fading = plan[SurgeryPlan.crossover] * fading * fading
    # Read once, since what is written could lie where they are read from for all that the compiler knows.
    weakness, repair = p[Number.surgery_weakness], p[Number.reoperation_rate]
    other, early_weeks = p[Number.other_rate], p[Number.other_early_weeks]
    other_early = p[Number.other_early] / early_weeks
    for j in range(TILE):
        leg, disability = s[At.leg_pain_nrs + j], s[At.odi + j] * _HUNDREDTH
        operated = s[At.operated + j] < _NEVER
        again = (s[At.reherniated + j] < _NEVER) & (s[At.renewed + j] > _HALF)
        wish = leg * leg * _HUNDREDTH + disability * disability + weakness * s[At.loss + j]
        risk = s[At.surgery_factor + j] * fading * wish
        s[At.surgery_sum + j] += _ZERO if operated else risk
        risk = repair * leg * _TENTH
        s[At.reoperation_sum + j] += risk if again else _ZERO
        early = week - s[At.operated + j] < early_weeks
        risk = other + (other_early if early else _ZERO)
        s[At.other_sum + j] += risk if operated else _ZERO


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def _annulus(s, p, act, week, rise):  # type: ignore[no-untyped-def]
    """Reherniation after an operation: less as the annulus heals, more the more it bears."""
    strained, healing = p[Number.recur_pressure] * rise, p[Number.reherniation_fading]
    closure, spared = exp32(act[Edge.reherniation]), p[Number.core_reherniation]
    for j in range(TILE):
        since = week - s[At.operated + j]
        strain = _ONE + strained * s[At.spasm + j]
        risk = s[At.reherniation_factor + j] * closure * strain * (_ONE - spared * s[At.core + j])
        risk = risk / (_ONE + max(since, _ZERO) / healing)
        s[At.reherniation_sum + j] += risk if s[At.operated + j] < _NEVER else _ZERO


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def _episodes(s, p, rule, rise):  # type: ignore[no-untyped-def]
    """New episodes of back and of leg pain in those who are free of it."""
    strained, kept = p[Number.recur_pressure] * rise, p[Number.core_recurrence]
    wasting, relapse = p[Number.recur_back_multifidus], p[Number.relapse_operated]
    no_leg_pain, no_back_pain = rule[CourseRule.remission_leg], rule[CourseRule.remission_back]
    for j in range(TILE):
        strain = _ONE + strained * s[At.spasm + j]
        trained = _ONE - kept * s[At.core + j]
        wasted = _ONE + wasting * (_ONE - s[At.multifidus + j])
        risk = s[At.back_factor + j] * trained * wasted * strain
        s[At.back_sum + j] += risk if s[At.back_pain_nrs + j] <= no_back_pain else _ZERO
        after = relapse if s[At.operated + j] < _NEVER else _ONE
        risk = s[At.leg_factor + j] * after * trained * strain
        s[At.leg_sum + j] += risk if s[At.leg_pain_nrs + j] <= no_leg_pain else _ZERO


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def _grave(s, p, week):  # type: ignore[no-untyped-def]
    """Cauda equina syndrome and worsening of the cord, until an operation."""
    cauda_fading = _ONE / (_ONE + week / p[Number.cauda_fading])
    cord_fading = _ONE / (_ONE + week / p[Number.cord_weeks])
    for j in range(TILE):
        operated = s[At.operated + j] < _NEVER
        risk = s[At.cauda_factor + j] * cauda_fading
        s[At.cauda_sum + j] += _ZERO if operated else risk
        risk = s[At.cord_factor + j] * cord_fading
        s[At.cord_sum + j] += _ZERO if operated else risk


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def _due(s, week):  # type: ignore[no-untyped-def]
    """Mark whose sums have reached a limit; return how many."""
    # Without branches, so that the weeks of several people are computed at once.
    for j in range(TILE):
        strikes = (s[At.surgery_sum + j] >= s[At.surgery_limit + j]) | (week >= s[At.planned_week + j])
        strikes |= s[At.reherniation_sum + j] >= s[At.reherniation_limit + j]
        strikes |= s[At.reoperation_sum + j] >= s[At.reoperation_limit + j]
        strikes |= s[At.other_sum + j] >= s[At.other_limit + j]
        strikes |= s[At.back_sum + j] >= s[At.back_limit + j]
        strikes |= s[At.leg_sum + j] >= s[At.leg_limit + j]
        strikes |= s[At.cauda_sum + j] >= s[At.cauda_limit + j]
        strikes |= s[At.cord_sum + j] >= s[At.cord_limit + j]
        s[At.due + j] = _ONE if strikes else _ZERO
    due = _ZERO
    for j in range(TILE):
        due += s[At.due + j]
    return due


@njit(cache=True, error_model="numpy")
def add_hazards(s, p, act, plan, rule, week, rise):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Add this week to every hazard; return how many people have something due.

    Parameters
    ----------
    s : ndarray of float32
        All variables of the tile, see `At`; the sums are written.
    p, act, plan, rule : ndarray of float32
        Parameters, what the treatments do this week, the arm's way with surgery, and definitions.
    week : float32
        Whole weeks since the start.
    rise : float32
        By how much the pressure of a day rises under full spasm, as a share.
    """
    _operations(s, p, plan, week)
    _annulus(s, p, act, week, rise)
    _episodes(s, p, rule, rise)
    _grave(s, p, week)
    return _due(s, week)
