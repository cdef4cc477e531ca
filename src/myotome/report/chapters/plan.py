"""The chapters of the plan: options, tests that would tell more, what to look at again, and questions."""

from __future__ import annotations

from collections.abc import Sequence

from myotome.answer.answer import Answer
from myotome.care import Investigation, Recommendation, Reexamination, TreatmentOption
from myotome.report.chapters.course import ADVISED_AGAINST
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
from myotome.report.words.probabilities import capitalised, weeks_in_words

__all__ = [
    "investigation_chapter",
    "looking_again_chapter",
    "options_chapter",
    "question_chapter",
]

_NOT_ORDERS = "Possibilities to weigh with the patient, not orders."


def options_chapter(of: Answer) -> Section:
    """Treatments side by side: what guidelines say, the kind of evidence, and what speaks against each here."""
    open_ = [one for one in of.plan.treatments if one.stance not in ADVISED_AGAINST and not one.not_for]
    others = [one for one in of.plan.treatments if one not in open_]
    blocks: list[Block] = [paragraph(_NOT_ORDERS)]
    if open_:
        rows = tuple(_option_row(one) for one in open_)
        head = ("option", "what guidelines say", "evidence of the outlook", "to know")
        blocks.append(TableOf("Options", head, rows, (2.2, 4, 1.5, 2.3)))
    if others:
        blocks.append(Subheading("Advised against, not settled, or unfit for this person"))
        blocks.append(Bullets(tuple(_against(one) for one in others)))
    blocks += [paragraph(gap) for gap in of.plan.gaps]
    return Section("options", "Options", tuple(blocks))


def _option_row(one: TreatmentOption) -> tuple[Cell, ...]:
    said = _joined([_said(rec) for rec in one.recommendations]) or spans("no guideline found")
    reasons = "; ".join(reason for reason in one.reasons if not reason.startswith("recommendations exist"))
    head = (cited(capitalised(one.wording), strong=True), cited("", () if one.recommendations else one.sources))
    return (head, said, cell(one.evidence_kind), cell(reasons))


def _said(one: Recommendation) -> Span:
    phase = "" if one.phase in ("", "any") else f", {one.phase}"
    strength = f" ({one.strength})" if one.strength else ""
    detail = f", {one.detail}" if one.detail else ""
    told = f"{one.guideline} {one.year}: {one.direction}{strength}{phase}: {one.what}{detail}"
    return cited(f"{told}; read at second hand" if one.seen == "secondary" else told, (one.source,))


def _joined(parts: Sequence[Span]) -> Cell:
    """Parts with a semicolon between them."""
    out: list[Span] = []
    for place, part in enumerate(parts):
        out += [Span("; "), part] if place else [part]
    return tuple(out)


def _against(one: TreatmentOption) -> Cell:
    why = "; ".join(one.not_for)
    told = Span(f"{capitalised(one.wording)}: ", strong=True)
    if why:
        return (told, cited(why, one.sources))
    return (told, *_joined([_said(rec) for rec in one.recommendations]))


def investigation_chapter(of: Answer) -> Section:
    """Tests not yet done, those at the bedside and those to be sent for."""
    blocks: list[Block] = []
    for setting, title in (("bedside", "At the bedside"), ("to order", "To order")):
        found = [one for one in of.plan.investigations if one.setting == setting]
        if found:
            head = ("test", "what it would tell", "bits", "burden, min")
            rows = tuple(_test_row(one) for one in found)
            blocks += [
                Subheading(title),
                TableOf(f"{title}, best first", head, rows, (2.2, 5, 0.7, 0.9), frozenset({2, 3})),
            ]
    if not blocks:
        blocks.append(paragraph("No further test is expected to tell much about the answer."))
    else:
        about = "Bits: information expected about the answer. Burden: minutes at the bedside, or what counts as much."
        blocks.append(paragraph(cited(about, ("judgement",)), small=True))
    return Section("investigations", "Tests that would tell more", tuple(blocks))


def _test_row(one: Investigation) -> tuple[Cell, ...]:
    dose = "" if not one.radiation_msv else f"radiation {one.radiation_msv:g} mSv"
    invasive = "" if one.invasiveness in ("", "none") else one.invasiveness
    more = "; ".join(part for part in (one.when, *one.cautions, *one.quality, dose, invasive) if part)
    said = [_said(rec) for rec in one.recommendations]
    told: list[Span] = [Span(f"{capitalised(one.why)}. ")]
    told += [cited(f"{capitalised(more)}. ", one.sources)] if more else []
    return (cell(one.wording), (*told, *_joined(said)), cell(f"{one.information_bits:.2f}"), cell(f"{one.burden:g}"))


def looking_again_chapter(of: Answer) -> Section:
    """What to examine again, when, and which change counts."""
    rows = tuple(_again_row(one) for one in of.plan.reexaminations)
    head = ("what", "when", "why", "change that counts", "expected, as forecast")
    blocks: tuple[Block, ...] = (TableOf("To look at again", head, rows, (1.8, 1.3, 2, 3, 2.4)),)
    return Section("again", "What to look at again, and when", blocks if rows else (paragraph("Nothing was found."),))


def _again_row(one: Reexamination) -> tuple[Cell, ...]:
    weeks, counts = weeks_in_words(one.at_weeks), "; ".join(one.change_that_counts)
    first = (cited(capitalised(one.wording)), cited("", one.sources))
    return (first, cell(weeks), cell(one.why), cell(counts), cell("; ".join(one.expected)))


def question_chapter(of: Answer) -> Section:
    """Questions to whoever made the diagnosis."""
    items = tuple(
        (cited(one.text, one.sources, strong=True), Span(f" {capitalised(one.why)}.")) for one in of.plan.questions
    )
    block: Block = Bullets(items) if items else paragraph("None.")
    return Section("questions", "Questions to whoever made the diagnosis", (block,))
