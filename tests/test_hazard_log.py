"""Each hazard of the log names tests that there are, and every column says something."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "page.md"
COLUMNS = ["hazard", "cause", "control", "test", "what remains"]


def log() -> list[dict[str, str]]:
    part = PAGE.read_text(encoding="utf-8").partition("## Intended use and hazards")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line.startswith("|")]
    assert rows[0] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[2:]]


def test_each_hazard_is_linked_to_a_test_that_there_is() -> None:
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py")]
    there = {name for text in texts for name in re.findall(r"def (test_\w+)", text)}
    assert len(log()) >= 10
    for row in log():
        named = re.findall(r"`(test_\w+)`", row["test"])
        assert named, row["hazard"]
        assert set(named) <= there, set(named) - there
        assert all(row.values()), row["hazard"]
