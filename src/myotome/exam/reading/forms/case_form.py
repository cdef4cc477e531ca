"""Reading who the patient is, and what is known of the case, out of a mapping."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from myotome.exam.case import DICTATED, Case, Demographics, Truth, Visit
from myotome.exam.findings.bedside import Finding
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.forms.form import Form
from myotome.exam.reading.forms.form_values import (
    FLAG,
    LEFT_RIGHT,
    WORDS,
    later,
    measured,
    one_name,
    sided,
    size,
    some_names,
)
from myotome.exam.reading.forms.investigation_forms import weeks
from myotome.exam.reading.limits import time_limits
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown

__all__ = ["CASE", "DEMOGRAPHICS", "TRUTH", "VISIT", "case_of"]

_LONGEST_ID = 100  # it becomes the name of a file
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


DEMOGRAPHICS = Form(
    {
        "age": size("age", "years"),
        "sex": one_name("sexes", null=True),
        "height_cm": size("height_cm", "cm"),
        "weight_kg": size("weight_kg", "kg"),
        "dominant_hand": sided(("left", "right"), null=True),
    },
    needs=("age", "sex"),
)
_TRUTH_NEEDS = (
    "class",
    "structure",
    "roots",
    "side",
    "disc_level",
    "zone",
    "disc_to_blame",
    "red_flag",
    "confirmed_by",
)
TRUTH = Form(
    {
        "class": one_name("truth_classes"),
        "structure": WORDS,
        "roots": some_names("roots", at_least=0),
        "side": sided((*LEFT_RIGHT, "midline", "none")),
        "disc_level": one_name("discs", null=True),
        "zone": one_name("zones", null=True),
        "disc_to_blame": FLAG,
        "red_flag": FLAG,
        "confirmed_by": one_name("confirmations"),
        "places": some_names(("roots", "nerves", "plexus_parts", "central_places"), at_least=0),
    },
    needs=("class", "structure", "roots", "side", "disc_level", "zone", "disc_to_blame", "red_flag", "confirmed_by"),
)
VISIT = Form(
    {
        "ago": measured("time_units", partial(time_limits, "ago")),
        "when": WORDS,
        "findings": later({"type": "array", "items": {"$ref": "#/$defs/finding"}, "minItems": 1}),
    },
    needs=("findings",),
)
CASE = Form(
    {
        "version": later({"const": 1}),
        "id": later({"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": _LONGEST_ID}),
        "source": WORDS,
        "kind": one_name("case_kinds"),
        "truth": later({"$ref": "#/$defs/truth"}),
        "setting": one_name("settings"),
        "record": one_name("records"),
        "demographics": later({"$ref": "#/$defs/demographics"}),
        "onset": measured("time_units", partial(time_limits, "onset")),
        "findings": later({"type": "array", "items": {"$ref": "#/$defs/finding"}}),
        "side_named": FLAG,
        "visits": later({"type": "array", "items": {"$ref": "#/$defs/visit"}}),
        "withheld": some_names("finding_kinds", at_least=0),
        "doubtful": FLAG,
        "note": WORDS,
    },
    needs=("id", "demographics", "findings"),
)


def case_of(
    fields: Fields,
    findings: tuple[Finding, ...],
    path: str | None,
    visits: tuple[Visit, ...] = (),
    side_named: bool = True,
) -> Case | None:
    """Put a case together from its checked parts; None where a part that it needs is missing."""
    read = CASE.read(fields)
    _check_version(fields)
    name, who, truth = _case_id(fields), _demographics(fields), _truth(fields)
    known: dict[str, Any] = {key: read[key] for key in ("setting", "kind", "source", "withheld", "note")}
    known |= {
        "onset_weeks": weeks(read["onset"]),
        "doubtful": bool(read["doubtful"]),
        "record": read["record"] or DICTATED,
    }
    known |= {"visits": visits, "side_named": side_named and read["side_named"] is not False}
    return None if name is None or who is None else Case(name, who, findings, truth=truth, path=path, **known)


def _check_version(fields: Fields) -> None:
    given = fields.raw.get("version", 1)
    if isinstance(given, bool) or given != vocabulary().version:
        message = "The file is of another version of the format."
        fields.checks.add(fields.at("version"), shown(given), str(vocabulary().version), message)


def _case_id(fields: Fields) -> str | None:
    name = fields.text("id")
    if name is None or (len(name) <= _LONGEST_ID and _ID.fullmatch(name)):
        return name
    allowed = f"lower-case letters and digits, joined by single hyphens, at most {_LONGEST_ID} characters"
    fixed = "-".join(re.findall(r"[a-z0-9]+", name[:_LONGEST_ID].lower()))
    near = (fixed,) if fixed else ()
    fields.checks.add(fields.at("id"), shown(name), allowed, "The id is not well formed.", near)
    return None


def _demographics(fields: Fields) -> Demographics | None:
    who = _part(fields, "demographics", DEMOGRAPHICS)
    return None if who is None else Demographics(*who.values())


def _truth(fields: Fields) -> Truth | None:
    truth = _part(fields, "truth", TRUTH)
    may_be_none = ("disc_level", "zone", "places")
    if truth is None or any(value is None for key, value in truth.items() if key not in may_be_none):
        return None
    places = truth.pop("places") if "places" in fields.raw["truth"] else None
    return Truth(truth.pop("class"), **{**truth, "places": places})


def _part(fields: Fields, key: str, form: Form) -> dict[str, Any] | None:
    """What a mapping inside the case holds; None where it is missing or no mapping."""
    if key not in fields:
        return None
    inner = fields.checks.fields(fields.raw[key], fields.at(key), tuple(form.keys), key)
    return None if inner is None else form.read(inner)
