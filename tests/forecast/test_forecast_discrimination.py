"""Traits tell who will do well, about as well as in published models."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.evidence.forecast.discrimination import c_statistic, discriminations


@given(st.integers(0, 2**32 - 1), st.integers(5, 40))
def test_the_c_statistic_is_the_share_of_pairs_in_order(seed: int, people: int) -> None:
    draws = np.random.default_rng(seed)
    predictor, met = draws.standard_normal(people), draws.random(people) < 0.5
    met[:2] = True, False
    pairs = predictor[met][:, None] > predictor[~met][None, :]
    assert c_statistic(predictor, met) == pytest.approx(pairs.mean())


def test_traits_discriminate_and_not_perfectly() -> None:
    found = discriminations(9216)
    assert len({one.id for one in found}) == len(found) >= 3
    for one in found:
        assert one.low - 0.02 < one.found < one.high + 0.02, one
