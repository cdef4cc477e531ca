"""What a user types after `myotome load`: people, weaknesses and spasms in one word each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from myotome.errors import InputError, Problem, nearest_names

if TYPE_CHECKING:
    from myotome.load import Impairment, Person

__all__ = ["impairment_of", "person_of", "split_words"]

_PERSON: Final = {"sex": "male or female", "age": "years", "height": "metres", "mass": "kilograms"}
_FIELDS: Final = {"age": "age", "height": "height_m", "mass": "mass_kg"}
_USUAL: Final = "sex=female,age=40,height=1.65,mass=62, each at most once"
_SIDES: Final = ("right", "left", "bilateral")


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
        number = _number(written, float)
        options.append((name.replace("-", "_"), written if number is None else number))
    return named, options


def person_of(word: str | None) -> Person:
    """Person of `sex=female,height=1.65,mass=62,age=40`; what is not given is that of the usual adult of the sex.

    Raises
    ------
    InputError
        An unknown key, one given twice, or a value that is not a number: all at once.
    """
    from myotome.load import reference_person

    given = {} if word is None else dict(_pairs(word))
    problems = [
        Problem(f"--person, {key}", None, key, ", ".join(_PERSON), nearest_names(key, _PERSON), "No such property.")
        for key in given
        if key not in _PERSON
    ]
    numbers: dict[str, float] = {}
    for key, name in _FIELDS.items():
        if key in given:
            try:
                numbers[name] = float(given[key])
            except ValueError:
                problems.append(Problem(f"--person, {key}", None, given[key], f"a number of {_PERSON[key]}"))
    if problems:
        raise InputError(problems)
    return reference_person(given.get("sex", "male"), **numbers)


def _pairs(word: str) -> list[tuple[str, str]]:
    parts = [tuple(text.strip() for text in part.partition("=")) for part in word.split(",")]
    keys = [key for key, _, _ in parts]
    bare = [key or "nothing" for key, _, value in parts if not value]
    problems = []
    if bare:
        problems.append(Problem("--person", None, ", ".join(bare), _USUAL, (), "Each property needs a value."))
    if twice := [key for key in dict.fromkeys(keys) if key and keys.count(key) > 1]:
        problems.append(Problem("--person", None, word, _USUAL, (), f"Given more than once: {', '.join(twice)}."))
    if problems:
        raise InputError(problems)
    return [(key, value) for key, _, value in parts]


def impairment_of(weaken: Sequence[str], spasm: Sequence[str], impairment: Impairment | None = None) -> Impairment:
    """Impairment of words like `multifidus:right:40` (percent lost) and `erector_spinae:left:0.2` (least activation).

    They are added to the impairment that a case has, where there is one.

    Raises
    ------
    InputError
        A word is not of three parts, an unknown side, not a number: all at once.
    """
    from myotome.load import Impairment, Spasm, Weakness

    problems: list[Problem] = []
    lost = [_triple("--weaken", word, "MUSCLE:SIDE:PERCENT, as multifidus:right:40", problems) for word in weaken]
    held = [_triple("--spasm", word, "MUSCLE:SIDE:LEVEL, as erector_spinae:left:0.2", problems) for word in spasm]
    if problems:
        raise InputError(problems)
    of_case = impairment or Impairment()
    return Impairment(
        (*of_case.weaknesses, *(Weakness(*item) for item in lost if item is not None)),
        (*of_case.spasms, *(Spasm(*item) for item in held if item is not None)),
        of_case.conducting,
    )


def _triple(option: str, word: str, allowed: str, problems: list[Problem]) -> tuple[str, str, float] | None:
    parts = [part.strip() for part in word.split(":")]
    number = _number(parts[-1], float)
    if len(parts) != 3 or number is None:
        problems.append(Problem(option, None, word, allowed))
        return None
    if parts[1] not in _SIDES:
        problems.append(Problem(f"{option}, side", None, parts[1], ", ".join(_SIDES), nearest_names(parts[1], _SIDES)))
        return None
    return parts[0], parts[1], number


def _number(text: str, kind: Callable[[str], float]) -> float | None:
    try:
        return kind(text)
    except ValueError:
        return None
