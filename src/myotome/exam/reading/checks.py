"""Checking one value after another against what a case file allows, and keeping every problem that comes up."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, TypeVar

from myotome.errors import MOST_LISTED, Problem, nearest_names
from myotome.exam.likeness import closest, folded
from myotome.exam.reading.spoken_keys import said_twice
from myotome.exam.reading.yaml_json import Place, dotted
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, vocabulary
from myotome.printing import shown
from myotome.units import figure

__all__ = ["Checks", "Fields"]

_T = TypeVar("_T")
_Nearest = tuple[str, ...] | Callable[[], tuple[str, ...]]
_LISTED = 40
_MOST_ENTRIES = 1000  # of one list; no patient is described by more
_TESTED: dict[str | tuple[str, ...], str] = {MUSCLE_SECTIONS: "muscle", "movements": "movement"}
#: How a finding names an id of the sections that are taken for one another.
_NAMED_BY: dict[str | tuple[str, ...], str] = {
    "signs": "type: sign, sign",
    "history": "type: history, item",
    "reflexes": "type: reflex, reflex",
    "lab_tests": "type: lab, test",
    "imaging_findings": "type: imaging, finding",
    "pain_modifiers": "type: pain, worse_with",
}


class Checks:
    """What has been found wrong with one file so far; where that is very much, the rest is counted.

    Parameters
    ----------
    file : str
        Name of the file, or of the input where there is none.
    lines : mapping
        Line of each place in the file; a place without one gets the line of what holds it.
    """

    def __init__(self, file: str, lines: Mapping[Place, int]) -> None:
        self.file, self.lines = file, lines
        self.problems: list[Problem] = []
        self.more = 0

    def line(self, place: Place) -> int | None:
        """Line of a place, or of the nearest that holds it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return None

    def add(self, place: Place, given: str, allowed: str, message: str, nearest: _Nearest = ()) -> None:
        """Keep one problem, or count it; near names are only searched for where they will be read."""
        if len(self.problems) >= MOST_LISTED:
            self.more += 1
            return
        where = f"{self.file}, {dotted(place)}" if place else self.file
        near = nearest() if callable(nearest) else nearest
        self.problems.append(Problem(where, self.line(place), given, allowed, near, message))

    def fields(self, raw: Any, place: Place, allowed: Collection[str], what: str) -> Fields | None:
        """Keys of a mapping, unknown ones reported; None where it is no mapping."""
        if not isinstance(raw, Mapping):
            self.add(place, shown(raw), f"a mapping with the keys {', '.join(allowed)}", f"{what} must be a mapping.")
            return None
        for key in raw:
            if key not in allowed:
                near = partial(nearest_names, str(key), allowed)
                twice = said_twice(raw, key)
                message = f"{what} has no such key.{_as_finding(None, str(key))}"
                if twice is not None:
                    message = f"This is another word for {twice}, which is given as well. Keep one of them."
                self.add((*place, key), shown(str(key)), f"the keys {', '.join(allowed)}", message, near)
        return Fields(self, {key: raw[key] for key in raw if key in allowed}, place)

    def name(self, raw: Any, place: Place, sections: str | tuple[str, ...]) -> str | None:
        """Id that a name of these sections means; a grade may be written without quotes."""
        if isinstance(raw, int) and not isinstance(raw, bool) and vocabulary().find(sections, _digits(raw)):
            return vocabulary().find(sections, _digits(raw))
        if isinstance(raw, str):
            found = vocabulary().find(sections, raw)
            if found is None:
                error = vocabulary().unknown(sections, raw)
                message = f"No {error.section} has this name.{_elsewhere(sections, raw)}"
                few = len(error.allowed) <= _LISTED
                near = (lambda: error.nearest) if few else partial(vocabulary().closest, sections, raw)
                self.add(place, shown(raw), allowed_names(sections), message, near)
            return found
        self.add(place, shown(raw), allowed_names(sections), f"A name is needed here.{_quoted(raw)}")
        return None

    def choice(self, raw: Any, place: Place, allowed: Iterable[str]) -> str | None:
        """One of a few ids, whatever its case."""
        options = tuple(allowed)
        wanted = folded(raw) if isinstance(raw, str) else None
        for option in options:
            if folded(option) == wanted:
                return option
        near = partial(_nearest, raw, options) if isinstance(raw, str) else ()
        message = f"The value is not one of those allowed here.{_quoted(raw)}"
        self.add(place, shown(raw), _one_of(options), message, near)
        return None

    def number(self, raw: Any, place: Place, low: float, high: float, words: str) -> float | None:
        """Finite number within a range, both ends included."""
        allowed = f"{words}{_range_in_words(low, high)}"
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self.add(place, shown(raw), allowed, f"A number is needed here.{_quoted(raw)}")
            return None
        number = _as_float(raw)
        if number is None or not math.isfinite(number) or not low <= number <= high:
            finite = number is None or math.isfinite(number)
            self.add(place, shown(raw), allowed, f"The number is {'out of range' if finite else 'not finite'}.")
            return None
        return number

    def flag(self, raw: Any, place: Place) -> bool | None:
        """Return true or false, as written without quotes."""
        if isinstance(raw, bool):
            return raw
        self.add(place, shown(raw), "true or false", "Write true or false, without quotes.")
        return None

    def text(self, raw: Any, place: Place) -> str | None:
        """Text that is not empty, nor only white space."""
        if isinstance(raw, str) and raw.strip() and _is_unicode(raw):
            return raw
        self.add(place, shown(raw), "text, more than white space", "Text is needed here; put it in quotes.")
        return None

    def many(
        self, raw: Any, place: Place, one: Callable[[Any, Place], _T | None], at_least: int = 1
    ) -> tuple[_T, ...] | None:
        """List of things that each pass `one`, none of them twice."""
        if not isinstance(raw, list | tuple):
            self.add(place, shown(raw), "a list", "A list is needed here, also for a single value: [value].")
            return None
        if len(raw) < at_least:
            self.add(place, "an empty list", "a list of one or more", "The list is empty; leave the key out instead.")
            return None
        if len(raw) > _MOST_ENTRIES:
            self.add(place, f"{len(raw)} entries", f"at most {_MOST_ENTRIES} entries", "The list is too long.")
            return None
        found = [(index, one(value, (*place, index))) for index, value in enumerate(raw)]
        seen: set[_T] = set()
        for index, value in found:
            if value is not None and value in seen:
                self.add((*place, index), shown(raw[index]), "each value once", "Duplicate value in the list.")
            if value is not None:
                seen.add(value)
        return tuple(value for _, value in found if value is not None)


