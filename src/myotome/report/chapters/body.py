"""The chapters with drawings: the findings on the body, and the disc in the spine."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer import Answer
from myotome.exam import sided, words
from myotome.explain import Territory
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


def body_chapter(answer: Answer) -> Section:
    """What was found and where the leading explanation expects loss, on the body and in words."""
    found = body_findings(answer.case)
    blocks: list[Block] = []
    if found.is_empty and answer.territory is None:
        blocks.append(paragraph("No finding of this case has a place on the body chart."))
    else:
        blocks += [body_figures(found, answer.territory), *_marks(found), *_expected(answer)]
    blocks.append(Subheading("All findings, as given"))
    blocks.append(Bullets(tuple(spans(finding.label) for finding in answer.case.findings)))
    return Section("body", "Findings on the body", tuple(blocks))


def body_figures(findings: BodyFindings, expected: Territory | None, plain: bool = False) -> Row:
    """Front and back beside each other, with all that they show in words."""
    skin = {} if expected is None else expected.skin
    front, back = body_chart(findings, skin, "Body chart")
    places = "; ".join((*findings.skin_words, *(f"mark {mark.number}, {mark.words}" for mark in findings.marks)))
    area = "" if expected is None else "; shaded: skin where reduced sensation is expected"
    after = _shade(expected, plain)
    alternative = f"Findings: {places or 'none'}{area}."
    return Row(
        (
            Figure(
                front,
                "Stripes: changed sensation. Dots: pain. Numbers: see below.",
                f"Front of the body. {alternative}",
                0.36,
            ),
            Figure(back, after, "Back of the body, with the same findings.", 0.36),
        )
    )


def _shade(expected: Territory | None, plain: bool) -> str:
    if expected is None:
        return "Stripes, dots and numbers as in front."
    return (
        "Shaded: where numbness would be expected."
        if plain
        else f"Shaded: loss of sensation expected from {expected.label}."
    )


def _marks(findings: BodyFindings) -> Iterator[Block]:
    if findings.marks:
        words_ = (f"{mark.number}: {mark.words}" for mark in findings.marks)
        yield paragraph(f"Marks on the chart: {'; '.join(words_)}.")


def _expected(answer: Answer) -> Iterator[Block]:
    """Muscles that the leading explanation weakens most, the strongest effect first."""
    if answer.territory is None or not answer.territory.muscles:
        return
    ranked = sorted(answer.territory.muscles.items(), key=lambda item: (-item[1], item[0]))[:_EXPECTED_MUSCLES]
    losses = ", ".join(f"{sided(words(name, 'muscles'), side)} {percent(loss)}" for (name, side), loss in ranked)
    yield paragraph(
        f"If it is {answer.territory.label}, the muscles that lose most innervation: {losses}.",
        " The shares follow from the roots and nerves of each muscle.",
        cited("", _WIRING),
    )


def spine_chapter(answer: Answer) -> Section | None:
    """Draw the disc in its place and from below; None where no disc is in the differential."""
    marks = disc_marks(answer.case, answer.explanation)
    if not marks:
        return None
    places = "; ".join(f"{mark.disc}: {', '.join(mark.words)}" for mark in marks)
    figures = [Figure(spine_map(marks), f"Discs of the answer and of the images. {_SCHEME}", f"Spine. {places}.", 0.48)]
    lead = next((one for one in answer.explanation.discs if one.probability >= _DISC_DRAWN), None)
    if lead is not None:
        place = f"{lead.disc}, {sided(lead.zone, lead.side)} herniation"
        caption = f"The most likely site, seen from below as on an image. {_SCHEME}"
        figures.append(
            Figure(disc_section(lead), caption, f"Section through {place}, compressing {lead.structure}.", 0.48)
        )
    about = cited(
        "The probabilities are those of the answer above and rest on the same sources.", answer.explanation.sources()
    )
    return Section("spine", "The disc in the spine", (Row(tuple(figures)), paragraph(about, small=True)))
