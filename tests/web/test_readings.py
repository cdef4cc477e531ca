"""Typed lines: what they are read as, and that nothing is read into them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.exam import case_from_mapping
from myotome.web.examination.examination import EMPTY
from myotome.web.line.readings import Reading, readings

LINES = list(csv.DictReader((Path(__file__).parent / "lines.csv").read_text().splitlines()))


def read(line: str) -> list[Reading]:
    return [reading for phrase in readings(line) for reading in phrase.readings]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("EHL 4- l", "left extensor hallucis longus: MRC 4"),
        ("ankle jerk absent left", "left achilles reflex: absent"),
        ("SLR + r", "right straight leg raise: positive"),
        ("SLR - r", "right straight leg raise: negative"),
        ("low back pain right", "right low back: pain"),
        ("great toe numb r", "right great toe: light touch reduced"),
        ("knee jerk ++ both", "bilateral patellar reflex: normal"),
        ("no fever", "fever: no"),
        ("cancer no", "cancer: none"),
        ("onset trigger lifting", "onset trigger: lifting"),
        ("crp raised", "C-reactive protein: raised"),
    ],
)
def test_a_line_has_one_reading(line: str, words: str) -> None:
    assert [(one.words, one.finding is not None) for one in read(line)] == [(words, True)]


def test_a_side_that_is_not_said_is_offered_and_never_guessed() -> None:
    assert {one.words.split()[0] for one in read("EHL 4")} == {"right", "left", "bilateral"}


@pytest.mark.parametrize("line", ["EHL r", "EHL 4 severe r", "ankle jerk l", "protrusion l", "great toe r", "L5 MRI"])
def test_what_is_missing_or_not_understood_is_never_filled_in(line: str) -> None:
    assert read(line)
    assert all(one.finding is None and one.missing for one in read(line) if one.kind != "history")


def test_a_grade_with_a_sign_says_how_it_counts() -> None:
    assert read("EHL 4- l")[0].counts_as == "4− counts as 4"
    assert read("EHL 4+ l")[0].counts_as == "4+ counts as 4.5"


def test_a_complaint_of_the_leg_offers_the_foot_before_the_hand() -> None:
    leg = [{"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 4}]
    case = case_from_mapping({**EMPTY, "findings": leg})
    assert "foot" in readings("dorsum reduced l", case)[0].readings[0].words


@settings(max_examples=25)
@given(st.text(max_size=30))
def test_every_reading_of_any_line_is_a_finding_of_a_case(line: str) -> None:
    for one in read(line):
        if one.finding is not None:
            case = case_from_mapping({**EMPTY, "findings": [one.finding]})
            assert "; ".join(finding.label for finding in case.findings) == one.words


@pytest.mark.parametrize("row", LINES, ids=[row["line"] for row in LINES])
def test_lines_as_notes_and_case_reports_have_them(row: dict[str, str]) -> None:
    """Each is read as written beside it, or says what of it is not read; nothing is taken in silence."""
    firsts = [phrase.readings[0] for phrase in readings(row["line"])]
    assert "|".join(one.words for one in firsts if one.finding is not None) == row["read_as"]
    assert "|".join(one.missing for one in firsts if one.finding is None) == row["not_read"]


@settings(max_examples=60)
@given(st.sampled_from(LINES), st.sampled_from(["no", "zxqv", "normal absent"]))
def test_a_word_that_turns_the_meaning_is_never_dropped(row: dict[str, str], word: str) -> None:
    before = {one.words for one in read(row["line"]) if one.finding is not None}
    after = {one.words for one in read(f"{word} {row['line']}") if one.finding is not None}
    affirmed = {words for words in before if not words.endswith((": no", ": negative", ": none"))}
    assert not (affirmed & after) or "symptom duration" in str(before) or _offers_both(before)


def _offers_both(words: set[str]) -> bool:
    """Whether yes and no stood there to choose from, so that nothing was said yet."""
    return any(one.endswith((": no", ": negative", ": none")) for one in words)
