"""The answer itself: the leading explanation, its rivals, the classes, the disc and the muscles."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.exam.wording import sided, words
from myotome.explain.explanation import DiscToBlame, Explanation, LikelyCause, LikelyDisc, MuscleNecessity
from myotome.report.terminal.bars import fill_of, share_bar
from myotome.report.terminal.lines import items, section
from myotome.report.words.probabilities import (
    capitalised,
    cause_in_words,
    class_in_words,
    likelihood,
    percent,
    place_in_words,
)

__all__ = ["answer_section", "classes_section", "disc_section", "muscles_section"]

_RIVALS = 4
_PLACES = 4
_BAR = 24
_WORTH_NAMING = 0.01
_WORTH_A_LINE = 0.05
_TYPE_WORTH_NAMING = 0.05


def answer_section(explanation: Explanation) -> RenderableType:
    """Leading explanation as a sentence, the next rivals, and the likely places."""
    lines: list[RenderableType] = [Text(explanation.outcome_sentence)]
    if explanation.causes:
        lead, *rivals = explanation.causes
        lines.append(Text(_sentence(lead), style="bold"))
        lines += items(
            "Next:", (f"{cause_in_words(cause)} ({percent(cause.probability)})" for cause in _telling(rivals))
        )
    places = [place for place in explanation.places[:_PLACES] if place.probability >= _WORTH_A_LINE]
    named = [f"{place_in_words(p.place, p.side, p.site)} ({percent(p.probability)})" for p in places]
    lines += items("Lesioned places:", named)
    return section("Answer", *lines)


def _sentence(cause: LikelyCause) -> str:
    return f"{capitalised(likelihood(cause.probability))} ({percent(cause.probability)}): {cause_in_words(cause)}."


def _telling(rivals: list[LikelyCause]) -> list[LikelyCause]:
    return [cause for cause in rivals[:_RIVALS] if cause.probability >= _WORTH_NAMING]


def classes_section(explanation: Explanation, console: Console) -> RenderableType:
    """Classes of cause as bars, best first; the very unlikely ones summed up."""
    ranked = sorted(explanation.classes.items(), key=lambda item: -item[1])
    shown = [item for item in ranked if item[1] >= _WORTH_NAMING]
    table = Table.grid(padding=(0, 1))
    for name, probability in shown:
        table.add_row(
            class_in_words(name), percent(probability).rjust(4), share_bar(probability, _BAR, fill_of(console))
        )
    rest = len(ranked) - len(shown)
    others = [Text(f"{rest} further classes: each <1%", style="dim")] if rest else []
    return section("Kind of cause", table, *others)


def disc_section(explanation: Explanation) -> RenderableType:
    """Is a disc to blame? The verdict, its reason, the likely discs, and what an image shows that needs no blame."""
    verdict = explanation.disc_to_blame
    lines: list[RenderableType] = [Text(_verdict(verdict), style="bold"), Text(capitalised(verdict.reason))]
    discs = [_disc(disc) for disc in explanation.discs[:_PLACES] if disc.probability >= _WORTH_NAMING]
    discs[:1] = [f"{first}{_types(explanation.discs[0])}" for first in discs[:1]]
    lines += items("Discs:", discs)
    lines += items("On the image, but not needed for these findings:", verdict.incidental)
    return section("Is a disc to blame?", *lines)


def _verdict(verdict: DiscToBlame) -> str:
    return f"{capitalised(verdict.verdict)} ({percent(verdict.probability)})."


def _disc(disc: LikelyDisc) -> str:
    what = sided(f"{disc.zone} herniation", disc.side)
    on = f" on {place_in_words(disc.structure, 'none')}" if disc.structure else ""
    return f"{disc.disc}, {what}{on} ({percent(disc.probability)})"


def _types(disc: LikelyDisc) -> str:
    """Types that the likeliest herniation may be of."""
    types = [f"{name} {percent(share)}" for name, share in disc.types.items() if share >= _TYPE_WORTH_NAMING]
    return f": {', '.join(types)}" if types else ""


def muscles_section(muscles: tuple[MuscleNecessity, ...]) -> RenderableType | None:
    """How likely would each weak muscle be strong again without a disc lesion, or without its chief lesion?"""
    if not muscles:
        return None
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "right"):
        table.add_column(justify=justify)
    table.add_row(*(Text(head, style="dim") for head in ("", "a disc lesion", "its chief lesion")))
    for muscle in muscles:
        name = sided(words(muscle.muscle, "muscles", "muscle_groups", "movements"), muscle.side)
        table.add_row(
            Text(name), Text(percent(muscle.by_disc)), Text(percent(muscle.lesions[0][1]) if muscle.lesions else "-")
        )
    chief = tuple(dict.fromkeys(muscle.lesions[0][0] for muscle in muscles if muscle.lesions))
    return section("Weak muscles: would each be strong again without ...", table, *items("Chief lesions:", chief))
