"""How a quantity of the start is drawn: from the words of a person, around a centre, cut to a range."""

from __future__ import annotations

import numpy as np
from numba import njit

from myotome.forecast.kernel.draws import exponential, normal, uniform_of
from myotome.forecast.kernel.float_functions import exp32, log32
from myotome.forecast.kernel.state import TILE, At, StartEntry

__all__ = ["EXACT", "bell", "cut", "even", "gamma", "heavier", "logistic", "older", "place_of", "wait"]

_f = np.float32
_ONE, _TEN, _NINTH, _THIRD, _LEAST_ROOT = _f(1.0), _f(10.0), _f(1.0 / 9.0), _f(1.0 / 3.0), _f(0.05)
_EDGE, _AGE_ZERO, _BMI_ZERO, _BMI_STEP = _f(1e-6), _f(45.0), _f(26.0), _f(5.0)
#: No sum is reordered, no product and sum are fused: every compilation on every machine gives the same bits.
EXACT = {"nnan", "ninf", "nsz"}


def place_of(name: str) -> int:
    """Where the numbers of one kind begin, laid out lane by lane."""
    return int(StartEntry[name]) * TILE


@njit(cache=True, inline="always", error_model="numpy")
def logistic(x):  # type: ignore[no-untyped-def]
    """Share whose logit this is."""
    return _ONE / (_ONE + exp32(-x))


@njit(cache=True, inline="always", error_model="numpy")
def gamma(shape, z):  # type: ignore[no-untyped-def]
    """Gamma of this shape and scale 1 from a normal draw (Wilson and Hilferty); rises with the draw."""
    root = max(_ONE - _NINTH / shape + z * _THIRD / np.sqrt(shape), _LEAST_ROOT)
    return shape * root * root * root


@njit(cache=True, inline="always", error_model="numpy")
def cut(e, place, lane, draw):  # type: ignore[no-untyped-def]
    """Logistic around a centre, cut to a range."""
    low, high = e[place + 2 * TILE + lane], e[place + 3 * TILE + lane]
    share = min(max(low + (high - low) * draw, _EDGE), _ONE - _EDGE)
    return e[place + lane] + e[place + TILE + lane] * log32(share / (_ONE - share))


@njit(cache=True, inline="always", error_model="numpy")
def even(words, number, lane):  # type: ignore[no-untyped-def]
    """Even draw between 0 and 1 from one word."""
    return uniform_of(words[number * TILE + lane])


@njit(cache=True, inline="always", error_model="numpy")
def bell(words, number, lane):  # type: ignore[no-untyped-def]
    """Normal draw from two neighbouring words."""
    return normal(words[number * TILE + lane], words[(number + 1) * TILE + lane])


@njit(cache=True, inline="always", error_model="numpy")
def wait(words, number, lane):  # type: ignore[no-untyped-def]
    """Waiting time of mean 1 from one word."""
    return exponential(words[number * TILE + lane])


@njit(cache=True, inline="always", error_model="numpy")
def older(s, lane):  # type: ignore[no-untyped-def]
    """Decades above middle age."""
    return (s[At.age + lane] - _AGE_ZERO) / _TEN


@njit(cache=True, inline="always", error_model="numpy")
def heavier(s, lane):  # type: ignore[no-untyped-def]
    """Steps of body mass above the usual."""
    return (s[At.bmi + lane] - _BMI_ZERO) / _BMI_STEP
