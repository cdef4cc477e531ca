"""One tile of people through all weeks, and all tiles on all cores: the compiled course."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

from myotome.forecast.kernel.draws import Purpose, philox_tile, wave
from myotome.forecast.kernel.entry.tile import ENTRY_WORDS, enter_tile
from myotome.forecast.kernel.event_kernel import events_of
from myotome.forecast.kernel.hazard_kernel import add_hazards
from myotome.forecast.kernel.indices import CourseRule, Edge, Number, SurgeryPlan
from myotome.forecast.kernel.state import EVENTS, NEVER, RECORDED, TILE, TRAITS, At

__all__ = ["VARIABLE_COUNT", "course"]

VARIABLE_COUNT = len(At) * TILE
_RECORDED, _EVENTS, _TRAITS = len(RECORDED), len(EVENTS), len(TRAITS)
_WEEK = int(Purpose.WEEK)
_BLOCK_WEEKS = 4
_HIGH, _LOW_BITS = np.uint32(16), np.uint32(0xFFFF)
#: No sum is reordered, no product and sum are fused: every compilation on every machine gives the same bits.
_EXACT = {"nnan", "ninf", "nsz"}
_f = np.float32
_NEVER, _ZERO, _ONE, _TEN, _HALF = _f(NEVER), _f(0.0), _f(1.0), _f(10.0), _f(0.5)
_HUNDRED, _HUNDREDTH, _TENTH, _THIRD = _f(100.0), _f(0.01), _f(0.1), _f(1.0 / 3.0)
_FASTEST, _LARGEST, _LIVELIEST = _f(0.95), _f(2.0), _f(1.3)
#: Below it a share is nothing: numbers too small to be held in full make the machine slow.
_GONE = _f(1e-20)


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _tissue(s, p, act, rise, week):  # type: ignore[no-untyped-def]
    """One week of the herniation, the root, spasm, muscle and motor fibres."""
    held, relieved, ending = p[Number.settle_held], p[Number.surgery_settling], p[Number.persist_end_rate]
    for j in range(TILE):
        operated, renewed = s[At.operated + j], s[At.renewed + j]
        relief = (operated < _NEVER) & (renewed < _HALF)
        pressure = _ONE + rise * s[At.spasm + j]
        size, floor = s[At.herniation_size + j], s[At.size_floor + j]
        size += s[At.resorption_rate + j] * (floor - size) / pressure
        size += p[Number.regrowth] * (pressure - _ONE) * s[At.herniated + j]
        size = min(size, _LARGEST)
        s[At.herniation_size + j] = size

        rate = relieved if relief else s[At.settling_rate + j]
        rate = min(rate * (_ONE + act[Edge.settling]), _FASTEST)
        irritation = s[At.inflammation + j]
        irritation += rate * (held * size * pressure - irritation)
        irritation = min(irritation, _LIVELIEST)
        s[At.inflammation + j] = irritation
        acute = s[At.leg_acute + j] * irritation
        # Training does not only cover persistent pain, it also lets it fade.
        # How far that holds for the leg is a number of its own: trials in sciatica found little of it.
        fading = ending if week >= s[At.leg_end + j] else _ZERO
        fading += p[Number.core_lasting_leg] * s[At.core + j]
        s[At.leg_persistent + j] += p[Number.sensitisation] * acute - fading * s[At.leg_persistent + j]

        active = s[At.back_active + j]
        active -= min(s[At.back_settling_rate + j] * (_ONE + act[Edge.back_settling]), _FASTEST) * active
        s[At.back_active + j] = active if active > _GONE else _ZERO
        fading = ending if week >= s[At.back_end + j] else _ZERO
        fading += p[Number.core_lasting] * s[At.core + j]
        s[At.back_persistent + j] -= fading * s[At.back_persistent + j]
        back = s[At.back_acute + j] * s[At.back_active + j] + s[At.back_persistent + j]

        wanted = s[At.spasm_tendency + j] * (p[Number.spasm_leg] * acute + p[Number.spasm_back] * back) * _TENTH
        wanted = min(wanted, _ONE) * (_ONE - act[Edge.spasm_relief])
        spasm = s[At.spasm + j] + p[Number.spasm_rate] * (wanted - s[At.spasm + j])
        s[At.spasm + j] = max(spasm, s[At.spasm_fixed + j])

        held_up = min(size, _ONE)
        block, axon = s[At.block + j], s[At.axon + j]
        lost = p[Number.axon_conversion] * held_up * block
        freed = s[At.block_recovery + j] * (_ONE + p[Number.core_strength] * s[At.core + j])
        block -= min(freed, _FASTEST) * (_ONE - p[Number.block_slowing] * held_up) * block + lost
        axon += lost - p[Number.axon_regrowth] * max(axon - s[At.axon_floor + j], _ZERO)
        block = block if block > _GONE else _ZERO
        s[At.block + j] = block
        s[At.axon + j] = axon
        s[At.loss + j] = block + axon
        s[At.loss_second + j] = (block + axon) * s[At.second_ratio + j]


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _felt(s, p, act, plan, week, words, offset, shift):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """One week of training, of pain as it is felt, and of disability."""
    memory = p[Number.wave_memory]
    fresh = np.sqrt(_ONE - memory * memory)
    for j in range(TILE):
        since = week - s[At.operated + j]
        after = since >= plan[SurgeryPlan.rehabilitation_from] and since < plan[SurgeryPlan.rehabilitation_to]
        dose = act[Edge.dose] + (plan[SurgeryPlan.rehabilitation_dose] if after else _ZERO)
        dose = min(dose, _ONE) * s[At.adherence + j]
        core = s[At.core + j]
        gap = dose - core
        core += (p[Number.core_gain] if gap > _ZERO else p[Number.core_loss]) * gap
        s[At.core + j] = core

        word = np.uint32(words[offset + j] >> shift)
        other = np.uint32(words[offset + 2 * TILE + j] >> shift)
        leg_noise = memory * s[At.leg_noise + j] + fresh * wave(word & _LOW_BITS)
        back_noise = memory * s[At.back_noise + j] + fresh * wave(other & _LOW_BITS)
        s[At.leg_noise + j] = leg_noise
        s[At.back_noise + j] = back_noise

        latent = s[At.leg_acute + j] * s[At.inflammation + j]
        latent += s[At.leg_persistent + j] * (_ONE - p[Number.core_leg] * core)
        latent += p[Number.leg_wave] * leg_noise * min(latent, _ONE) - p[Number.pain_threshold]
        leg = min(max(latent, _ZERO), _TEN) * (_ONE - act[Edge.leg_relief])
        s[At.leg_pain_nrs + j] = leg

        latent = s[At.back_acute + j] * s[At.back_active + j]
        latent += s[At.back_persistent + j] * (_ONE - p[Number.core_back] * core)
        latent += p[Number.back_spasm] * s[At.spasm + j]
        latent += p[Number.back_wave] * back_noise * min(latent, _ONE) - p[Number.pain_threshold]
        back = min(max(latent, _ZERO), _TEN) * (_ONE - act[Edge.back_relief])
        s[At.back_pain_nrs + j] = back

        wanted = _ONE - p[Number.multifidus_inhibition] * max(leg, back) * _TENTH
        gap = wanted - s[At.multifidus + j]
        rise = p[Number.multifidus_rate] + p[Number.multifidus_training] * core
        s[At.multifidus + j] += (rise if gap > _ZERO else p[Number.multifidus_fall]) * gap

        wanted = s[At.disability_factor + j] * (p[Number.odi_leg] * leg + p[Number.odi_back] * back)
        wanted = wanted * (_ONE - p[Number.core_function] * core) + p[Number.odi_loss] * s[At.loss + j]
        wanted = wanted * (_ONE - act[Edge.function_relief]) + s[At.disability_base + j]
        wanted = min(wanted, _HUNDRED)
        s[At.odi + j] += p[Number.odi_rate] * (wanted - s[At.odi + j])


@njit(cache=True, fastmath=_EXACT, error_model="numpy")
def _first_times(s, rule, week):  # type: ignore[no-untyped-def]
    """Note the first week in which a definition is met."""
    returned = rule[CourseRule.returned]
    no_leg_pain, no_back_pain = rule[CourseRule.remission_leg], rule[CourseRule.remission_back]
    of_leg, of_back = _THIRD / rule[CourseRule.recovered_leg], _THIRD / rule[CourseRule.recovered_back]
    of_odi = _THIRD / rule[CourseRule.recovered_odi]
    for j in range(TILE):
        leg, back = s[At.leg_pain_nrs + j], s[At.back_pain_nrs + j]
        # Not until pain has gone can it return: before that the week of its return lies beyond any that is never.
        since = s[At.leg_pain_return + j]
        since = _NEVER if (since > _NEVER) & (leg <= no_leg_pain) else since
        s[At.leg_pain_return + j] = week if (since == _NEVER) & (leg >= returned) else since
        since = s[At.back_pain_return + j]
        since = _NEVER if (since > _NEVER) & (back <= no_back_pain) else since
        s[At.back_pain_return + j] = week if (since == _NEVER) & (back >= returned) else since
        # One judgement on the whole: a little more of one is made up for by less of the others.
        well = of_leg * leg + of_back * back + of_odi * s[At.odi + j] <= _ONE
        streak = s[At.recovered_weeks + j] + _ONE if well else _ZERO
        s[At.recovered_weeks + j] = streak
        met = streak >= rule[CourseRule.recovered_weeks] and s[At.recovered_perceived + j] >= _NEVER
        s[At.recovered_perceived + j] = week if met else s[At.recovered_perceived + j]
        no_leg = leg <= rule[CourseRule.free_leg]
        met = no_leg and s[At.leg_pain_free + j] >= _NEVER
        s[At.leg_pain_free + j] = week if met else s[At.leg_pain_free + j]
        met = no_leg and back <= rule[CourseRule.free_back] and s[At.pain_free + j] >= _NEVER
        s[At.pain_free + j] = week if met else s[At.pain_free + j]
        met = s[At.odi + j] <= rule[CourseRule.function_odi] and s[At.function_recovered + j] >= _NEVER
        s[At.function_recovered + j] = week if met else s[At.function_recovered + j]
        gone = s[At.herniation_size + j] <= s[At.herniated + j] * (_ONE - rule[CourseRule.resorbed_fall])
        met = gone and s[At.operated + j] >= _NEVER and s[At.resorbed + j] >= _NEVER
        met = met and s[At.herniated + j] > _HALF
        s[At.resorbed + j] = week if met else s[At.resorbed + j]


@njit(cache=True, error_model="numpy")
def _run_tile(first, entries, p, acts, plan, rule, rise, marks, k0, k1, out, column):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    s = np.zeros(VARIABLE_COUNT, np.float32)
    words = np.empty(ENTRY_WORDS, np.uint32)
    enter_tile(s, first, entries, p, plan, k0, k1, words)
    felt = rise * max(p[Number.loop_gain], _ZERO)
    for week in range(marks.shape[0]):
        now = np.float32(week)
        if week > 0:
            phase = (week - 1) % _BLOCK_WEEKS
            if phase == 0:
                philox_tile(first, (week - 1) // _BLOCK_WEEKS, _WEEK, k0, k1, words, 0)
            act = acts[week - 1]
            _tissue(s, p, act, felt, now)
            shift = _HIGH if phase >= 2 else np.uint32(0)
            _felt(s, p, act, plan, now, words, (phase % 2) * TILE, shift)
            due = add_hazards(s, p, act, plan, rule, now, felt)
            _first_times(s, rule, now)
        else:
            due = _ONE
        if marks[week] >= 0:
            for variable in range(_RECORDED):
                for j in range(TILE):
                    out[marks[week] * _RECORDED + variable, column + j] = s[variable * TILE + j]
        if due > _ZERO:
            for j in range(TILE):
                if week == 0 or s[At.due + j] > _HALF:
                    events_of(s, j, first + j, now, p, plan, rule, k0, k1)
    return s


@njit(cache=True, parallel=True, error_model="numpy")
def course(first, tiles, entries, sets, set_of, acts, plans, rule, rise, marks, seed, out, events, traits):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Run tiles of people through the weeks.

    Parameters
    ----------
    first : int
        Number of the first person, a multiple of `TILE`.
    tiles : int
        How many tiles.
    entries : ndarray of float32, shape (components, len(Entry))
        Start distribution.
    sets : ndarray of float32, shape (parameter sets, len(Number))
        Parameters.
    set_of : int
        Tile `t` uses set `t % set_of`.
    acts : ndarray of float32, shape (parameter sets, weeks, len(Edge))
        What the treatments of the arm do in each week.
    plans : ndarray of float32, shape (parameter sets, len(SurgeryPlan))
        The arm's way with surgery.
    rule : ndarray of float32, shape (len(CourseRule),)
        Definitions.
    rise : float32
        By how much the pressure of a day rises under full spasm, as a share; 0 cuts the loop.
    marks : ndarray of int64, shape (weeks + 1,)
        Record number of each week, or -1.
    seed : int
        0 or more.
    out : ndarray of float32, shape (records x len(RECORDED), people)
        Written.
    events, traits : ndarray of float32, shape (len(EVENTS), people), (len(TRAITS), people)
        Written.
    """
    k0, k1 = np.uint32(seed), np.uint32(np.uint64(seed) >> np.uint64(32))
    for tile in prange(tiles):
        person = first + tile * TILE
        chosen = (person // TILE) % set_of
        column = tile * TILE
        s = _run_tile(
            person, entries, sets[chosen], acts[chosen], plans[chosen], rule, rise, marks, k0, k1, out, column
        )
        for j in range(TILE):
            s[At.parameter_set + j] = np.float32(chosen)
            for number in range(_EVENTS):
                events[number, column + j] = min(s[At.recovered_perceived + number * TILE + j], _NEVER)
            for number in range(_TRAITS):
                traits[number, column + j] = s[At.age + number * TILE + j]
