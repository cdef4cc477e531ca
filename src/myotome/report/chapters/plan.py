"""The chapters of the plan: treatment options, follow-up, and questions to whoever made the diagnosis."""

from __future__ import annotations

import re

from myotome.care import Plan, Reexamination, TreatmentOption
from myotome.report.chapters.next_steps import open_options
from myotome.report.document.parts import (
    Block,
    Bullets,
    Cell,
    Section,
    Span,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.words.guidelines import REFERENCE, in_short, joined
from myotome.report.words.probabilities import capitalised, percent, weeks_in_words

__all__ = ["follow_up_chapter", "options_chapter", "question_chapter"]

_EXPECTED = 2
#: Columns of the options, and how wide each is.
_OPTIONS = {"option": 2.6, "indication": 0.9, "guidelines": 3.4, "evidence": 1.8, "remarks": 1.8}
_NUMBERS = frozenset({1})
_ABOVE = "as above"
#: Columns of what to examine again, and how wide each is.
_FOLLOW_UP = {"what": 2.2, "when": 1.5, "why": 2.6, "important change": 2.2, "expected": 2.2}
#: Reasons that the columns beside them tell already.
_SAID_ELSEWHERE = (
    "recommendations exist",
    "only if it is the cause",
    "some recommendations come from secondary",
    "no guideline was found",
    "the wording is ours",
)
_NO_GUIDELINE = re.compile("[:;] no guideline was found$")
_SECOND_HAND = "Second-hand: read in a secondary source, to be checked against the guideline itself."
_WEAKLY = "Drugs that guidelines only weakly let consider"
_REFERENCE = "none names it; what the others are compared with"
_NOT_ORDERS = "Possibilities to weigh with the patient, not orders."


def options_chapter(plan: Plan) -> Section:
    """Treatments side by side: how likely what each is for, what guidelines say, the evidence, and what to mind."""
    open_ = open_options(plan)
    others = [one for one in plan.treatments if one not in open_]
    blocks: list[Block] = [paragraph(_NOT_ORDERS)]
    weak = [one for one in open_ if _is_weak(one)]
    for title, group in (("Best supported first", [one for one in open_ if one not in weak]), (_WEAKLY, weak)):
        if group:
            rows = [_option_row(one) for one in group]
            table = TableOf(title, tuple(_OPTIONS), tuple(rows), tuple(_OPTIONS.values()), _NUMBERS)
            blocks.append(_without_empty(table))
    if any(said.seen == "secondary" for one in plan.treatments for said in one.recommendations):
        blocks.append(paragraph(_SECOND_HAND, small=True))
    if others:
        told: list[Span] = [Span("Advised against, without enough evidence, or not for this person: ", strong=True)]
        for place, one in enumerate(others):
            told += [*([Span("; ")] if place else []), *_against(one)]
        blocks.append(paragraph(*told, "."))
    blocks += [paragraph(gap) for gap in plan.gaps]
    return Section("options", "Treatment options", tuple(blocks))


def _is_weak(option: TreatmentOption) -> bool:
    """Is a drug only to be considered, weakly? It may stand beside nothing that is supported."""
    said = [one for one in option.recommendations if one.direction == "consider"]
    return option.kind == "drug" and option.stance == "consider" and all(one.strength == "weak" for one in said)


def _option_row(option: TreatmentOption) -> tuple[Cell, ...]:
    unsaid = _REFERENCE if option.treatment == REFERENCE else "none found"
    said = joined([in_short(each) for each in option.recommendations]) or spans(unsaid)
    remarks = [reason for reason in option.reasons if not reason.startswith(_SAID_ELSEWHERE)]
    keys = () if option.recommendations else option.sources
    head = (cited(capitalised(option.wording), strong=True), cited("", keys))
    rest = (_NO_GUIDELINE.sub("", option.evidence_kind), "; ".join(remarks))
    return (head, cell(percent(option.covers)), said, *map(cell, rest))


def _against(option: TreatmentOption) -> Cell:
    head = Span(f"{option.wording} (")
    if option.not_for:
        return (head, cited("; ".join(option.not_for), option.sources), Span(")"))
    return (head, *joined([in_short(each) for each in option.recommendations]), Span(")"))


def follow_up_chapter(plan: Plan) -> Section:
    """What to examine again, when, and which change is more than error: each thing once."""
    if not plan.reexaminations:
        return Section("again", "Follow-up", (paragraph("None is needed."),))
    changes = ["; ".join(one.change_that_counts[:1]) for one in plan.reexaminations]
    rows = [
        _follow_up_row(one, _ABOVE if change and change in changes[:place] else change)
        for place, (one, change) in enumerate(zip(plan.reexaminations, changes, strict=True))
    ]
    table = TableOf("What to examine again", tuple(_FOLLOW_UP), tuple(rows), tuple(_FOLLOW_UP.values()))
    return Section("again", "Follow-up", (_without_empty(table),))


def _without_empty(table: TableOf) -> TableOf:
    """The table without columns in which nothing stands."""
    told = [place for place in range(len(table.head)) if any(span.text for row in table.rows for span in row[place])]
    rows = tuple(tuple(row[place] for place in told) for row in table.rows)
    head, widths = tuple(table.head[place] for place in told), tuple(table.widths[place] for place in told)
    right = frozenset(number for number, place in enumerate(told) if place in table.right)
    return TableOf(table.caption, head, rows, widths, right)


def _follow_up_row(one: Reexamination, change: str) -> tuple[Cell, ...]:
    first = (cited(capitalised(one.wording)), cited("", one.sources))
    lines = (weeks_in_words(one.at_weeks), one.why, change, "; ".join(one.expected[:_EXPECTED]))
    return (first, *map(cell, lines))


def question_chapter(plan: Plan) -> Section:
    """Questions to whoever made the diagnosis."""
    items = tuple(
        (cited(capitalised(one.text), one.sources, strong=True), Span(f" {capitalised(one.why)}."))
        for one in plan.questions
    )
    block: Block = Bullets(items) if items else paragraph("None.")
    return Section("questions", "Questions to whoever made the diagnosis", (block,))
