"""Tables of loads: for the terminal, and as CSV or Parquet for whoever computes on."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from myotome.errors import InputError, Problem
from myotome.evidence import Compared, agreement
from myotome.load import JOINTS, Solution, Task
from myotome.report.terminal.console import page_console

__all__ = ["print_movement", "print_tasks", "print_validation", "write_loads"]

_SHOWN = JOINTS[:6]
_COLUMNS = ("frame", "disc", "compression_n", "shear_anterior_n", "shear_lateral_n", "pressure_mpa", "feasible")


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


def print_movement(solutions: Sequence[Solution], as_json: bool) -> None:
    """Print the lumbar discs' greatest loads of a movement, or every frame as JSON."""
    if as_json:
        print(json.dumps({"frames": _frames(solutions)}, allow_nan=False))
        return
    console = page_console()
    table = Table(box=None, pad_edge=False)
    for head in ("disc", "greatest compression N", "in frame", "greatest pressure MPa"):
        table.add_column(head, justify="right" if head != "disc" else "left")
    compression = np.concatenate([solution.discs.compression_n for solution in solutions])
    pressure = np.concatenate([solution.pressure_mpa for solution in solutions])
    for number, disc in enumerate(_SHOWN):
        worst = int(compression[:, number].argmax())
        values = (f"{compression[worst, number]:.0f}", str(worst), f"{pressure[:, number].max():.2f}")
        table.add_row(disc, *values)
    console.print(table)
    held = np.concatenate([solution.feasible for solution in solutions])
    console.print(f"{len(held)} frames, {int((~held).sum())} of them cannot be held.")


def _frames(solutions: Sequence[Solution]) -> list[dict[str, Any]]:
    frames: dict[int, dict[str, Any]] = {}
    for row in _rows(solutions):
        frame = frames.setdefault(row["frame"], {"frame": row["frame"], "feasible": row["feasible"], "discs": []})
        frame["discs"].append({name: row[name] for name in _COLUMNS[1:-1]})
    return list(frames.values())


def _rows(solutions: Sequence[Solution]) -> Iterator[dict[str, Any]]:
    first = 0
    for solution in solutions:
        discs = solution.discs
        for frame in range(len(solution.feasible)):
            for number, disc in enumerate(JOINTS):
                yield {
                    "frame": first + frame,
                    "disc": disc,
                    "compression_n": round(float(discs.compression_n[frame, number]), 3),
                    "shear_anterior_n": round(float(discs.shear_anterior_n[frame, number]), 3),
                    "shear_lateral_n": round(float(discs.shear_lateral_n[frame, number]), 3),
                    "pressure_mpa": round(float(solution.pressure_mpa[frame, number]), 5),
                    "feasible": bool(solution.feasible[frame]),
                }
        first += len(solution.feasible)


def write_loads(solutions: Sequence[Solution], path: Path) -> None:
    """Write one row a frame and disc.

    Raises
    ------
    InputError
        The name ends in neither .csv nor .parquet, or Parquet's library is not installed.
    """
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, _COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(_rows(solutions))
    elif path.suffix.lower() == ".parquet":
        _write_parquet(list(_rows(solutions)), path)
    else:
        raise InputError([Problem("--out", None, str(path), "a name that ends in .csv or .parquet")])


def _write_parquet(rows: list[dict[str, Any]], path: Path) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        message = "Parquet needs pyarrow: pip install 'myotome[tables]'."
        raise InputError(
            [Problem("--out", None, str(path), "a .csv file, or pyarrow installed", (), message)]
        ) from None
    pq.write_table(pa.Table.from_pylist(rows), path)
