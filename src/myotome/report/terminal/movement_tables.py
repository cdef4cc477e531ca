"""The loads of a movement: how it was read and what it amounts to, for the terminal; every frame as a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rich.markup import escape
from rich.table import Table

from myotome.errors import InputError, Problem
from myotome.load import JOINTS, DiscCourse, Recording, Solution, disc_courses
from myotome.report.terminal.console import page_console

__all__ = ["print_movement", "write_loads", "write_parquet"]

_SHOWN: Final = 6  # lumbar discs
_LOADS: Final = ("compression_n", "shear_anterior_n", "shear_lateral_n", "pressure_mpa")
_HEADS: Final = ("peak N", "at", "mean N", "over time kN s", "peak shear N", "peak MPa")
_Time = NDArray[np.float64] | None


def print_movement(recording: Recording, solutions: Sequence[Solution], as_json: bool) -> None:
    """Print how a movement was read and what the lumbar discs bear in its course, or every frame as JSON."""
    courses = disc_courses(solutions, recording.time_s)
    if as_json:
        summary = [course.to_dict() for course in courses]
        frames = _frames(solutions, recording.time_s)
        print(json.dumps({"reading": recording.to_dict(), "summary": summary, "frames": frames}, allow_nan=False))
        return
    console = page_console()
    for note in recording.notes:
        console.print(escape(note.text))
    table = Table(box=None, pad_edge=False)
    table.add_column("disc")
    for head in _HEADS:
        table.add_column(head, justify="right")
    for course in courses[:_SHOWN]:
        table.add_row(course.disc, *_cells(course))
    console.print(table)
    held = np.concatenate([solution.feasible for solution in solutions])
    console.print(
        f"{len(held)} frames, {int((~held).sum())} of them cannot be held; "
        f"{recording.mended('filled')} values filled, {recording.mended('clipped')} cut off at the end of a range."
    )


def _cells(course: DiscCourse) -> tuple[str, ...]:
    at = f"frame {course.peak_frame}" if course.peak_time_s is None else f"{course.peak_time_s:.2f} s"
    whole = course.cumulative_compression_ns
    return (
        f"{course.peak_compression_n:.0f}",
        at,
        f"{course.mean_compression_n:.0f}",
        "no time given" if whole is None else f"{whole / 1000.0:.2f}",
        f"{course.peak_shear_n:.0f}",
        f"{course.peak_pressure_mpa:.2f}",
    )


def _frames(solutions: Sequence[Solution], time_s: _Time) -> list[dict[str, Any]]:
    frames: dict[int, dict[str, Any]] = {}
    for row in _rows(solutions, time_s):
        head: dict[str, Any] = {name: row[name] for name in ("frame", "time_s", "feasible") if name in row}
        frame = frames.setdefault(row["frame"], {**head, "discs": []})
        frame["discs"].append({name: row[name] for name in ("disc", *_LOADS)})
    return list(frames.values())


def _columns(time_s: _Time) -> tuple[str, ...]:
    return ("frame", *(() if time_s is None else ("time_s",)), "disc", *_LOADS, "feasible")


def _rows(solutions: Sequence[Solution], time_s: _Time) -> Iterator[dict[str, Any]]:
    """One row a frame and disc."""
    first = 0
    for solution in solutions:
        loads = _loads(solution)
        for frame, held in enumerate(solution.feasible):
            head: dict[str, Any] = {"frame": first + frame}
            if time_s is not None:
                head["time_s"] = round(float(time_s[first + frame]), 6)
            for number, disc in enumerate(JOINTS):
                of_disc = {name: float(values[frame, number]) for name, values in loads.items()}
                yield {**head, "disc": disc, **of_disc, "feasible": bool(held)}
        first += len(solution.feasible)


def _loads(solution: Solution) -> dict[str, NDArray[np.float64]]:
    """Loads of all discs, rounded."""
    discs = solution.discs
    values = (discs.compression_n, discs.shear_anterior_n, discs.shear_lateral_n, solution.pressure_mpa)
    return {name: value.round(5 if name == "pressure_mpa" else 3) for name, value in zip(_LOADS, values, strict=True)}


def write_loads(solutions: Sequence[Solution], path: Path, time_s: _Time = None) -> None:
    """Write the loads of every disc in every frame.

    Parameters
    ----------
    solutions : sequence of Solution
    path : Path
        .csv and .parquet have one row a frame and disc; .sto, a storage file of OpenSim, one column a disc and load.
    time_s : ndarray or None
        Seconds of each frame.

    Raises
    ------
    InputError
        The name has another ending, or Parquet's library is not installed.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, _columns(time_s), lineterminator="\n")
            writer.writeheader()
            writer.writerows(_rows(solutions, time_s))
    elif ending == ".sto":
        path.write_text(_storage(solutions, time_s), encoding="utf-8")
    elif ending == ".parquet":
        write_parquet(list(_rows(solutions, time_s)), path)
    else:
        raise InputError([Problem("--out", None, str(path), "a name that ends in .csv, .sto or .parquet")])


def _storage(solutions: Sequence[Solution], time_s: _Time) -> str:
    """Text of a storage file; without a time the number of the frame stands for it."""
    loads = [_loads(solution) for solution in solutions]
    blocks = [np.concatenate([of[name] for of in loads]) for name in _LOADS]
    held = np.concatenate([solution.feasible for solution in solutions]).astype(np.float64)
    time = np.arange(len(held), dtype=np.float64) if time_s is None else time_s
    names = ["time", *(f"{disc}_{name}" for name in _LOADS for disc in JOINTS), "feasible"]
    table = np.column_stack([time, *blocks, held])
    said = [] if time_s is not None else ["The recording says no time: the number of the frame stands for it."]
    header = ["Loads of the discs", "version=1", f"nRows={len(table)}", f"nColumns={len(names)}", "inDegrees=no", *said]
    rows = ("\t".join(f"{value:.8g}" for value in row) for row in table)
    return "\n".join([*header, "endheader", "\t".join(names), *rows, ""])


def write_parquet(rows: list[dict[str, Any]], path: Path) -> None:
    """Write rows as Parquet; says what is missing where its library is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        message = "Parquet needs pyarrow: pip install 'myotome[tables]'."
        raise InputError(
            [Problem("--out", None, str(path), "a .csv file, or pyarrow installed", (), message)]
        ) from None
    pq.write_table(pa.Table.from_pylist(rows), path)
