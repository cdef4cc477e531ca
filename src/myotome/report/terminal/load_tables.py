"""Tables about loads for the terminal: the tasks there are, and the model against measurements."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from myotome.evidence import Compared, agreement
from myotome.load import Task
from myotome.report.terminal.console import page_console

__all__ = ["print_tasks", "print_validation"]


def print_tasks(tasks: Sequence[Task]) -> None:
    """Print every task and exercise, with its options and their limits."""
    console = page_console()
    for kind, title in (("daily", "Tasks"), ("exercise", "Exercises: myotome load exercise NAME")):
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for head in ("name", "what", "options"):
            table.add_column(head)
        for task in tasks:
            if task.kind == kind:
                table.add_row(task.name, task.label, "; ".join(_option(task, name) for name in task.options))
        console.print(table)


def _option(task: Task, name: str) -> str:
    option = task.options[name]
    word = f"--{name.replace('_', '-')}"
    return f"{word} {'|'.join(option.choices)}" if option.choices else f"{word} {option.low:g} to {option.high:g}"


def print_validation(rows: Sequence[Compared]) -> None:
    """Print the model against every number measured in living people."""
    console, score = page_console(), agreement(rows)
    table = Table(box=None, pad_edge=False)
    for head in ("row", "what, where", "source"):
        table.add_column(head)
    for head in ("measured", "model", "ratio"):
        table.add_column(head, justify="right")
    for row in rows:
        what = f"{row.task}: {row.quantity.replace('_', ' ')}, {row.disc}"
        mark = ", disputed" if row.conflicting else ""
        numbers = (f"{row.measured:g} {row.unit}", f"{row.model:.3g}", f"{row.ratio:.2f}")
        table.add_row(row.id, what, f"{row.source}{mark}", *numbers)
    console.print(table)
    console.print(
        f"Pressures in healthy discs ({score.n} rows): r {score.correlation:.3f}, rank correlation "
        f"{score.rank_correlation:.2f}, root mean square error {score.rmse_mpa:.2f} MPa."
    )
