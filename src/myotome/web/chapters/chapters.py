"""The chapters of one case: the same documents as the commands print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from myotome.answer import Answer
from myotome.errors import InputError, Problem, UnknownNameError
from myotome.exam import Case
from myotome.language import ENGLISH, Language
from myotome.load import task_table
from myotome.report import (
    Audience,
    Document,
    care_document,
    case_report,
    forecast_document,
    load_document,
    pdf_file,
)
from myotome.web.patients.bound import Bound, patient_line

__all__ = ["CHAPTERS", "FILES", "Asked", "chapter", "file_of_report", "nothing_entered", "tasks"]

_LONGEST_NAME: Final = 60
_NOTHING: Final = "Nothing was entered, so nothing is computed. Go back to the examination and enter what was found."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a chapter beside the case.

    Attributes
    ----------
    task : str
        What the load is computed for.
    language : Language
        Of the patient's sheet.
    """

    task: str = "standing"
    language: Language = ENGLISH


def _course(answer: Answer, _: Asked) -> Document:
    """The drawings of the report, then the course week by week."""
    weekly = forecast_document(answer.explanation, answer.course)
    first, *rest = weekly.sections
    drawn = [section for section in case_report(answer).sections if section.key == "course"]
    weeks = [replace(section, key=f"{section.key}-weeks", title="Week by week") for section in rest]
    return replace(weekly, sections=(first, *(rest if answer.course.course is None else drawn + weeks)))


def _load(answer: Answer, asked: Asked) -> Document | str:
    """What a task does to the discs, or in words why nothing is said of it."""
    if answer.no_load:
        return answer.no_load
    try:
        return load_document(answer.load(asked.task))
    except InputError as error:
        return error.problems[0].message or "This task is not computed for this person."
    except UnknownNameError as error:
        raise InputError([Problem("task", None, asked.task, "a task of the list", error.nearest)]) from None


def _care(answer: Answer, _: Asked) -> Document:
    return care_document(answer)


def _report(answer: Answer, _: Asked) -> Document:
    return case_report(answer)


def _sheet(answer: Answer, asked: Asked) -> Document:
    return case_report(answer, Audience.PATIENT, asked.language)


#: Chapters by their address, each with its title and what makes it.
CHAPTERS: Final[Mapping[str, tuple[str, Callable[[Answer, Asked], Document | str]]]] = {
    "course": ("Course", _course),
    "load": ("Load", _load),
    "care": ("Care", _care),
    "report": ("Report", _report),
    "sheet": ("For the patient", _sheet),
}
#: Files to download, by their name, with the audience they are written for.
FILES: Final[Mapping[str, Audience]] = {"report.pdf": Audience.CLINICIAN, "sheet.pdf": Audience.PATIENT}


def nothing_entered(case: Case, name: str) -> str:
    """Why nothing is written of a case that says nothing; empty where it says enough for this page.

    The load follows from age, sex, height and weight too; everything else needs a finding.

    Examples
    --------
    >>> from myotome.exam import Demographics
    >>> nothing_entered(Case("a", Demographics(), ()), "care")
    'Nothing was entered, so nothing is computed. Go back to the examination and enter what was found.'
    """
    who = case.demographics
    told = name == "load" and any(one is not None for one in (who.age, who.sex, who.height_cm, who.weight_kg))
    return "" if case.findings or told else _NOTHING


def chapter(answer: Answer, name: str, asked: Asked) -> Document | str:
    """Write a chapter, or say in words why there is none.

    Parameters
    ----------
    answer : Answer
    name : str
        A key of `CHAPTERS`.
    asked : Asked

    Raises
    ------
    InputError
        There is no such task.
    """
    return CHAPTERS[name][1](answer, asked)


def tasks() -> Sequence[str]:
    """Tasks of the load, in the order of their table."""
    return tuple(task_table())


def file_of_report(answer: Answer, audience: Audience, bound: Bound | None, language: Language) -> bytes:
    """Set a report as PDF; kept for a patient, it bears the name on every page."""
    document = case_report(answer, audience, language if audience is Audience.PATIENT else ENGLISH)
    if bound is not None:
        who = f"{bound.patient.identity.name[:_LONGEST_NAME]}, {patient_line(bound.patient)}"
        document = replace(document, running=f"{who}; {document.running}")
    return pdf_file(document)
