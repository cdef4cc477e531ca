"""The loads of a movement, every frame, as a file: .csv, .sto or .parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load import JOINTS, NECK_JOINTS, NeckCourse, Solution

__all__ = ["frames_of", "write_loads", "write_parquet"]

_SHEARS: Final = ("compression_n", "shear_anterior_n", "shear_lateral_n")
_LOADS: Final = (*_SHEARS, "pressure_mpa")
_Time = NDArray[np.float64] | None


def frames_of(solutions: Sequence[Solution], time_s: _Time, neck: NeckCourse | None = None) -> list[dict[str, Any]]:
    """Every frame with its discs, as plain JSON."""
    frames: dict[int, dict[str, Any]] = {}
    for row in _rows(solutions, time_s, neck):
        head: dict[str, Any] = {name: row[name] for name in ("frame", "time_s", "feasible") if name in row}
        frame = frames.setdefault(row["frame"], {**head, "discs": []})
        frame["discs"].append({name: row[name] for name in ("disc", *_LOADS)})
    return list(frames.values())


def _columns(time_s: _Time) -> tuple[str, ...]:
    return ("frame", *(() if time_s is None else ("time_s",)), "disc", *_LOADS, "feasible")


def _rows(solutions: Sequence[Solution], time_s: _Time, neck: NeckCourse | None = None) -> Iterator[dict[str, Any]]:
    """One row a frame and disc; where the neck is known joint by joint, those stand for C7-T1."""
    joints = JOINTS if neck is None else JOINTS[: JOINTS.index(NECK_JOINTS[0])]
    first = 0
    for solution in solutions:
        loads = _loads(solution)
        for frame, held in enumerate(solution.feasible):
            head: dict[str, Any] = {"frame": first + frame}
            if time_s is not None:
                head["time_s"] = round(float(time_s[first + frame]), 6)
            for number, disc in enumerate(joints):
                of_disc = {name: float(values[frame, number]) for name, values in loads.items()}
                yield {**head, "disc": disc, **of_disc, "feasible": bool(held)}
            if neck is not None:
                yield from ({**head, **row} for row in _neck_rows(neck, first + frame))
        first += len(solution.feasible)


def _neck_rows(neck: NeckCourse, frame: int) -> Iterator[dict[str, Any]]:
    loads = {name: getattr(neck, name)[frame].round(3) for name in _SHEARS}
    for number, joint in enumerate(NECK_JOINTS):
        own = {name: float(values[number]) for name, values in loads.items()}
        yield {"disc": joint, **own, "pressure_mpa": None, "feasible": bool(neck.feasible[frame])}


def _loads(solution: Solution) -> dict[str, NDArray[np.float64]]:
    """Loads of all discs, rounded."""
    discs = solution.discs
    values = (discs.compression_n, discs.shear_anterior_n, discs.shear_lateral_n, solution.pressure_mpa)
    return {name: value.round(5 if name == "pressure_mpa" else 3) for name, value in zip(_LOADS, values, strict=True)}


def write_loads(
    solutions: Sequence[Solution], path: Path, time_s: _Time = None, neck: NeckCourse | None = None
) -> None:
    """Write the loads of every disc in every frame.

    Parameters
    ----------
    solutions : sequence of Solution
    path : Path
        .csv and .parquet have one row a frame and disc; .sto, a storage file of OpenSim, one column a disc and load.
    time_s : ndarray or None
        Seconds of each frame.
    neck : NeckCourse or None
        The neck joint by joint, without pressures.

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
            writer.writerows(_rows(solutions, time_s, neck))
    elif ending == ".sto":
        path.write_text(_storage(solutions, time_s, neck), encoding="utf-8")
    elif ending == ".parquet":
        write_parquet(list(_rows(solutions, time_s, neck)), path)
    else:
        raise InputError([Problem("--out", None, str(path), "a name that ends in .csv, .sto or .parquet")])


def _storage(solutions: Sequence[Solution], time_s: _Time, neck: NeckCourse | None) -> str:
    """Text of a storage file; without a time the number of the frame stands for it."""
    loads = [_loads(solution) for solution in solutions]
    blocks = [np.concatenate([of[name] for of in loads]) for name in _LOADS]
    held = np.concatenate([solution.feasible for solution in solutions]).astype(np.float64)
    time = np.arange(len(held), dtype=np.float64) if time_s is None else time_s
    names = ["time", *(f"{disc}_{name}" for name in _LOADS for disc in JOINTS), "feasible"]
    if neck is not None:
        blocks += [getattr(neck, name)[:, 1:] for name in _SHEARS]
        names[-1:-1] = [f"{joint}_{name}" for name in _SHEARS for joint in NECK_JOINTS[1:]]
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
