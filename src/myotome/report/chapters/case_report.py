"""One patient's report as a document: the chapters in their order, for a clinician or in plain words."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from myotome.answer.answer import Answer
from myotome.report.chapters.answer import answer_chapter, patient_facts, red_flag_chapter, running_line
from myotome.report.chapters.body import body_chapter, spine_chapter
from myotome.report.chapters.closing import closing_chapter, made_by
from myotome.report.chapters.course import course_chapter
from myotome.report.chapters.exercise import exercise_chapter
from myotome.report.chapters.load import load_chapter
from myotome.report.chapters.plain import plain_chapters, plain_facts
from myotome.report.chapters.plan import (
    investigation_chapter,
    looking_again_chapter,
    options_chapter,
    question_chapter,
)
from myotome.report.document.citations import citations
from myotome.report.document.parts import Document, Section

__all__ = ["Audience", "case_report"]


class Audience(StrEnum):
    """For whom the report is written."""

    CLINICIAN = "clinician"
    PATIENT = "patient-education"


_TITLES = {
    Audience.CLINICIAN: "Discs, nerves and muscles: report",
    Audience.PATIENT: "Your back, your nerves and your muscles",
}
_KINDS = {Audience.CLINICIAN: "report for clinicians", Audience.PATIENT: "handed over by your clinician"}


def case_report(of: Answer, audience: Audience = Audience.CLINICIAN) -> Document:
    """Write the report of one patient; the page and the printed file show the same.

    Parameters
    ----------
    of : Answer
        What was computed.
    audience : Audience
        A clinician reads everything; a patient reads plain words, handed over by the clinician.

    Returns
    -------
    Document
        Red flags always stand first.
    """
    plain = audience is Audience.PATIENT
    sections = tuple(plain_chapters(of)) if plain else _chapters(of)
    draft = Document(
        title=_TITLES[audience],
        running=running_line(of, _KINDS[audience]),
        patient=plain_facts(of) if plain else patient_facts(of),
        sections=sections,
        footer=made_by(of),
    )
    return replace(draft, sources=citations(draft.numbers()))


def _chapters(of: Answer) -> tuple[Section, ...]:
    made = (
        red_flag_chapter(of),
        answer_chapter(of),
        body_chapter(of),
        spine_chapter(of),
        load_chapter(of),
        course_chapter(of),
        options_chapter(of),
        exercise_chapter(of),
        investigation_chapter(of),
        looking_again_chapter(of),
        question_chapter(of),
        closing_chapter(of),
    )
    return tuple(chapter for chapter in made if chapter is not None)
