"""Sentences that can be said in another language: what they are in English, and how they are said anew."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.language import Language, accepted_language, capitalised, language, listed, message, plural, verbatim

WORDS = st.text(string.ascii_letters + " ", min_size=1, max_size=12)


@given(weeks=st.integers(0, 500), recovered=st.integers(0, 100), name=WORDS)
def test_a_message_is_the_english_sentence(weeks: int, recovered: int, name: str) -> None:
    said = message("After {weeks} weeks {name}: {recovered}.", weeks=weeks, name=name, recovered=recovered)
    assert said == f"After {weeks} weeks {name}: {recovered}."
    assert Language().text(said) == said


@given(st.lists(WORDS, max_size=4))
def test_a_row_is_joined_as_strings_are(parts: list[str]) -> None:
    assert listed(parts, "; ") == "; ".join(parts)


def test_messages_within_a_message_are_said_in_the_same_language() -> None:
    muscle = message("left {what}", what="tibialis anterior")
    said = message("{sentence}.", sentence=capitalised(listed([muscle, message("now")], ", ")))
    assert said == "Left tibialis anterior, now."
    assert Language("de").text(said) == "M. tibialis anterior links, jetzt."


def test_numbers_days_and_lists_follow_the_rules_of_the_language() -> None:
    german = Language("de")
    assert german.text(message("strength {grade} of 5, where 5 is full", grade=4.5)).startswith("Kraft 4,5 von 5")
    assert german.text(message("{day}", day=date(2026, 1, 31))) == "31.01.2026"
    assert german.text(listed([message("weak"), message("normal")], " and ")) == "schwach und normal"
    assert german.text(listed([message("weak"), message("normal")], " or ")) == "schwach oder normal"


@pytest.mark.parametrize(("number", "said"), [(1, "1 week"), (2, "2 weeks"), (0.5, "0.5 weeks")])
def test_a_plural_follows_its_number(number: float, said: str) -> None:
    assert plural("{number} week", "{number} weeks", number) == said


def test_what_has_no_translation_stands_in_english_and_is_listed() -> None:
    german = Language("de")
    assert german.text(message("Nobody has said {what} yet.", what="this")) == "Nobody has said this yet."
    assert german.text(plural("{number} odd thing", "{number} odd things", 2)) == "2 odd things"
    assert german.missing == ("Nobody has said {what} yet.", "this", "{number} odd things")


def test_names_stand_as_they_were_given() -> None:
    german = Language("de")
    assert german.text(verbatim("weak")) == "weak"
    assert german.missing == ()


def test_two_languages_at_once_do_not_meet() -> None:
    german, english = Language("de"), Language("en")
    said = message("weak")
    assert [one.text(said) for one in (german, english, german)] == ["schwach", "weak", "schwach"]
    assert Language("de").missing == ()


@pytest.mark.parametrize("code", ["de", "de-AT", "DE", "de_CH"])
def test_a_country_is_no_language_of_its_own(code: str) -> None:
    assert language(code).code == "de"


@pytest.mark.parametrize("code", ["xx", "deutsch", "", "../de"])
def test_an_unknown_language_names_those_there_are(code: str) -> None:
    with pytest.raises(InputError, match="en or de"):
        language(code)


@given(st.text(max_size=60))
def test_no_header_of_a_browser_is_an_error(header: str) -> None:
    assert accepted_language(header).code in ("en", "de")
