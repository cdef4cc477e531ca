"""Reading each kind of bedside finding out of a mapping, with every check that the format asks for."""

from __future__ import annotations

from typing import Any, cast

from myotome.exam.findings.bedside import Finding, Pain, Reflex, Sensation, Side, Sign, Strength
from myotome.exam.movements import NameKind, expand_all, expand_muscles, name_kind
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.forms.form import Form
from myotome.exam.reading.forms.form_values import (
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
from myotome.exam.reading.forms.said_by_places import runs_into_limb, side_left_out
from myotome.exam.reading.forms.scales import angle_signs, check_angle, positive_at, sign_angle
from myotome.exam.reading.limits import strength_limits
from myotome.exam.reading.spoken import spoken_grade, spoken_mrc
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary
from myotome.printing import shown

__all__ = ["FORMS", "SIDELESS", "SIDES_OF", "extra_keys", "pain", "reflex", "sensation", "sign", "strength"]

#: Sides that a finding may have, by the sidedness of its vocabulary entry.
SIDES_OF = {
    "sided": LEFT_RIGHT,
    "unsided": ("none",),
    "midline": ("midline", "none"),
    "either": (*LEFT_RIGHT, "none"),
}

#: Sidedness of what may leave its side out.
SIDELESS = frozenset({"unsided", "midline"})


def _mrc(fields: Fields, key: str) -> float | None:
    """MRC grade in halves, or as clinicians write it."""
    raw: Any = fields.raw.get(key)
    if (said := spoken_mrc(raw)) is not None:
        return said
    words = "an MRC grade in halves (also 4-/5, 3+, moderate)"
    grade = fields.number(key, 0.0, 5.0, words)
    if grade is not None and (grade * 2) % 1:
        message = "MRC grades go in halves; write 4+ and 5- as 4.5, 4- as 4, 3+ as 3."
        fields.checks.add(fields.at(key), shown(raw), f"{words}, 0 to 5", message)
        return None
    return grade


def _strength_word(fields: Fields, key: str) -> str | None:
    """`weak` or `normal`; a grade written in its place is read as a grade."""
    return None if _grade_in_place(fields, key) is not None else fields.name(key, "strength_values")


def _grade_in_place(fields: Fields, key: str) -> float | None:
    raw = fields.raw.get(key)
    is_word = isinstance(raw, str) and vocabulary().find("strength_values", raw) is not None
    return None if is_word else spoken_mrc(raw)


def _sign_word(fields: Fields, key: str) -> str | None:
    """`positive` or `negative`; nothing where an angle stands in its place."""
    raw, sign = fields.raw.get(key), fields.raw.get("sign")
    name = vocabulary().find("signs", sign) if isinstance(sign, str) else None
    is_angle = isinstance(raw, int | float) and not isinstance(raw, bool) and name in angle_signs()
    return None if is_angle else fields.name(key, "sign_values")


_GRADE = Value(_mrc, lambda: {"type": "number", "minimum": 0, "maximum": 5, "multipleOf": 0.5})
_DEGREES = {"type": "number", "minimum": 0, "maximum": 180}
_AREAS = {"areas": some_names("areas"), "dermatomes": some_names("dermatomes")}

#: What each kind of finding may hold besides `type`.
FORMS = {
    "strength": Form(
        {
            "muscle": one_name(MUSCLE_SECTIONS),
            "movement": one_name("movements"),
            "side": sided(),
            "mrc": _GRADE,
            "value": Value(_strength_word, lambda: {"$ref": "#/$defs/strength_values"}),
            "measured": measured("strength_units", strength_limits),
            "severity": one_name("severities"),
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
            "severity": one_name("severities"),
        },
        needs=("value",),
        some_of=(("areas", "dermatomes", "sensory_level"),),
        apart=(("sensory_level", ("areas", "dermatomes")),),
    ),
    "reflex": Form(
        {"reflex": one_name("reflexes"), "side": sided((*LEFT_RIGHT, "none")), "value": one_name("reflex_values")},
        needs=("reflex", "value"),
    ),
    "sign": Form(
        {
            "sign": one_name("signs"),
            "muscles": some_names(MUSCLE_SECTIONS),
            **_AREAS,
            "side": later({"$ref": "#/$defs/sides"}),
            "value": Value(_sign_word, lambda: {"anyOf": [{"$ref": "#/$defs/sign_values"}, dict(_DEGREES)]}),
            "angle_deg": later(_DEGREES),
        },
        needs=("sign",),
        some_of=(("value", "angle_deg"),),
    ),
    "pain": Form(
        {
            **_AREAS,
            "side": sided((*LEFT_RIGHT, "midline")),
            "radiating": FLAG,
            "onset": one_name("pain_onsets"),
            "character": some_names("pain_characters"),
            "severity": points(0, 10, "pain_severity"),
            "worse_with": some_names("pain_modifiers"),
            "better_with": some_names("pain_modifiers"),
        },
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
    grade, value = _graded(fields, read)
    return Strength(index, line, name, kind, expand_muscles(name), where, grade, value, read["measured"])


def _graded(fields: Fields, read: dict[str, Any]) -> tuple[float | None, str | None]:
    """Grade and word of a strength: how weak it is said to be makes a grade of the word."""
    severity, value = read["severity"], read["value"]
    if severity is None or value is None:
        in_place = _grade_in_place(fields, "value")
        return (read["mrc"] if in_place is None else in_place), value
    if value != "weak":
        fields.checks.add(
            fields.at("severity"), shown(severity), "beside value: weak", "What is normal has no severity."
        )
    return spoken_grade("mrc", severity), None


def sensation(fields: Fields, index: int, line: int) -> Finding | None:
    """Feeling of the skin."""
    read = FORMS["sensation"].read(fields)
    read["side"] = _side_of_skin("sensation", fields, read)
    if None in (read["side"], read["value"]) or (read["modality"] is None and "modality" in fields):
        return None
    return Sensation(index, line, **{**read, "modality": read["modality"] or "unspecified"})


def reflex(fields: Fields, index: int, line: int) -> Finding | None:
    """Reflex; one of the midline has no side whatever is given, and a sided one given none was tested on both."""
    name, where, value = FORMS["reflex"].read(fields).values()
    if name is None:
        return None
    sidedness = vocabulary().reflexes[name].sidedness or "either"
    where = where if "side" in fields else _side_of(fields, vocabulary().reflexes[name])
    if where is None or value is None:
        return None
    if sidedness != "either":
        where = "none" if sidedness == "unsided" else "bilateral" if where == "none" else where
    return Reflex(index, line, name, where, value)


def _side_of(fields: Fields, entry: Entry) -> Side | None:
    """Side of a sign or a reflex; what has no side may leave it out."""
    if "side" not in fields and entry.sidedness in SIDELESS:
        return "none"
    fields.need("side")
    return side(fields, SIDES_OF[entry.sidedness or "either"]) if "side" in fields else None


def _side_of_skin(kind: str, fields: Fields, read: dict[str, Any]) -> Side | None:
    """Side of feeling or of pain; areas in the middle of the body may leave it out."""
    usual = None if read["dermatomes"] else side_left_out(kind, read["areas"])
    if "side" not in fields and usual is not None:
        return usual
    fields.need("side")
    return cast("Side | None", read["side"])


def sign(fields: Fields, index: int, line: int) -> Finding | None:
    """Sign, its side and extra keys by its vocabulary entry; one of the midline may be given none."""
    read = FORMS["sign"].read(fields)
    name, names, value = read["sign"], read["muscles"], read["value"]
    if name is None:
        return None
    entry = vocabulary().signs[name]
    extra_keys(fields, entry, ("muscles", "areas", "dermatomes"))
    angle = sign_angle(fields, name)
    if name not in angle_signs():
        fields.need("value")
    where = _side_of(fields, entry)
    if where is None or (value is None and (angle is None or name not in angle_signs())):
        return None
    positive = value == "positive" if value is not None or angle is None else positive_at(name, angle)
    check_angle(fields, name, angle, positive)
    where = "midline" if entry.sidedness == "midline" else where
    touched = (read["areas"], read["dermatomes"])
    return Sign(index, line, name, where, positive, expand_all(names), *touched, names, angle)


def pain(fields: Fields, index: int, line: int) -> Finding | None:
    """Pain, where it is and how it behaves."""
    read = FORMS["pain"].read(fields)
    read["side"] = _side_of_skin("pain", fields, read)
    if read["side"] is None:
        return None
    says = read["radiating"] if "radiating" in fields else runs_into_limb(read["areas"])
    return Pain(index, line, **{**read, "radiating": says})
