"""The reviewed claims as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.claims import ReviewedClaim
from myotome.ledger import sources
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.words.claims import BASIS, SAYS, SEEN, modelled, published

__all__ = ["print_claim", "print_claims"]


def print_claims(reviewed: Sequence[ReviewedClaim], console: Console | None = None) -> None:
    """Print a list of claims with their verdicts, one line or two each."""
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for name in ("claim", "literature", "model", "verdict"):
        table.add_column(name, ratio=5 if name == "claim" else None, overflow="fold")
    for one in reviewed:
        text = Text(one.claim.claim).append(f"  {one.claim.id}", style="dim")
        table.add_row(text, one.claim.literature, one.verdict.model, one.verdict.conclusion)
    end = Text("myotome claims ID shows one claim with its numbers and sources.", style="dim")
    print_sections(console or page_console(), [table, end])


def print_claim(reviewed: ReviewedClaim, console: Console | None = None) -> None:
    """Print one claim whole: who says so, literature, model, verdict, sources."""
    claim = reviewed.claim
    head = [Text(claim.claim, style="bold"), Text(f"{claim.kind}; said by: {claim.said_by}", style="dim")]
    numbers = [f"{published(number)} [{number.source}, {SEEN[number.seen]}]" for number in claim.numbers]
    answers = reviewed.answers
    values = [f"{modelled(answer.value)} [{SAYS[answer.word]}; {BASIS[answer.value.basis]}]" for answer in answers]
    found = [Text(claim.finding)] if claim.finding else []
    parts: list[RenderableType] = [
        section("Claim", *head),
        section(f"Literature: {claim.literature}", *found, *items("", numbers)),
        section("Model", *(items("", values) or [Text("not asked")])),
        section(f"Verdict: {reviewed.verdict.conclusion}", Text(reviewed.verdict.sentence)),
        section("Sources", *items("", (sources()[key].text for key in claim.sources()))),
    ]
    print_sections(console or page_console(), parts)
