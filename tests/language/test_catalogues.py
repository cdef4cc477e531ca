"""The catalogues hold every message of the code and of the declared columns, translated, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from myotome.language import languages
from myotome.language.catalogues import catalogue_file
from myotome.tables import data_path

ROOT = Path(__file__).parents[2]
KEYWORDS = {"message": (1,), "plural": (1, 2), "in_context": ((1, "c"), 2)}
OTHERS = [code for code in languages() if code != "en"]
PLACE = re.compile(r"\{(\w+)\}")
Key = tuple[str, str]


@cache
def said() -> frozenset[Key]:
    """Context and English words of everything that can be said in another language."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    found = extract_from_dir(ROOT / "src", methods, keywords=KEYWORDS)
    return frozenset(
        (context or "", words[0] if isinstance(words, tuple) else words) for _, _, words, _, context in found
    )


@cache
def catalogue(code: str) -> Catalog:
    with data_path(catalogue_file(code)).open("rb") as file:
        return read_po(file, locale=code)


def entries(code: str) -> Iterator[tuple[Key, tuple[str, ...], tuple[str, ...]]]:
    """Key of each entry, its English words and its translations."""
    for one in catalogue(code):
        if one.id:
            english = one.id if isinstance(one.id, tuple) else (one.id,)
            translated = one.string if isinstance(one.string, tuple) else (one.string,)
            yield (one.context or "", english[0]), english, translated


def test_there_are_messages_of_the_code_and_of_the_tables() -> None:
    assert len(said()) > 1000
    words = {words for _, words in said()}
    assert words >= {"When to get help", "tibialis anterior", "spinal service", "ankle dorsiflexion", "carpal tunnel"}


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_is_up_to_date(code: str) -> None:
    """Else `make messages` brings it up to date."""
    held = {key for key, _, _ in entries(code)}
    assert held - said() == set()
    assert said() - held == set()


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated_and_none_is_guessed(code: str) -> None:
    assert [key for key, _, translated in entries(code) if not all(translated)] == []
    assert [one.id for one in catalogue(code) if one.id and one.fuzzy] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_places_of_its_message(code: str) -> None:
    wrong = [
        key
        for key, english, translated in entries(code)
        for one in translated
        if set(PLACE.findall(one)) != set(PLACE.findall(english[-1]))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_begins_and_ends_as_its_message_does(code: str) -> None:
    """Blanks at the ends stand between two sentences; a stop closes one."""
    ends = [
        key
        for key, english, translated in entries(code)
        for one in translated
        if (one[0].isspace(), one[-1].isspace()) != (english[0][0].isspace(), english[0][-1].isspace())
        or (english[0].endswith((".", "?")) and not one.endswith((".", "?")))
    ]
    assert ends == []


def test_german_speaks_to_the_patient_as_sie() -> None:
    familiar = re.compile(r"\b(du|dich|dir|deine?[mnrs]?)\b")
    assert [key for key, _, translated in entries("de") if any(familiar.search(one) for one in translated)] == []