class Fields:
    """Known keys of one mapping; each getter checks the key and gives None or an empty tuple where it is not there."""

    def __init__(self, checks: Checks, raw: Mapping[str, Any], place: Place) -> None:
        self.checks, self.raw, self.place = checks, raw, place

    def __contains__(self, key: str) -> bool:
        return key in self.raw

    def at(self, key: str) -> Place:
        """Place of a key in the file."""
        return (*self.place, key)

    def need(self, *keys: str) -> None:
        """Report each of these keys that is missing."""
        for key in keys:
            if key not in self.raw:
                self.checks.add(self.place, "no such key", f"the key {key}", f"The key {key!r} is missing.")

    def need_one(self, keys: tuple[str, ...], at_most: int = 1) -> None:
        """Report where none of these keys is there, or more than `at_most`."""
        there = [key for key in keys if key in self.raw]
        if not there or len(there) > at_most:
            how = "one of the keys" if at_most == 1 else "one or more of the keys"
            given = f"the keys {', '.join(there)}" if there else "none of them"
            message = "Keep one of them." if there else f"Give {how} {', '.join(keys)}."
            self.checks.add(self.place, given, f"{how} {', '.join(keys)}", message)

    def name(self, key: str, sections: str | tuple[str, ...]) -> str | None:
        """Id of a name."""
        return self.checks.name(self.raw[key], self.at(key), sections) if key in self.raw else None

    def names(self, key: str, sections: str | tuple[str, ...], at_least: int = 1) -> tuple[str, ...]:
        """Ids of a list of names."""
        if key not in self.raw:
            return ()
        one: Callable[[Any, Place], str | None] = lambda raw, place: self.checks.name(raw, place, sections)  # noqa: E731
        return self.checks.many(self.raw[key], self.at(key), one, at_least) or ()

    def choice(self, key: str, allowed: Iterable[str]) -> str | None:
        """One of a few ids."""
        return self.checks.choice(self.raw[key], self.at(key), allowed) if key in self.raw else None

    def number(self, key: str, low: float, high: float, words: str = "a number") -> float | None:
        """Finite number within a range."""
        return self.checks.number(self.raw[key], self.at(key), low, high, words) if key in self.raw else None

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        return self.checks.flag(self.raw[key], self.at(key)) if key in self.raw else None

    def text(self, key: str) -> str | None:
        """Text that is not empty."""
        return self.checks.text(self.raw[key], self.at(key)) if key in self.raw else None


