"""The referral of a plan: what is urgent in a heavy frame, before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from myotome.care import Referral, ReferralFlag
from myotome.report.terminal.lines import items
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["referral_section"]

_REASONS = 4


def referral_section(told: Referral) -> RenderableType:
    """Panel of what is urgent, panel of what is due soon, and the statement that claims no detection."""
    urgent = [flag for flag in told.flags if flag.urgency != "soon"]
    soon = [flag for flag in told.flags if flag.urgency == "soon"]
    parts: list[RenderableType] = []
    if urgent:
        parts.append(_panel("RED FLAG: refer before anything else", "red", urgent))
    if soon:
        parts.append(_panel("Soon, in the time told", "yellow", soon))
    parts.append(Text(told.statement, style="bold" if urgent else ""))
    return Group(*parts)


def _panel(title: str, colour: str, flags: Sequence[ReferralFlag]) -> Panel:
    return Panel(
        Group(*(part for flag in flags for part in _flag(flag))),
        title=Text(title, style=f"bold {colour}"),
        title_align="left",
        border_style=colour,
        box=box.HEAVY if colour == "red" else box.ROUNDED,
        padding=(0, 1),
    )


def _flag(flag: ReferralFlag) -> list[RenderableType]:
    chance = "" if flag.probability is None else f" (probability {percent(flag.probability)})"
    head = Text(f"{capitalised(flag.when)}, to: {flag.to_whom}", style="bold")
    why = list(flag.why[:_REASONS])
    why += [f"and {len(flag.why) - _REASONS} more, in full with --json"] if len(flag.why) > _REASONS else []
    return [
        head,
        Text(f"{capitalised(flag.what)}{chance}."),
        *items("What the rules ask for:", flag.actions),
        *items("Why:", why),
    ]
