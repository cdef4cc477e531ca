"""How each person of a tile is at the start: drawn from a component of the start distribution, then made consistent."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.draws import Purpose, exponential, normal, philox_tile, uniform_of
from myotome.forecast.names import Number, Plan
from myotome.forecast.state import NEVER, TILE, At, Entry

__all__ = ["ENTRY_WORDS", "enter_tile"]

_START = int(Purpose.START)
_BLOCKS = 15
ENTRY_WORDS = _BLOCKS * 4 * TILE
_f = np.float32
_NEVER, _ZERO, _ONE, _TEN, _HALF = _f(NEVER), _f(0.0), _f(1.0), _f(10.0), _f(0.5)
_NINTH, _THIRD, _LEAST_ROOT = _f(1.0 / 9.0), _f(1.0 / 3.0), _f(0.05)
_EDGE = _f(1e-6)
_FASTEST = _f(0.95)
_SLOW_UNIT, _FADING_UNIT, _AGE_ZERO = _f(12.0), _f(26.0), _f(45.0)
_LEAST_FACTOR, _MOST_FACTOR = _f(0.4), _f(2.5)
_PROTRUSION = _f(2.0)


@njit(cache=True, inline="always", error_model="numpy")
def _logistic(x):  # type: ignore[no-untyped-def]
    return _ONE / (_ONE + np.exp(-x))


@njit(cache=True, inline="always", error_model="numpy")
def _gamma(shape, z):  # type: ignore[no-untyped-def]
    """Gamma of this shape and scale 1 from a normal draw (Wilson and Hilferty); rises with the draw."""
    root = max(_ONE - _NINTH / shape + z * _THIRD / np.sqrt(shape), _LEAST_ROOT)
    return shape * root * root * root


@njit(cache=True, inline="always", error_model="numpy")
def _cut(entry, place, draw):  # type: ignore[no-untyped-def]
    """Logistic around a centre, cut to a range."""
    share = entry[place + 2] + (entry[place + 3] - entry[place + 2]) * draw
    share = min(max(share, _EDGE), _ONE - _EDGE)
    return entry[place] + entry[place + 1] * np.log(share / (_ONE - share))


@njit(cache=True, inline="always", error_model="numpy")
def _even(words, number, lane):  # type: ignore[no-untyped-def]
    return uniform_of(words[number * TILE + lane])


@njit(cache=True, inline="always", error_model="numpy")
def _bell(words, number, lane):  # type: ignore[no-untyped-def]
    """Normal draw from two neighbouring words."""
    return normal(words[number * TILE + lane], words[(number + 1) * TILE + lane])


@njit(cache=True, inline="always", error_model="numpy")
def _wait(words, number, lane):  # type: ignore[no-untyped-def]
    return exponential(words[number * TILE + lane])


@njit(cache=True, error_model="numpy")
def _who(s, lane, entry, words):  # type: ignore[no-untyped-def]
    """Age, sex, smoking, type of herniation, annulus, duration, adherence."""
    s[At.age + lane] = _cut(entry, Entry.age_centre, _even(words, 1, lane))
    s[At.male + lane] = _ONE if _even(words, 2, lane) < entry[Entry.male] else _ZERO
    s[At.smoker + lane] = _ONE if _even(words, 3, lane) < entry[Entry.smoker] else _ZERO
    draw, kind = _even(words, 4, lane), _ZERO
    # From the severest down, so that a more severe mixture never gives a person a lesser type.
    for step in range(4):
        share = entry[Entry.sequestration - step]
        if kind == _ZERO and draw < share:
            kind = _f(4 - step)
        draw -= share
    s[At.herniation_type + lane] = kind
    s[At.herniated + lane] = _ONE if kind > _ZERO else _ZERO
    large = _even(words, 5, lane) < entry[Entry.large_defect]
    low = entry[Entry.defect_middle] if large else entry[Entry.defect_low]
    high = entry[Entry.defect_high] if large else entry[Entry.defect_middle]
    s[At.defect_mm + lane] = low + (high - low) * _even(words, 6, lane)
    ratio = entry[Entry.duration_high] / entry[Entry.duration_low]
    s[At.duration_weeks + lane] = entry[Entry.duration_low] * np.exp(np.log(ratio) * _even(words, 7, lane))
    s[At.cervical + lane] = entry[Entry.cervical]
    low, high = entry[Entry.adherence_low], entry[Entry.adherence_high]
    s[At.adherence + lane] = low + (high - low) * _even(words, 8, lane)


@njit(cache=True, error_model="numpy")
def _herniation(s, lane, p, words):  # type: ignore[no-untyped-def]
    """How much of the herniation will go, and how fast."""
    kind = s[At.herniation_type + lane]
    mean = p[Number.resorb_bulge]
    for step in range(3):
        if kind > step + 1:
            mean += p[Number.resorb_step_protrusion + step]
    old = np.log(_ONE + s[At.duration_weeks + lane] / _FADING_UNIT)
    share = _logistic(mean + p[Number.resorb_spread] * _bell(words, 9, lane) - p[Number.resorb_fading] * old)
    here = s[At.herniated + lane]
    s[At.herniation_size + lane] = here
    s[At.size_floor + lane] = here * (_ONE - share)
    s[At.resorption_rate + lane] = min(
        p[Number.resorb_rate] * np.exp(p[Number.resorb_rate_spread] * _bell(words, 11, lane)), _FASTEST
    )


@njit(cache=True, error_model="numpy")
def _leg_pain(s, lane, entry, p, words):  # type: ignore[no-untyped-def]
    """Split leg pain into what settles and what persists; those who have hurt for long settle slowly."""
    resolved = entry[Entry.leg_resolved] > _HALF
    leg = _ZERO if resolved else min(max(_cut(entry, Entry.leg_centre, _even(words, 13, lane)), _ZERO), _TEN)
    weeks = s[At.duration_weeks + lane]
    persists = _logistic(
        p[Number.persist_mean]
        + p[Number.persist_spread] * _bell(words, 14, lane)
        + p[Number.persist_duration] * np.log(_ONE + weeks / _SLOW_UNIT)
        + p[Number.persist_smoker] * s[At.smoker + lane]
        + p[Number.persist_male] * s[At.male + lane]
    )
    latent = leg + p[Number.pain_threshold] if leg > _ZERO else _ZERO
    s[At.leg_pain_nrs + lane] = leg
    s[At.leg_start + lane] = leg
    s[At.leg_flare + lane] = p[Number.flare_leg] * latent
    latent -= s[At.leg_flare + lane]
    s[At.leg_persistent + lane] = persists * latent
    s[At.leg_acute + lane] = p[Number.leg_episode] if resolved else (_ONE - persists) * latent
    s[At.inflammation + lane] = _ZERO if resolved else _ONE
    rate = _gamma(p[Number.settle_shape], _bell(words, 16, lane)) / (p[Number.settle_weeks] + weeks)
    if s[At.cervical + lane] > _HALF:
        rate *= p[Number.settle_cervical]
    s[At.settling_rate + lane] = min(rate, _FASTEST)
    s[At.relief + lane] = _logistic(p[Number.surgery_relief] + p[Number.surgery_relief_spread] * _bell(words, 18, lane))


@njit(cache=True, error_model="numpy")
def _back_and_spasm(s, lane, entry, p, words):  # type: ignore[no-untyped-def]
    """Back pain: acute, persistent, and that of the spasm it shares with the leg; muscle bulk follows pain."""
    resolved = entry[Entry.back_resolved] > _HALF
    back = _ZERO if resolved else min(max(_cut(entry, Entry.back_centre, _even(words, 20, lane)), _ZERO), _TEN)
    weeks, leg = s[At.duration_weeks + lane], s[At.leg_pain_nrs + lane]
    tendency = np.exp(p[Number.spasm_spread] * _bell(words, 21, lane))
    spasm = min(tendency * (p[Number.spasm_leg] * leg + p[Number.spasm_back] * back) / _TEN, _ONE)
    # Who keeps one pain tends to keep the other: part of the draw is that of the leg.
    shared = p[Number.persist_shared]
    bell = shared * _bell(words, 14, lane) + np.sqrt(_ONE - shared * shared) * _bell(words, 23, lane)
    persists = _logistic(
        p[Number.back_persist_mean]
        + p[Number.back_persist_spread] * bell
        + p[Number.back_persist_duration] * np.log(_ONE + weeks / _SLOW_UNIT)
    )
    latent = back + p[Number.pain_threshold] if back > _ZERO else _ZERO
    latent = max(latent - p[Number.back_spasm] * spasm, _ZERO)
    s[At.back_flare + lane] = p[Number.flare_back] * latent
    latent -= s[At.back_flare + lane]
    s[At.back_pain_nrs + lane] = back
    s[At.back_start + lane] = back
    s[At.spasm_tendency + lane] = tendency
    s[At.spasm + lane] = spasm
    s[At.back_acute + lane] = (_ONE - persists) * latent
    s[At.back_active + lane] = _ZERO if resolved else _ONE
    s[At.back_persistent + lane] = persists * latent
    rate = _gamma(p[Number.back_shape], _bell(words, 25, lane)) / (p[Number.back_weeks] + weeks)
    if s[At.cervical + lane] > _HALF:
        rate *= p[Number.back_cervical]
    s[At.back_settling_rate + lane] = min(rate, _FASTEST)
    s[At.multifidus + lane] = _ONE - p[Number.multifidus_inhibition] * max(leg, back) / _TEN
    s[At.core + lane] = _ZERO


@njit(cache=True, error_model="numpy")
def _strength(s, lane, entry, p, words):  # type: ignore[no-untyped-def]
    """Motor fibres blocked, and those whose axon is lost: the more, the severer the loss."""
    loss = _ZERO
    if _even(words, 27, lane) < entry[Entry.weak]:
        loss = entry[Entry.loss_low] + (entry[Entry.loss_high] - entry[Entry.loss_low]) * _even(words, 28, lane)
    axons = _logistic(
        p[Number.axon_share] + p[Number.axon_severity] * (loss - _HALF) + p[Number.axon_spread] * _bell(words, 29, lane)
    )
    ageing = np.exp(p[Number.axon_age] * (s[At.age + lane] - _AGE_ZERO) / _TEN)
    permanent = min(p[Number.axon_permanent] * ageing * (_HALF + _even(words, 31, lane)), _ONE)
    s[At.loss + lane] = loss
    s[At.loss_start + lane] = loss
    s[At.second_ratio + lane] = entry[Entry.second_ratio]
    s[At.loss_second + lane] = loss * entry[Entry.second_ratio]
    s[At.axon + lane] = loss * axons
    s[At.block + lane] = loss - loss * axons
    s[At.axon_floor + lane] = loss * axons * permanent
    s[At.block_recovery + lane] = min(
        p[Number.block_rate] * np.exp(p[Number.block_rate_spread] * _bell(words, 32, lane)), _FASTEST
    )


@njit(cache=True, error_model="numpy")
def _disability(s, lane, entry, p, words):  # type: ignore[no-untyped-def]
    """Disability from pain and weakness, times a personal factor; or as given, and the factor follows."""
    of_pain = p[Number.odi_leg] * s[At.leg_pain_nrs + lane] + p[Number.odi_back] * s[At.back_pain_nrs + lane]
    of_loss = p[Number.odi_loss] * s[At.loss + lane]
    older = np.exp(p[Number.odi_base_age] * (s[At.age + lane] - _AGE_ZERO) / _TEN)
    base = p[Number.odi_base] * older * np.exp(p[Number.odi_base_spread] * _bell(words, 37, lane))
    s[At.disability_base + lane] = base
    factor = np.exp(p[Number.odi_spread] * _bell(words, 34, lane))
    if entry[Entry.odi_given] > _HALF and of_pain > _ONE:
        factor = (_cut(entry, Entry.odi_centre, _even(words, 36, lane)) - of_loss - base) / of_pain
    factor = min(max(factor, _LEAST_FACTOR), _MOST_FACTOR)
    s[At.disability_factor + lane] = factor
    s[At.odi + lane] = min(factor * of_pain + of_loss + base, _TEN * _TEN)
    s[At.odi_start + lane] = s[At.odi + lane]


@njit(cache=True, error_model="numpy")
def _hazards(s, lane, entry, p, words):  # type: ignore[no-untyped-def]
    """Personal factors of each hazard, and the sums at which it strikes."""
    cervical, herniated = s[At.cervical + lane] > _HALF, s[At.herniated + lane]
    s[At.surgery_factor + lane] = p[Number.surgery_rate] * entry[Entry.access] * herniated
    risk = p[Number.reherniation_defect] * s[At.defect_mm + lane]
    risk += p[Number.reherniation_smoker] * s[At.smoker + lane]
    risk += p[Number.reherniation_protrusion] if s[At.herniation_type + lane] <= _PROTRUSION else _ZERO
    risk += p[Number.reherniation_spread] * _bell(words, 39, lane)
    s[At.reherniation_factor + lane] = p[Number.reherniation_rate] * np.exp(risk)
    shape = p[Number.recur_back_shape]
    s[At.back_factor + lane] = _gamma(shape, _bell(words, 41, lane)) / p[Number.recur_back_weeks]
    shape = p[Number.recur_leg_shape]
    factor = _gamma(shape, _bell(words, 43, lane)) / p[Number.recur_leg_weeks] * herniated
    s[At.leg_factor + lane] = factor * p[Number.recur_cervical] if cervical else factor
    s[At.cauda_factor + lane] = p[Number.cauda_rate] * entry[Entry.cauda_risk] * herniated
    cord = int(entry[Entry.cord])
    shape = p[Number.cord_shape]
    of_cord = p[Number.cord_silent + cord - 1] * _gamma(shape, _bell(words, 45, lane)) / shape if cord > 0 else _ZERO
    s[At.cord_factor + lane] = of_cord
    # Each hazard has its limit beside its sum, in the order of the variables.
    for hazard in range(8):
        s[At.surgery_sum + 2 * hazard * TILE + lane] = _ZERO
        s[At.surgery_sum + (2 * hazard + 1) * TILE + lane] = _wait(words, 47 + hazard, lane)
    s[At.complication_draw + lane] = _even(words, 55, lane)


@njit(cache=True, error_model="numpy")
def _plan(s, lane, plan, words):  # type: ignore[no-untyped-def]
    """Week of the planned operation, for those who take it."""
    wait = plan[Plan.wait_low] + (plan[Plan.wait_high] - plan[Plan.wait_low]) * _even(words, 56, lane)
    goes = plan[Plan.planned] > _HALF and _even(words, 57, lane) < plan[Plan.uptake]
    s[At.planned_week + lane] = wait if goes else _NEVER


@njit(cache=True, error_model="numpy")
def enter_tile(s, first, entries, p, plan, k0, k1, words):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Fill the variables of a tile of people as they are at the start.

    Parameters
    ----------
    s : ndarray of float32
        All variables of the tile, see `At`; written.
    first : int
        Number of the first person.
    entries : ndarray of float32, shape (components, len(Entry))
        The start distribution.
    p, plan : ndarray of float32
        Parameters (`Number`) and the arm's way with surgery (`Plan`).
    k0, k1 : uint32
        The seed.
    words : ndarray of uint32
        Room for the draws, `ENTRY_WORDS` long.
    """
    for block in range(_BLOCKS):
        philox_tile(first, block, _START, k0, k1, words, block * 4 * TILE)
    for lane in range(TILE):
        component = 0
        draw = _even(words, 0, lane)
        while component < entries.shape[0] - 1 and draw >= entries[component, Entry.weight_to]:
            component += 1
        entry = entries[component]
        s[At.component + lane] = _f(component)
        _who(s, lane, entry, words)
        _herniation(s, lane, p, words)
        _leg_pain(s, lane, entry, p, words)
        _back_and_spasm(s, lane, entry, p, words)
        _strength(s, lane, entry, p, words)
        _disability(s, lane, entry, p, words)
        _hazards(s, lane, entry, p, words)
        _plan(s, lane, plan, words)
        s[At.leg_noise + lane] = _ZERO
        s[At.back_noise + lane] = _ZERO
        s[At.recovered_weeks + lane] = _ZERO
        s[At.back_episodes + lane] = _ZERO
    for place in range(At.recovered_perceived, At.complication + TILE):
        s[place] = _NEVER
