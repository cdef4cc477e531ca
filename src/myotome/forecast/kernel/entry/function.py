"""Strength and disability of each person at the start."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.entry.drawing import EXACT, bell, cut, even, heavier, logistic, older, place_of
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.indices import Number
from myotome.forecast.kernel.state import TILE, At

__all__ = ["disability", "strength"]

_f = np.float32
_ZERO, _ONE, _TEN, _HALF, _FASTEST = _f(0.0), _f(1.0), _f(10.0), _f(0.5), _f(0.95)
_SLOW_UNIT, _LEAST_FACTOR, _MOST_FACTOR = _f(12.0), _f(0.4), _f(2.5)
#: Deviation of a logistic draw of scale 1.
_LOGISTIC = _f(1.8138)
_ODI, _ODI_GIVEN, _WEAK = place_of("odi_centre"), place_of("odi_given"), place_of("weak")
_LOW, _HIGH, _SECOND_RATIO = place_of("conducts_low"), place_of("conducts_high"), place_of("second_ratio")
#: Conduction below which none is counted, and halvings in one power of e.
_LEAST, _HALVINGS = _f(1e-6), _f(1.442695)


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def strength(s, e, p, words):  # type: ignore[no-untyped-def]
    """Motor fibres blocked, and those whose axon is lost: the more, the severer the loss.

    A grade goes nearly with the cube root of what still conducts: drawn evenly in it, all grades of a range are alike
    often. How severe a loss is counts in halvings of what conducts, as from one grade to the next.
    """
    most = p[Number.axon_halvings]
    for lane in range(TILE):
        root = e[_HIGH + lane] - (e[_HIGH + lane] - e[_LOW + lane]) * even(words, 28, lane)
        loss = _ONE - root * root * root
        loss = loss if even(words, 27, lane) < e[_WEAK + lane] else _ZERO
        halvings = min(-_HALVINGS * log32(max(_ONE - loss, _LEAST)), most)
        old = p[Number.axon_duration] * log32(_ONE + s[At.duration_weeks + lane] / _SLOW_UNIT)
        axons = p[Number.axon_share] + p[Number.axon_severity] * (halvings - _ONE) + old
        depth = bell(words, 29, lane)
        axons = logistic(axons + p[Number.axon_spread] * depth)
        share = p[Number.axon_permanent]
        # An injury that cuts more axons also lets fewer of them return.
        odds = log32(share / (_ONE - share)) + p[Number.axon_age] * older(s, lane) + old
        permanent = logistic(odds + p[Number.axon_permanent_spread] * depth)
        # Some of the severest are cut through: nothing of them returns.
        severe = halvings / most
        through = even(words, 72, lane) < p[Number.axon_complete] * severe * severe
        axons, permanent = (_ONE, _ONE) if through else (axons, permanent)
        s[At.loss + lane] = loss
        s[At.loss_start + lane] = loss
        s[At.second_ratio + lane] = e[_SECOND_RATIO + lane]
        s[At.loss_second + lane] = loss * e[_SECOND_RATIO + lane]
        s[At.axon + lane] = loss * axons
        s[At.block + lane] = loss - loss * axons
        s[At.axon_floor + lane] = loss * axons * permanent
        rate = p[Number.block_rate] * exp32(p[Number.block_rate_spread] * bell(words, 32, lane))
        s[At.block_recovery + lane] = min(rate, _FASTEST)


@njit(cache=True, fastmath=EXACT, error_model="numpy")
def disability(s, e, p, words):  # type: ignore[no-untyped-def]
    """Disability from pain and weakness, times a personal factor; or as given, and the rest follows from it.

    What a given score leaves that no factor explains is disability that is not from this disease.
    """
    for lane in range(TILE):
        of_pain = p[Number.odi_leg] * s[At.leg_pain_nrs + lane] + p[Number.odi_back] * s[At.back_pain_nrs + lane]
        of_loss = p[Number.odi_loss] * s[At.loss + lane]
        apart = p[Number.odi_base_age] * older(s, lane) + p[Number.odi_base_bmi] * heavier(s, lane)
        apart += p[Number.odi_base_distress] * s[At.distress + lane]
        base = p[Number.odi_base] * exp32(apart + p[Number.odi_base_spread] * bell(words, 37, lane))
        given, found = e[_ODI_GIVEN + lane] > _HALF, cut(e, _ODI, lane, even(words, 36, lane))
        usual = exp32(p[Number.odi_spread] * bell(words, 34, lane))
        factor = (found - of_loss - base) / max(of_pain, _ONE) if given and of_pain > _ONE else usual
        factor = min(max(factor, _LEAST_FACTOR), _MOST_FACTOR)
        rest = found - of_loss - factor * of_pain
        factor = max(found - of_loss, _ZERO) / max(of_pain, _ONE) if given and rest < _ZERO else factor
        base = max(rest, _ZERO) if given else base
        s[At.disability_base + lane] = base
        # How much the same pain disables does not stay as it was on the day of the first score.
        draw = even(words, 31, lane)
        s[At.disability_factor + lane] = factor * exp32(p[Number.odi_drift] * log32(draw / (_ONE - draw)) / _LOGISTIC)
        start = min(found if given else factor * of_pain + of_loss + base, _TEN * _TEN)
        s[At.odi + lane] = start
        s[At.odi_start + lane] = start
