"""How each person of a tile is at the start: drawn from a component of the start distribution, then made consistent."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.draws import Purpose, philox_tile
from myotome.forecast.kernel.entry.disc import herniation
from myotome.forecast.kernel.entry.drawing import place_of
from myotome.forecast.kernel.entry.function import disability, strength
from myotome.forecast.kernel.entry.hazard_limits import hazards, limits, operation_plan
from myotome.forecast.kernel.entry.pain import back_and_spasm, leg_pain
from myotome.forecast.kernel.entry.person import components, who
from myotome.forecast.kernel.state import NEVER, TILE, At, StartEntry

__all__ = ["ENTRY_WORDS", "enter_tile"]

_START = int(Purpose.START)
_BLOCKS = 19
ENTRY_WORDS = _BLOCKS * 4 * TILE
_f = np.float32
_NEVER, _ZERO, _HALF, _TWO = _f(NEVER), _f(0.0), _f(0.5), _f(2.0)
_NUMBERS = len(StartEntry)
_LEG_RESOLVED, _BACK_RESOLVED = place_of("leg_resolved"), place_of("back_resolved")


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
    components(s, e, entries, words)
    who(s, e, words)
    herniation(s, p, words)
    leg_pain(s, e, p, words)
    back_and_spasm(s, e, p, words)
    strength(s, e, p, words)
    disability(s, e, p, words)
    hazards(s, e, p, words)
    limits(s, words)
    operation_plan(s, plan, words)
    counted = (At.back_episodes, At.leg_episodes, At.reherniations, At.repairs)
    for variable in (At.leg_noise, At.back_noise, At.recovered_weeks, *counted):
        for lane in range(TILE):
            s[variable + lane] = _ZERO
    for place in range(At.recovered_perceived, At.complication + TILE):
        s[place] = _NEVER
    # Whose pain has gone by the start can have it return; others must first be well.
    for lane in range(TILE):
        s[At.leg_pain_return + lane] = _NEVER if e[_LEG_RESOLVED + lane] > _HALF else _TWO * _NEVER
        s[At.back_pain_return + lane] = _NEVER if e[_BACK_RESOLVED + lane] > _HALF else _TWO * _NEVER
