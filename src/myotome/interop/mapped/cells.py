"""A cell as a value of a case file, by what the key holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from myotome.errors import InputError
from myotome.interop.fhir.elements import elements
from myotome.interop.headed_table import TableRow
from myotome.interop.mapped.map_file import Cell, FindingMap
from myotome.interop.scores import total_score

__all__ = ["finding_of", "says_nothing", "value_of"]

_NUMBER: Final = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")
_BETWEEN: Final = re.compile(r"\s*[|;]\s*")
_YES_NO: Final[Mapping[str, bool]] = {"true": True, "yes": True, "false": False, "no": False}
_NUMBERS: Final = frozenset({"number", "lab", "score"})


def value_of(cell: Cell, row: TableRow, missing: tuple[str, ...], holds: str = "number", many: bool = False) -> Any:
    """Value of a key in a row; None where the cell is empty or says that nothing was examined.

    Raises
    ------
    InputError
        The map lists what the cells mean, and this one is not among them.
    """
    if not cell.columns:
        return cell.constant
    written = row.cells[cell.columns[0]]
    if written == "" or says_nothing(written, (*missing, *cell.missing)):
        return None
    if cell.values:
        if written not in cell.values:
            raise row.wrong(cell.columns[0], list(cell.values), "The map does not say what this cell means.")
        return cell.values[written]
    if many:
        return _BETWEEN.split(written)
    value = _plain(written, holds)
    return value if cell.unit is None else {"value": value, "unit": cell.unit}


def says_nothing(written: str, missing: Iterable[str]) -> bool:
    """Whether a cell is one of those that say that nothing was examined; 0.0 is 0, as a column with gaps writes it.

    Examples
    --------
    >>> says_nothing("0.0", ["NT", "0"]), says_nothing("nt", ["NT", "0"])
    (True, False)
    """
    number = float(written) if _NUMBER.fullmatch(written) else None
    return any(
        one == written or (number is not None and _NUMBER.fullmatch(one) is not None and float(one) == number)
        for one in missing
    )


def _plain(written: str, holds: str) -> Any:
    """A number or yes and no, where the key can hold one; else the words."""
    if holds in ("flag", "history") and written.lower() in _YES_NO:
        return _YES_NO[written.lower()]
    if holds in (*_NUMBERS, "measure", "history") and _NUMBER.fullmatch(written):
        return int(written) if written.lstrip("+-").isdecimal() else float(written)
    return written


def finding_of(of: FindingMap, row: TableRow, missing: tuple[str, ...]) -> dict[str, Any] | None:
    """The finding that a row holds, or None where it holds none: nothing of it that stands in a column is filled."""
    if any(row.cells[column] != cell for column, cell in of.when.items()):
        return None
    holds = {one.key: one for one in elements(of.kind)}
    found: dict[str, Any] = {"type": of.kind}
    filled = False
    for key, cell in of.cells.items():
        if len(cell.columns) > 1:
            value = _score(of, cell, row, missing)
        else:
            value = value_of(cell, row, missing, holds[key].holds, holds[key].many)
        if value is not None:
            found[key] = value
            filled |= bool(cell.columns)
    return found if filled else None


def _score(of: FindingMap, cell: Cell, row: TableRow, missing: tuple[str, ...]) -> float | None:
    """Total of the answers of a questionnaire; None where none of them was given."""
    answers = [value_of(replace(cell, columns=(column,)), row, missing) for column in cell.columns]
    if all(answer is None for answer in answers):
        return None
    for column, answer in zip(cell.columns, answers, strict=True):
        if isinstance(answer, bool) or not isinstance(answer, int | float | None):
            message = "This is no answer of the form. Where it says that nothing was asked, list it under missing."
            raise row.wrong(column, ["a number", "an empty cell"], message)
    name = str(of.cells["name"].constant)
    try:
        return total_score(name, answers).value
    except InputError as error:
        first = error.problems[0]
        of_answer = {f"answer {place}": column for place, column in enumerate(cell.columns, 1)}
        column = of_answer.get(first.where, f"{cell.columns[0]} to {cell.columns[-1]}")
        allowed = first.allowed if first.where in of_answer else "answers of the form"
        raise row.wrong(column, [allowed], first.message) from None
