"""Random numbers addressed by what they are for: the same seed, person, week and purpose give the same number.

Philox 4x32 with seven rounds (Salmon and others, 2011) turns a counter and a key into four words, so that no number
depends on which were drawn before it. A person meets the same chance events under
every treatment, and on any number of threads.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numba import njit

from myotome.forecast.kernel.float_functions import log32
from myotome.forecast.kernel.state import TILE

__all__ = ["Purpose", "exponential", "normal", "philox", "philox_tile", "uniform", "uniform_of", "wave"]

_LEFT = np.uint64(0xD2511F53)
_RIGHT = np.uint64(0xCD9E8D57)
_STEP_LEFT = np.uint32(0x9E3779B9)
_STEP_RIGHT = np.uint32(0xBB67AE85)
_WORD = np.uint64(32)
_NINE = np.uint32(9)
_HALF_WORD = np.uint32(16)
_LOW_BITS = np.uint32(0xFFFF)
_HALF = np.float32(0.5)
_TINY = np.float32(2.0**-23)
_SCALE_16 = np.float32(1.0 / 65536.0)
_ROOT_3 = np.float32(3.0**0.5)
_ROOT_12 = np.float32(12.0**0.5)
_TWO = np.float32(2.0)


class Purpose(IntEnum):
    """What a draw is for; part of its address."""

    START = 1
    WEEK = 2
    # An event is addressed by its number among those of its kind, not by its week: the second episode is the same
    # one under every treatment, whenever it comes.
    BACK_EPISODE = 3
    LEG_EPISODE = 4
    REHERNIATION = 5
    REPAIR = 6


@njit(cache=True, inline="always", error_model="numpy")
def philox(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """Four random words of a counter of four words and a key of two."""
    for _ in range(7):
        left = np.uint64(c0) * _LEFT
        right = np.uint64(c2) * _RIGHT
        n0 = np.uint32(right >> _WORD) ^ c1 ^ k0
        n2 = np.uint32(left >> _WORD) ^ c3 ^ k1
        c1, c3 = np.uint32(right), np.uint32(left)
        c0, c2 = np.uint32(n0), np.uint32(n2)
        k0 = np.uint32(k0 + _STEP_LEFT)
        k1 = np.uint32(k1 + _STEP_RIGHT)
    return c0, c1, c2, c3


@njit(cache=True, error_model="numpy")
def philox_tile(first, block, purpose, k0, k1, words, offset):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Write four words for each person of a tile: words[offset + 0..3 x TILE + lane]."""
    low, high = np.uint32(first), np.uint32(np.uint64(first) >> _WORD)
    for lane in range(TILE):
        a, b, c, d = philox(np.uint32(low + np.uint32(lane)), high, np.uint32(block), np.uint32(purpose), k0, k1)
        words[offset + lane] = a
        words[offset + TILE + lane] = b
        words[offset + 2 * TILE + lane] = c
        words[offset + 3 * TILE + lane] = d


@njit(cache=True, inline="always", error_model="numpy")
def uniform_of(word):  # type: ignore[no-untyped-def]
    """Turn a word into a number strictly between 0 and 1."""
    return (np.float32(np.uint32(word >> _NINE)) + _HALF) * _TINY


@njit(cache=True, inline="always", error_model="numpy")
def exponential(word):  # type: ignore[no-untyped-def]
    """Turn a word into a waiting time of mean 1."""
    return -log32(uniform_of(word))


@njit(cache=True, inline="always", error_model="numpy")
def normal(word, other):  # type: ignore[no-untyped-def]
    """Turn two words into a number of mean 0 and deviation 1: four even ones summed, no farther out than 3.5."""
    total = np.uint32((word & _LOW_BITS) + (word >> _HALF_WORD)) + np.uint32(
        (other & _LOW_BITS) + (other >> _HALF_WORD)
    )
    return (np.float32(np.uint32(total)) * _SCALE_16 - _TWO) * _ROOT_3


@njit(cache=True, inline="always", error_model="numpy")
def wave(half):  # type: ignore[no-untyped-def]
    """Turn half a word into an even number of mean 0 and deviation 1; summed over weeks it is near to normal."""
    return (np.float32(np.uint32(half)) * _SCALE_16 - _HALF) * _ROOT_12


@njit(cache=True, error_model="numpy")
def _uniform(seed, person, week, purpose):  # type: ignore[no-untyped-def]
    low, high = np.uint32(person), np.uint32(np.uint64(person) >> _WORD)
    k0, k1 = np.uint32(seed), np.uint32(np.uint64(seed) >> _WORD)
    return uniform_of(philox(low, high, np.uint32(week), np.uint32(purpose), k0, k1)[0])


def uniform(seed: int, person: int, week: int, purpose: Purpose) -> float:
    """Draw the number at one address, evenly between 0 and 1.

    Parameters
    ----------
    seed : int
        0 or more, below 2**63.
    person : int
        Number of the person, 0 or more.
    week : int
        Week, or number of the block of draws or of the event.
    purpose : Purpose
        What the draw is for.

    Returns
    -------
    float
        Strictly between 0 and 1; the same for the same address, always.

    Examples
    --------
    >>> uniform(1, 7, 3, Purpose.WEEK) == uniform(1, 7, 3, Purpose.WEEK)
    True
    """
    return float(_uniform(seed, person, week, int(purpose)))
