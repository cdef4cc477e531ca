"""How each person of a tile is at the start: drawn from a component of the start distribution, then made consistent."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.draws import Purpose, exponential, normal, philox_tile, uniform_of
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.indices import Number, SurgeryPlan
from myotome.forecast.kernel.state import NEVER, TILE, At, StartEntry

__all__ = ["ENTRY_WORDS", "enter_tile"]

_START = int(Purpose.START)
_BLOCKS = 19
ENTRY_WORDS = _BLOCKS * 4 * TILE
_f = np.float32
_NEVER, _ZERO, _ONE, _TEN, _HALF = _f(NEVER), _f(0.0), _f(1.0), _f(10.0), _f(0.5)
_TWO, _THREE, _FOUR = _f(2.0), _f(3.0), _f(4.0)
_NINTH, _THIRD, _LEAST_ROOT = _f(1.0 / 9.0), _f(1.0 / 3.0), _f(0.05)
_EDGE = _f(1e-6)
_FASTEST = _f(0.95)
_SLOW_UNIT, _FADING_UNIT, _FAST_UNIT = _f(12.0), _f(26.0), _f(0.5)
_AGE_ZERO, _BMI_ZERO, _BMI_STEP = _f(45.0), _f(26.0), _f(5.0)
_LEG_ZERO, _BACK_ZERO = _f(6.0), _f(5.0)
#: Weeks since onset at which a new episode is judged fast or slow.
_FRESH = _f(1.0)
#: Deviation of a logistic draw of scale 1.
_LOGISTIC = _f(1.8138)
_LEAST_FACTOR, _MOST_FACTOR = _f(0.4), _f(2.5)
_NUMBERS, _HAZARDS, _TRAITS = len(StartEntry), 8, 6
#: No sum is reordered, no product and sum are fused: every compilation on every machine gives the same bits.
_EXACT = {"nnan", "ninf", "nsz"}


def _from(name: str) -> int:
    """Where the numbers of one kind begin, laid out lane by lane."""
    return int(StartEntry[name]) * TILE


_AGE, _LEG, _BACK, _ODI = _from("age_centre"), _from("leg_centre"), _from("back_centre"), _from("odi_centre")
_MALE, _SMOKER, _CERVICAL = _from("male"), _from("smoker"), _from("cervical")
_DISTRESS, _BMI = _from("distress"), _from("bmi_centre")
_BULGE, _PROTRUSION_SHARE = _from("bulge"), _from("protrusion")
_EXTRUSION, _SEQUESTRATION = _from("extrusion"), _from("sequestration")
_LARGE_DEFECT, _DEFECT_LOW = _from("large_defect"), _from("defect_low")
_DEFECT_MIDDLE, _DEFECT_HIGH = _from("defect_middle"), _from("defect_high")
_DURATION_LOW, _DURATION_HIGH = _from("duration_low"), _from("duration_high")
_ADHERENCE_LOW, _ADHERENCE_HIGH = _from("adherence_low"), _from("adherence_high")
_LEG_RESOLVED, _BACK_RESOLVED, _ODI_GIVEN = _from("leg_resolved"), _from("back_resolved"), _from("odi_given")
_WEAK, _LOSS_LOW, _LOSS_HIGH = _from("weak"), _from("loss_low"), _from("loss_high")
_SECOND_RATIO, _ACCESS, _CORD = _from("second_ratio"), _from("access"), _from("cord")
_CAUDA_RISK = _from("cauda_risk")


@njit(cache=True, inline="always", error_model="numpy")
def _logistic(x):  # type: ignore[no-untyped-def]
    return _ONE / (_ONE + exp32(-x))


@njit(cache=True, inline="always", error_model="numpy")
def _gamma(shape, z):  # type: ignore[no-untyped-def]
    """Gamma of this shape and scale 1 from a normal draw (Wilson and Hilferty); rises with the draw."""
    root = max(_ONE - _NINTH / shape + z * _THIRD / np.sqrt(shape), _LEAST_ROOT)
    return shape * root * root * root


@njit(cache=True, inline="always", error_model="numpy")
def _cut(e, place, lane, draw):  # type: ignore[no-untyped-def]
    """Logistic around a centre, cut to a range."""
    low, high = e[place + 2 * TILE + lane], e[place + 3 * TILE + lane]
    share = min(max(low + (high - low) * draw, _EDGE), _ONE - _EDGE)
    return e[place + lane] + e[place + TILE + lane] * log32(share / (_ONE - share))


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
def _components(s, e, entries, words):  # type: ignore[no-untyped-def]
    """Choose a component for each person and lay its numbers out lane by lane, as the state itself is laid out."""
    last = entries.shape[0] - 1
    for lane in range(TILE):
        component, draw = 0, _even(words, 0, lane)
        while component < last and draw >= entries[component, StartEntry.weight_to]:
            component += 1
        s[At.component + lane] = _f(component)
    for number in range(_NUMBERS):
        for lane in range(TILE):
            e[number * TILE + lane] = entries[int(s[At.component + lane]), number]


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _who(s, e, words):  # type: ignore[no-untyped-def]
    """Age, sex, habits and burdens, type of herniation, annulus, duration, adherence."""
    # Distress to Modic change stand in one order in the state, in the start and in the draws.
    for trait in range(_TRAITS):
        for lane in range(TILE):
            has = _even(words, 64 + trait, lane) < e[_DISTRESS + trait * TILE + lane]
            s[At.distress + trait * TILE + lane] = _ONE if has else _ZERO
    for lane in range(TILE):
        s[At.age + lane] = _cut(e, _AGE, lane, _even(words, 1, lane))
        s[At.male + lane] = _ONE if _even(words, 2, lane) < e[_MALE + lane] else _ZERO
        s[At.smoker + lane] = _ONE if _even(words, 3, lane) < e[_SMOKER + lane] else _ZERO
        # From the severest down, so that a more severe mixture never gives a person a lesser type.
        draw = _even(words, 4, lane)
        loose = e[_SEQUESTRATION + lane]
        out = loose + e[_EXTRUSION + lane]
        bulging = out + e[_PROTRUSION_SHARE + lane]
        kind = _ONE if draw < bulging + e[_BULGE + lane] else _ZERO
        kind = _TWO if draw < bulging else kind
        kind = _THREE if draw < out else kind
        kind = _FOUR if draw < loose else kind
        s[At.herniation_type + lane] = kind
        s[At.herniated + lane] = _ONE if kind > _ZERO else _ZERO
        large = _even(words, 5, lane) < e[_LARGE_DEFECT + lane]
        low = e[_DEFECT_MIDDLE + lane] if large else e[_DEFECT_LOW + lane]
        high = e[_DEFECT_HIGH + lane] if large else e[_DEFECT_MIDDLE + lane]
        s[At.defect_mm + lane] = low + (high - low) * _even(words, 6, lane)
        low, high = e[_DURATION_LOW + lane], e[_DURATION_HIGH + lane]
        s[At.duration_weeks + lane] = low * exp32(log32(high / low) * _even(words, 7, lane))
        s[At.cervical + lane] = e[_CERVICAL + lane]
        low, high = e[_ADHERENCE_LOW + lane], e[_ADHERENCE_HIGH + lane]
        s[At.adherence + lane] = low + (high - low) * _even(words, 8, lane)
        s[At.bmi + lane] = _cut(e, _BMI, lane, _even(words, 70, lane))


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _herniation(s, p, words):  # type: ignore[no-untyped-def]
    """How much of the herniation will go, and how fast."""
    of_protrusion = p[Number.resorb_bulge] + p[Number.resorb_step_protrusion]
    of_extrusion = of_protrusion + p[Number.resorb_step_extrusion]
    of_sequestration = of_extrusion + p[Number.resorb_step_sequestration]
    for lane in range(TILE):
        kind = s[At.herniation_type + lane]
        mean = of_protrusion if kind > _ONE else p[Number.resorb_bulge]
        mean = of_extrusion if kind > _TWO else mean
        mean = of_sequestration if kind > _THREE else mean
        old = log32(_ONE + s[At.duration_weeks + lane] / _FADING_UNIT)
        share = _logistic(mean + p[Number.resorb_spread] * _bell(words, 9, lane) - p[Number.resorb_fading] * old)
        here = s[At.herniated + lane]
        s[At.herniation_size + lane] = here
        # Little is left of what mostly goes; of those that would hardly shrink, some grow.
        left = _ZERO if share > p[Number.resorb_whole] else _ONE - share
        grows = share < _HALF and _even(words, 61, lane) < p[Number.grow_share]
        s[At.size_floor + lane] = here * (p[Number.grow_size] if grows else left)
        rate = p[Number.resorb_rate] * exp32(p[Number.resorb_rate_spread] * _bell(words, 11, lane))
        s[At.resorption_rate + lane] = min(rate, _FASTEST)


@njit(cache=True, inline="always", error_model="numpy")
def _older(s, lane):  # type: ignore[no-untyped-def]
    """Decades above middle age."""
    return (s[At.age + lane] - _AGE_ZERO) / _TEN


@njit(cache=True, inline="always", error_model="numpy")
def _heavier(s, lane):  # type: ignore[no-untyped-def]
    return (s[At.bmi + lane] - _BMI_ZERO) / _BMI_STEP


@njit(cache=True, inline="always", error_model="numpy")
def _traits(s, p, lane):  # type: ignore[no-untyped-def]
    """How far a person's traits move the tendency to persist, in standard deviations between people."""
    total = p[Number.trait_smoker] * s[At.smoker + lane] + p[Number.trait_male] * s[At.male + lane]
    total += p[Number.trait_age] * _older(s, lane) + p[Number.trait_bmi] * _heavier(s, lane)
    total += p[Number.trait_distress] * s[At.distress + lane]
    total += p[Number.trait_compensation] * s[At.compensation + lane]
    total += p[Number.trait_sick_leave] * s[At.sick_leave + lane]
    return total + p[Number.trait_earlier] * s[At.earlier_episodes + lane]


