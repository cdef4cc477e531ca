"""Predicted against found: muscles, and the disc as it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from myotome.answer import Answer
from myotome.exam import Strength, words
from myotome.explain import Explanation
from myotome.report import disc_marks, disc_section, spine_map
from myotome.web.examination.cells import sides_of
from myotome.web.limits import limits

__all__ = ["Comparison", "comparison_of", "spine_of"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Muscles: predicted and found weak, found alone, predicted but strong, predicted and not examined."""

    both: tuple[str, ...]
    only_found: tuple[str, ...]
    only_predicted: tuple[str, ...]
    not_examined: tuple[str, ...]


def comparison_of(answer: Answer) -> Comparison | None:
    """Which muscles the leading explanation would weaken, beside those that were found weak."""
    territory = answer.territory
    if territory is None:
        return None
    found = {
        (finding.muscles[0], side): finding
        for finding in answer.case.findings
        if isinstance(finding, Strength) and finding.muscles
        for side in sides_of({"side": finding.side})
    }
    wanted = {key for key, loss in territory.muscles.items() if loss >= limits("territory")["weak"]}
    ranked = sorted(wanted, key=lambda key: -territory.muscles[key])
    unexamined = [f"{side} {words(name, 'muscles')}" for name, side in ranked if (name, side) not in found]
    return Comparison(
        both=tuple(found[key].label for key in ranked if key in found and found[key].is_weak),
        only_found=tuple(one.label for key, one in found.items() if one.is_weak and key not in wanted),
        only_predicted=tuple(found[key].label for key in ranked if key in found and not found[key].is_weak),
        not_examined=tuple(unexamined[: int(limits("shown")["unexamined"])]),
    )


def spine_of(answer: Answer, told: Explanation) -> Iterator[str]:
    """Drawings of the discs in question; none where no disc is."""
    drawn = disc_marks(answer.case, told)
    if drawn:
        yield spine_map(drawn)
        if told.discs and told.discs[0].probability >= limits("shown")["disc"]:
            yield disc_section(told.discs[0])
