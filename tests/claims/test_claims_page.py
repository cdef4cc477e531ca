"""The page of the claims in the documentation is what a fresh run writes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from myotome.claims import review_claims
from myotome.ledger import sources
from myotome.report.claims_markdown import claims_markdown
from myotome.report.words.claims import with_unit

PAGE = Path(__file__).parents[2] / "docs" / "claims.md"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
#: Floating point differs between machines, and a value may be rounded either way.
RELATIVE, ABSOLUTE = 0.03, 0.021


def test_the_page_is_in_step_with_a_fresh_run() -> None:
    kept, fresh = PAGE.read_text(encoding="utf-8").splitlines(), claims_markdown(review_claims()).splitlines()
    assert len(kept) == len(fresh), "run make claims"
    for was, now in zip(kept, fresh, strict=True):
        assert NUMBER.sub("#", was) == NUMBER.sub("#", now), "run make claims"
        for before, after in zip(NUMBER.findall(was), NUMBER.findall(now), strict=True):
            slack = 1.0 if "." not in before else 10.0 ** -len(before.partition(".")[2])
            assert float(after) == pytest.approx(float(before), rel=RELATIVE, abs=max(ABSOLUTE, slack)), now


def test_every_source_on_the_page_is_told_in_full() -> None:
    text = PAGE.read_text(encoding="utf-8")
    body, ledger = text.split("## Sources of the literature's part")
    named = {key for key in re.findall(r"`([a-z0-9_]+)`", body) if key in sources()}
    assert named
    assert all(f"- `{key}`: " in ledger for key in named)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.5, "fraction", "50 %"),
        (0.0451, "fraction", "4.5 %"),
        (-0.00001, "fraction", "0.0 %"),
        (0.9999, "fraction", "over 99 %"),
        (1.0, "fraction", "100 %"),
        (1.949, "risk ratio", "risk ratio 1.95"),
        (1.0, "flag", "yes"),
        (23.0, "discs", "23 discs"),
    ],
)
def test_numbers_are_told_at_the_precision_they_bear(value: float, unit: str, text: str) -> None:
    assert with_unit(value, unit) == text
