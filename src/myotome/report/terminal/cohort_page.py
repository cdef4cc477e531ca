"""A cohort's numbers as a table: the arms side by side, then what each changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.forecast import CohortResult
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import print_sections, section

__all__ = ["print_cohort"]

_SIDE_BY_SIDE = 3
_RATIOS = {"risk_ratio": "Risk ratio", "hazard_ratio": "Hazard ratio"}


def print_cohort(result: CohortResult, console: Console | None = None) -> None:
    """Print every outcome and week with its interval, arms side by side, then the differences between the arms.

    Parameters
    ----------
    result : CohortResult
        What the cohort says.
    console : Console, optional
        Where to print; by default the standard output.
    """
    page = console or page_console()
    parts: list[RenderableType] = [section(result.specification.name, *_tables(result.estimates))]
    against = result.specification.compare_with
    if result.differences:
        parts.append(section(f"Difference from {against}", *_tables(result.differences, signed=True)))
    for kind, name in _RATIOS.items():
        found = [(cell, one) for cell, of, one in result.ratios if of == kind]
        if found:
            parts.append(section(f"{name} against {against}", *_tables(found)))
    about = (
        "Estimate, and where a real study of this kind is expected in 95 of 100 cases; in brackets what the model "
        "itself does not know (95 %); a dash where the people are too few to tell. "
    )
    print_sections(page, [*parts, Text(about + _people(result), style="dim")])


def _people(result: CohortResult) -> str:
    counted = {cell.among: found.n for cell, found in result.estimates}
    people = [f"{n} people in each arm" if not among else f"{n} of `{among}`" for among, n in counted.items()]
    return "; ".join(people) + "."


def _tables(found: Sequence[tuple[Any, Any]], signed: bool = False) -> Iterator[Table]:
    arms = list(dict.fromkeys(cell.arm for cell, _ in found))
    for start in range(0, len(arms), _SIDE_BY_SIDE):
        yield _table(found, arms[start : start + _SIDE_BY_SIDE], signed)


def _table(estimates: Sequence[tuple[Any, Any]], arms: list[str], signed: bool) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("outcome", overflow="fold", min_width=12)
    table.add_column("week", justify="right")
    for arm in arms:
        table.add_column(arm.replace("_", " "), justify="right")
    rows: dict[tuple[str, str, int], dict[str, Text]] = {}
    for cell, found in estimates:
        cells = rows.setdefault((cell.outcome.name, cell.among, cell.week), {})
        cells[cell.arm] = _estimate(found.value, (found.low, found.high), (found.model_low, found.model_high), signed)
    before = ""
    for (outcome, among, week), cells in rows.items():
        name = outcome.replace("_", " ") + (f", {among}" if among else "")
        table.add_row("" if name == before else name, str(week), *(cells.get(arm, Text("-")) for arm in arms))
        before = name
    return table


def _estimate(
    value: float | None,
    interval: tuple[float | None, float | None],
    model: tuple[float | None, float | None],
    signed: bool,
) -> Text:
    if value is None:
        return Text("-")
    form = _form(value, signed)
    return Text(f"{value:{form}} ({_range(interval, form)})").append(f"\n[{_range(model, form)}]", style="dim")


def _form(value: float, signed: bool) -> str:
    """Two figures that mean something: more digits for small shares than for points of a hundred."""
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    return f"{'+' if signed else ''}.{digits}f"


def _range(ends: tuple[float | None, float | None], form: str) -> str:
    low, high = ends
    return "-" if low is None or high is None else f"{low:{form}} to {high:{form}}"
