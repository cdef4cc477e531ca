"""What an event does to a person: surgery, reherniation, another operation, an episode of pain.

A new episode follows the law of the first: it settles at the person's own rate, part of it persists, and it can come
again, operated on or not.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.draws import Purpose, normal, philox, uniform_of
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.indices import CourseRule, Number, SurgeryPlan
from myotome.forecast.kernel.state import NEVER, At

__all__ = ["events_of"]

_BACK, _LEG = int(Purpose.BACK_EPISODE), int(Purpose.LEG_EPISODE)
_REHERNIATION, _REPAIR = int(Purpose.REHERNIATION), int(Purpose.REPAIR)
_f = np.float32
_NEVER, _ZERO, _ONE, _TEN = _f(NEVER), _f(0.0), _f(1.0), _f(10.0)


@njit(cache=True, inline="always", error_model="numpy")
def _next(s, counted, person, kind, k0, k1):  # type: ignore[no-untyped-def]
    """Count one more event of a kind, and draw what it is like."""
    s[counted] += _ONE
    low, high = np.uint32(person), np.uint32(np.uint64(person) >> np.uint64(32))
    return philox(low, high, np.uint32(s[counted]), np.uint32(kind), k0, k1)


@njit(cache=True, inline="always", error_model="numpy")
def _first(s, place, week):  # type: ignore[no-untyped-def]
    if s[place] >= _NEVER:
        s[place] = week


@njit(cache=True, error_model="numpy")
def _decompress(s, lane, p):  # type: ignore[no-untyped-def]
    """Take the herniation off the root; part of the pain that has become persistent stays."""
    s[At.herniation_size + lane] *= p[Number.surgery_residual]
    s[At.size_floor + lane] = _ZERO
    s[At.leg_persistent + lane] *= _ONE - s[At.relief + lane]


@njit(cache=True, error_model="numpy")
def _operate(s, lane, week, p, plan):  # type: ignore[no-untyped-def]
    s[At.operated + lane] = week
    s[At.renewed + lane] = _ZERO
    s[At.planned_week + lane] = _NEVER
    s[At.surgery_limit + lane] = _NEVER
    _decompress(s, lane, p)
    s[At.back_persistent + lane] *= _ONE - p[Number.surgery_back_relief]
    s[At.reherniation_factor + lane] *= exp32(plan[SurgeryPlan.closure])
    if s[At.complication_draw + lane] < p[Number.surgery_complication]:
        s[At.complication + lane] = week


@njit(cache=True, error_model="numpy")
def _irritate(s, lane, week, p, words):  # type: ignore[no-untyped-def]
    """Irritate the root anew: as much of the pain as in the person's other episodes persists."""
    size = min(p[Number.leg_episode] * exp32(p[Number.episode_spread] * normal(words[0], words[1])), _TEN)
    size += p[Number.pain_threshold]
    share = s[At.fresh_persist + lane]
    fresh = (_ONE - share) * size
    # What the root can hurt is never lowered by hurting anew: it is irritated as far as the new pain asks for.
    if fresh > s[At.leg_acute + lane] * s[At.inflammation + lane]:
        s[At.leg_acute + lane] = max(s[At.leg_acute + lane], fresh)
        s[At.inflammation + lane] = fresh / s[At.leg_acute + lane]
    if share * size > s[At.leg_persistent + lane]:
        s[At.leg_persistent + lane] = share * size
        s[At.leg_end + lane] = week - log32(uniform_of(words[2])) * p[Number.persist_end_weeks]
    s[At.settling_rate + lane] = s[At.fresh_rate + lane]
    s[At.renewed + lane] = _ONE


@njit(cache=True, error_model="numpy")
def _reherniate(s, lane, week, p, rule, words):  # type: ignore[no-untyped-def]
    _first(s, At.reherniated + lane, week)
    if s[At.leg_pain_nrs + lane] <= rule[CourseRule.remission_leg]:
        _first(s, At.sciatica_recurrence + lane, week)
    s[At.reherniation_sum + lane] = _ZERO
    s[At.reherniation_limit + lane] = -log32(uniform_of(words[3]))
    s[At.herniation_size + lane] += p[Number.reherniation_size]
    s[At.size_floor + lane] = s[At.herniation_size + lane] * (_ONE - p[Number.reherniation_size])
    _irritate(s, lane, week, p, words)


@njit(cache=True, error_model="numpy")
def _reoperate(s, lane, week, p, words):  # type: ignore[no-untyped-def]
    if s[At.reoperated_reherniation + lane] < _NEVER:
        _first(s, At.reoperated_twice + lane, week)
    _first(s, At.reoperated_reherniation + lane, week)
    _first(s, At.reoperated_any + lane, week)
    s[At.reoperation_sum + lane] = _ZERO
    s[At.reoperation_limit + lane] = -log32(uniform_of(words[0]))
    s[At.renewed + lane] = _ZERO
    _decompress(s, lane, p)


