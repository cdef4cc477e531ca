"""Documents made of an explanation alone: the summary, the whole answer, red flags and next tests."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.care import ReferralFlag
from myotome.explain import Explanation, NextTest
from myotome.report.chapters.answer import answer_chapter
from myotome.report.chapters.closing import closing_chapter, made_by
from myotome.report.chapters.next_tests import next_test_chapter
from myotome.report.chapters.summary import red_flag_blocks, summary_chapter
from myotome.report.document.headerless import short_document
from myotome.report.document.parts import Document, Section

__all__ = ["explanation_document", "next_test_document", "red_flag_section"]

_MORE = "More: --all for every number, `myotome care` for options and exercises, `myotome report` for a file to print."


def explanation_document(
    explanation: Explanation, *, whole: bool = False, with_tests: bool = True, due: Sequence[ReferralFlag] = ()
) -> Document:
    """Write the answer to one case.

    Parameters
    ----------
    explanation : Explanation
    whole : bool
        With every number behind the summary.
    with_tests : bool
        Whether the tests that would say more are listed too.
    due : sequence of ReferralFlag
        What the likely cause itself asks for, as a prescription today.
    """
    sections: list[Section] = [summary_chapter(explanation, due=due)]
    if whole:
        sections.append(answer_chapter(explanation))
        sections += [next_test_chapter(explanation)] if with_tests and explanation.next_tests else []
        sections.append(closing_chapter(left_out=explanation.left_out))
    return short_document(explanation.id, sections, made_by() if whole else f"{made_by()} {_MORE}")


def next_test_document(explanation: Explanation, tests: Sequence[NextTest]) -> Document:
    """Write the tests that would say most, after the red flags."""
    sections = (red_flag_section(explanation), next_test_chapter(explanation, tests=tests))
    return short_document(f"{explanation.id}: next tests", sections)


def red_flag_section(explanation: Explanation) -> Section:
    """Write the red flags of an explanation alone."""
    return Section("red-flags", "Red flags", tuple(red_flag_blocks(explanation.red_flag)))
