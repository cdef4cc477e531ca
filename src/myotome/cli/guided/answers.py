"""What a short answer at the bedside means for each kind of finding: `4-`, `n`, `r`, `+`, `raised` ..."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from myotome.errors import UnknownNameError
from myotome.exam import vocabulary

__all__ = ["HINTS", "findings_of"]

#: What may be answered, by kind of finding.
HINTS: Mapping[str, str] = {
    "strength": "MRC grade 0-5, also 4-, 4+ and halves; n = normal, weak = weak without a grade",
    "sensation": "n = normal, r = reduced, a = absent, i = increased, p = paraesthesia",
    "reflex": "n = normal, r = reduced, a = absent, + = brisk",
    "sign": "+ = positive or abnormal, - = negative or normal",
    "lab": "n = normal, r = raised, l = low, + = positive, - = negative; or the number",
    "emg": "n = normal, d = denervation, r = reinnervation, m = myopathic; or the value itself",
    "ncs": "n = normal, abnormal, absent, slowed, slowed_at_site at SITE, reduced_amplitude ...",
    "imaging": "normal; or finding, level, side, zone, contact, structure: protrusion L4-L5 right subarticular "
    "compression L5; separate several findings by ;",
}

_NORMAL = {"n": "normal", "r": "reduced", "a": "absent"}
_SHORT: Mapping[str, Mapping[str, str]] = {
    "strength": {"n": "normal", "normal": "normal", "weak": "weak"},
    "sensation": {**_NORMAL, "i": "increased", "p": "paraesthesia"},
    "reflex": {**_NORMAL, "+": "brisk"},
    "sign": {"+": "positive", "y": "positive", "yes": "positive", "-": "negative", "n": "negative", "no": "negative"},
    "lab": {"n": "normal", "r": "raised", "l": "low", "+": "positive", "-": "negative"},
    "emg": {"n": "normal", "d": "denervation", "r": "reinnervation", "m": "myopathic"},
    "ncs": {"n": "normal"},
}
_YES_NO = {"y": True, "yes": True, "+": True, "true": True, "n": False, "no": False, "-": False, "false": False}
_IMAGING_WORDS: tuple[tuple[str, str | tuple[str, ...]], ...] = (
    ("finding", "imaging_findings"),
    ("side", "sides"),
    ("zone", "zones"),
    ("root_contact", "root_contacts"),
)
_STRUCTURES = ("roots", "imaging_structures", "nerves")


def findings_of(asked: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    """Read the findings, as in a case file, that an answer to a test stands for.

    Parameters
    ----------
    asked : mapping
        The finding without its value: its type, what is tested and where.
    text : str
        The answer as typed.

    Returns
    -------
    list of dict
        One finding, or several of an image; not yet checked.

    Raises
    ------
    UnknownNameError
        A word of an imaging report is in no list.

    Examples
    --------
    >>> findings_of({"type": "reflex", "reflex": "achilles", "side": "left"}, "a")
    [{'type': 'reflex', 'reflex': 'achilles', 'side': 'left', 'value': 'absent'}]
    """
    kind = asked["type"]
    if kind == "imaging":
        return [_image(asked, part) for part in text.split(";") if part.strip()]
    return [{**asked, **_VALUES.get(kind, _worded)(asked, text.strip())}]


def _worded(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    return {"value": _SHORT[asked["type"]].get(text.lower(), text)}


def _graded(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    return _worded(asked, text) if text.lower() in _SHORT["strength"] else {"mrc": _number(text)}


def _told(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    entry = vocabulary().history[asked["item"]]
    if entry.value == "bool":
        return {"value": _YES_NO.get(text.lower(), text)}
    if entry.value == "number":
        return {"value": _number(text)}
    plain = {True: "unspecified", False: "none"}.get(_YES_NO[text.lower()]) if text.lower() in _YES_NO else text
    return {"value": plain if plain in entry.values else text}


def _measured(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    number = _number(text)
    return _worded(asked, text) if isinstance(number, str) else {"number": number}


def _conducted(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    value, _, site = text.partition(" at ")
    return _worded(asked, value.strip()) | ({"site": site.strip()} if site else {})


_VALUES: Mapping[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    "strength": _graded,
    "history": _told,
    "lab": _measured,
    "ncs": _conducted,
}


def _image(asked: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Read a finding of an image from the words of a short report; the level is that asked for where none is named."""
    finding = dict(asked)
    levels: list[str] = []
    for word in text.replace(",", " ").split():
        _sort_in(word, finding, levels)
    finding.setdefault("finding", "normal")
    finding.setdefault("side", "none")
    return {**finding, "levels": levels or asked["levels"]}


def _sort_in(word: str, finding: dict[str, Any], levels: list[str]) -> None:
    """Put one word of a report where it belongs; a level after a contact is the structure touched."""
    for key, section in _IMAGING_WORDS:
        if key not in finding and (name := _known(section, word)):
            finding[key] = name
            return
    sections = (("structure", _STRUCTURES), ("levels", ("levels",)))
    for key, names in sections if "root_contact" in finding else sections[::-1]:
        if name := _known(names, word):
            finding.update({key: name}) if key == "structure" else levels.append(name)
            return
    raise UnknownNameError("imaging finding, level, side, zone or contact", word, vocabulary().ids("imaging_findings"))


def _known(sections: str | tuple[str, ...], word: str) -> str | None:
    try:
        return vocabulary().resolve(sections, word)
    except UnknownNameError:
        return None


def _number(text: str) -> float | str:
    """Read a number where it is one; else leave the text for the checks to refuse."""
    return float(text) if re.fullmatch(r"[-+]?\d+(\.\d*)?", text) else text
