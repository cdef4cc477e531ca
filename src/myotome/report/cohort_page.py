"""A cohort's numbers as a table."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.forecast import CohortResult
from myotome.report.console import page_console
from myotome.report.lines import print_sections, section

__all__ = ["print_cohort"]


def print_cohort(result: CohortResult, console: Console | None = None) -> None:
    """Print every arm, outcome and week with its interval, then the differences between the arms.

    Parameters
    ----------
    result : CohortResult
        What the cohort says.
    console : Console, optional
        Where to print; by default the standard output.
    """
    page = console or page_console()
    parts: list[RenderableType] = [section(result.specification.name, _table(result, differences=False))]
    if result.differences:
        title = f"Against {result.specification.compare_with}"
        parts.append(section(title, _table(result, differences=True)))
    about = (
        "Intervals: where a real study of this kind is expected in 95 of 100 cases. In brackets: what the model itself "
        "does not know."
    )
    print_sections(page, [*parts, Text(about, style="dim")])


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}"


def _table(result: CohortResult, differences: bool) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for name in ("arm", "outcome", "week"):
        table.add_column(name)
    for name in ("estimate", "interval", "model", "n"):
        table.add_column(name, justify="right")
    for cell, found in result.differences if differences else result.estimates:
        name = cell.outcome.name + (f" ({cell.among})" if cell.among else "")
        interval = f"{_told(found.low)} to {_told(found.high)}"
        model = f"[{_told(found.model_low)} to {_told(found.model_high)}]"
        table.add_row(cell.arm, name, str(cell.week), _told(found.value), interval, model, str(found.n))
    return table
