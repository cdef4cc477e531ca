"""The questions of a guided examination: who the patient is, where it hurts, then one test after another."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from myotome.cli.guided.answers import HINTS, findings_of
from myotome.exam import Case, Pain, case_from_mapping, vocabulary

if TYPE_CHECKING:
    from myotome.explain import NextTest

__all__ = ["GuidedQuestion", "basic_questions", "question_of_test", "with_changes"]

# stands in while a case without findings is checked; a case file needs at least one
_STAND_IN = {"type": "history", "item": "pain", "value": True}
_SEXES = {"m": "male", "f": "female"}
_SIDES = {"both": "bilateral", "l": "left", "r": "right", "m": "midline"}
_YES, _NO = ("y", "yes", "+"), ("n", "no", "-")
_UNSIDED = {"unsided": "none", "midline": "midline", "either": "none"}


@dataclass(frozen=True, slots=True)
class GuidedQuestion:
    """One question: its words, what may be answered, and what an answer makes of the case.

    Attributes
    ----------
    answered : callable
        Case and answer to the case with the answer; raises InputError or UnknownNameError where it is not allowed.
    default : str
        Taken where nothing is typed; empty for none.
    """

    id: str
    prompt: str
    hint: str
    answered: Callable[[Case, str], Case]
    default: str = ""


def with_changes(case: Case, **changes: Any) -> Case:
    """Give a case other keys, through every check of a case file."""
    plain = case.to_dict() | changes
    if plain["findings"]:
        return replace(case_from_mapping(plain), path=case.path)
    return replace(case_from_mapping({**plain, "findings": [_STAND_IN]}), findings=(), path=case.path)


def basic_questions(case: Case, suggested_id: str = "") -> tuple[GuidedQuestion, ...]:
    """Questions that come before any test; whether pain radiates is asked only where there is pain."""
    who = (
        GuidedQuestion(
            "id", "Case id", "lower-case words and numbers joined by hyphens; no names", _named, suggested_id
        ),
        GuidedQuestion("age", "Age", "years, 0 to 120", _aged),
        GuidedQuestion("sex", "Sex", "m = male, f = female", _sexed),
        GuidedQuestion(
            "pain", "Pain: side and areas", "right: low back, buttock (or left, both, midline); none", _pained
        ),
    )
    runs = GuidedQuestion("radiating", "Does the pain run down the arm or leg?", "y = yes, n = no", _radiating)
    since = GuidedQuestion("onset", "Since when?", "a number and a unit: 3 weeks", _begun)
    hurts = any(isinstance(finding, Pain) for finding in case.findings)
    return (*who, *((runs,) if hurts else ()), since)


def _named(case: Case, text: str) -> Case:
    return with_changes(case, id=text)


def _aged(case: Case, text: str) -> Case:
    number = float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text
    return with_changes(case, demographics={**case.demographics.to_dict(), "age": number})


def _sexed(case: Case, text: str) -> Case:
    return with_changes(case, demographics={**case.demographics.to_dict(), "sex": _SEXES.get(text.lower(), text)})


def _pained(case: Case, text: str) -> Case:
    if text.lower() in {"none", *_NO}:
        return _with_findings(case, [{"type": "history", "item": "pain", "value": False}])
    side, _, areas = text.partition(":") if ":" in text else text.partition(" ")
    named = [area.strip() for area in areas.split(",") if area.strip()]
    where = {"areas": named, "side": _SIDES.get(side.strip().lower(), side.strip())}
    return _with_findings(case, [{"type": "pain", **where, "radiating": False}])


def _radiating(case: Case, text: str) -> Case:
    value = text.lower() in _YES or (False if text.lower() in _NO else text)
    findings = [finding.to_dict() for finding in case.findings]
    changed = [{**one, "radiating": value} if one["type"] == "pain" else one for one in findings]
    return with_changes(case, findings=changed)


def _begun(case: Case, text: str) -> Case:
    found = re.fullmatch(r"([\d.]+)\s*([a-z]+?)s?", text.strip().lower())
    onset = {"value": _float(found[1]), "unit": f"{found[2]}s"} if found else text
    return with_changes(case, onset=onset)


def _float(text: str) -> float | str:
    return float(text) if re.fullmatch(r"\d+(\.\d*)?|\.\d+", text) else text


def _with_findings(case: Case, added: list[dict[str, Any]]) -> Case:
    return with_changes(case, findings=[*(finding.to_dict() for finding in case.findings), *added])


def question_of_test(test: NextTest) -> GuidedQuestion:
    """Question for a proposed test."""
    asked = _asked(test.id)
    hint = _hint_of_item(asked["item"]) if asked["type"] == "history" else HINTS[asked["type"]]
    return GuidedQuestion(test.id, test.label, hint, lambda case, text: _with_findings(case, findings_of(asked, text)))


def _hint_of_item(item: str) -> str:
    entry = vocabulary().history[item]
    return ", ".join(entry.values) or (entry.unit or "a number" if entry.value == "number" else "y = yes, n = no")


def _asked(test_id: str) -> dict[str, Any]:
    """Make the finding that a test will give, without its value."""
    from myotome.explain import examinations

    known = {examination.id: examination for examination in examinations()}
    name, _, side = test_id.rpartition("_")
    test, side = (known[test_id], "none") if test_id in known else (known[name], side)
    return {"type": test.finding_type, **_FORMS[test.finding_type](test.finding, test.detail, side)}


def _tested(name: str, _: str, side: str) -> dict[str, Any]:
    return {"movement" if name in vocabulary().movements else "muscle": name, "side": side}


def _felt(name: str, modality: str, side: str) -> dict[str, Any]:
    key = "dermatomes" if name in vocabulary().ids("dermatomes") else "areas"
    return {key: [name], "side": side, "modality": modality or "light_touch"}


def _sign(name: str, _: str, side: str) -> dict[str, Any]:
    return {"sign": name, "side": _UNSIDED.get(vocabulary().signs[name].sidedness or "", side)}


def _reflex(name: str, _: str, side: str) -> dict[str, Any]:
    return {"reflex": name, "side": _UNSIDED.get(vocabulary().reflexes[name].sidedness or "", side)}


def _nerve(name: str, component: str, side: str) -> dict[str, Any]:
    return {"nerve": name, "side": side} | ({"component": component} if component else {})


_FORMS: Mapping[str, Callable[[str, str, str], dict[str, Any]]] = {
    "strength": _tested,
    "sensation": _felt,
    "sign": _sign,
    "reflex": _reflex,
    "history": lambda name, _, __: {"item": name},
    "lab": lambda name, _, __: {"test": name},
    "emg": lambda name, _, side: {"muscles": [name], "side": side},
    "ncs": _nerve,
    "imaging": lambda name, region, _: {"modality": name, "levels": [region]},
}
