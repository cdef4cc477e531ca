"""The chapters with drawings: the findings on the body, and the disc in the spine."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer.answer import Answer
from myotome.exam.wording import sided, words
from myotome.explain.conclusions.territory import Territory
from myotome.report.document.parts import (
    Block,
    Bullets,
    Figure,
    Row,
    Section,
    Subheading,
    cited,
    paragraph,
    spans,
)
from myotome.report.figures.body_chart import body_chart
from myotome.report.figures.body_findings import BodyFindings, body_findings
from myotome.report.figures.disc_section import disc_section
from myotome.report.figures.spine_map import disc_marks, spine_map
from myotome.report.words.probabilities import percent

__all__ = ["body_chapter", "body_figures", "spine_chapter"]

_EXPECTED_MUSCLES = 8
_DISC_DRAWN = 0.05
_WIRING = ("general_anatomy", "calibration_explain", "judgement")
_SCHEME = "A scheme, not an image of this patient."


def body_chapter(of: Answer) -> Section:
    """What was found and where the leading explanation expects it, on the body and in words."""
    found = body_findings(of.case)
    blocks: list[Block] = []
    if found.is_empty and of.territory is None:
        blocks.append(paragraph("No finding of this case has a place on the body chart."))
    else:
        blocks += [body_figures(found, of.territory), *_marks(found), *_expected(of)]
    blocks.append(Subheading("All findings, as given"))
    blocks.append(Bullets(tuple(spans(finding.label) for finding in of.case.findings)))
    return Section("body", "Findings on the body", tuple(blocks))


def body_figures(found: BodyFindings, expected: Territory | None, plain: bool = False) -> Row:
    """Front and back beside each other, with all that they show in words."""
    skin = {} if expected is None else expected.skin
    front, back = body_chart(found, skin, "Body chart")
    told = "; ".join((*found.skin_words, *(f"mark {mark.number}, {mark.words}" for mark in found.marks)))
    area = "" if expected is None else "; shaded: skin where less feeling is expected"
    after = _shade(expected, plain)
    alternative = f"Findings: {told or 'none'}{area}."
    return Row(
        (
            Figure(
                front,
                "Stripes: changed feeling. Dots: pain. Numbers: see below.",
                f"Front of the body. {alternative}",
                0.36,
            ),
            Figure(back, after, f"Back of the body. {alternative}", 0.36),
        )
    )


def _shade(expected: Territory | None, plain: bool) -> str:
    if expected is None:
        return "Stripes, dots and numbers as in front."
    return (
        "Shaded: where numbness would be expected."
        if plain
        else f"Shaded: loss of feeling expected by {expected.label}."
    )


def _marks(found: BodyFindings) -> Iterator[Block]:
    if found.marks:
        told = (f"{mark.number}: {mark.words}" for mark in found.marks)
        yield paragraph(f"Marks on the chart: {'; '.join(told)}.")


def _expected(of: Answer) -> Iterator[Block]:
    """Muscles that the leading explanation weakens most, the strongest effect first."""
    if of.territory is None or not of.territory.muscles:
        return
    ranked = sorted(of.territory.muscles.items(), key=lambda item: (-item[1], item[0]))[:_EXPECTED_MUSCLES]
    told = ", ".join(f"{sided(words(name, 'muscles'), side)} {percent(loss)}" for (name, side), loss in ranked)
    yield paragraph(
        f"If it is {of.territory.label}, the muscles that lose most drive: {told}.",
        " The shares follow from the roots and nerves of each muscle.",
        cited("", _WIRING),
    )


def spine_chapter(of: Answer) -> Section | None:
    """Draw the disc in its place and from below; None where no disc is spoken of."""
    marks = disc_marks(of.case, of.explanation)
    if not marks:
        return None
    told = "; ".join(f"{mark.disc}: {', '.join(mark.words)}" for mark in marks)
    figures = [Figure(spine_map(marks), f"Discs of the answer and of the images. {_SCHEME}", f"Spine. {told}.", 0.48)]
    lead = next((one for one in of.explanation.discs if one.probability >= _DISC_DRAWN), None)
    if lead is not None:
        place = f"{lead.disc}, {sided(lead.zone, lead.side)} herniation"
        caption = f"The likeliest place, seen from below as on an image. {_SCHEME}"
        figures.append(Figure(disc_section(lead), caption, f"Section through {place}, meeting {lead.structure}.", 0.48))
    about = cited("The shares are those of the answer above, and rest on the same:", of.explanation.sources())
    return Section("spine", "The disc in the spine", (Row(tuple(figures)), paragraph(about, small=True)))
