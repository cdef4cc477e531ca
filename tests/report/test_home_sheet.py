"""Exercises at home: plain words, a drawing for each, the side of the weak muscle, and when to stop."""

from __future__ import annotations

import pytest

from myotome.report.chapters.exercises.home_sheet import home_sheet
from myotome.report.document.parts import Callout, Cards, Section
from support.answers import EXAMPLE_NAMES, assessed
from support.reading_level import school_grade, syllables

#: About grade 7 is wanted; a formula is half a grade coarse.
GRADE = 7.5


def sheet(name: str) -> Section | None:
    return home_sheet(assessed(name).plan.exercises)


def words(section: Section) -> str:
    """What is read in it, each line with its stop."""
    lines: list[str] = []
    for block in section.blocks:
        if isinstance(block, Cards):
            for card in block.cards:
                lines += [
                    "".join(span.text for span in part) for part in (card.title, *(line for _, line in card.lines))
                ]
        elif isinstance(block, Callout):
            lines += ["".join(span.text for span in item) for one in block.blocks for item in getattr(one, "items", ())]
        else:
            lines += ["".join(span.text for span in getattr(block, "spans", ()))]
    return "\n".join(lines)


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_the_home_sheet_can_be_read_after_seven_years_of_school(name: str) -> None:
    section = sheet(name)
    if section is not None:
        assert school_grade(words(section)) <= GRADE


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_every_exercise_at_home_is_drawn_and_told_in_a_few_lines(name: str) -> None:
    section, plan = sheet(name), assessed(name).plan.exercises
    assert (section is None) == (not plan.home)
    for block in section.blocks if section else ():
        for card in block.cards if isinstance(block, Cards) else ():
            assert "<svg" in card.figure.svg
            assert 1 <= len(card.lines) <= 2


def test_the_weak_side_is_named() -> None:
    section = sheet("l5-foraminal-disc")
    assert section is not None
    assert "Right side. Hold for 10 seconds" in words(section)
    assert "Left side" not in words(section)


def test_syllables() -> None:
    assert [syllables(word) for word in ("knee", "raise", "lifted", "seconds", "exercise", "table")] == [
        1,
        1,
        2,
        2,
        3,
        2,
    ]
