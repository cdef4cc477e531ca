"""What each finding says for and against the leading explanation, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.explain.explanation import Evidence, Explanation, Unused
from myotome.report.terminal.bars import fill_of, sided_bar
from myotome.report.terminal.lines import items, section
from myotome.report.words.probabilities import percent

__all__ = ["evidence_section", "unused_section"]

_SIDE_WIDTH = 10
_AT_MOST = 14
_SAYS_LITTLE = 0.05


def evidence_section(explanation: Explanation, console: Console) -> RenderableType | None:
    """Weights of the findings; bars to the right speak for the leading explanation, to the left against it."""
    if not explanation.evidence:
        return None
    shown = _shown(explanation.evidence)
    rivals = tuple(dict.fromkeys(item.against for item in explanation.evidence))
    one = f"Compared with: {rivals[0]}{_odds(rivals[0], explanation)}."
    about = one if len(rivals) == 1 else "Each compared with the best rival named."
    scale = "One unit makes the leading explanation ten times as likely against its rival."
    parts: list[RenderableType] = [
        Text(about),
        Text(scale, style="dim"),
        _table(shown, len(rivals) > 1, fill_of(console)),
    ]
    silent = len(explanation.evidence) - len(shown)
    if silent:
        parts.append(Text(f"{_counted(silent)} little to choose between the two.", style="dim"))
    return section("Evidence for and against", *parts)


def _odds(rival: str, explanation: Explanation) -> str:
    """How likely the rival is, where it is among the causes told."""
    found = [cause.probability for cause in explanation.causes if cause.label == rival]
    return f" ({percent(found[0])})" if found else " (<1%)"


def _shown(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Pick the findings that weigh most, those for the leader first."""
    telling = [item for item in evidence if abs(item.weight) >= _SAYS_LITTLE]
    heaviest = sorted(telling, key=lambda item: -abs(item.weight))[:_AT_MOST]
    return sorted(heaviest, key=lambda item: -item.weight)


def _table(shown: Sequence[Evidence], with_rival: bool, fill: str) -> Table:
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(width=2 * _SIDE_WIDTH + 1, no_wrap=True)
    table.add_column(justify="right", width=5, no_wrap=True)
    table.add_row("", Text(f"{'against':>{_SIDE_WIDTH}}|{'for':<{_SIDE_WIDTH}}", style="dim"), "")
    largest = max((abs(item.weight) for item in shown), default=1.0)
    for item in shown:
        label = f"{item.label} (against {item.against})" if with_rival else item.label
        table.add_row(Text(label), sided_bar(item.weight, largest, _SIDE_WIDTH, fill), Text(f"{item.weight:+.1f}"))
    return table


def _counted(number: int) -> str:
    return "1 further finding says" if number == 1 else f"{number} further findings say"


def unused_section(unused: Sequence[Unused]) -> RenderableType | None:
    """List the findings that the model could not use, each with the reason."""
    if not unused:
        return None
    return section("Findings not used", *items("", (f"{item.label}: {item.reason}" for item in unused)))
