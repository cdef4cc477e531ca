"""Reading imaging, electrodiagnosis, history and laboratory findings out of a mapping, with every check."""

from __future__ import annotations

import math
from functools import partial

from myotome.exam.findings.bedside import Finding
from myotome.exam.findings.investigations import Emg, History, Imaging, Lab, Ncs
from myotome.exam.movements import expand_all
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.finding_forms import LEFT_RIGHT, extra_keys, measurement, side
from myotome.exam.reading.limits import imaging_limits, limits, plausible, time_limits
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary
from myotome.units import weeks_from

__all__ = ["KEYS", "emg", "history", "imaging", "lab", "ncs", "weeks"]

#: Keys of each kind of finding besides `type`.
KEYS: dict[str, tuple[str, ...]] = {
    "imaging": (
        *("modality", "levels", "finding", "value", "measure", "zone", "side"),
        *("root_contact", "structure", "muscles"),
    ),
    "emg": ("muscles", "roots", "side", "value"),
    "ncs": ("nerve", "component", "site", "side", "value"),
    "history": ("item", "value", "areas", "levels", "side", "ago"),
    "lab": ("test", "value", "number"),
}

_STRUCTURES = ("roots", "imaging_structures", "nerves")
_ANY_SIDE = (*LEFT_RIGHT, "midline", "none")


def weeks(fields: Fields, key: str) -> float | None:
    """Span of time in weeks."""
    span = measurement(fields, key, "time_units", partial(time_limits, key))
    return None if span is None else weeks_from(span.value, span.unit)


def imaging(fields: Fields, index: int, line: int) -> Finding | None:
    """One finding of an image."""
    fields.need("modality", "levels", "finding", "side")
    modality, levels = fields.name("modality", "imaging_modalities"), fields.names("levels", "levels")
    finding, value = fields.name("finding", "imaging_findings"), fields.name("value", "imaging_values")
    where, zone = side(fields, _ANY_SIDE), fields.name("zone", "zones")
    contact, structure = fields.name("root_contact", "root_contacts"), fields.name("structure", _STRUCTURES)
    measure = measurement(fields, "measure", "measure_units", partial(imaging_limits, finding))
    names = fields.names("muscles", MUSCLE_SECTIONS)
    if modality is None or finding is None or where is None:
        return None
    touches = (zone, contact, structure, measure)
    muscles, present = expand_all(names), value != "absent"
    return Imaging(index, line, modality, levels, finding, where, *touches, muscles, present, names)


def emg(fields: Fields, index: int, line: int) -> Finding | None:
    """Needle electromyography."""
    fields.need("side", "value")
    fields.need_one(("muscles", "roots"))
    names, roots = fields.names("muscles", MUSCLE_SECTIONS), fields.names("roots", "roots")
    where, value = side(fields, LEFT_RIGHT), fields.name("value", "emg_values")
    if where is None or value is None:
        return None
    return Emg(index, line, expand_all(names), names, roots, where, value)


def ncs(fields: Fields, index: int, line: int) -> Finding | None:
    """Nerve conduction."""
    fields.need("nerve", "side", "value")
    nerve, where = fields.name("nerve", "nerves"), side(fields, LEFT_RIGHT)
    value = fields.name("value", "ncs_values")
    component, site = fields.name("component", "ncs_components"), fields.name("site", "nerve_sites")
    if value == "slowed_at_site":
        fields.need("site")
    if nerve is None or where is None or value is None:
        return None
    return Ncs(index, line, nerve, where, value, component, site)


def history(fields: Fields, index: int, line: int) -> Finding | None:
    """One item of the history, its value of the type that the vocabulary gives it."""
    fields.need("item", "value")
    item = fields.name("item", "history")
    areas, levels = fields.names("areas", "areas"), fields.names("levels", "levels")
    where, ago = side(fields, LEFT_RIGHT), weeks(fields, "ago")
    if item is None:
        return None
    entry = vocabulary().history[item]
    extra_keys(fields, entry, ("areas", "levels", "side", "ago"))
    value = _history_value(fields, entry)
    return None if value is None else History(index, line, item, value, areas, levels, where, ago)


def _history_value(fields: Fields, entry: Entry) -> bool | float | str | None:
    if entry.value == "bool":
        return fields.flag("value")
    if entry.value == "number":
        return plausible(fields, "value", limits()["history", entry.id, entry.unit or ""])
    return fields.choice("value", entry.values)


def lab(fields: Fields, index: int, line: int) -> Finding | None:
    """One laboratory or bedside test."""
    fields.need("test")
    fields.need_one(("value", "number"), at_most=2)
    test, value = fields.name("test", "lab_tests"), fields.name("value", "lab_values")
    if test is None:
        return None
    return Lab(index, line, test, value, _lab_number(fields, vocabulary().sections["lab_tests"][test]))


def _lab_number(fields: Fields, entry: Entry) -> float | None:
    """Number in the unit of the vocabulary; a test without a unit may have any."""
    if "number" not in fields or entry.unit is None:
        return fields.number("number", -math.inf, math.inf, "a number, no unit")
    return plausible(fields, "number", limits()["lab", entry.id, entry.unit])
