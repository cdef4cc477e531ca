"""Reading each kind of bedside finding out of a mapping, with every check that the format asks for."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

from myotome.exam.findings.bedside import Finding, Measurement, Pain, Reflex, Sensation, Side, Sign, Strength
from myotome.exam.movements import NameKind, expand_all, expand_muscles, name_kind
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.limits import Limits, plausible, strength_limits
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary
from myotome.printing import shown

__all__ = [
    "KEYS",
    "LEFT_RIGHT",
    "SIDES_OF",
    "extra_keys",
    "measurement",
    "pain",
    "reflex",
    "sensation",
    "side",
    "sign",
    "strength",
]

LEFT_RIGHT = ("left", "right", "bilateral")

#: Sides that a finding may have, by the sidedness of its vocabulary entry.
SIDES_OF = {
    "sided": LEFT_RIGHT,
    "unsided": ("none",),
    "midline": ("midline", "none"),
    "either": (*LEFT_RIGHT, "none"),
}

#: Sides that any reflex may be given, as the case format has always allowed: see `reflex`.
REFLEX_SIDES = (*LEFT_RIGHT, "none")

#: Keys of each kind of finding besides `type`.
KEYS: dict[str, tuple[str, ...]] = {
    "strength": ("muscle", "movement", "side", "mrc", "value", "measured"),
    "sensation": ("areas", "dermatomes", "sensory_level", "side", "modality", "value"),
    "reflex": ("reflex", "side", "value"),
    "sign": ("sign", "muscles", "areas", "dermatomes", "side", "value"),
    "pain": ("areas", "dermatomes", "side", "radiating", "onset", "character", "severity", "worse_with", "better_with"),
}

# grades as clinicians write them, in the halves of the scale
_WRITTEN_GRADES = {"4+": 4.5, "5-": 4.5, "4-": 4.0, "3+": 3.0}


def side(fields: Fields, allowed: tuple[str, ...], key: str = "side") -> Side | None:
    """Side, one of those allowed for this finding."""
    name = fields.name(key, "sides")
    if name is None or name in allowed:
        return cast("Side | None", name)
    message = "This finding cannot have this side."
    if allowed == ("none",):
        message = "This finding has no side: write none."
    fields.checks.add(fields.at(key), repr(name), ", ".join(allowed), message)
    return None


def measurement(fields: Fields, key: str, units: str, limits: Callable[[str], Limits]) -> Measurement | None:
    """Value with its unit, within the limits that the unit has."""
    if key not in fields:
        return None
    inner = fields.checks.fields(fields.raw[key], fields.at(key), ("value", "unit"), key)
    if inner is None:
        return None
    inner.need("value", "unit")
    unit = inner.name("unit", units)
    value = inner.number("value", -math.inf, math.inf) if unit is None else plausible(inner, "value", limits(unit))
    return None if value is None or unit is None else Measurement(value, unit)


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
    fields.need("side")
    fields.need_one(("muscle", "movement"))
    fields.need_one(("mrc", "value", "measured"))
    name = fields.name("muscle", MUSCLE_SECTIONS) or fields.name("movement", "movements")
    where, grade = side(fields, LEFT_RIGHT), _mrc(fields)
    value, measured = (
        fields.name("value", "strength_values"),
        measurement(fields, "measured", "strength_units", strength_limits),
    )
    if name is None or where is None:
        return None
    kind: NameKind = "movement" if "movement" in fields else name_kind(name)
    return Strength(index, line, name, kind, expand_muscles(name), where, grade, value, measured)


def _mrc(fields: Fields) -> float | None:
    """MRC grade in halves; 4+ and 5- count as 4.5, 4- as 4, 3+ as 3."""
    if "mrc" not in fields:
        return None
    raw: Any = fields.raw["mrc"]
    if isinstance(raw, str) and raw.strip() in _WRITTEN_GRADES:
        return _WRITTEN_GRADES[raw.strip()]
    words = "an MRC grade in halves"
    grade = fields.number("mrc", 0.0, 5.0, words)
    if grade is not None and (grade * 2) % 1:
        message = "MRC grades go in halves; write 4+ and 5- as 4.5, 4- as 4, 3+ as 3."
        fields.checks.add(fields.at("mrc"), shown(raw), f"{words}, 0 to 5", message)
        return None
    return grade


def sensation(fields: Fields, index: int, line: int) -> Finding | None:
    """Feeling of the skin."""
    fields.need("side", "modality", "value")
    if "sensory_level" in fields:
        fields.need_one(("sensory_level", "areas", "dermatomes"))
    else:
        fields.need_one(("areas", "dermatomes", "sensory_level"), at_most=2)
    areas, dermatomes = fields.names("areas", "areas"), fields.names("dermatomes", "dermatomes")
    level, where = fields.name("sensory_level", "dermatomes"), side(fields, LEFT_RIGHT)
    modality, value = fields.name("modality", "modalities"), fields.name("value", "sensation_values")
    if where is None or modality is None or value is None:
        return None
    return Sensation(index, line, areas, dermatomes, level, where, modality, value)


def reflex(fields: Fields, index: int, line: int) -> Finding | None:
    """Reflex; one of the midline has no side whatever is given, and a sided one given none was tested on both."""
    fields.need("reflex", "side", "value")
    name, value = fields.name("reflex", "reflexes"), fields.name("value", "reflex_values")
    if name is None:
        return None
    sidedness = vocabulary().reflexes[name].sidedness or "either"
    where = side(fields, REFLEX_SIDES)
    if where is None or value is None:
        return None
    if sidedness != "either":
        where = "none" if sidedness == "unsided" else "bilateral" if where == "none" else where
    return Reflex(index, line, name, where, value)


def sign(fields: Fields, index: int, line: int) -> Finding | None:
    """Sign, its side and extra keys by its vocabulary entry; one of the midline may be given none."""
    fields.need("sign", "side", "value")
    name, value = fields.name("sign", "signs"), fields.name("value", "sign_values")
    names, areas = fields.names("muscles", MUSCLE_SECTIONS), fields.names("areas", "areas")
    dermatomes = fields.names("dermatomes", "dermatomes")
    if name is None:
        return None
    entry = vocabulary().signs[name]
    extra_keys(fields, entry, ("muscles", "areas", "dermatomes"))
    where = side(fields, SIDES_OF[entry.sidedness or "either"])
    if where is None or value is None:
        return None
    where = "midline" if entry.sidedness == "midline" else where
    return Sign(index, line, name, where, value == "positive", expand_all(names), areas, dermatomes, names)


def pain(fields: Fields, index: int, line: int) -> Finding | None:
    """Pain, where it is and how it behaves."""
    fields.need("side", "radiating")
    fields.need_one(("areas", "dermatomes"), at_most=2)
    areas, dermatomes = fields.names("areas", "areas"), fields.names("dermatomes", "dermatomes")
    where, radiating = side(fields, (*LEFT_RIGHT, "midline")), fields.flag("radiating")
    onset, character = fields.name("onset", "pain_onsets"), fields.names("character", "pain_characters")
    severity = fields.number("severity", 0.0, 10.0, "points")
    worse, better = fields.names("worse_with", "pain_modifiers"), fields.names("better_with", "pain_modifiers")
    if where is None or radiating is None:
        return None
    return Pain(index, line, areas, dermatomes, where, radiating, onset, character, severity, worse, better)
