"""A cohort's numbers as a table: the arms side by side, then what each changes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.forecast import CohortResult
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import print_sections, section

__all__ = ["print_cohort"]

_SIDE_BY_SIDE = 3


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
    parts: list[RenderableType] = [section(result.specification.name, *_tables(result, differences=False))]
    if result.differences:
        title = f"Difference from {result.specification.compare_with}"
        parts.append(section(title, *_tables(result, differences=True)))
    about = (
        "Estimate, and where a real study of this kind is expected in 95 of 100 cases; in brackets what the model "
        "itself does not know (95 %); a dash where the people are too few to tell. "
    )
    print_sections(page, [*parts, Text(about + _people(result), style="dim")])


def _people(result: CohortResult) -> str:
    counted = {cell.among: found.n for cell, found in result.estimates}
    people = [f"{n} people in each arm" if not among else f"{n} of `{among}`" for among, n in counted.items()]
    return "; ".join(people) + "."


def _tables(result: CohortResult, differences: bool) -> Iterator[Table]:
    found = result.differences if differences else result.estimates
    arms = list(dict.fromkeys(cell.arm for cell, _ in found))
    for start in range(0, len(arms), _SIDE_BY_SIDE):
        yield _table(result, arms[start : start + _SIDE_BY_SIDE], differences)


def _table(result: CohortResult, arms: list[str], differences: bool) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    table.add_column("outcome", overflow="fold", min_width=12)
    table.add_column("week", justify="right")
    for arm in arms:
        table.add_column(arm.replace("_", " "), justify="right")
    rows: dict[tuple[str, str, int], dict[str, Text]] = {}
    for cell, found in result.differences if differences else result.estimates:
        cells = rows.setdefault((cell.outcome.name, cell.among, cell.week), {})
        cells[cell.arm] = _estimate(
            found.value, (found.low, found.high), (found.model_low, found.model_high), differences
        )
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
