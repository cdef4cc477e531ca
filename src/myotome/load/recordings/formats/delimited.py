"""Text tables as spreadsheets and devices write them: any delimiter and decimal mark, lines before the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.load.recordings.formats.raw_table import LARGEST, RawTable, refused
from myotome.printing import shown

__all__ = ["cells_of", "read_delimited", "rows_of", "table_of"]

_DELIMITERS: Final = (";", "\t", ",")
_SEARCHED: Final = 40  # lines in which a header is looked for
_COMMA: Final = re.compile(r"\s*[+-]?\d+,\d+(e[+-]?\d+)?\s*", re.IGNORECASE)
_POINT: Final = re.compile(r"\s*[+-]?\d*\.\d+(e[+-]?\d+)?\s*", re.IGNORECASE)
_EMPTY: Final = frozenset(("", "nan", "na", "n/a", "null", "none", "-"))

_Row = tuple[int, list[str]]


def read_delimited(path: Path, text: str, is_known: Callable[[str], bool]) -> RawTable:
    """Read a table of numbers whose header may stand below other lines.

    Parameters
    ----------
    path : Path
    text : str
    is_known : callable
        Whether a column of this name is understood: a line with such a name is the header.

    Raises
    ------
    InputError
        No row, a name twice, a cell that is no number, both decimal commas and points.
    """
    header, rows, delimiter = rows_of(text, is_known)
    return table_of(path, header, rows, is_known, by_comma=delimiter == ",")


def rows_of(text: str, is_known: Callable[[str], bool]) -> tuple[_Row, list[_Row], str]:
    """Header, the rows below it and what stands between their cells; lines above the header are left out."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    parsed = [(number, cells_of(line, _delimiter(line))) for number, line in islice(lines, _SEARCHED)]
    at = _header(parsed, is_known)
    delimiter = _delimiter(lines[at][1])
    return parsed[at], [(number, cells_of(line, delimiter)) for number, line in lines[at + 1 :]], delimiter


def cells_of(line: str, delimiter: str) -> list[str]:
    """Cells of one line, stripped; an empty delimiter stands for any white space."""
    if not delimiter:
        return line.split()
    if '"' not in line:
        return [cell.strip() for cell in line.split(delimiter)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error:
        return [cell.strip() for cell in line.split(delimiter)]


def table_of(
    path: Path, header: _Row, rows: Sequence[_Row], is_known: Callable[[str], bool], *, by_comma: bool = False
) -> RawTable:
    """Table of a header and rows of cells, with all that is wrong in either; columns not understood stay unread."""
    names = _names(path, header)
    if not rows:
        raise refused(path, "no row", "There is a header and nothing below it.", "one row a frame")
    problems: list[Problem] = []
    used = [column for column, name in enumerate(names) if is_known(name)]
    comma = _has_decimal_comma(path, rows, by_comma=by_comma)
    values = np.full((len(rows), len(names)), np.nan)
    for number, (line, cells) in enumerate(rows):
        if len(cells) > len(names) and any(cells[len(names) :]):
            problems.append(_too_long(path, line, len(cells), len(names)))
        for column in used:
            cell = cells[column] if column < len(cells) else ""
            _put(values, (number, column), cell.replace(",", ".") if comma else cell, (path, names, line, problems))
    if problems:
        raise InputError(problems)
    filled = [column for column, name in enumerate(names) if name]
    lines = np.array([line for line, _ in rows], dtype=np.int64)
    return RawTable(path, tuple(names[column] for column in filled), values[:, filled], lines)


def _put(
    values: NDArray[np.float64], at: tuple[int, int], cell: str, place: tuple[Path, list[str], int, list[Problem]]
) -> None:
    path, names, line, problems = place
    if cell.lower() in _EMPTY:
        return
    try:
        number = float(cell)
    except ValueError:
        number = np.inf
    if not abs(number) < LARGEST:
        problems.append(Problem(f"{path}, {names[at[1]]}", line, shown(cell), "a number"))
    values[at] = number


def _names(path: Path, header: _Row) -> list[str]:
    line, cells = header
    while cells and not cells[-1]:
        cells = cells[:-1]
    twice = [name for name in dict.fromkeys(cells) if name and cells.count(name) > 1]
    if twice:
        raise refused(f"{path}, header", ", ".join(twice), "Duplicate column.", "each column once", line)
    return cells


def _header(parsed: Sequence[_Row], is_known: Callable[[str], bool]) -> int:
    """Line that names a known column; else the first line of words above numbers; else the first."""
    for number, (_, cells) in enumerate(parsed):
        if any(is_known(cell) for cell in cells):
            return number
    for number, ((_, cells), (_, below)) in enumerate(pairwise(parsed)):
        if not any(map(_is_number, cells)) and len(cells) == len(below) <= 2 * sum(map(_is_number, below)):
            return number
    return 0


def _delimiter(line: str) -> str:
    """Delimiter of a header; in a line without one of the usual, white space."""
    return next((sign for sign in _DELIMITERS if sign in line), "")


def _has_decimal_comma(path: Path, rows: Sequence[_Row], *, by_comma: bool) -> bool:
    if by_comma:
        return False
    commas = next((line for line, cells in rows if any(map(_COMMA.fullmatch, cells))), None)
    points = next((line for line, cells in rows if any(map(_POINT.fullmatch, cells))), None)
    if commas is None or points is None:
        return commas is not None
    message = "Numbers are written with decimal commas and with decimal points; write all in one way."
    raise refused(path, f"a comma in line {commas}, a point in line {points}", message, "one decimal mark")


def _too_long(path: Path, line: int, cells: int, names: int) -> Problem:
    message = "The row has more cells than the header; decimal commas need semicolons or tabs between the columns."
    return Problem(str(path), line, f"{cells} cells", f"{names} cells", (), message)


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True
