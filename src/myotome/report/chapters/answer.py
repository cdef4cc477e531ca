"""The chapter of the answer in detail: causes, places, discs, weak muscles and what each finding says."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.exam import sided, words
from myotome.explain import Explanation, LikelyDisc
from myotome.report.document.parts import (
    Bar,
    Block,
    Bullets,
    Cell,
    Figure,
    Section,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.figures.evidence import evidence_figure, heaviest
from myotome.report.words.probabilities import cause_in_words, class_in_words, percent, place_in_words
from myotome.report.words.rivals import rival_in_words

__all__ = ["answer_chapter"]

_RIVALS, _DISCS, _PLACES = 4, 4, 4
_CAUSE_NAMED, _PLACE_NAMED, _TYPE_NAMED = 0.01, 0.05, 0.05
_RESTS = "The probabilities and weights of this chapter rest on the tables and the calibration of the model."
_SCALE = (
    "A weight of 1 makes the leading explanation ten times as likely against its rival; of 2, a hundred times. A bar "
    "to the left speaks against it."
)


def answer_chapter(explanation: Explanation, *, drawn: bool = True) -> Section:
    """Every number behind the summary of an explanation; the weights of the findings drawn, or in a line."""
    blocks: list[Block] = [*_causes(explanation), *_discs(explanation), *_muscles(explanation)]
    blocks += _evidence(explanation) if drawn else _weights(explanation)
    if explanation.unused:
        blocks.append(Subheading("Findings not used"))
        blocks.append(Bullets(tuple(spans(f"{item.label}: {item.reason}") for item in explanation.unused)))
    blocks.append(paragraph(cited(_RESTS, explanation.sources()), small=True))
    return Section("answer", "The answer in detail", tuple(blocks))


def _causes(explanation: Explanation) -> Iterator[Block]:
    rows = [
        (cell(cause_in_words(cause)), cell(percent(cause.probability)))
        for cause in explanation.causes[: 1 + _RIVALS]
        if cause.probability >= _CAUSE_NAMED
    ]
    if rows:
        yield TableOf("Likely causes", ("cause", "probability"), tuple(rows), (5.0, 1.0), frozenset({1}))
    ranked = sorted(explanation.classes.items(), key=lambda item: -item[1])
    classes = [f"{class_in_words(name)} {percent(p)}" for name, p in ranked if p >= _CAUSE_NAMED]
    rest = len(ranked) - len(classes)
    others = f"; {rest} further classes, each <1%" if rest else ""
    yield paragraph(f"By diagnostic class: {', '.join(classes)}{others}.")
    places = [place for place in explanation.places[:_PLACES] if place.probability >= _PLACE_NAMED]
    if places:
        named = (f"{place_in_words(one.place, one.side, one.site)} {percent(one.probability)}" for one in places)
        yield paragraph(f"Lesion sites: {', '.join(named)}.")


def _discs(explanation: Explanation) -> Iterator[Block]:
    rows = [_disc_row(disc) for disc in explanation.discs[:_DISCS] if disc.probability >= _CAUSE_NAMED]
    if rows:
        head = ("disc", "side and zone", "compresses", "possible types", "probability")
        yield TableOf("Herniated discs that may be the cause", head, tuple(rows), (1, 2, 1.2, 4, 1.3), frozenset({4}))


def _disc_row(disc: LikelyDisc) -> tuple[Cell, ...]:
    types = ", ".join(f"{name} {percent(share)}" for name, share in disc.types.items() if share >= _TYPE_NAMED)
    compressed = place_in_words(disc.structure, "none") if disc.structure else ""
    return (
        cell(disc.disc),
        cell(sided(disc.zone, disc.side)),
        cell(compressed),
        cell(types),
        cell(percent(disc.probability)),
    )


def _muscles(explanation: Explanation) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for one in explanation.muscles:
        name = sided(words(one.muscle, "muscles", "muscle_groups", "movements"), one.side)
        lesion, probability = one.lesions[0] if one.lesions else ("none found", 0.0)
        rows.append((cell(name), cell(percent(one.by_disc)), cell(percent(probability)), cell(lesion)))
    if not rows:
        return
    head: tuple[str, ...] = ("weak muscle", "without a disc lesion", "without its main lesion", "main lesion")
    title, shared = "Probability that each weak muscle would be strong", len({row[-1] for row in rows}) == 1
    if shared:  # said once, above the table
        title = f"{title}; main lesion: {rows[0][-1][0].text}"
        head, rows = head[:-1], [row[:-1] for row in rows]
    yield TableOf(title, head, tuple(rows), (2, 1.2, 1.2) if shared else (2, 1.2, 1.2, 4), frozenset({1, 2}))


def _evidence(explanation: Explanation) -> Iterator[Block]:
    picture = evidence_figure(explanation)
    if picture is None:
        return
    shown = heaviest(explanation.evidence)
    rivals = tuple(dict.fromkeys(item.against for item in explanation.evidence))
    labels = [item.label if len(rivals) == 1 else f"{item.label} (against {item.against})" for item in shown]
    weights = "; ".join(f"{item.label} {item.weight:+.1f}" for item in shown)
    yield Subheading("Evidence for and against")
    about = f"Compared with {rival_in_words(rivals[0], explanation)}."
    yield paragraph(about if len(rivals) == 1 else "Each finding is compared with its best rival.")
    yield Figure(
        picture,
        f"{_SCALE}{_silent(len(explanation.evidence) - len(shown))}",
        f"Weights of evidence, in powers of ten: {weights}.",
        0.66,
        tuple(Bar(text, item.weight) for text, item in zip(labels, shown, strict=True)),
    )


def _weights(explanation: Explanation) -> Iterator[Block]:
    """What each finding says against the best rival, heaviest first."""
    shown = sorted(heaviest(explanation.evidence), key=lambda item: -abs(item.weight))
    if shown:
        rivals = tuple(dict.fromkeys(item.against for item in shown))
        said = "; ".join(
            f"{item.label} {item.weight:+.1f}{f' against {item.against}' if len(rivals) > 1 else ''}" for item in shown
        )
        head = f"Weights against {rivals[0]}: " if len(rivals) == 1 else "Weights against the best rival of each: "
        yield paragraph(cited(head, strong=True), f"{said}. A weight of 1 is a factor of ten, of 2 a hundred.")


def _silent(number: int) -> str:
    if not number:
        return ""
    counted = "1 further finding says" if number == 1 else f"{number} further findings say"
    return f" {counted} little to choose between the two."
