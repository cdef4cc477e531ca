"""Red flags, said before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from myotome.explain.explanation import RedFlag
from myotome.report.terminal.lines import items
from myotome.report.words.probabilities import percent

__all__ = ["red_flag_section"]

_ACTIONS, _REASONS = 3, 6
_SILENCE = "No red flag rule holds. What was not asked or examined can still hide one."


def red_flag_section(flag: RedFlag) -> RenderableType:
    """Panel of what is urgent, then of what is due soon; one line where neither is."""
    probability = Text(f"Probability of a cause that needs same-day action: {percent(flag.probability)}.")
    if not flag.urgent and not flag.soon:
        return Group(Text(_SILENCE), probability)
    parts: list[RenderableType] = []
    if flag.urgent:
        actions = _first(flag.actions, _ACTIONS, flag.leading_action)
        parts.append(_panel("RED FLAG: act before anything else", "red", flag.reasons, actions, probability))
    if flag.soon:
        parts.append(_panel("Soon: within about two weeks", "yellow", flag.soon, (), None if parts else probability))
    return Group(*parts)


def _first(lines: Sequence[str], count: int, kept: str | None = None) -> list[str]:
    """Return the first lines, the kept one wherever it stands, and how many more there are."""
    shown = [line for place, line in enumerate(lines) if place < count or line == kept]
    more = len(lines) - len(shown)
    return shown if more <= 0 else [*shown, f"and {more} more, in full with --json"]


def _panel(
    title: str, colour: str, reasons: Sequence[str], actions: Sequence[str], last: RenderableType | None
) -> Panel:
    lines = items("What to do:", actions, style="bold")
    lines += items("Why:" if actions else "", _first(reasons, _REASONS))
    lines += [last] if last is not None else []
    return Panel(
        Group(*lines),
        title=Text(title, style=f"bold {colour}"),
        title_align="left",
        border_style=colour,
        box=box.HEAVY if colour == "red" else box.ROUNDED,
        padding=(0, 1),
    )
