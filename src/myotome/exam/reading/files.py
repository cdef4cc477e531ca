"""Reading case files into checked cases, and writing them back.

Everything wrong with a file is reported at once, each problem with its line, what was given, what is allowed and the
nearest names. Nothing is computed on a file that has a problem.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from myotome.errors import InputError, Problem
from myotome.exam.case import Case, Visit
from myotome.exam.findings.bedside import Finding
from myotome.exam.reading.checks import Checks, Fields
from myotome.exam.reading.consistency.contradictions import contradictions
from myotome.exam.reading.consistency.impossible import impossibilities
from myotome.exam.reading.foreign import refuse_foreign, refuse_prose, refuse_table
from myotome.exam.reading.forms import finding_forms as bedside
from myotome.exam.reading.forms import investigation_forms as investigations
from myotome.exam.reading.forms.case_form import CASE, VISIT, case_of
from myotome.exam.reading.forms.study_numbers import called
from myotome.exam.reading.shorthand import spelled_out
from myotome.exam.reading.spoken import spoken_age
from myotome.exam.reading.spoken_findings import spoken_finding
from myotome.exam.reading.spoken_keys import with_plain_keys
from myotome.exam.reading.unnamed_side import with_sides
from myotome.exam.reading.visits import course_of
from myotome.exam.reading.yaml_json import ParsedDocument, Place, parsed_text, read_document
from myotome.files import replaced
from myotome.printing import shown

__all__ = [
    "Batch",
    "case_from_mapping",
    "case_from_text",
    "case_text",
    "read_batch",
    "read_case",
    "read_cases",
    "write_case",
]

_Form = Callable[[Fields, int, int], Finding | None]
_FORMS: Mapping[str, _Form] = {
    "strength": bedside.strength,
    "sensation": bedside.sensation,
    "reflex": bedside.reflex,
    "sign": bedside.sign,
    "pain": bedside.pain,
    "imaging": investigations.imaging,
    "emg": investigations.emg,
    "ncs": investigations.ncs,
    "history": investigations.history,
    "lab": investigations.lab,
    "questionnaire": investigations.questionnaire,
}
_EXAMPLE = "for example {type: strength, muscle: deltoid, side: left, mrc: 4}"
_MOST_FINDINGS = 1000
_MOST_VISITS = 20
_KEYS = {kind: ("type", *form.keys) for kind, form in {**bedside.FORMS, **investigations.FORMS}.items()}


def read_case(path: str | os.PathLike[str]) -> Case:
    """Read one case file.

    Parameters
    ----------
    path : path
        A YAML or JSON file in UTF-8.

    Returns
    -------
    Case
        The checked case.

    Raises
    ------
    InputError
        Everything that is wrong with the file, in the order of its lines.
    """
    document = _document(_path(path))
    return _case(document.data, str(path), document.lines, document.problems)


def _document(path: Path) -> ParsedDocument:
    """What a file holds; raises InputError where it is another kind of file, called by its name."""
    refuse_table(path)
    try:
        return read_document(path)
    except InputError:
        refuse_prose(path, CASE.keys)
        raise


def _path(given: Any) -> Path:
    """Path of a file; raises InputError for anything else, an empty text included."""
    if isinstance(given, str | os.PathLike) and given != "":
        return Path(given)
    message = "Name a case file; a case that is already in memory is made by case_from_mapping."
    raise InputError([Problem("path", None, shown(given), "the path of a case file", (), message)])


@dataclass(frozen=True, slots=True)
class Batch:
    """Several case files: what could be read of them, and what is wrong with the others.

    Attributes
    ----------
    cases : tuple of Case
        In the order of the files; no two of one id.
    problems : tuple of Problem
        Everything wrong with the files that are left out.
    left_out : int
        So many files are not among the cases.
    """

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]
    left_out: int


def read_batch(paths: Iterable[str | os.PathLike[str]]) -> Batch:
    """Read several case files, each by itself: one that is wrong keeps no other from being read.

    Parameters
    ----------
    paths : iterable of path
        YAML or JSON files in UTF-8.

    Returns
    -------
    Batch
        The cases that are right. Files that share an id are left out together, for their answers could not be told
        apart.
    """
    named, problems = list(paths), list[Problem]()
    read: dict[str, list[tuple[Case, int | None]]] = {}
    for path in named:
        try:
            document = _document(_path(path))
            case = _case(document.data, str(path), document.lines, document.problems)
            read.setdefault(case.id, []).append((case, document.lines.get(("id",))))
        except InputError as error:
            problems.extend(error.problems)
    problems += [_same_id(one, alike[0]) for alike in read.values() for one in alike[1:]]
    cases = tuple(alike[0][0] for alike in read.values() if len(alike) == 1)
    return Batch(cases, tuple(problems), len(named) - len(cases))


def read_cases(paths: Iterable[str | os.PathLike[str]]) -> tuple[Case, ...]:
    """Read several case files; raises one InputError with the problems of all of them."""
    batch = read_batch(paths)
    if batch.problems:
        raise InputError(batch.problems)
    return batch.cases


def _same_id(later: tuple[Case, int | None], first: tuple[Case, int | None]) -> Problem:
    """Name the two files that share an id."""
    (case, line), (other, other_line) = later, first
    where = f"{other.path}" + (f", line {other_line}" if other_line else "")
    message = f"The file {where} has the same id. Give every case its own; neither of the two is answered."
    return Problem(f"{case.path}, id", line, repr(case.id), "each id once", (), message)


def case_from_mapping(
    mapping: Any, path: str | os.PathLike[str] | None = None, lines: Mapping[Place, int] | None = None
) -> Case:
    """Check a plain mapping, such as a request body, and make a case of it.

    Parameters
    ----------
    mapping : mapping
        The keys of a case file.
    path : path, optional
        Where it comes from, for messages.
    lines : mapping, optional
        Line of each place, for messages.

    Returns
    -------
    Case
        The checked case.

    Raises
    ------
    InputError
        Everything that is wrong with the mapping.

    Examples
    --------
    >>> finding = {"type": "strength", "muscle": "EHL", "side": "right", "mrc": 3}
    >>> case = case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": None}, "findings": [finding]})
    >>> case.findings[0].label
    'right extensor hallucis longus: MRC 3'
    """
    return _case(mapping, None if path is None else str(path), lines or {}, ())


def case_from_text(text: str, name: str = "case.yaml") -> Case:
    """Read the text of a case file, for example of one that was sent; the name tells JSON from YAML.

    Raises
    ------
    InputError
        Everything that is wrong with it, in the order of its lines.
    """
    document = parsed_text(text, Path(name))
    return _case(document.data, name, document.lines, document.problems)


def case_text(case: Case, *, as_json: bool = False) -> str:
    """Text of a case file, in YAML or in JSON."""
    plain = case.to_dict()
    if as_json:
        return json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    # the emitter writes these line breaks of other alphabets bare, and they would be read back as spaces
    bare = not any(mark in json.dumps(plain, ensure_ascii=False) for mark in "\x85\u2028\u2029")
    written: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=bare, default_flow_style=None, width=120)
    return written


def write_case(case: Case, path: str | os.PathLike[str]) -> None:
    """Write a case as YAML, or as JSON where the name ends so; an interrupted write leaves the old file whole."""
    target = Path(path)
    text = case_text(case, as_json=target.suffix.lower() == ".json")
    with replaced(target) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


def _case(raw: Any, path: str | None, lines: Mapping[Place, int], earlier: tuple[Problem, ...]) -> Case:
    refuse_foreign(raw, path or "case", CASE.keys)
    checks = Checks(path or "case", lines)
    fields = checks.fields(raw, (), tuple(CASE.keys), "A case file")
    case = None if fields is None else _checked(fields, path)
    for impossibility in () if case is None else impossibilities(case.demographics, case.findings):
        place = ("findings", impossibility.finding.index, impossibility.key)
        checks.add(place, impossibility.given, impossibility.allowed, impossibility.message, impossibility.nearest)
    problems = [*earlier, *checks.problems]
    if problems or case is None:
        raise InputError(sorted(problems, key=lambda problem: problem.line or 0), checks.more)
    return case


def _checked(fields: Fields, path: str | None) -> Case | None:
    """The case of a mapping, its earlier visits and the side that they speak of."""
    raw, side_named = fields.raw.get("findings"), True
    if isinstance(raw, list | tuple):
        raw, side_named = with_sides(fields, [with_plain_keys(one) for one in raw])
    visits = _visits(fields)
    return case_of(fields, course_of(_findings(fields, raw), visits), path, visits, side_named)


def _visits(fields: Fields) -> tuple[Visit, ...]:
    """Earlier visits, each checked like the present one."""
    raw = fields.raw.get("visits", ())
    if not isinstance(raw, list | tuple) or len(raw) > _MOST_VISITS:
        allowed = f"a list of at most {_MOST_VISITS} visits"
        fields.checks.add(fields.at("visits"), shown(raw), allowed, "Visits are a list, each with its findings.")
        return ()
    found = []
    for index, one in enumerate(raw):
        inner = fields.checks.fields(one, (*fields.at("visits"), index), tuple(VISIT.keys), "A visit")
        if inner is not None:
            read = VISIT.read(inner)
            ago = investigations.weeks(read["ago"])
            if inner.raw.get("findings") in ([], ()):
                inner.checks.add(
                    inner.at("findings"), "an empty list", "one finding or more", "A visit found something."
                )
            found.append(Visit(_findings(inner, inner.raw.get("findings"), _age(fields)), ago, read["when"]))
    return tuple(found)


def _findings(fields: Fields, raw: Any, age: float | None = None) -> tuple[Finding, ...]:
    """Read the findings, exact repetitions left out; report what contradicts itself."""
    age = _age(fields) if age is None else age
    if not isinstance(raw, list | tuple):
        if "findings" in fields:
            message = "Findings are a list; where nothing was found yet, an empty one: []."
            fields.checks.add(fields.at("findings"), "no list of findings", "a list of findings", message)
        return ()
    if len(raw) > _MOST_FINDINGS:
        given, allowed = f"{len(raw)} findings", f"at most {_MOST_FINDINGS} findings"
        fields.checks.add(fields.at("findings"), given, allowed, "These are more findings than one patient has.")
        return ()
    read = [
        _finding(fields.checks, plain, (*fields.at("findings"), index), index)
        for index, one in enumerate(raw)
        for said in spoken_finding(fields.checks, with_plain_keys(one), (*fields.at("findings"), index))
        for whole in spelled_out(fields.checks, said, (*fields.at("findings"), index))
        for plain in called(fields.checks, whole, (*fields.at("findings"), index), age)
    ]
    findings = tuple(dict.fromkeys(finding for finding in read if finding is not None))
    for clash in contradictions(findings):
        place = (*fields.at("findings"), clash.second.index)
        fields.checks.add(place, clash.given, clash.allowed, clash.message)
    return findings


def _age(fields: Fields) -> float | None:
    """Age as far as it can be read; what is wrong with it is said where the patient is read."""
    who = fields.raw.get("demographics")
    age = who.get("age") if isinstance(who, Mapping) else None
    return float(age) if isinstance(age, int | float) and 0 <= age <= 200 else spoken_age(age)


def _finding(checks: Checks, raw: Any, place: Place, index: int) -> Finding | None:
    if not isinstance(raw, Mapping):
        message = "A finding must be a mapping. `myotome words NAME` prints the line to copy for whatever was found."
        checks.add(place, shown(raw), _EXAMPLE, message)
        return None
    kind_only = Fields(checks, raw, place)
    kind_only.need("type")
    kind = kind_only.name("type", "finding_kinds")
    if kind is None:
        return None
    fields = checks.fields(raw, place, _KEYS[kind], f"A finding of type {kind}")
    return None if fields is None else _FORMS[kind](fields, index, checks.line(place) or 0)
