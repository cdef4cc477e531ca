"""Exponential and logarithm are right to a few units in the last place, over all that the course asks of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.forecast.kernel.float_functions import exp32, log32


@given(st.floats(-80.0, 80.0, width=32))
def test_exponential(x: float) -> None:
    assert float(exp32.py_func(np.float32(x))) == pytest.approx(float(np.exp(np.float64(np.float32(x)))), rel=3e-7)


@given(st.floats(float(np.float32(1e-9)), float(np.float32(1e9)), width=32))
def test_logarithm(x: float) -> None:
    exact = float(np.log(np.float64(np.float32(x))))
    assert float(log32.py_func(np.float32(x))) == pytest.approx(exact, rel=3e-7, abs=3e-7)


def test_ends_are_held() -> None:
    assert np.isfinite(exp32.py_func(np.float32(1e6)))
    assert 0.0 < exp32.py_func(np.float32(-1e6)) < 1e-30
