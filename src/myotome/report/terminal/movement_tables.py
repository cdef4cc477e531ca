"""The loads of a movement for the terminal: how it was read, and what it amounts to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import numpy as np
from rich.markup import escape
from rich.table import Table

from myotome.load import DiscCourse, NeckCourse, Recording, Solution, disc_courses, neck_courses
from myotome.report.terminal.console import page_console
from myotome.report.terminal.movement_files import frames_of

__all__ = ["print_movement"]

_SHOWN: Final = 6  # lumbar discs
_HEADS: Final = ("peak N", "at", "mean N", "over time kN s", "peak shear N", "peak MPa")


def print_movement(
    recording: Recording, solutions: Sequence[Solution], as_json: bool, neck: NeckCourse | None = None
) -> None:
    """Print how a movement was read and what the discs of lumbar spine and neck bear, or every frame as JSON."""
    courses = disc_courses(solutions, recording.time_s)
    of_neck = () if neck is None else neck_courses(neck, recording.time_s)
    if as_json:
        own = courses[: len(courses) - bool(of_neck)]
        summary = [course.to_dict() for course in (*own, *of_neck)]
        frames = frames_of(solutions, recording.time_s, neck)
        print(json.dumps({"reading": recording.to_dict(), "summary": summary, "frames": frames}, allow_nan=False))
        return
    console = page_console()
    for note in recording.notes:
        console.print(escape(note.text))
    console.print(_table((*reversed(of_neck), *courses[:_SHOWN])))
    held = np.concatenate([solution.feasible for solution in solutions])
    beyond = "" if neck is None else f", the neck in {int((~neck.feasible).sum())}"
    console.print(
        f"{len(held)} frames, {int((~held).sum())} of them cannot be held{beyond}; "
        f"{recording.mended('filled')} values filled, {recording.mended('clipped')} cut off at the end of a range."
    )


def _table(courses: Sequence[DiscCourse]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("disc")
    for head in _HEADS:
        table.add_column(head, justify="right")
    for course in courses:
        table.add_row(course.disc, *_cells(course))
    return table


def _cells(course: DiscCourse) -> tuple[str, ...]:
    at = f"frame {course.peak_frame}" if course.peak_time_s is None else f"{course.peak_time_s:.2f} s"
    whole = course.cumulative_compression_ns
    return (
        f"{course.peak_compression_n:.0f}",
        at,
        f"{course.mean_compression_n:.0f}",
        "no time given" if whole is None else f"{whole / 1000.0:.2f}",
        f"{course.peak_shear_n:.0f}",
        "-" if course.peak_pressure_mpa is None else f"{course.peak_pressure_mpa:.2f}",
    )
