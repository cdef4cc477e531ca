"""Frames in which something was not seen: refused, or filled up to a stated length and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.recordings.formats.raw_table import Note, RawTable
from myotome.load.recordings.limits import limit

__all__ = ["FILLS", "Fill", "filled"]

Fill = Literal["none", "linear", "spline"]
FILLS: Final[tuple[Fill, ...]] = ("none", "linear", "spline")
_ROUNDING: Final = 1e-9

_Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Gap:
    """Frames `start` to `end` (not included) of a column that are missing."""

    start: int
    end: int

    @property
    def count(self) -> int:
        return self.end - self.start


def filled(
    table: RawTable, values: Mapping[str, _Column], names: Mapping[str, str], time_s: _Column | None, fill: Fill
) -> tuple[dict[str, _Column], tuple[Note, ...]]:
    """Fill the gaps of every column.

    Parameters
    ----------
    table : RawTable
        For the lines of its frames.
    values : mapping of str to ndarray
        By target; missing frames are not a number.
    names : mapping of str to str
        The column of each target, for messages.
    time_s : ndarray or None
        Seconds of each frame.
    fill : str
        `none` refuses every gap; `linear` joins its ends by a line, `spline` by a cubic with the slopes on either side.

    Raises
    ------
    InputError
        A gap that is not to be filled, too long, or at an end: all of them.
    """
    problems, notes = [], []
    whole = dict(values)
    for target, column in values.items():
        gaps = list(_gaps(np.isnan(column)))
        bad = [gap for gap in gaps if fill == "none" or not _is_short(gap, time_s, len(column))]
        if bad:
            problems.append(_problem(table, names[target], bad, fill))
        elif gaps:
            whole[target] = _joined(column, gaps, fill, time_s)
            notes.append(_note(names[target], gaps, fill))
    if problems:
        raise InputError(problems)
    return whole, tuple(notes)


def _gaps(missing: NDArray[np.bool_]) -> Iterator[_Gap]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], missing, [False]]).astype(np.int8)))
    yield from (_Gap(int(start), int(end)) for start, end in edges.reshape(-1, 2))


def _is_short(gap: _Gap, time_s: _Column | None, frames: int) -> bool:
    if gap.start == 0 or gap.end == frames:
        return False
    if time_s is None:
        return gap.count <= limit("gap", "longest_frames")
    return bool(time_s[gap.end] - time_s[gap.start - 1] <= limit("gap", "longest_s") + _ROUNDING)


def _joined(column: _Column, gaps: list[_Gap], fill: Fill, time_s: _Column | None) -> _Column:
    at = np.arange(len(column), dtype=np.float64) if time_s is None else time_s
    seen = np.flatnonzero(~np.isnan(column))
    if fill == "linear":
        return np.interp(at, at[seen], column[seen])
    between = _cubic(at[seen], column[seen])
    whole = column.copy()
    for gap in gaps:
        whole[gap.start : gap.end] = between(at[gap.start : gap.end])
    return whole


def _cubic(at: _Column, values: _Column) -> Callable[[_Column], _Column]:
    """Cubic between neighbours, with the slopes of the frames on either side."""
    slope = np.gradient(values, at) if len(at) > 1 else np.zeros(1)

    def between(wanted: _Column) -> _Column:
        left = np.clip(np.searchsorted(at, wanted, side="right") - 1, 0, len(at) - 2)
        width = at[left + 1] - at[left]
        t = (wanted - at[left]) / width
        rise = values[left] * (1 + 2 * t) * (1 - t) ** 2 + values[left + 1] * t**2 * (3 - 2 * t)
        bend = slope[left] * t * (1 - t) ** 2 - slope[left + 1] * t**2 * (1 - t)
        return np.asarray(rise + width * bend)

    return between


def _longest() -> str:
    return f"{limit('gap', 'longest_s'):g} s, or {limit('gap', 'longest_frames'):g} frames where no time is given"


def _note(name: str, gaps: list[_Gap], fill: Fill) -> Note:
    frames = sum(gap.count for gap in gaps)
    text = f"{name}: {frames} missing frame{'s' if frames > 1 else ''} filled ({fill}; gaps of at most {_longest()})."
    return Note("filled", text, frames)


def _problem(table: RawTable, name: str, bad: list[_Gap], fill: Fill) -> Problem:
    frames, first = sum(gap.count for gap in bad), int(table.lines[bad[0].start])
    given = f"{frames} missing of {len(table.values)} frames, in {len(bad)} gap{'s' if len(bad) > 1 else ''}"
    if fill == "none":
        message = f"Values are missing: add --fill linear (or spline) to fill gaps of at most {_longest()}."
    elif bad[0].start == 0 or bad[-1].end == len(table.values):
        message = "Values are missing at an end of the recording, where nothing can be filled: leave these frames out."
    else:
        message = f"Values are missing for too long: gaps of at most {_longest()} are filled."
    return Problem(f"{table.path}, {name}", first, given, "a number", (), message)
