"""The chapters of the plan: treatment options, follow-up, and questions to whoever made the diagnosis."""

from __future__ import annotations

from myotome.care import Plan, Reexamination, TreatmentOption
from myotome.report.document.parts import (
    Block,
    Bullets,
    Cell,
    Section,
    Span,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.words.guidelines import ADVISED_AGAINST, joined, recommendation
from myotome.report.words.probabilities import capitalised, percent, weeks_in_words

__all__ = ["follow_up_chapter", "options_chapter", "question_chapter"]

_SURE = 0.9
_NOT_ORDERS = "Possibilities to weigh with the patient, not orders."


def options_chapter(plan: Plan) -> Section:
    """Treatments side by side: what guidelines say, the kind of evidence, and what speaks against each here."""
    open_ = [one for one in plan.treatments if one.stance not in ADVISED_AGAINST and not one.not_for]
    others = [one for one in plan.treatments if one not in open_]
    blocks: list[Block] = [paragraph(_NOT_ORDERS)]
    if open_:
        rows = tuple(_option_row(one) for one in open_)
        head = ("option", "what guidelines say", "evidence behind the forecast", "remarks")
        blocks.append(TableOf("Best supported first", head, rows, (2.2, 4, 1.5, 2.3)))
    if conflicts := [one for one in plan.treatments if one.stance == "mixed"]:
        blocks.append(Subheading("Where guidelines disagree"))
        blocks.append(Bullets(tuple(_conflict(one) for one in conflicts)))
    if others:
        blocks.append(Subheading("Advised against, without enough evidence, or contraindicated in this person"))
        blocks.append(Bullets(tuple(_against(one) for one in others)))
    blocks += [paragraph(gap) for gap in plan.gaps]
    return Section("options", "Treatment options", tuple(blocks))


def _option_row(option: TreatmentOption) -> tuple[Cell, ...]:
    said = joined([recommendation(each) for each in option.recommendations]) or spans("no guideline found")
    remarks = [reason for reason in option.reasons if not reason.startswith("recommendations exist")]
    if option.covers < _SURE:
        remarks.insert(0, f"probability of the indication {percent(option.covers)}")
    keys = () if option.recommendations else option.sources
    head = (cited(capitalised(option.wording), strong=True), cited("", keys))
    return (head, said, cell(option.evidence_kind), cell("; ".join(remarks)))


def _conflict(option: TreatmentOption) -> Cell:
    """Which guideline says what, and of which patients."""
    said = [
        cited(f"{each.guideline} {each.year}: {each.direction} in {each.population}", (each.source,))
        for each in option.recommendations
    ]
    return (Span(f"{capitalised(option.wording)}: ", strong=True), *joined(said))


def _against(option: TreatmentOption) -> Cell:
    head = Span(f"{capitalised(option.wording)}: ", strong=True)
    if option.not_for:
        return (head, cited("; ".join(option.not_for), option.sources))
    return (head, *joined([recommendation(each) for each in option.recommendations]))


def follow_up_chapter(plan: Plan) -> Section:
    """What to examine again, when, and which change is more than error."""
    rows = tuple(_follow_up_row(one) for one in plan.reexaminations)
    head = ("what", "when", "why", "minimal important change", "expected, by the forecast")
    table: Block = TableOf("What to examine again", head, rows, (1.8, 1.3, 2, 3, 2.4))
    return Section("again", "Follow-up: what to examine, and when", (table if rows else paragraph("None is needed."),))


def _follow_up_row(one: Reexamination) -> tuple[Cell, ...]:
    first = (cited(capitalised(one.wording)), cited("", one.sources))
    change, expected = "; ".join(one.change_that_counts), "; ".join(one.expected)
    return (first, cell(weeks_in_words(one.at_weeks)), cell(one.why), cell(change), cell(expected))


def question_chapter(plan: Plan) -> Section:
    """Questions to whoever made the diagnosis."""
    items = tuple(
        (cited(one.text, one.sources, strong=True), Span(f" {capitalised(one.why)}.")) for one in plan.questions
    )
    block: Block = Bullets(items) if items else paragraph("None.")
    return Section("questions", "Questions to whoever made the diagnosis", (block,))
