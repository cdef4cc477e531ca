"""Reading imaging, electrodiagnosis, history and laboratory findings out of a mapping, with every check."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from myotome.exam.findings.bedside import Finding, Measurement, Side
from myotome.exam.findings.investigations import Emg, History, Imaging, Lab, Ncs, Questionnaire
from myotome.exam.movements import expand_all
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.forms.finding_forms import extra_keys
from myotome.exam.reading.forms.form import Form
from myotome.exam.reading.forms.form_values import (
    LEFT_RIGHT,
    Value,
    conduction_number,
    later,
    measured,
    measured_node,
    measurement,
    one_name,
    sided,
    some_names,
)
from myotome.exam.reading.forms.scales import imaging_grade
from myotome.exam.reading.forms.study_numbers import MEASURES
from myotome.exam.reading.limits import imaging_limits, limits, plausible, time_limits
from myotome.exam.reading.spoken import spoken_flag, spoken_span
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary
from myotome.units import weeks_from

__all__ = ["FORMS", "YES_NO", "emg", "history", "imaging", "lab", "ncs", "questionnaire", "weeks"]

_LIMITS_OF_LABORATORY = {
    "type": "object",
    "properties": {name: {"type": "number"} for name in MEASURES},
    "additionalProperties": False,
}


def _named(section: str) -> Callable[[Fields, str], str | None]:
    return lambda fields, key: fields.name(key, section)


#: What yes and no mean of an item of the history that has words of its own.
YES_NO = {True: "unspecified", False: "none"}
#: What each kind of finding may hold besides `type`.
FORMS = {
    "imaging": Form(
        {
            "modality": one_name("imaging_modalities"),
            "levels": some_names("levels"),
            "finding": one_name("imaging_findings"),
            "value": Value(_named("imaging_values"), lambda: {"type": "string"}),
            "side": sided((*LEFT_RIGHT, "midline", "none")),
            "zone": one_name("zones"),
            "root_contact": one_name("root_contacts"),
            "structure": one_name(("roots", "imaging_structures", "nerves")),
            "measure": later(measured_node("measure_units")),
            "muscles": some_names(MUSCLE_SECTIONS),
            "severity": one_name("severities"),
            "grade": later({"type": "number", "minimum": 0, "maximum": 5}),
        },
        needs=("modality", "levels", "finding"),
        needs_with=tuple(("zone", zone, "side") for zone in ("subarticular", "foraminal", "extraforaminal")),
    ),
    "emg": Form(
        {
            "muscles": some_names(MUSCLE_SECTIONS),
            "roots": some_names("roots"),
            "side": sided(),
            "value": one_name("emg_values"),
            "grade": one_name("needle_grades"),
        },
        needs=("side", "value"),
        one_of=(("muscles", "roots"),),
    ),
    "ncs": Form(
        {
            "nerve": one_name("nerves"),
            "component": one_name("ncs_components"),
            "site": one_name("nerve_sites"),
            "side": sided(),
            "value": one_name("ncs_values"),
            **{name: conduction_number(name) for name in (*MEASURES, "temperature_c")},
            "limits": later(_LIMITS_OF_LABORATORY),
        },
        needs=("nerve", "side"),
        some_of=(("value", *MEASURES),),
        needs_with=(("value", "slowed_at_site", "site"),),
    ),
    "history": Form(
        {
            "item": one_name("history"),
            "value": later({"type": ["boolean", "number", "string"]}),
            "areas": some_names("areas"),
            "levels": some_names("levels"),
            "side": sided(),
            "ago": measured("time_units", partial(time_limits, "ago")),
        },
        needs=("item", "value"),
    ),
    "questionnaire": Form(
        {"name": one_name("questionnaires"), "value": later({"type": "number", "description": "the total score"})},
        needs=("name", "value"),
    ),
    "lab": Form(
        {
            "test": one_name("lab_tests"),
            "value": Value(_named("lab_values"), lambda: {"type": ["number", "string"]}),
            "number": later({"type": "number", "description": "in the unit of the vocabulary"}),
        },
        needs=("test",),
        some_of=(("value", "number"),),
    ),
}


def weeks(span: Measurement | None) -> float | None:
    """Span of time in weeks."""
    return None if span is None else weeks_from(span.value, span.unit)


def imaging(fields: Fields, index: int, line: int) -> Finding | None:
    """One finding of an image."""
    read = FORMS["imaging"].read(fields)
    where: Side | None = read["side"] if "side" in fields else "none"
    modality, finding = read["modality"], read["finding"]
    if modality is None or finding is None or where is None:
        return None
    measure = measurement(fields, "measure", "measure_units", partial(imaging_limits, finding))
    touches = (read["zone"], read["root_contact"], read["structure"], measure)
    names, present = read["muscles"], read["value"] != "absent"
    much = (read["severity"], imaging_grade(fields, finding))
    return Imaging(
        index, line, modality, read["levels"], finding, where, *touches, expand_all(names), present, names, *much
    )


def emg(fields: Fields, index: int, line: int) -> Finding | None:
    """Needle electromyography."""
    names, roots, where, value, grade = FORMS["emg"].read(fields).values()
    if where is None or value is None:
        return None
    if grade == "0" and value == "denervation":
        message = "Grade 0 is no spontaneous activity: the muscle is not denervated."
        fields.checks.add(fields.at("grade"), "0", "1+ to 4+ beside denervation", message)
    if value == "normal" and grade not in (None, "0"):
        message = "This contradicts itself: a muscle with spontaneous activity is not normal."
        fields.checks.add(fields.at("grade"), str(grade), "0 beside normal", message)
    return Emg(index, line, expand_all(names), names, roots, where, value, grade)


def ncs(fields: Fields, index: int, line: int) -> Finding | None:
    """Nerve conduction."""
    read = FORMS["ncs"].read(fields)
    nerve, where, value = read["nerve"], read["side"], read["value"]
    measures = tuple((name, read[name]) for name in (*MEASURES, "temperature_c") if read[name] is not None)
    if "limits" in fields:
        own = fields.checks.fields(fields.raw["limits"], fields.at("limits"), tuple(MEASURES), "limits")
        if own is not None:
            Form({name: conduction_number(name) for name in MEASURES}).read(own)
    if nerve is None or where is None or value is None:
        return None
    return Ncs(index, line, nerve, where, value, read["component"], read["site"], measures)


def history(fields: Fields, index: int, line: int) -> Finding | None:
    """One item of the history, its value of the type that the vocabulary gives it."""
    item, _, areas, levels, where, ago = FORMS["history"].read(fields).values()
    if item is None:
        return None
    entry = vocabulary().history[item]
    extra_keys(fields, entry, ("areas", "levels", "side", "ago"))
    value = _history_value(fields, entry)
    return None if value is None else History(index, line, item, value, areas, levels, where, weeks(ago))


def _history_value(fields: Fields, entry: Entry) -> bool | float | str | None:
    if entry.value == "bool":
        said = spoken_flag(fields.raw.get("value"))
        return fields.flag("value") if said is None else said
    if entry.value == "number":
        if entry.unit == "weeks" and (span := spoken_span(fields.raw.get("value"))):
            return weeks(Measurement(**span))
        return plausible(fields, "value", limits()["history", entry.id, entry.unit or ""])
    raw = fields.raw.get("value")
    if isinstance(raw, bool) and YES_NO[raw] in entry.values:
        return YES_NO[raw]
    return fields.choice("value", entry.values)


def lab(fields: Fields, index: int, line: int) -> Finding | None:
    """One laboratory or bedside test."""
    test, value, _ = FORMS["lab"].read(fields).values()
    if test is None:
        return None
    return Lab(index, line, test, value, _lab_number(fields, vocabulary().sections["lab_tests"][test]))


def _lab_number(fields: Fields, entry: Entry) -> float | None:
    """Number in the unit of the vocabulary; a test without a unit may have any."""
    if "number" not in fields or entry.unit is None:
        return fields.number("number", -math.inf, math.inf, "a number, no unit")
    return plausible(fields, "number", limits()["lab", entry.id, entry.unit])


def questionnaire(fields: Fields, index: int, line: int) -> Finding | None:
    """Total score of a questionnaire, within the ends of its scale."""
    name = FORMS["questionnaire"].read(fields)["name"]
    if name is None:
        return None
    unit = vocabulary().sections["questionnaires"][name].unit or ""
    value = plausible(fields, "value", limits()["questionnaire", name, unit])
    return None if value is None else Questionnaire(index, line, name, value)