@njit(cache=True, error_model="numpy")
def _back_episode(s, lane, week, p, rule, words):  # type: ignore[no-untyped-def]
    """Start a new episode of back pain, and draw when the next is due."""
    size = p[Number.episode_back] * exp32(p[Number.episode_spread] * normal(words[0], words[1]))
    _first(s, At.back_pain_recurrence + lane, week)
    if size >= rule[CourseRule.limiting_back]:
        _first(s, At.back_pain_recurrence_limiting + lane, week)
    latent, share = min(size + p[Number.pain_threshold], _TEN), s[At.back_fresh_persist + lane]
    s[At.back_active + lane] = _ONE
    s[At.back_settling_rate + lane] = s[At.back_fresh_rate + lane]
    s[At.back_acute + lane] = (_ONE - share) * latent
    if share * latent > s[At.back_persistent + lane]:
        s[At.back_persistent + lane] = share * latent
        s[At.back_end + lane] = week - log32(uniform_of(words[3])) * p[Number.back_end_weeks]
    s[At.back_sum + lane] = _ZERO
    s[At.back_limit + lane] = -log32(uniform_of(words[2]))


@njit(cache=True, error_model="numpy")
def _leg_episode(s, lane, week, p, words):  # type: ignore[no-untyped-def]
    """Let leg pain return: where there was no operation, because the disc gives way again."""
    _first(s, At.sciatica_recurrence + lane, week)
    _irritate(s, lane, week, p, words)
    if s[At.operated + lane] >= _NEVER:
        s[At.herniation_size + lane] = max(s[At.herniation_size + lane], p[Number.reherniation_size])
    s[At.leg_sum + lane] = _ZERO
    s[At.leg_limit + lane] = -log32(uniform_of(words[3]))


@njit(cache=True, error_model="numpy")
def _surgery(s, lane, week, p, plan):  # type: ignore[no-untyped-def]
    """Operate on those whose day has come, whose trouble has lasted, or who have an emergency."""
    if s[At.cauda_equina + lane] >= _NEVER and s[At.cauda_sum + lane] >= s[At.cauda_limit + lane]:
        s[At.cauda_equina + lane] = week
        s[At.cauda_limit + lane] = _NEVER
        if s[At.operated + lane] >= _NEVER:
            _operate(s, lane, week, p, plan)
    if s[At.operated + lane] < _NEVER:
        return
    if week >= s[At.planned_week + lane]:
        if s[At.leg_pain_nrs + lane] >= plan[SurgeryPlan.least_leg]:
            _operate(s, lane, week, p, plan)
        else:
            s[At.planned_week + lane] = _NEVER
    elif s[At.surgery_sum + lane] >= s[At.surgery_limit + lane]:
        _operate(s, lane, week, p, plan)


@njit(cache=True, error_model="numpy")
def events_of(s, lane, person, week, p, plan, rule, k0, k1):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Apply every event that is due to one person in this week.

    Parameters
    ----------
    s : ndarray of float32
        Variables of the tile; changed.
    lane, person : int
        Place in the tile, and number of the person.
    week : float32
        Whole weeks since the start.
    p, plan, rule : ndarray of float32
        Parameters (`Number`), the arm's way with surgery (`SurgeryPlan`) and definitions (`CourseRule`).
    k0, k1 : uint32
        The seed.
    """
    _surgery(s, lane, week, p, plan)
    if s[At.other_sum + lane] >= s[At.other_limit + lane]:
        _first(s, At.reoperated_any + lane, week)
        s[At.other_limit + lane] = _NEVER
    if s[At.cord_sum + lane] >= s[At.cord_limit + lane]:
        s[At.cord_worse + lane] = week
        s[At.cord_limit + lane] = _NEVER
    back = s[At.back_sum + lane] >= s[At.back_limit + lane]
    leg = s[At.leg_sum + lane] >= s[At.leg_limit + lane]
    again = s[At.reherniation_sum + lane] >= s[At.reherniation_limit + lane]
    repair = s[At.reoperation_sum + lane] >= s[At.reoperation_limit + lane]
    if back:
        _back_episode(s, lane, week, p, rule, _next(s, At.back_episodes + lane, person, _BACK, k0, k1))
    if again:
        _reherniate(s, lane, week, p, rule, _next(s, At.reherniations + lane, person, _REHERNIATION, k0, k1))
    if repair:
        _reoperate(s, lane, week, p, _next(s, At.repairs + lane, person, _REPAIR, k0, k1))
    if leg:
        _leg_episode(s, lane, week, p, _next(s, At.leg_episodes + lane, person, _LEG, k0, k1))
