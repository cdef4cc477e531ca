"""Draws are addressed by what they are for, and are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.forecast.kernel.draws import Purpose, exponential, normal, philox, philox_tile, uniform, uniform_of, wave
from myotome.forecast.kernel.state import TILE

ZERO, ONES = np.uint32(0), np.uint32(0xFFFFFFFF)


def words(blocks: int = 400) -> np.ndarray:
    found = np.empty(blocks * 4 * TILE, dtype=np.uint32)
    for block in range(blocks):
        philox_tile(0, block, 1, np.uint32(7), ZERO, found, block * 4 * TILE)
    return found


def test_generator_gives_the_published_numbers() -> None:
    """Known answers of philox4x32 with seven rounds (Random123)."""
    found = philox(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)
    assert [f"{int(word):08x}" for word in found] == ["5f6fb709", "0d893f64", "4f121f81", "4f730a48"]
    found = philox(ONES, ONES, ONES, ONES, ONES, ONES)
    assert [f"{int(word):08x}" for word in found] == ["5207ddc2", "45165e59", "4d8ee751", "8c52f662"]


@given(
    seed=st.integers(0, 2**62),
    person=st.integers(0, 2**40),
    week=st.integers(0, 2000),
    purpose=st.sampled_from(Purpose),
)
def test_same_address_same_number(seed: int, person: int, week: int, purpose: Purpose) -> None:
    first = uniform(seed, person, week, purpose)
    assert 0.0 < first < 1.0
    assert uniform(seed, person, week, purpose) == first


@pytest.mark.parametrize("change", [{"seed": 2}, {"person": 8}, {"week": 4}, {"purpose": Purpose.START}])
def test_another_address_another_number(change: dict[str, int]) -> None:
    address: dict[str, int] = {"seed": 1, "person": 7, "week": 3, "purpose": Purpose.WEEK}
    assert uniform(**address) != uniform(**(address | change))  # type: ignore[arg-type]


def test_a_tile_holds_the_draws_of_its_people() -> None:
    found = np.empty(4 * TILE, dtype=np.uint32)
    philox_tile(3 * TILE, 5, int(Purpose.WEEK), np.uint32(9), ZERO, found, 0)
    lane = 17
    assert uniform_of(found[lane]) == pytest.approx(uniform(9, 3 * TILE + lane, 5, Purpose.WEEK))


def test_people_beyond_four_billion_have_their_own_draws() -> None:
    assert uniform(1, 5, 0, Purpose.START) != uniform(1, 5 + 2**32, 0, Purpose.START)


def test_uniform_numbers_are_even() -> None:
    found = np.array([uniform_of(word) for word in words()])
    counts, _ = np.histogram(found, bins=20, range=(0.0, 1.0))
    expected = len(found) / 20
    assert ((counts - expected) ** 2 / expected).sum() < 45


def test_bell_numbers_have_mean_zero_and_deviation_one() -> None:
    drawn = words()
    found = np.array([normal(first, second) for first, second in zip(drawn[::2], drawn[1::2], strict=True)])
    assert found.mean() == pytest.approx(0.0, abs=0.02)
    assert found.std() == pytest.approx(1.0, abs=0.02)
    assert np.abs(found).max() < 3.5


def test_waves_and_waits() -> None:
    drawn = words(100)
    found = np.array([wave(np.uint32(word & np.uint32(0xFFFF))) for word in drawn])
    assert found.std() == pytest.approx(1.0, abs=0.02)
    waits = np.array([exponential(word) for word in drawn])
    assert waits.min() > 0.0
    assert waits.mean() == pytest.approx(1.0, abs=0.03)
