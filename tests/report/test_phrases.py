"""Phrases that several pages share."""

from __future__ import annotations

import pytest

from myotome.report.words.probabilities import weeks_in_words


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ((0,), "now"),
        ((0, 0.3, 0.6), "now, in a few days"),
        ((0, 2, 6), "now, then at weeks 2, 6"),
        ((6, 12.5), "at weeks 6, 12.5"),
        ((7,), "at week 7"),
        ((), ""),
    ],
)
def test_weeks_are_said_in_one_way(weeks: tuple[float, ...], said: str) -> None:
    assert weeks_in_words(weeks) == said
