"""Which names of the vocabulary does a word find, what may be said of each, and how does a line of it look?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import yaml

from myotome.exam.likeness import folded, near
from myotome.exam.reading.forms.finding_forms import SIDES_OF
from myotome.exam.reading.limits import limits
from myotome.exam.reading.shorthand import shorthand_called
from myotome.exam.reading.spoken_findings import SpokenFinding, spoken_findings
from myotome.exam.vocabulary_table import Entry, vocabulary
from myotome.tables import Table, identifier, list_of, parsed, text

__all__ = ["FoundWord", "search_words"]

_CLOSEST = 8


def _keys_of(line: str) -> dict[str, Any]:
    """Read a part of a case file.

    Raises
    ------
    ValueError
        It has no keys.
    """
    try:
        part = yaml.safe_load(line)
    except yaml.YAMLError as error:
        raise ValueError(line) from error
    if not isinstance(part, dict):
        raise ValueError(line)
    return part


_KEYS = Table(
    "exam/case_keys.csv",
    {
        "key": identifier(),
        "also_called": list_of(text()),
        "means": text(),
        "line": parsed(_keys_of, "keys of a case file in YAML"),
    },
    key=("key",),
)
_Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FoundWord:
    """One name of the vocabulary.

    Attributes
    ----------
    id, label : str
        What is written, and what it is called.
    section : str
        Section of the vocabulary.
    also_called : tuple of str
        Synonyms that are read as the id.
    means : str
        What it is, where the vocabulary says so.
    allowed : tuple of str
        Values that may be given of it.
    example : mapping
        A finding, or a part of a case file, that names it.
    """

    id: str
    label: str
    section: str
    also_called: tuple[str, ...]
    means: str
    allowed: tuple[str, ...]
    example: _Line

    def to_dict(self) -> dict[str, Any]:
        """Plain mapping."""
        named = {"id": self.id, "label": self.label, "section": self.section}
        said = {"also_called": list(self.also_called), "means": self.means, "allowed": list(self.allowed)}
        return {**named, **said, "example": self.example}


def search_words(query: str) -> tuple[FoundWord, ...]:
    """Names of the vocabulary that a word finds, the best first.

    Parameters
    ----------
    query : str
        Any part of an id, a label or a synonym, or a section such as `reflexes`.

    Returns
    -------
    tuple of FoundWord
        Names that are it, begin with it or hold it, and items of the history that may have it as a value; where there
        is none, the closest; nothing where none is close.

    Examples
    --------
    >>> [word.id for word in search_words("ankle jerk")]
    ['achilles']
    """
    wanted = folded(query)
    ranked = [(rank, word) for word in _every_word() if (rank := _rank(wanted, word)) is not None]
    if not ranked:
        return _closest(query)
    return tuple(word for _, word in sorted(ranked, key=lambda pair: pair[0]))


def _rank(wanted: str, word: FoundWord) -> int | None:
    """0 for the name, 1 where one begins with it, 2 where one holds it, 3 for its section or a value; else None."""
    names = [folded(name) for name in (word.id, word.label, *word.also_called)]
    tests = (
        wanted in names,
        any(name.startswith(wanted) for name in names),
        any(wanted in name for name in names),
        word.section.startswith(wanted) or (word.section == "history" and wanted in map(folded, word.allowed)),
    )
    return next((rank for rank, holds in enumerate(tests) if wanted and holds), None)


def _closest(query: str) -> tuple[FoundWord, ...]:
    by_name = {folded(name): word for word in _every_word() for name in (word.id, word.label, *word.also_called)}
    found = {(by_name[name].section, by_name[name].id): by_name[name] for name in near(query, by_name, _CLOSEST)}
    return tuple(found.values())


def _every_word() -> Iterator[FoundWord]:
    """Every name that a finding or a case may hold, section by section."""
    for row in _KEYS.rows():
        yield FoundWord(row["key"], row["key"], "case keys", row["also_called"], row["means"], (), row["line"])
    for section, line_of in _EXAMPLES.items():
        for entry in vocabulary().sections[section].values():
            names = dict.fromkeys((entry.label, *entry.aliases))
            called = tuple(name for name in names if name not in (entry.id, entry.label))
            means = entry.positive or entry.means or ""
            yield FoundWord(entry.id, entry.label, section, called, means, _allowed(section, entry), line_of(entry))
    for (kind, key, name), called in shorthand_called().items():
        example = {"type": kind, key: name, **_BESIDE[kind], **_NEEDED.get(name, {})}
        section = f"{kind} in one word"
        yield FoundWord(
            name, name.replace("_", " "), section, called, "", vocabulary().ids(_VALUES.get(key, ())), example
        )
    for one in spoken_findings():
        section = f"{one.kind} as it is said"
        read_as = ", ".join(f"{key}: {value}" for key, value in one.sets.items())
        yield FoundWord(one.name, one.name, section, one.also_called, f"Read as {read_as}.", one.said, _as_said(one))


def _as_said(one: SpokenFinding) -> _Line:
    """Example of a finding that is said in its name and its value together."""
    sign = vocabulary().signs.get(one.sets.get("sign", ""))
    sided = one.kind == "sign" and not one.left_out
    side = {"side": _any_side(sign)} if sign is not None else {"side": "left"} if sided else {}
    value = {"value": one.said[0]} if one.said else {}
    return {"type": one.kind, one.key: one.name, **_BESIDE[one.kind], **side, **value}


def _allowed(section: str, entry: Entry) -> tuple[str, ...]:
    """Values that may be given of a name."""
    if section == "history":
        return entry.values or ({"bool": "true, false", "number": f"a number of {entry.unit}"}[entry.value or "bool"],)
    return vocabulary().ids(_VALUES.get(section, ()))


def _any_side(entry: Entry) -> str:
    """Side that a sign or a reflex may have, the left where it has sides."""
    return SIDES_OF[entry.sidedness or "either"][0]


def _with_needs(line: _Line, needs: Iterable[str]) -> _Line:
    usual = {"muscles": ["deltoid"], "areas": ["low_back"], "levels": ["L4-L5"], "dermatomes": ["L5"], "side": "left"}
    return {**line, **{key: usual[key] for key in needs if key in usual}}


def _history(entry: Entry) -> _Line:
    value: Any = {"bool": True, "number": 3}.get(entry.value or "bool", entry.values[-1] if entry.values else None)
    return _with_needs({"type": "history", "item": entry.id, "value": value}, entry.needs)


def _sign(entry: Entry) -> _Line:
    return _with_needs({"type": "sign", "sign": entry.id, "side": _any_side(entry), "value": "positive"}, entry.needs)


def _lab(entry: Entry) -> _Line:
    return {"type": "lab", "test": entry.id, "value": "normal"}


def _line(key: str, **rest: Any) -> Callable[[Entry], _Line]:
    """Example that names the entry under a key; a key that ends in s holds a list."""
    return lambda entry: {**rest, key: [entry.id] if key in _LISTS else entry.id}


def _score(entry: Entry) -> _Line:
    """A total score that the scale has."""
    lowest = limits()["questionnaire", entry.id, entry.unit or ""].low
    return {"type": "questionnaire", "name": entry.id, "value": max(4, ceil(lowest))}


_LISTS = frozenset({"areas", "dermatomes", "levels", "roots", "muscles", "character", "worse_with"})
_WEAK = {"type": "strength", "side": "left", "mrc": 4}
_NUMB = {"type": "sensation", "side": "left", "value": "reduced"}
_IMAGE = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "side": "left"}
_PAIN = {"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}
_NCS = {"type": "ncs", "nerve": "ulnar", "side": "left"}
_BESIDE: Mapping[str, _Line] = {
    "reflex": {"side": "left", "value": "normal"},
    "strength": {"side": "left", "mrc": 4},
    "imaging": {"modality": "MRI", "levels": ["L4-L5"], "side": "left"},
    "emg": {"side": "left"},
    "sign": {"value": "positive"},
    "history": {},
}
_NEEDED: Mapping[str, _Line] = {"radiculopathy": {"roots": ["L5"]}}
_VALUES: Mapping[str, tuple[str, ...]] = {
    "reflexes": ("reflex_values",),
    "reflex": ("reflex_values",),
    "signs": ("sign_values",),
    "areas": ("sensation_values",),
    "imaging_findings": ("imaging_values",),
    "muscles": ("strength_values",),
    "muscle_groups": ("strength_values",),
    "movements": ("strength_values",),
    "movement": ("strength_values",),
    "nerves": ("ncs_values",),
    "lab_tests": ("lab_values",),
}
_EXAMPLES: Mapping[str, Callable[[Entry], _Line]] = {
    "reflexes": lambda e: {"type": "reflex", "reflex": e.id, "side": _any_side(e), "value": "normal"},
    "muscles": _line("muscle", **_WEAK),
    "muscle_groups": _line("muscle", **_WEAK),
    "movements": _line("movement", **_WEAK),
    "areas": _line("areas", **_NUMB),
    "dermatomes": _line("dermatomes", **_NUMB),
    "signs": _sign,
    "history": _history,
    "imaging_findings": _line("finding", **_IMAGE),
    "levels": _line("levels", **{**_IMAGE, "finding": "normal", "side": "none"}),
    "imaging_modalities": _line("modality", **{**_IMAGE, "finding": "normal", "side": "none"}),
    "zones": _line("zone", **_IMAGE, finding="protrusion"),
    "root_contacts": _line("root_contact", **_IMAGE, finding="protrusion"),
    "nerves": lambda e: {"type": "ncs", "nerve": e.id, "side": "left", "value": "abnormal"},
    "nerve_sites": _line("site", **_NCS, value="slowed_at_site"),
    "ncs_components": _line("component", **_NCS, value="abnormal"),
    "ncs_values": lambda e: {**_NCS, "site": "elbow", "value": e.id},
    "emg_values": _line("value", type="emg", muscles=["deltoid"], side="left"),
    "lab_tests": _lab,
    "lab_values": _line("value", type="lab", test="crp"),
    "pain_modifiers": _line("worse_with", **_PAIN),
    "pain_characters": _line("character", **_PAIN),
    "pain_onsets": _line("onset", **_PAIN),
    "reflex_values": _line("value", type="reflex", reflex="achilles", side="left"),
    "sensation_values": _line("value", **{**_NUMB, "dermatomes": ["L5"]}),
    "modalities": _line("modality", **_NUMB, dermatomes=["L5"]),
    "strength_values": _line("value", type="strength", muscle="deltoid", side="left"),
    "severities": _line("severity", **_NUMB, dermatomes=["L5"]),
    "questionnaires": _score,
    "settings": _line("setting"),
    "records": _line("record"),
}
