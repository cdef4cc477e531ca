"""Kinds of statement about a case, and what each of them may say: names, values, numbers, units and marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from myotome.errors import DataError, nearest_names
from myotome.exam.query.body_parts import LIMBS
from myotome.exam.query.condition import Atom
from myotome.exam.query.patterns import PATTERNS
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary

__all__ = ["QUERY_KINDS", "Kind", "required"]

REGIONS = frozenset({*LIMBS, "limb"})
_NUMBERS = frozenset({"<", "<=", ">", ">="})
_SIDED = frozenset({"bilateral"})
_PERCENT = frozenset({"percent_of_other_side", "percent_of_predicted"})
_SENSATION = frozenset({"reduced", "changed", "paraesthesia", "normal"})
_PAIN_SAYS = {"onset": "pain_onsets", "worse_with": "pain_modifiers", "better_with": "pain_modifiers"}
Words = Callable[[str], Collection[str]]


def _none(_: str) -> Collection[str]:
    return ()


def _same(*words: str) -> Words:
    """Allow the same words for every name."""
    allowed = frozenset(words)
    return lambda _: allowed


@cache
def _ids(*sections: str) -> frozenset[str]:
    return frozenset(vocabulary().ids(sections))


@dataclass(frozen=True, slots=True)
class Kind:
    """What statements of one kind may say.

    Attributes
    ----------
    names : callable
        Every name; none where the kind stands alone, as `age`.
    words : callable
        Words that may follow `=`, for a name; the empty word where a name needs no value.
    numbers : callable
        Comparisons with a number, for a name.
    units, needs_unit : callable and bool
        Units of a number, and whether one must be given.
    details : callable
        What may stand in square brackets.
    marks : frozenset of str
        Those of `exact`, `bilateral` and `within` that mean something.
    absences : frozenset of str
        Words that state something normal or missing.
    """

    names: Callable[[], Collection[str]] = frozenset
    words: Words = _none
    numbers: Words = _none
    units: Callable[[], Collection[str]] = frozenset
    needs_unit: bool = False
    details: Callable[[], Collection[str]] = frozenset
    marks: frozenset[str] = frozenset()
    absences: frozenset[str] = frozenset()

    def check(self, atom: Atom) -> None:
        """Raise DataError, naming what is allowed, where a statement says what this kind cannot."""
        if bool(atom.names) != bool(self.names()):
            raise DataError(f"condition {str(atom)!r}: {atom.kind} {'takes no name' if atom.names else 'needs a name'}")
        for name in atom.names:
            required(atom, name, self.names(), "name")
        for name in atom.names or ("",):
            self._check_value(atom, name)
        self._check_marks(atom)

    def _check_value(self, atom: Atom, name: str) -> None:
        words, numbers = self.words(name), self.numbers(name)
        if atom.comparison in ("", "="):
            for value in atom.values or ("",):
                required(atom, value, words, "value")
            return
        required(atom, atom.comparison, numbers, "comparison")
        try:
            float("|".join(atom.values))
        except ValueError:
            raise DataError(f"condition {str(atom)!r}: {'|'.join(atom.values)!r} is no number") from None

    def _check_marks(self, atom: Atom) -> None:
        for detail in atom.details:
            required(atom, detail, self.details(), "detail in brackets")
        if atom.unit is not None or (self.needs_unit):
            required(atom, atom.unit or "", self.units(), "unit")
        for mark in ("exact", "bilateral", "within"):
            if getattr(atom, mark):
                required(atom, mark, self.marks, "mark")


def required(atom: Atom, given: str, allowed: Collection[str], what: str) -> None:
    """Raise DataError with the nearest allowed names where a part of a statement is none of them."""
    if given not in allowed:
        near = ", ".join(nearest_names(given, allowed)) or ", ".join(sorted(filter(None, allowed))[:8]) or "none"
        raise DataError(f"condition {str(atom)!r}: {what} {given!r} is not allowed here; nearest: {near}")


def _grades(_: str) -> Collection[str]:
    return _NUMBERS - {">="}


def _sensations(name: str) -> Collection[str]:
    return {"", *_ids("dermatomes")} if name == "level" else _SENSATION


def _pains(name: str) -> Collection[str]:
    if name == "severity":
        return ()
    if name == "radiating":
        return ("true",)
    return _ids(_PAIN_SAYS[name]) if name in _PAIN_SAYS else ("",)


def _history(name: str) -> Collection[str]:
    """Values of an item; `any` is any but `none`."""
    entry: Entry = vocabulary().history[name]
    return {"bool": ("true", "false"), "number": ()}.get(str(entry.value), ("any", *entry.values))


def _imaging(name: str) -> Collection[str]:
    return _ids("root_contacts") if name == "root_contact" else ("present", "absent")


#: Kinds that look at nothing but the case; those that ask the answer are added in the room of the patient.
QUERY_KINDS: Mapping[str, Kind] = {
    "strength": Kind(
        cache(lambda: _ids(*MUSCLE_SECTIONS, "movements") | REGIONS | {"any"}),
        _same("weak", "normal"),
        _grades,
        units=lambda: _PERCENT,
        marks=_SIDED,
        absences=frozenset({"normal"}),
    ),
    "sensation": Kind(
        cache(lambda: _ids("areas", "dermatomes") | REGIONS | {"trunk", "level"}),
        _sensations,
        details=lambda: _ids("modalities"),
        marks=_SIDED | {"exact"},
        absences=frozenset({"normal"}),
    ),
    "reflex": Kind(
        cache(lambda: _ids("reflexes") | REGIONS),
        _same("absent", "reduced", "brisk", "normal"),
        marks=_SIDED,
        absences=frozenset({"normal"}),
    ),
    "sign": Kind(
        lambda: _ids("signs"),
        _same("positive", "negative"),
        details=lambda: _ids("areas", *MUSCLE_SECTIONS),
        marks=_SIDED,
        absences=frozenset({"negative"}),
    ),
    "pain": Kind(
        cache(lambda: _ids("areas", "dermatomes") | {*_PAIN_SAYS, "radiating", "severity"}),
        _pains,
        lambda name: _NUMBERS if name == "severity" else (),
        marks=_SIDED | {"exact"},
    ),
    "history": Kind(
        lambda: _ids("history"),
        _history,
        lambda name: _NUMBERS if vocabulary().history[name].value == "number" else (),
        details=lambda: _ids("areas"),
        marks=_SIDED | {"within"},
        absences=frozenset({"false", "none"}),
    ),
    "lab": Kind(
        lambda: _ids("lab_tests"), lambda _: _ids("lab_values"), lambda _: _NUMBERS, absences=frozenset({"normal"})
    ),
    "imaging": Kind(
        cache(lambda: _ids("imaging_findings") | {"root_contact"}),
        _imaging,
        details=cache(lambda: _ids("levels", "imaging_structures", "nerves", "roots") | {"spine"}),
        absences=frozenset({"absent"}),
    ),
    "imaged": Kind(
        lambda: _ids("imaging_modalities"),
        _same(""),
        details=cache(lambda: _ids("levels", "imaging_structures") | {"spine"}),
    ),
    "emg": Kind(
        cache(lambda: _ids("emg_values") - {"normal"}),
        _same("present"),
        details=lambda: _ids(*MUSCLE_SECTIONS, "roots"),
    ),
    "ncs": Kind(
        lambda: _ids("nerves"),
        lambda _: _ids("ncs_values"),
        details=lambda: _ids("ncs_components"),
        absences=frozenset({"normal"}),
    ),
    "pattern": Kind(lambda: frozenset(PATTERNS), _same("")),
    "age": Kind(numbers=lambda _: _NUMBERS, units=lambda: ("years",)),
    "sex": Kind(words=lambda _: _ids("sexes")),
    "duration": Kind(numbers=lambda _: _NUMBERS, units=lambda: _ids("time_units"), needs_unit=True),
}
