"""The examination in progress: a case that is read from the form at each request and written back into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.exam import Case, case_from_mapping
from myotome.web.examination.cells import Finding, cleared, entered, sides_of
from myotome.web.examination.sheet import sheet

__all__ = ["EMPTY", "Examination", "Given", "acted", "examination_of", "opened"]

Given = Mapping[str, Sequence[str]]
#: A case of which nothing is known. The page is a form: what is not said in it was not asked and not examined.
EMPTY: Final[Mapping[str, Any]] = {
    "version": 1,
    "id": "examination",
    "kind": "patient",
    "record": "structured",
    "demographics": {"age": None, "sex": None},
    "findings": [],
}
#: Fields of the form that are no findings, and how they are called when they change.
_WHO: Final = {"age": "age", "sex": "sex", "height_cm": "height", "weight_kg": "weight", "dominant_hand": "hand"}
_TOP: Final = {"onset": "the time since it began", "setting": "where the patient is seen"}
_LONGEST_DID: Final = 400
_PAIN_ONE: Final = ("onset", "severity", "radiating")
_PAIN_MANY: Final = ("character", "worse_with", "better_with")
_IMAGE: Final = ("finding", "zone", "root_contact", "structure", "grade")
_YES_NO: Final = {"yes": True, "no": False}
_CASE_TEXT: Final = "a case, as the page wrote it"


@dataclass(frozen=True)
class Examination:
    """What is known so far.

    Attributes
    ----------
    case : Case
        Always a checked one: what the reader refused is not in it.
    refused : mapping
        Name of a field of the form to what was typed into it and is not taken.
    problems : tuple of (str, Problem)
        Each with the field it belongs to; empty for none.
    did : str
        What was changed since the last answer, in words.
    """

    case: Case
    refused: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[tuple[str, Problem], ...] = ()
    did: str = ""

    @property
    def document(self) -> dict[str, Any]:
        """The case as a plain mapping."""
        return self.case.to_dict()

    @property
    def text(self) -> str:
        """The case as it stands in the form."""
        return json.dumps(self.document, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def opened(case: Case) -> Examination:
    """Go on with a case that was read from a file; a known answer in it is not kept."""
    return Examination(case.without_truth())


def examination_of(given: Given) -> Examination:
    """Read the examination out of the form.

    Raises
    ------
    InputError
        The hidden case was tampered with, or is of another version.
    """
    text = _one(given, "case")
    before = opened(_case_of(text)) if text else Examination(case_from_mapping(EMPTY))
    after = _with_fields(before, dict(_fields(given, before.document)))
    did = (_one(given, "unanswered")[:_LONGEST_DID], _fields_changed(before.document, after.document))
    return replace(after, did=_together(*did))


def _together(*did: str) -> str:
    """What was changed, one after the other."""
    return " and ".join(one for one in did if one)


def _fields_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Which fields of the form differ, in words; of findings only their details are fields."""
    who = [words for key, words in _WHO.items() if before["demographics"].get(key) != after["demographics"].get(key)]
    top = [words for key, words in _TOP.items() if before.get(key) != after.get(key)]
    details = ["a detail of a finding"] if before["findings"] != after["findings"] else []
    return ", ".join([*who, *top, *details])


def _case_of(text: str) -> Case:
    try:
        return case_from_mapping(json.loads(text))
    except (ValueError, RecursionError):
        message = "The hidden case of the form cannot be read. Open the page anew."
        raise InputError([Problem("case", None, text[:80], _CASE_TEXT, (), message)]) from None


def _one(given: Given, name: str) -> str:
    values = given.get(name) or [""]
    return values[-1].strip()


def _fields(given: Given, document: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, str]]]:
    """Every field of the form that is no button: its place, its value and what was typed."""
    for name in (*_WHO, *_TOP):
        if name in given:
            typed = _one(given, name)
            yield name, (_number(typed) if name in ("age", "height_cm", "weight_kg") else typed or None, typed)
    for at, finding in enumerate(document["findings"]):
        yield from _of_finding(given, at, str(finding["type"]))


def _of_finding(given: Given, at: int, kind: str) -> Iterator[tuple[str, tuple[Any, str]]]:
    prefix = f"{kind}.{at}"
    if prefix not in given:
        return
    single, many = {"pain": (_PAIN_ONE, _PAIN_MANY), "imaging": (_IMAGE, ())}.get(kind, ((), ()))
    for key in single:
        if f"{prefix}.{key}" in given:
            typed = _one(given, f"{prefix}.{key}")
            yield f"{prefix}.{key}", (_YES_NO.get(typed, _number(typed)), typed)
    for key in many:
        chosen = [value for value in given.get(f"{prefix}.{key}", ()) if value]
        yield f"{prefix}.{key}", (chosen or None, ", ".join(chosen))


def _number(typed: str) -> Any:
    try:
        return float(typed) if typed else None
    except ValueError:
        return typed


