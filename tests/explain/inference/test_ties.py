"""A ranked list is cut after what ties, never between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from myotome.explain.inference.rank_cut import cut


@given(st.lists(st.sampled_from([0.5, 0.25, 0.125, 0.0625]), max_size=40), st.integers(1, 10))
def test_nothing_that_ties_is_parted(weights: list[float], count: int) -> None:
    ranked = sorted(weights, reverse=True)
    kept = cut(ranked, count)
    assert min(count, len(ranked)) <= kept <= min(4 * count, len(ranked))
    if kept < min(4 * count, len(ranked)):
        assert ranked[kept] < ranked[kept - 1]


@given(st.lists(st.floats(0.001, 1.0), unique=True, max_size=30), st.integers(1, 10))
def test_a_list_without_ties_is_cut_at_the_number(weights: list[float], count: int) -> None:
    ranked = sorted((round(weight, 3) for weight in weights), reverse=True)
    distinct = sorted(set(ranked), reverse=True)
    assert cut(distinct, count) == min(count, len(distinct))
