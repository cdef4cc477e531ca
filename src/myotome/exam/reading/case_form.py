"""Reading who the patient is, and what is known of the case, out of a mapping."""

from __future__ import annotations

import re
from typing import Any

from myotome.exam.case import Case, Demographics, Truth
from myotome.exam.findings.bedside import Finding
from myotome.exam.reading.checks import Fields
from myotome.exam.reading.finding_forms import LEFT_RIGHT, side
from myotome.exam.reading.investigation_forms import weeks
from myotome.exam.reading.limits import limits, plausible
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown

__all__ = ["CASE_KEYS", "case_of"]

#: Keys of a case file.
CASE_KEYS = (
    *("version", "id", "source", "kind", "truth", "setting", "demographics", "onset", "findings"),
    *("withheld", "doubtful", "note"),
)
_WHO = ("age", "sex", "height_cm", "weight_kg", "dominant_hand")
_TRUTH = ("class", "structure", "roots", "side", "disc_level", "zone", "disc_to_blame", "red_flag", "confirmed_by")
_PLACES = ("roots", "nerves", "plexus_parts", "central_places")
_LONGEST_ID = 100  # it becomes the name of a file
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def case_of(fields: Fields, findings: tuple[Finding, ...], path: str | None) -> Case | None:
    """Put a case together from its checked parts; None where a part that it needs is missing."""
    fields.need("id", "demographics", "findings")
    _check_version(fields)
    name, who, truth = _case_id(fields), _demographics(fields), _truth(fields)
    known: dict[str, Any] = {
        "setting": fields.name("setting", "settings"),
        "onset_weeks": weeks(fields, "onset"),
        "kind": fields.name("kind", "case_kinds"),
        "source": fields.text("source"),
        "withheld": fields.names("withheld", "finding_kinds", at_least=0),
        "doubtful": bool(fields.flag("doubtful")),
        "note": fields.text("note"),
    }
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


def _known(fields: Fields, key: str, sections: str | tuple[str, ...]) -> str | None:
    """Name, or None where the file says null."""
    return None if fields.raw.get(key) is None else fields.name(key, sections)


def _size(fields: Fields, key: str, unit: str) -> float | None:
    return None if fields.raw.get(key) is None else plausible(fields, key, limits()["patient", key, unit])


def _demographics(fields: Fields) -> Demographics | None:
    if "demographics" not in fields:
        return None
    who = fields.checks.fields(fields.raw["demographics"], fields.at("demographics"), _WHO, "demographics")
    if who is None:
        return None
    who.need("age", "sex")
    age, sex = _size(who, "age", "years"), _known(who, "sex", "sexes")
    height, weight = _size(who, "height_cm", "cm"), _size(who, "weight_kg", "kg")
    hand = None if who.raw.get("dominant_hand") is None else side(who, ("left", "right"), "dominant_hand")
    return Demographics(age, sex, height, weight, hand)


def _truth(fields: Fields) -> Truth | None:
    if "truth" not in fields:
        return None
    truth = fields.checks.fields(fields.raw["truth"], fields.at("truth"), (*_TRUTH, "places"), "truth")
    if truth is None:
        return None
    truth.need(*_TRUTH)
    parts = {
        "class_": truth.name("class", "truth_classes"),
        "structure": truth.text("structure"),
        "side": side(truth, (*LEFT_RIGHT, "midline", "none")),
        "disc_to_blame": truth.flag("disc_to_blame"),
        "red_flag": truth.flag("red_flag"),
        "confirmed_by": truth.name("confirmed_by", "confirmations"),
    }
    where = {"disc_level": _known(truth, "disc_level", "discs"), "zone": _known(truth, "zone", "zones")}
    places = truth.names("places", _PLACES, at_least=0) if "places" in truth else None
    known: dict[str, Any] = {**parts, **where, "roots": truth.names("roots", "roots", at_least=0), "places": places}
    return None if None in parts.values() else Truth(**known)
