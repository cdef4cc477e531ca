"""Typed lines: what they are read as, and that nothing is read into them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.exam import case_from_mapping
from myotome.web.examination.examination import EMPTY
from myotome.web.line.readings import Reading, readings


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
