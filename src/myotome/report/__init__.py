"""Answers shown to people."""

from typing import TYPE_CHECKING

from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.report.audience import Audience, check_language
    from myotome.report.chapters.next_tests import is_settled, worth_testing
    from myotome.report.document.html import html_body, html_page
    from myotome.report.document.parts import Document
    from myotome.report.document.pdf import pdf_file
    from myotome.report.documents import care_document, case_report, forecast_document
    from myotome.report.explanation_documents import explanation_document, next_test_document, red_flag_section
    from myotome.report.figures.body_shapes import BODY_HEIGHT, BODY_WIDTH, area_patches, body_point, outlines
    from myotome.report.figures.disc_section import disc_section
    from myotome.report.figures.fan_chart import draw_fan_chart
    from myotome.report.figures.movement_chart import draw_movement
    from myotome.report.figures.spine_figure import draw_load
    from myotome.report.figures.spine_map import disc_marks, spine_map
    from myotome.report.load_documents import load_document
    from myotome.report.terminal.claims_page import print_claim, print_claims
    from myotome.report.terminal.cohort_page import print_cohort
    from myotome.report.terminal.document import print_document, print_sections
    from myotome.report.terminal.load_tables import print_tasks, print_validation
    from myotome.report.terminal.movement_files import write_loads
    from myotome.report.terminal.movement_tables import print_movement
    from myotome.report.terminal.neck_tables import print_neck
    from myotome.report.terminal.people_tables import print_people, write_people
    from myotome.report.terminal.scores import print_scores
    from myotome.report.terminal.supply import Supply, print_supply
    from myotome.report.words.certainty import Certainty, certainty, held_back
    from myotome.report.words.probabilities import cause_in_words

__all__ = [
    "BODY_HEIGHT",
    "BODY_WIDTH",
    "Audience",
    "Certainty",
    "Document",
    "Supply",
    "area_patches",
    "body_point",
    "care_document",
    "case_report",
    "cause_in_words",
    "certainty",
    "check_language",
    "disc_marks",
    "disc_section",
    "draw_fan_chart",
    "draw_load",
    "draw_movement",
    "explanation_document",
    "forecast_document",
    "held_back",
    "html_body",
    "html_page",
    "is_settled",
    "load_document",
    "next_test_document",
    "outlines",
    "pdf_file",
    "print_claim",
    "print_claims",
    "print_cohort",
    "print_document",
    "print_movement",
    "print_neck",
    "print_people",
    "print_scores",
    "print_sections",
    "print_supply",
    "print_tasks",
    "print_validation",
    "red_flag_section",
    "spine_map",
    "worth_testing",
    "write_loads",
    "write_people",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.report.audience": ("Audience", "check_language"),
            "myotome.report.chapters.next_tests": ("is_settled", "worth_testing"),
            "myotome.report.document.html": ("html_body", "html_page"),
            "myotome.report.document.parts": ("Document",),
            "myotome.report.document.pdf": ("pdf_file",),
            "myotome.report.documents": (
                "care_document",
                "case_report",
                "forecast_document",
            ),
            "myotome.report.explanation_documents": (
                "explanation_document",
                "next_test_document",
                "red_flag_section",
            ),
            "myotome.report.figures.body_shapes": (
                "BODY_HEIGHT",
                "BODY_WIDTH",
                "area_patches",
                "body_point",
                "outlines",
            ),
            "myotome.report.figures.disc_section": ("disc_section",),
            "myotome.report.figures.fan_chart": ("draw_fan_chart",),
            "myotome.report.figures.movement_chart": ("draw_movement",),
            "myotome.report.figures.spine_figure": ("draw_load",),
            "myotome.report.figures.spine_map": ("disc_marks", "spine_map"),
            "myotome.report.load_documents": ("load_document",),
            "myotome.report.terminal.claims_page": (
                "print_claim",
                "print_claims",
            ),
            "myotome.report.terminal.cohort_page": ("print_cohort",),
            "myotome.report.terminal.document": (
                "print_document",
                "print_sections",
            ),
            "myotome.report.terminal.load_tables": (
                "print_tasks",
                "print_validation",
            ),
            "myotome.report.terminal.movement_files": ("write_loads",),
            "myotome.report.terminal.movement_tables": ("print_movement",),
            "myotome.report.terminal.neck_tables": ("print_neck",),
            "myotome.report.terminal.people_tables": ("print_people", "write_people"),
            "myotome.report.terminal.scores": ("print_scores",),
            "myotome.report.terminal.supply": (
                "Supply",
                "print_supply",
            ),
            "myotome.report.words.probabilities": ("cause_in_words",),
            "myotome.report.words.certainty": ("Certainty", "certainty", "held_back"),
        },
    )
