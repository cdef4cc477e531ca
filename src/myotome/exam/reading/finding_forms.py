"""Reading each kind of bedside finding out of a mapping, with every check that the format asks for."""

from __future__ import annotations

from typing import Any

from myotome.exam.findings.bedside import Finding, Pain, Reflex, Sensation, Sign, Strength
from myotome.exam.movements import NameKind, expand_all, expand_muscles, name_kind
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.form_values import (
    FLAG,
    LEFT_RIGHT,
    Value,
    later,
    measured,
    one_name,
    points,
    side,
    sided,
    some_names,
)
from myotome.exam.reading.forms import Form
from myotome.exam.reading.limits import strength_limits
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary
from myotome.printing import shown

__all__ = ["FORMS", "SIDES_OF", "extra_keys", "pain", "reflex", "sensation", "sign", "strength"]

#: Sides that a finding may have, by the sidedness of its vocabulary entry.
SIDES_OF = {
    "sided": LEFT_RIGHT,
    "unsided": ("none",),
    "midline": ("midline", "none"),
    "either": (*LEFT_RIGHT, "none"),
}

# grades as clinicians write them, in the halves of the scale
_WRITTEN_GRADES = {"4+": 4.5, "5-": 4.5, "4-": 4.0, "3+": 3.0}


def _mrc(fields: Fields, key: str) -> float | None:
    """MRC grade in halves; 4+ and 5- count as 4.5, 4- as 4, 3+ as 3."""
    raw: Any = fields.raw.get(key)
    if isinstance(raw, str) and raw.strip() in _WRITTEN_GRADES:
        return _WRITTEN_GRADES[raw.strip()]
    words = "an MRC grade in halves"
    grade = fields.number(key, 0.0, 5.0, words)
    if grade is not None and (grade * 2) % 1:
        message = "MRC grades go in halves; write 4+ and 5- as 4.5, 4- as 4, 3+ as 3."
        fields.checks.add(fields.at(key), shown(raw), f"{words}, 0 to 5", message)
        return None
    return grade


_GRADE = Value(_mrc, lambda: {"type": "number", "minimum": 0, "maximum": 5, "multipleOf": 0.5})
_AREAS = {"areas": some_names("areas"), "dermatomes": some_names("dermatomes")}

#: What each kind of finding may hold besides `type`.
FORMS = {
    "strength": Form(
        {
            "muscle": one_name(MUSCLE_SECTIONS),
            "movement": one_name("movements"),
            "side": sided(),
            "mrc": _GRADE,
            "value": one_name("strength_values"),
            "measured": measured("strength_units", strength_limits),
        },
        needs=("side",),
        one_of=(("muscle", "movement"), ("mrc", "value", "measured")),
    ),
    "sensation": Form(
        {
            **_AREAS,
            "sensory_level": one_name("dermatomes"),
            "side": sided(),
            "modality": one_name("modalities"),
            "value": one_name("sensation_values"),
        },
        needs=("side", "modality", "value"),
        some_of=(("areas", "dermatomes", "sensory_level"),),
        apart=(("sensory_level", ("areas", "dermatomes")),),
    ),
    "reflex": Form(
        {"reflex": one_name("reflexes"), "side": sided((*LEFT_RIGHT, "none")), "value": one_name("reflex_values")},
        needs=("reflex", "side", "value"),
    ),
    "sign": Form(
        {
            "sign": one_name("signs"),
            "muscles": some_names(MUSCLE_SECTIONS),
            **_AREAS,
            "side": later({"$ref": "#/$defs/sides"}),
            "value": one_name("sign_values"),
        },
        needs=("sign", "side", "value"),
    ),
    "pain": Form(
        {
            **_AREAS,
            "side": sided((*LEFT_RIGHT, "midline")),
            "radiating": FLAG,
            "onset": one_name("pain_onsets"),
            "character": some_names("pain_characters"),
            "severity": points(0, 10),
            "worse_with": some_names("pain_modifiers"),
            "better_with": some_names("pain_modifiers"),
        },
        needs=("side", "radiating"),
        some_of=(("areas", "dermatomes"),),
    ),
}


def extra_keys(fields: Fields, entry: Entry, keys: tuple[str, ...]) -> None:
    """Report keys that this sign or history item does not take, and those that it needs."""
    fields.need(*entry.needs)
    for key in keys:
        if key in fields and key not in (*entry.takes, *entry.needs):
            taken = ", ".join((*entry.needs, *entry.takes)) or "none"
            message = f"{entry.label} takes no key {key!r}."
            fields.checks.add(fields.at(key), f"the key {key}", f"of {', '.join(keys)}: {taken}", message)


def strength(fields: Fields, index: int, line: int) -> Finding | None:
    """Strength of a muscle, a group or a movement."""
    read = FORMS["strength"].read(fields)
    name, where = read["muscle"] or read["movement"], read["side"]
    if name is None or where is None:
        return None
    kind: NameKind = "movement" if "movement" in fields else name_kind(name)
    muscles = expand_muscles(name)
    return Strength(index, line, name, kind, muscles, where, read["mrc"], read["value"], read["measured"])


def sensation(fields: Fields, index: int, line: int) -> Finding | None:
    """Feeling of the skin."""
    read = FORMS["sensation"].read(fields)
    if None in (read["side"], read["modality"], read["value"]):
        return None
    return Sensation(index, line, *read.values())


def reflex(fields: Fields, index: int, line: int) -> Finding | None:
    """Reflex; one of the midline has no side whatever is given, and a sided one given none was tested on both."""
    name, where, value = FORMS["reflex"].read(fields).values()
    if name is None or where is None or value is None:
        return None
    sidedness = vocabulary().reflexes[name].sidedness or "either"
    if sidedness != "either":
        where = "none" if sidedness == "unsided" else "bilateral" if where == "none" else where
    return Reflex(index, line, name, where, value)


def sign(fields: Fields, index: int, line: int) -> Finding | None:
    """Sign, its side and extra keys by its vocabulary entry; one of the midline may be given none."""
    read = FORMS["sign"].read(fields)
    name, names, value = read["sign"], read["muscles"], read["value"]
    if name is None:
        return None
    entry = vocabulary().signs[name]
    extra_keys(fields, entry, ("muscles", "areas", "dermatomes"))
    where = side(fields, SIDES_OF[entry.sidedness or "either"])
    if where is None or value is None:
        return None
    where = "midline" if entry.sidedness == "midline" else where
    touched = (read["areas"], read["dermatomes"])
    return Sign(index, line, name, where, value == "positive", expand_all(names), *touched, names)


def pain(fields: Fields, index: int, line: int) -> Finding | None:
    """Pain, where it is and how it behaves."""
    read = FORMS["pain"].read(fields)
    return None if None in (read["side"], read["radiating"]) else Pain(index, line, *read.values())
