"""The chapters of the plan: treatment options, follow-up, and questions to whoever made the diagnosis."""

from __future__ import annotations

from myotome.care import Plan, Reexamination, TreatmentOption
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
from myotome.report.words.guidelines import ADVISED_AGAINST, in_short, joined
from myotome.report.words.probabilities import capitalised, percent, weeks_in_words

__all__ = ["follow_up_chapter", "options_chapter", "question_chapter"]

_EXPECTED = 2
#: Reasons that the columns beside them tell already.
_SAID_ELSEWHERE = ("recommendations exist", "only if it is the cause")
_WEAKLY = "Drugs that guidelines only weakly let consider"
_NOT_ORDERS = "Possibilities to weigh with the patient, not orders."


def options_chapter(plan: Plan) -> Section:
    """Treatments side by side: how likely what each is for, what guidelines say, the evidence, and what to mind."""
    open_ = [one for one in plan.treatments if one.stance not in ADVISED_AGAINST and not one.not_for]
    others = [one for one in plan.treatments if one not in open_]
    blocks: list[Block] = [paragraph(_NOT_ORDERS)]
    weak = [one for one in open_ if _is_weak(one)]
    for title, group in (("Best supported first", [one for one in open_ if one not in weak]), (_WEAKLY, weak)):
        if group:
            rows = tuple(_option_row(one) for one in group)
            head = ("option", "indication", "guidelines", "evidence", "remarks")
            blocks.append(TableOf(title, head, rows, (2.6, 0.9, 3.4, 1.8, 1.8), frozenset({1})))
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
    said = joined([in_short(each) for each in option.recommendations]) or spans("none found")
    remarks = [reason for reason in option.reasons if not reason.startswith(_SAID_ELSEWHERE)]
    keys = () if option.recommendations else option.sources
    head = (cited(capitalised(option.wording), strong=True), cited("", keys))
    return (head, cell(percent(option.covers)), said, cell(option.evidence_kind), cell("; ".join(remarks)))


def _against(option: TreatmentOption) -> Cell:
    head = Span(f"{option.wording} (")
    if option.not_for:
        return (head, cited("; ".join(option.not_for), option.sources), Span(")"))
    return (head, *joined([in_short(each) for each in option.recommendations]), Span(")"))


def follow_up_chapter(plan: Plan) -> Section:
    """What to examine again, when, and which change is more than error: each thing once."""
    rows = tuple(_follow_up_row(one) for one in plan.reexaminations)
    head = ("what", "when", "why", "important change", "expected")
    table: Block = TableOf("What to examine again", head, rows, (2.2, 1.5, 2.6, 2.2, 2.2))
    return Section("again", "Follow-up", (table if rows else paragraph("None is needed."),))


def _follow_up_row(one: Reexamination) -> tuple[Cell, ...]:
    first = (cited(capitalised(one.wording)), cited("", one.sources))
    change, expected = "; ".join(one.change_that_counts[:1]), "; ".join(one.expected[:_EXPECTED])
    return (first, cell(weeks_in_words(one.at_weeks)), cell(one.why), cell(change), cell(expected))


def question_chapter(plan: Plan) -> Section:
    """Questions to whoever made the diagnosis."""
    items = tuple(
        (cited(one.text, one.sources, strong=True), Span(f" {capitalised(one.why)}.")) for one in plan.questions
    )
    block: Block = Bullets(items) if items else paragraph("None.")
    return Section("questions", "Questions to whoever made the diagnosis", (block,))
