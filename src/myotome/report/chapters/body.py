"""The findings on the body and in words, and the disc in the spine."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer import Answer
from myotome.exam import sided, words
from myotome.explain import LikelyDisc, Territory
from myotome.language import ENGLISH, Language, listed, message, verbatim
from myotome.report.document.citations import without_scheme
from myotome.report.document.parts import Block, Figure, Row, Section, cited, paragraph
from myotome.report.figures.body_chart import body_chart
from myotome.report.figures.body_findings import BodyFindings
from myotome.report.figures.disc_section import disc_section
from myotome.report.figures.spine_map import disc_marks, marks_in_words
from myotome.report.figures.spine_view import spine_view
from myotome.report.words.probabilities import percent, place_in_words

__all__ = ["body_chapter", "body_figure", "spine_figures"]

_EXPECTED_MUSCLES = 8
_DISC_DRAWN = 0.05
_WIRING = ("general_anatomy", "calibration_explain", "judgement")
#: Widths in print.
_SPINE_MM, _DISC_MM = 46.5, 36.0


def body_chapter(answer: Answer) -> Section:
    """All findings in words, and the muscles that the leading explanation weakens."""
    given = "; ".join(finding.label for finding in answer.case.findings)
    blocks: list[Block] = [paragraph(cited("As given: ", strong=True), f"{given}."), *_expected(answer)]
    for name, value in (("Source", answer.case.source), ("Note", answer.case.note)):
        if value:
            blocks.append(paragraph(f"{name}: {without_scheme(value)}", small=True))
    return Section("body", "Findings", tuple(blocks))


def body_figure(
    findings: BodyFindings, expected: Territory | None, plain: bool = False, language: Language = ENGLISH
) -> Figure:
    """Front and back beside each other, with all that they show in words."""
    skin, muscles = ({}, {}) if expected is None else (expected.skin, expected.muscles)
    places = listed((*findings.skin_words, *(mark.words for mark in findings.changed)), "; ") or message("none")
    area = "" if expected is None else message("shaded: skin where reduced sensation is expected")
    told = message("Body from the front and from behind. Findings: {places}.", places=listed((places, area), "; "))
    drawn = body_chart(findings, skin, {} if plain else muscles, language=language)
    return Figure(drawn, _shade(expected, plain), told)


def _shade(expected: Territory | None, plain: bool) -> str:
    if expected is None:
        return message("What was found.")
    if plain:
        return message("Shaded: where numbness would be expected.")
    return f"Shaded and ringed: the loss expected of {expected.label}."


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


def spine_figures(answer: Answer, plain: bool = False, language: Language = ENGLISH) -> Row | None:
    """Draw the disc in its place and from below; None where no disc is in question."""
    marks = disc_marks(answer.case, answer.explanation, plain)
    if not marks:
        return None
    lead = next((one for one in answer.explanation.discs if one.probability >= _DISC_DRAWN), None)
    told = message("Spine. {places}.", places=marks_in_words(marks))
    drawn = spine_view(marks, lead.disc if lead else marks[0].disc, printed_mm=_SPINE_MM, language=language)
    figures = [Figure(drawn, _seen(lead, plain), told, 0.54)]
    if lead is not None:
        place = f"{lead.disc}, {sided(lead.zone, lead.side)} herniation, compressing {lead.structure}"
        told = message(
            "Disc {disc} from below, with the part that has moved out of its place.", disc=verbatim(lead.disc)
        )
        figures.append(
            Figure(
                disc_section(lead, plain, small_mm=_DISC_MM, language=language),
                message("From below. A drawing, not your own picture.") if plain else _from_below(lead),
                told if plain else f"{place}.",
                0.42,
            )
        )
    return Row(tuple(figures))


def _seen(lead: LikelyDisc | None, plain: bool) -> str:
    if plain:
        return message("Red: where the disc may press on the nerve.")
    return "Red: the most likely site. Yellow: a disc in question, or imaged." if lead else "Yellow: the disc imaged."


def _from_below(lead: LikelyDisc) -> str:
    meets = place_in_words(lead.structure, "none") if lead.structure else "no nerve"
    where = f"{sided(lead.zone, lead.side)}; meets the {meets} ({percent(lead.probability)})"
    return f"{lead.disc} from below, a scheme: {where}."