@njit(cache=True, inline="always", error_model="numpy")
def _is_fast(draw, usual, bout, p, weeks):  # type: ignore[no-untyped-def]
    """Does this episode settle within weeks? The longer it has lasted, the less likely, but for a bout on top."""
    chance = _logistic(usual - p[Number.fast_duration] * log32(_ONE + weeks / _FAST_UNIT))
    return draw < bout + (_ONE - bout) * chance


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _leg_pain(s, e, p, words):  # type: ignore[no-untyped-def]
    """Split leg pain into what settles and what persists; long-standing pain settles slowly."""
    for lane in range(TILE):
        resolved = e[_LEG_RESOLVED + lane] > _HALF
        leg = min(max(_cut(e, _LEG, lane, _even(words, 13, lane)), _ZERO), _TEN)
        leg = _ZERO if resolved else leg
        weeks = s[At.duration_weeks + lane]
        neck = s[At.cervical + lane] > _HALF
        spread = p[Number.persist_spread]
        usual = p[Number.persist_mean] + spread * (_bell(words, 14, lane) + _traits(s, p, lane))
        usual += p[Number.persist_cervical] if neck else _ZERO
        level = p[Number.trait_leg_level] * (leg - _LEG_ZERO) if leg > _ZERO else _ZERO
        persists = _logistic(usual + spread * level + p[Number.persist_duration] * log32(_ONE + weeks / _SLOW_UNIT))
        mostly, draw = p[Number.fast_arm] if neck else p[Number.fast_leg], _even(words, 58, lane)
        bout = p[Number.fast_bout]
        fast, fresh = _is_fast(draw, mostly, bout, p, weeks), _is_fast(draw, mostly, bout, p, _FRESH)
        persists *= p[Number.fast_persist] if fast else _ONE
        s[At.fresh_persist + lane] = _logistic(usual) * (p[Number.fast_persist] if fresh else _ONE)
        s[At.leg_end + lane] = _wait(words, 62, lane) * (p[Number.persist_end_weeks] + weeks)
        s[At.renewed + lane] = _ZERO
        latent = leg + p[Number.pain_threshold] if leg > _ZERO else _ZERO
        s[At.leg_pain_nrs + lane] = leg
        s[At.leg_start + lane] = leg
        s[At.leg_persistent + lane] = persists * latent
        s[At.leg_acute + lane] = p[Number.leg_episode] if resolved else (_ONE - persists) * latent
        s[At.inflammation + lane] = _ZERO if resolved else _ONE
        slow = _gamma(p[Number.settle_shape], _bell(words, 16, lane))
        region = p[Number.settle_cervical] if neck else _ONE
        rate = p[Number.fast_rate] if fast else slow / (p[Number.settle_weeks] + weeks)
        s[At.settling_rate + lane] = min(rate * region, _FASTEST)
        rate = p[Number.fast_rate] if fresh else slow / p[Number.settle_weeks]
        s[At.fresh_rate + lane] = min(rate * region, _FASTEST)
        relief = p[Number.surgery_relief] + p[Number.surgery_relief_spread] * _bell(words, 18, lane)
        s[At.relief + lane] = _logistic(relief)


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _back_and_spasm(s, e, p, words):  # type: ignore[no-untyped-def]
    """Back pain: acute, persistent, and that of the spasm it shares with the leg; muscle bulk follows pain."""
    # Who keeps one pain tends to keep the other: part of the draw is that of the leg.
    shared = p[Number.persist_shared]
    own = np.sqrt(_ONE - shared * shared)
    for lane in range(TILE):
        resolved = e[_BACK_RESOLVED + lane] > _HALF
        back = min(max(_cut(e, _BACK, lane, _even(words, 20, lane)), _ZERO), _TEN)
        back = _ZERO if resolved else back
        weeks, leg = s[At.duration_weeks + lane], s[At.leg_pain_nrs + lane]
        tendency = exp32(p[Number.spasm_spread] * _bell(words, 21, lane))
        spasm = min(tendency * (p[Number.spasm_leg] * leg + p[Number.spasm_back] * back) / _TEN, _ONE)
        neck = s[At.cervical + lane] > _HALF
        drawn = shared * _bell(words, 14, lane) + own * _bell(words, 23, lane)
        spread = p[Number.back_persist_spread]
        usual = p[Number.back_persist_mean] + spread * (drawn + _traits(s, p, lane))
        level = p[Number.trait_back_level] * (back - _BACK_ZERO) if back > _ZERO else _ZERO
        persists = _logistic(
            usual + spread * level + p[Number.back_persist_duration] * log32(_ONE + weeks / _SLOW_UNIT)
        )
        mostly, draw = p[Number.fast_neck] if neck else p[Number.fast_back], _even(words, 59, lane)
        bout = p[Number.fast_bout_back]
        fast, fresh = _is_fast(draw, mostly, bout, p, weeks), _is_fast(draw, mostly, bout, p, _FRESH)
        persists *= p[Number.fast_persist] if fast else _ONE
        s[At.back_fresh_persist + lane] = _logistic(usual) * (p[Number.fast_persist] if fresh else _ONE)
        s[At.back_end + lane] = _wait(words, 63, lane) * (p[Number.persist_end_weeks] + weeks)
        stays = spasm >= p[Number.list_least] and _even(words, 60, lane) < p[Number.list_fixed]
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
        slow = _gamma(p[Number.back_shape], _bell(words, 25, lane))
        region = p[Number.back_cervical] if neck else _ONE
        rate = p[Number.fast_rate] if fast else slow / (p[Number.back_weeks] + weeks)
        s[At.back_settling_rate + lane] = min(rate * region, _FASTEST)
        rate = p[Number.fast_rate] if fresh else slow / p[Number.back_weeks]
        s[At.back_fresh_rate + lane] = min(rate * region, _FASTEST)
        s[At.multifidus + lane] = _ONE - p[Number.multifidus_inhibition] * max(leg, back) / _TEN
        s[At.core + lane] = _ZERO


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _strength(s, e, p, words):  # type: ignore[no-untyped-def]
    """Motor fibres blocked, and those whose axon is lost: the more, the severer the loss."""
    for lane in range(TILE):
        loss = e[_LOSS_LOW + lane] + (e[_LOSS_HIGH + lane] - e[_LOSS_LOW + lane]) * _even(words, 28, lane)
        loss = loss if _even(words, 27, lane) < e[_WEAK + lane] else _ZERO
        old = p[Number.axon_duration] * log32(_ONE + s[At.duration_weeks + lane] / _SLOW_UNIT)
        axons = p[Number.axon_share] + p[Number.axon_severity] * (loss - _HALF) + old
        depth = _bell(words, 29, lane)
        axons = _logistic(axons + p[Number.axon_spread] * depth)
        share = p[Number.axon_permanent]
        # An injury that cuts more axons also lets fewer of them return.
        odds = log32(share / (_ONE - share)) + p[Number.axon_age] * _older(s, lane) + old
        permanent = _logistic(odds + p[Number.axon_permanent_spread] * depth)
        # Some of the severest are cut through: nothing of them returns.
        severe = loss * loss * loss * loss
        through = _even(words, 72, lane) < p[Number.axon_complete] * severe
        axons, permanent = (_ONE, _ONE) if through else (axons, permanent)
        s[At.loss + lane] = loss
        s[At.loss_start + lane] = loss
        s[At.second_ratio + lane] = e[_SECOND_RATIO + lane]
        s[At.loss_second + lane] = loss * e[_SECOND_RATIO + lane]
        s[At.axon + lane] = loss * axons
        s[At.block + lane] = loss - loss * axons
        s[At.axon_floor + lane] = loss * axons * permanent
        rate = p[Number.block_rate] * exp32(p[Number.block_rate_spread] * _bell(words, 32, lane))
        s[At.block_recovery + lane] = min(rate, _FASTEST)


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _disability(s, e, p, words):  # type: ignore[no-untyped-def]
    """Disability from pain and weakness, times a personal factor; or as given, and the rest follows from it.

    What a given score leaves that no factor explains is disability that is not from this disease.
    """
    for lane in range(TILE):
        of_pain = p[Number.odi_leg] * s[At.leg_pain_nrs + lane] + p[Number.odi_back] * s[At.back_pain_nrs + lane]
        of_loss = p[Number.odi_loss] * s[At.loss + lane]
        apart = p[Number.odi_base_age] * _older(s, lane) + p[Number.odi_base_bmi] * _heavier(s, lane)
        apart += p[Number.odi_base_distress] * s[At.distress + lane]
        base = p[Number.odi_base] * exp32(apart + p[Number.odi_base_spread] * _bell(words, 37, lane))
        given, found = e[_ODI_GIVEN + lane] > _HALF, _cut(e, _ODI, lane, _even(words, 36, lane))
        usual = exp32(p[Number.odi_spread] * _bell(words, 34, lane))
        factor = (found - of_loss - base) / max(of_pain, _ONE) if given and of_pain > _ONE else usual
        factor = min(max(factor, _LEAST_FACTOR), _MOST_FACTOR)
        rest = found - of_loss - factor * of_pain
        factor = max(found - of_loss, _ZERO) / max(of_pain, _ONE) if given and rest < _ZERO else factor
        base = max(rest, _ZERO) if given else base
        s[At.disability_base + lane] = base
        # How much the same pain disables does not stay as it was on the day of the first score.
        draw = _even(words, 31, lane)
        s[At.disability_factor + lane] = factor * exp32(p[Number.odi_drift] * log32(draw / (_ONE - draw)) / _LOGISTIC)
        start = min(found if given else factor * of_pain + of_loss + base, _TEN * _TEN)
        s[At.odi + lane] = start
        s[At.odi_start + lane] = start


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _hazards(s, e, p, words):  # type: ignore[no-untyped-def]
    """Personal factors of each hazard."""
    for lane in range(TILE):
        herniated = s[At.herniated + lane]
        # Beside pain it is preference that decides: some want an operation at once, some never.
        draw = _even(words, 71, lane)
        wants = exp32(p[Number.surgery_preference] * log32(draw / (_ONE - draw)) / _LOGISTIC)
        s[At.surgery_factor + lane] = p[Number.surgery_rate] * e[_ACCESS + lane] * herniated * wants
        risk = p[Number.reherniation_defect] * s[At.defect_mm + lane]
        risk += p[Number.reherniation_smoker] * s[At.smoker + lane] + p[Number.reherniation_bmi] * _heavier(s, lane)
        risk += p[Number.reherniation_diabetes] * s[At.diabetes + lane]
        risk += p[Number.reherniation_modic] * s[At.modic + lane]
        risk += p[Number.reherniation_protrusion] if s[At.herniation_type + lane] <= _TWO else _ZERO
        risk += p[Number.reherniation_spread] * _bell(words, 39, lane)
        s[At.reherniation_factor + lane] = p[Number.reherniation_rate] * exp32(risk)
        shape = p[Number.recur_back_shape]
        factor = _gamma(shape, _bell(words, 41, lane)) / p[Number.recur_back_weeks]
        s[At.back_factor + lane] = factor * exp32(p[Number.recur_back_earlier] * s[At.earlier_episodes + lane])
        shape = p[Number.recur_leg_shape]
        factor = _gamma(shape, _bell(words, 43, lane)) / p[Number.recur_leg_weeks] * herniated
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
        s[At.cord_factor + lane] = rate * _gamma(shape, _bell(words, 45, lane)) / shape


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _limits(s, words):  # type: ignore[no-untyped-def]
    """Sums at which each hazard strikes; each has its limit beside its sum, in the order of the variables."""
    for hazard in range(_HAZARDS):
        for lane in range(TILE):
            s[At.surgery_sum + 2 * hazard * TILE + lane] = _ZERO
            s[At.surgery_sum + (2 * hazard + 1) * TILE + lane] = _wait(words, 47 + hazard, lane)
    for lane in range(TILE):
        s[At.complication_draw + lane] = _even(words, 55, lane)


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _plan(s, plan, words):  # type: ignore[no-untyped-def]
    """Week of the planned operation, for those who take it."""
    for lane in range(TILE):
        wait = plan[SurgeryPlan.wait_low] + (plan[SurgeryPlan.wait_high] - plan[SurgeryPlan.wait_low]) * _even(
            words, 56, lane
        )
        goes = plan[SurgeryPlan.planned] > _HALF and _even(words, 57, lane) < plan[SurgeryPlan.uptake]
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
    entries : ndarray of float32, shape (components, len(StartEntry))
        The start distribution.
    p, plan : ndarray of float32
        Parameters (`Number`) and the arm's way with surgery (`SurgeryPlan`).
    k0, k1 : uint32
        The seed.
    words : ndarray of uint32
        Room for the draws, `ENTRY_WORDS` long.
    """
    for block in range(_BLOCKS):
        philox_tile(first, block, _START, k0, k1, words, block * 4 * TILE)
    e = np.empty(_NUMBERS * TILE, np.float32)
    _components(s, e, entries, words)
    _who(s, e, words)
    _herniation(s, p, words)
    _leg_pain(s, e, p, words)
    _back_and_spasm(s, e, p, words)
    _strength(s, e, p, words)
    _disability(s, e, p, words)
    _hazards(s, e, p, words)
    _limits(s, words)
    _plan(s, plan, words)
    for variable in (At.leg_noise, At.back_noise, At.recovered_weeks, At.back_episodes):
        for lane in range(TILE):
            s[variable + lane] = _ZERO
    for place in range(At.recovered_perceived, At.complication + TILE):
        s[place] = _NEVER
    # Whose pain has gone by the start can have it return; others must first be well.
    for lane in range(TILE):
        s[At.leg_pain_return + lane] = _NEVER if e[_LEG_RESOLVED + lane] > _HALF else _TWO * _NEVER
        s[At.back_pain_return + lane] = _NEVER if e[_BACK_RESOLVED + lane] > _HALF else _TWO * _NEVER
