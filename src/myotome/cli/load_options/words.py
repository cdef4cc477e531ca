"""What a user types after `myotome load`: the words of the task and its options, and a person in one word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from myotome.errors import InputError, Problem, nearest_names

if TYPE_CHECKING:
    from myotome.load import Person

__all__ = ["PERSON_KEYS", "number_of", "pairs_of", "person_of", "split_words", "task_in_words"]

PERSON_KEYS: Final = {"sex": "male or female", "age": "years", "height": "metres", "mass": "kilograms"}
_ARTICLES: Final = ("a", "an", "the")
_FIELDS: Final = {"age": "age", "height": "height_m", "mass": "mass_kg"}
_USUAL: Final = "sex=female,age=40,height=1.65,mass=62, each at most once"


def split_words(words: Sequence[str]) -> tuple[list[str], list[tuple[str, float | str]]]:
    """Words that name the task, and options that only some tasks have, such as `--trunk-deg 40`."""
    named: list[str] = []
    options: list[tuple[str, float | str]] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            named.append(word)
            continue
        name, sign, value = word.removeprefix("--").partition("=")
        written = value if sign else (rest.pop(0) if rest else "")
        number = number_of(written)
        options.append((name.replace("-", "_"), written if number is None else number))
    return named, options


def task_in_words(words: Sequence[str]) -> str | None:
    """Name of the task of the trunk that these words mean: its name or label, or how exactly one of these begins.

    Examples
    --------
    >>> task_in_words(["rising", "from", "a", "chair"]), task_in_words(["sitting", "on", "a", "ball"])
    ('rising', 'sitting_on_ball')
    """
    from myotome.load import task_table

    said = _plain(" ".join(words))
    known: dict[str, str] = {}
    for name, one in task_table().items():
        for text in (name, one.label):
            known.setdefault(_plain(text), name)
    begun = {name for text, name in known.items() if said and text.startswith(f"{said} ")}
    return known.get(said) or (begun.pop() if len(begun) == 1 else None)


def _plain(text: str) -> str:
    """Small letters, no hyphens and commas, no articles."""
    words = text.lower().replace("_", " ").replace("-", " ").replace(",", " ").split()
    return " ".join(word for word in words if word not in _ARTICLES)


def person_of(word: str | None) -> Person:
    """Person of `sex=female,height=1.65,mass=62,age=40`; what is not given is that of the usual adult of the sex.

    Raises
    ------
    InputError
        An unknown key, one given twice, or a value that is not a number: all at once.
    """
    from myotome.load import reference_person

    given = {} if word is None else dict(pairs_of("--person", word, _USUAL))
    problems = [
        Problem(
            f"--person, {key}", None, key, ", ".join(PERSON_KEYS), nearest_names(key, PERSON_KEYS), "No such property."
        )
        for key in given
        if key not in PERSON_KEYS
    ]
    numbers: dict[str, float] = {}
    for key, name in _FIELDS.items():
        if key in given:
            try:
                numbers[name] = float(given[key])
            except ValueError:
                problems.append(Problem(f"--person, {key}", None, given[key], f"a number of {PERSON_KEYS[key]}"))
    if problems:
        raise InputError(problems)
    return reference_person(given.get("sex", "male"), **numbers)


def pairs_of(option: str, word: str, usual: str) -> list[tuple[str, str]]:
    """Keys and values of `key=value,key=value`.

    Raises
    ------
    InputError
        A key without a value, or given twice: all at once.
    """
    parts = [tuple(text.strip() for text in part.partition("=")) for part in word.split(",")]
    keys = [key for key, _, _ in parts]
    bare = [key or "nothing" for key, _, value in parts if not value]
    problems = []
    if bare:
        problems.append(Problem(option, None, ", ".join(bare), usual, (), "Each property needs a value."))
    if twice := [key for key in dict.fromkeys(keys) if key and keys.count(key) > 1]:
        problems.append(Problem(option, None, word, usual, (), f"Given more than once: {', '.join(twice)}."))
    if problems:
        raise InputError(problems)
    return [(key, value) for key, _, value in parts]


def number_of(text: str) -> float | None:
    """Read a number; None where it is none."""
    try:
        return float(text)
    except ValueError:
        return None
