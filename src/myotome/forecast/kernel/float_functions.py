"""Exponential and logarithm in single precision, written so that many are computed at once and alike everywhere.

The system's own functions differ between machines in the last bit, and are called one by one. These are the polynomials
of the Cephes library (Moshier): right to two units in the last place.
"""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["exp32", "log32"]

_f, _i = np.float32, np.int32
_ONE, _HALF, _ZERO = _f(1.0), _f(0.5), _f(0.0)
_LOG2_E, _LN2_HIGH, _LN2_LOW = _f(1.44269504), _f(0.693359375), _f(-2.12194440e-4)
_LEAST, _MOST = _f(-87.0), _f(88.0)
#: Added and taken away again, it rounds to a whole number.
_ROUND = _f(12582912.0)
_E0, _E1, _E2 = _f(1.9875691500e-4), _f(1.3981999507e-3), _f(8.3334519073e-3)
_E3, _E4, _E5 = _f(4.1665795894e-2), _f(1.6666665459e-1), _f(5.0000001201e-1)
_L0, _L1, _L2 = _f(7.0376836292e-2), _f(-1.1514610310e-1), _f(1.1676998740e-1)
_L3, _L4, _L5 = _f(-1.2420140846e-1), _f(1.4249322787e-1), _f(-1.6668057665e-1)
_L6, _L7, _L8 = _f(2.0000714765e-1), _f(-2.4999993993e-1), _f(3.3333331174e-1)
_ROOT_HALF = _f(0.70710678)
_MANTISSA, _BIAS = _i(23), _i(127)
_EXPONENT_BITS, _MANTISSA_BITS, _HALF_BITS, _HALF_BIAS = _i(255), _i(0x007FFFFF), _i(0x3F000000), _i(126)


@njit(cache=True, inline="always", error_model="numpy")
def exp32(x):  # type: ignore[no-untyped-def]
    """E to the power x; x is held within -87 and 88."""
    x = min(max(x, _LEAST), _MOST)
    whole = (x * _LOG2_E + _ROUND) - _ROUND
    rest = x - whole * _LN2_HIGH
    rest = rest - whole * _LN2_LOW
    y = ((((_E0 * rest + _E1) * rest + _E2) * rest + _E3) * rest + _E4) * rest + _E5
    y = y * (rest * rest) + rest + _ONE
    return y * np.int32((np.int32(whole) + _BIAS) << _MANTISSA).view(np.float32)


@njit(cache=True, inline="always", error_model="numpy")
def log32(x):  # type: ignore[no-untyped-def]
    """Natural logarithm of a number above 0."""
    bits = np.float32(x).view(np.int32)
    power = np.int32(np.int32(bits >> _MANTISSA) & _EXPONENT_BITS) - _HALF_BIAS
    part = np.int32(np.int32(bits & _MANTISSA_BITS) | _HALF_BITS).view(np.float32)
    small = part < _ROOT_HALF
    whole = np.float32(power) - (_ONE if small else _ZERO)
    part = part + (part if small else _ZERO) - _ONE
    y = ((((_L0 * part + _L1) * part + _L2) * part + _L3) * part + _L4) * part + _L5
    y = (((y * part + _L6) * part + _L7) * part + _L8) * part
    square = part * part
    y = y * square + whole * _LN2_LOW - _HALF * square
    return (part + y) + whole * _LN2_HIGH