def _digits(raw: int) -> str:
    """Whole number as it is written; nothing where no name is as long."""
    return str(raw) if 0 <= raw < 10 else ""


def _as_float(raw: float) -> float | None:
    """Number as a float; None where it is a whole number too large for one."""
    try:
        return float(raw)
    except OverflowError:
        return None


def allowed_names(sections: str | tuple[str, ...]) -> str:
    """Names of some sections in words: all of them where they can be read through, else how many there are."""
    names = vocabulary().ids(sections)
    what = (sections if isinstance(sections, str) else " or ".join(sections)).replace("_", " ")
    return _one_of(names) if len(names) <= _LISTED else f"one of the {len(names)} {what} of the vocabulary"


def _one_of(names: tuple[str, ...]) -> str:
    """All names where they can be read through, else how many there are; the nearest are given beside them."""
    return ", ".join(names) if len(names) <= _LISTED else f"one of {len(names)} values"


def _nearest(raw: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that are near; where too many are allowed to be listed, the nearest however far."""
    return nearest_names(raw, names) if len(names) <= _LISTED else closest(raw, names)


def _elsewhere(sections: str | tuple[str, ...], raw: str) -> str:
    """Tell where a name that is wrong here would be right: under another key, or as a finding of another kind."""
    asked = _TESTED.get(sections)
    for section, key in _TESTED.items():
        if asked not in (None, key) and vocabulary().find(section, raw) is not None:
            return f" It is a {key}: write it under the key {key!r}."
    return _as_finding(sections, raw) if sections in _NAMED_BY else ""


def _as_finding(sections: str | tuple[str, ...] | None, raw: str) -> str:
    """Tell which findings of other kinds have the name."""
    found = {section: vocabulary().find(section, raw) for section in _NAMED_BY if section != sections}
    lines = [f"{{{_NAMED_BY[section]}: {name}, ...}}" for section, name in found.items() if name is not None]
    return f" This name is that of another finding: write {' or '.join(lines)}." if lines else ""


def _is_unicode(text: str) -> bool:
    """Tell whether the text can be written: JSON can smuggle in halves of a character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _quoted(raw: Any) -> str:
    """Say what to do where a value is of the wrong type because of YAML or of quotes."""
    if raw is None:
        return " The value is empty; leave the key out where nothing is known."
    if isinstance(raw, bool):
        return " YAML reads yes, no, on and off as true and false; write the name itself."
    if isinstance(raw, str) and raw.strip().lower() in {"nan", ".nan", "inf", ".inf", "infinity", "-inf"}:
        return " Leave the key out where the number is not known."
    return ""


def _range_in_words(low: float, high: float) -> str:
    if math.isinf(high):
        return f", {figure(low)} or more" if math.isfinite(low) else ""
    return f", {figure(low)} to {figure(high)}"
