"""Slope of published on predicted effects of traits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.evidence.forecast.scores import checked_of_rows
from myotome.evidence.forecast.trait_slopes import slope_through_none, trait_contrasts, trait_slope
from myotome.evidence.forecast.unseen import unseen_rows_left


@given(st.integers(0, 2**32 - 1), st.floats(-3.0, 3.0))
def test_effects_so_many_times_as_large_have_that_slope(seed: int, times: float) -> None:
    draws = np.random.default_rng(seed)
    predicted, error = draws.normal(size=8) + 0.1, draws.uniform(0.1, 1.0, 8)
    assert slope_through_none(predicted, times * predicted, error)[0] == pytest.approx(times)


def test_effects_of_traits_in_studies_left_out_are_as_large_as_published() -> None:
    checked = checked_of_rows(unseen_rows_left())
    chosen = trait_contrasts(checked)
    assert all(one.endpoint.among != one.endpoint.among_against for one in chosen)
    found = trait_slope(checked)
    assert found.count == len(chosen) >= 15
    assert 0.75 < found.slope < 1.33
