"""The questions of a guided examination: who the patient is, where it hurts, red flags, then one test after another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from myotome.cli.guided.answers import HINTS, findings_of
from myotome.exam import Case, Pain, case_from_mapping, vocabulary

if TYPE_CHECKING:
    from myotome.explain import NextTest

__all__ = ["GuidedQuestion", "basic_questions", "opening_questions", "question_of_test", "with_changes"]

_SEXES = {"m": "male", "f": "female"}
_SIDES = {"both": "bilateral", "l": "left", "r": "right", "m": "midline"}
_YES, _NO = ("y", "yes", "+"), ("n", "no", "-")
_YES_OR_NO = "y = yes, n = no"
_WHERE = "right: low back, buttock (or left, both, midline); none"
_NAMED = 5


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
    return replace(case_from_mapping(case.to_dict() | changes), path=case.path)


def basic_questions(case: Case, suggested: str = "") -> tuple[GuidedQuestion, ...]:
    """Who the patient is, where it hurts and since when; how pain runs and how bad it is, only where there is pain."""
    who = (
        GuidedQuestion("id", "Case id", "lower-case words and numbers joined by hyphens; no names", _named, suggested),
        GuidedQuestion("age", "Age", "years, 0 to 120", _aged),
        GuidedQuestion("sex", "Sex", "m = male, f = female", _sexed),
        GuidedQuestion("pain", "Pain: side and areas", _WHERE, _pained),
    )
    of_pain = (
        GuidedQuestion("radiating", "Does the pain run down the arm or leg?", _YES_OR_NO, _radiating),
        GuidedQuestion("severity", "How bad is the pain at its worst?", "0 = none to 10 = the worst", _severe),
    )
    numb = GuidedQuestion("numb", "Numbness or tingling: side and areas", _WHERE, _complaining("numbness_reported"))
    weak = GuidedQuestion("weak", "Weakness: side and areas", _WHERE, _complaining("weakness_reported"))
    since = GuidedQuestion("onset", "Since when?", "a number and a unit: 3 weeks", _begun)
    hurts = any(isinstance(finding, Pain) for finding in case.findings)
    return (*who, *(of_pain if hurts else ()), numb, weak, since)


def opening_questions(case: Case, suggested: str = "") -> tuple[GuidedQuestion, ...]:
    """Every question that comes before any test: the red flags of this age are asked of everybody, in any setting."""
    from myotome.explain import first_questions

    flags = (
        GuidedQuestion(f"history_{one.item}", one.question, _hint_of_item(one.item), _answering(one.item))
        for one in first_questions(case)
    )
    return (*basic_questions(case, suggested), *flags)


def _answering(item: str) -> Callable[[Case, str], Case]:
    return lambda case, text: _with_findings(case, findings_of({"type": "history", "item": item}, text))


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
    return _with_findings(case, [{"type": "pain", **_where(text), "radiating": False}])


def _where(text: str) -> dict[str, Any]:
    """Side and areas of a complaint."""
    side, _, areas = text.partition(":") if ":" in text else text.partition(" ")
    named = [area.strip() for area in areas.split(",") if area.strip()]
    return {"areas": named, "side": _SIDES.get(side.strip().lower(), side.strip())}


def _complaining(item: str) -> Callable[[Case, str], Case]:
    """What is told of numbness or weakness: nowhere, or where."""

    def told(case: Case, text: str) -> Case:
        nowhere = text.lower() in {"none", *_NO}
        said = {"value": False} if nowhere else {"value": True, **_where(text)}
        return _with_findings(case, [{"type": "history", "item": item, **said}])

    return told


def _radiating(case: Case, text: str) -> Case:
    return _of_every_pain(case, radiating=text.lower() in _YES or (False if text.lower() in _NO else text))


def _severe(case: Case, text: str) -> Case:
    return _of_every_pain(case, severity=_float(text))


def _of_every_pain(case: Case, **changes: Any) -> Case:
    findings = (finding.to_dict() for finding in case.findings)
    return with_changes(case, findings=[{**one, **changes} if one["type"] == "pain" else one for one in findings])


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
    from myotome.explain import asked_finding

    asked = asked_finding(test.id)
    hint = _hint_of_item(asked["item"]) if asked["type"] == "history" else HINTS[asked["type"]]
    return GuidedQuestion(
        test.id, _put(test.label), hint, lambda case, text: _with_findings(case, findings_of(asked, text))
    )


def _put(label: str) -> str:
    """Put what is to be asked as a question; what is to be examined stays as it is."""
    asked = label.removeprefix("ask: ").removeprefix("whether ")
    return label if asked == label else f"{asked[:1].upper()}{asked[1:]}?"


def _hint_of_item(item: str) -> str:
    entry = vocabulary().history[item]
    if entry.value == "number":
        return entry.unit or "a number"
    if not entry.values:
        return _YES_OR_NO
    kinds = [name.replace("_", " ") for name in entry.values if name not in ("none", "unspecified")]
    named = ", ".join(kinds[:_NAMED]) + (" ..." if len(kinds) > _NAMED else "")
    return f"{_YES_OR_NO}, or which: {named}" if {"none", "unspecified"} <= {*entry.values} else named
