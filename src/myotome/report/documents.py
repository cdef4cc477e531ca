"""Whole documents made of chapters: the report for a clinician or a patient, the plan and a forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from myotome.answer import Answer
from myotome.explain import Explanation
from myotome.forecast import Difference, WhatIf
from myotome.language import ENGLISH, Language, message
from myotome.patient import CaseForecast
from myotome.report.audience import Audience, check_language
from myotome.report.chapters.answer import answer_chapter
from myotome.report.chapters.body import body_chapter
from myotome.report.chapters.closing import closing_chapter, made_by
from myotome.report.chapters.course.published import published_blocks
from myotome.report.chapters.course.simulated import ForecastChapter, course_chapter, no_course
from myotome.report.chapters.course.tables import course_in_full
from myotome.report.chapters.exercises.chosen import exercise_chapter
from myotome.report.chapters.first_page import first_page
from myotome.report.chapters.load import everyday_chapter
from myotome.report.chapters.next_tests import next_test_chapter
from myotome.report.chapters.patient_header import patient_facts, running_line
from myotome.report.chapters.plain import plain_chapters, plain_facts
from myotome.report.chapters.plan import follow_up_chapter, options_chapter, question_chapter
from myotome.report.chapters.red_flags import red_flag_chapter
from myotome.report.chapters.summary import summary_chapter
from myotome.report.document.citations import with_citations
from myotome.report.document.headerless import short_document
from myotome.report.document.in_language import in_language
from myotome.report.document.parts import Document, Section
from myotome.report.explanation_documents import red_flag_section

__all__ = [
    "care_document",
    "case_report",
    "forecast_document",
]


_TITLES = {
    Audience.CLINICIAN: "Discs, nerves and muscles: report",
    Audience.PATIENT: message("Your back, your nerves and your muscles"),
}
#: In print: what a patient takes home is set larger.
_LETTERS_PT = {Audience.CLINICIAN: 9.0, Audience.PATIENT: 10.0}
_KINDS = {Audience.CLINICIAN: "report for clinicians", Audience.PATIENT: message("handed over by your clinician")}


def case_report(answer: Answer, audience: Audience = Audience.CLINICIAN, language: Language = ENGLISH) -> Document:
    """Write the report of one patient; the page, the printed file and the terminal show the same.

    Parameters
    ----------
    answer : Answer
    audience : Audience
        A clinician reads everything; a patient reads plain words, handed over by the clinician.
    language : Language
        Of the patient; a clinician's report is in English.

    Returns
    -------
    Document
        Red flags always stand first.

    Raises
    ------
    InputError
        A clinician's report is asked for in another language.
    """
    plain = audience is Audience.PATIENT
    check_language(audience, language)
    sections = tuple(plain_chapters(answer, language)) if plain else _all_chapters(answer)
    facts = plain_facts(answer) if plain else patient_facts(answer.case, answer.made_on)
    running = running_line(answer.case, answer.made_on, _KINDS[audience])
    footer = made_by(answer.plan.seed)
    size = _LETTERS_PT[audience]
    draft = Document(
        _TITLES[audience], running, facts, sections, {}, footer, answer.made_on, size, folds=not plain, cites=not plain
    )
    return in_language(with_citations(draft), language) if plain else with_citations(draft)


def _all_chapters(answer: Answer) -> tuple[Section, ...]:
    explanation, plan = answer.explanation, answer.plan
    return _present(
        first_page(answer),
        red_flag_chapter(plan.referral),
        body_chapter(answer),
        answer_chapter(explanation, drawn=False),
        options_chapter(plan),
        exercise_chapter(plan.exercises),
        everyday_chapter(plan.everyday),
        course_chapter(answer),
        next_test_chapter(explanation, plan),
        follow_up_chapter(plan),
        question_chapter(plan),
        closing_chapter(plan.intended_use),
    )


def care_document(answer: Answer, audience: Audience = Audience.CLINICIAN, language: Language = ENGLISH) -> Document:
    """Write the plan of one patient; for a patient, the whole sheet."""
    if audience is Audience.PATIENT:
        return case_report(answer, audience, language)
    check_language(audience, language)
    explanation, plan = answer.explanation, answer.plan
    sections = _present(
        summary_chapter(explanation, plan),
        red_flag_chapter(plan.referral),
        options_chapter(plan),
        course_chapter(answer),
        exercise_chapter(plan.exercises),
        everyday_chapter(plan.everyday),
        next_test_chapter(explanation, plan),
        follow_up_chapter(plan),
        question_chapter(plan),
    )
    footer = f"{plan.intended_use} {made_by(plan.seed)}"
    return short_document(f"{answer.case.id}: a plan to discuss", sections, footer)


def forecast_document(
    explanation: Explanation,
    forecast: CaseForecast,
    what_if: WhatIf | None = None,
    loop: Sequence[Difference] = (),
) -> Document:
    """Write the course week by week, after the red flags.

    Parameters
    ----------
    explanation : Explanation
        Of the same case.
    forecast : CaseForecast
    what_if : WhatIf or None
        What matters most, where it was asked.
    loop : sequence of Difference
        What the pressure of spasm does, where it was asked.
    """
    if forecast.course is None:
        shown = no_course(forecast.reason, forecast.others)
    else:
        urgent = explanation.red_flag.urgent
        chapter = ForecastChapter(forecast.course, forecast.covered, forecast.region, urgent, setting=forecast.setting)
        simulated = course_in_full(chapter, what_if, loop)
        shown = replace(simulated, blocks=(*simulated.blocks, *published_blocks(forecast.others)))
    return short_document(f"{explanation.id}: the likely course", (red_flag_section(explanation), shown))


def _present(*sections: Section | None) -> tuple[Section, ...]:
    return tuple(section for section in sections if section is not None)