def _with_fields(before: Examination, fields: Mapping[str, tuple[Any, str]]) -> Examination:
    """Take every field that the reader allows; the others keep what they had, and say what is wrong."""
    wanted = dict(fields)
    problems: list[tuple[str, Problem]] = []
    while True:
        try:
            case = case_from_mapping(_filled(before.document, wanted))
            refused = {name: fields[name][1] for name in fields if name not in wanted}
            return replace(before, case=case, refused=refused, problems=(*before.problems, *problems))
        except InputError as error:
            wrong = {name: problem for problem in error.problems for name in wanted if _speaks_of(problem, name)}
            wrong = wrong or dict.fromkeys(wanted, error.problems[0])
            problems += wrong.items()
            wanted = {name: value for name, value in wanted.items() if name not in wrong}


def _speaks_of(problem: Problem, name: str) -> bool:
    kind, _, rest = name.partition(".")
    if not rest:
        return problem.where.rpartition(".")[2] == name or problem.where.endswith(f", {name}")
    at, _, key = rest.partition(".")
    return (
        f"findings[{at}]" in problem.where and (f".{key}" in problem.where or "." not in problem.where) and bool(kind)
    )


def _filled(document: dict[str, Any], fields: Mapping[str, tuple[Any, str]]) -> dict[str, Any]:
    """The document with the values of the fields."""
    findings = [dict(finding) for finding in document["findings"]]
    who, top = dict(document["demographics"]), {}
    for name, (value, _) in fields.items():
        _, _, rest = name.partition(".")
        if rest:
            at, _, key = rest.partition(".")
            findings[int(at)] = _keyed(findings[int(at)], key, value)
        elif name in _WHO:
            who[name] = value
        else:
            top[name] = value
    kept = {key: value for key, value in who.items() if value is not None or key in ("age", "sex")}
    whole = {**document, **top, "demographics": kept, "findings": findings}
    return {key: value for key, value in whole.items() if value is not None}


def _keyed(finding: Finding, key: str, value: Any) -> dict[str, Any]:
    kept = {name: old for name, old in finding.items() if name != key}
    return kept if value is None else {**kept, key: value}


def acted(before: Examination, act: str) -> Examination:
    """Do what one button says; what the reader refuses changes nothing and is told.

    Parameters
    ----------
    before : Examination
    act : str
        JSON: `put` a finding or several, `clear` a cell, `drop` a finding by its place, `rest` of a part normal.

    Raises
    ------
    InputError
        No button of the page says this.
    """
    try:
        findings = _changed(before.document["findings"], json.loads(act))
        case = case_from_mapping({**before.document, "findings": findings})
    except InputError as error:
        return replace(before, problems=(*before.problems, *(("", problem) for problem in error.problems)))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise InputError([Problem("act", None, act[:80], "what a button of the page says")]) from None
    return replace(before, case=case, did=_together(before.did, _difference(before.case, case)))


def _changed(findings: list[Finding], act: Mapping[str, Any]) -> list[Finding]:
    (what, said), *more = act.items()
    if more:
        raise ValueError(act)
    if what == "put":
        for new in said if isinstance(said, list) else [said]:
            findings = entered(findings, new)
        return findings
    if what == "clear":
        return cleared(findings, said)
    if what == "drop":
        return [finding for at, finding in enumerate(findings) if at != int(said)]
    if what == "rest":
        return _rest_normal(findings, *map(str, said))
    if what == "same":
        return _same_side(findings, *map(str, said))
    raise ValueError(what)


def _rest_normal(findings: list[Finding], part: str, kind: str, side: str) -> list[Finding]:
    """Say of everything of a part that was not examined on a side that it is normal."""
    normal: Mapping[str, Any] = {"mrc": 5} if kind == "strength" else {"value": "normal"}
    for row in sheet():
        cell = {**row.finding, "side": side}
        if row.part == part and cell["type"] == kind and cleared(findings, cell) == findings:
            findings = entered(findings, {**cell, **normal})
    return findings


def _same_side(findings: list[Finding], part: str, to: str) -> list[Finding]:
    """Give a side the strength of the other, where it was not examined itself."""
    other = {"right": "left", "left": "right"}[to]
    rows = [row for row in sheet() if row.part == part and row.finding["type"] == "strength"]
    for row in rows:
        here = [f for f in findings if all(f.get(key) == value for key, value in row.finding.items())]
        there = next((f for f in here if other in sides_of(f)), None)
        if there is not None and not any(to in sides_of(f) for f in here):
            findings = [*findings, {**there, "side": to}]
    return findings


def _difference(before: Case, after: Case) -> str:
    """What came or went, in words."""
    old, new = [finding.label for finding in before.findings], [finding.label for finding in after.findings]
    came = [label for label in new if label not in old]
    gone = [label for label in old if label not in new]
    if len(came) > 1:
        return f"{len(came)} findings"
    return came[0] if came else f"taking back {gone[0]}" if gone else ""
