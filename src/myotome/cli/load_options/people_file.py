"""Many people in one table: who each is, what is wrong, what was measured, and which movement is theirs."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from myotome.cli.load_options.impairments import ImpairmentWords, impairment_of
from myotome.cli.load_options.measured import findings_of, measurement_keys
from myotome.cli.load_options.words import PERSON_KEYS, person_of
from myotome.errors import InputError, Problem, UnknownNameError, nearest_names
from myotome.files import MEGABYTE, read_text

if TYPE_CHECKING:
    from myotome.load import Reading, Subject

__all__ = ["People", "read_people"]

_IMPAIRMENTS: Final = ("weaken", "spasm", "guard", "tight", "imbalance")
_OTHERS: Final = ("scoliosis", "short_leg", "trajectory")
_DELIMITERS: Final = (";", "\t", ",")
_ALLOWED: Final = (
    "a CSV of people, one a row: id, sex, age, height, mass and what `--people` of the documentation names"
)
_MOST_BYTES: Final = 64 * MEGABYTE


@dataclass(frozen=True, slots=True)
class People:
    """Names of the people and what is known of each, in the order of the file."""

    names: tuple[str, ...]
    subjects: tuple[Subject, ...]


def read_people(path: Path, reading: Reading) -> People:
    """Read a table of people; several words in one cell are set apart by `|`.

    Parameters
    ----------
    path : Path
        CSV with any delimiter.
    reading : Reading
        How their recordings are read.

    Raises
    ------
    InputError
        An unknown column, or a cell that cannot be read: all at once, each with its line.
    """
    known = ("id", *PERSON_KEYS, *_IMPAIRMENTS, *measurement_keys(), *_OTHERS)
    (line, names), *rows = _rows(path, read_text(path, _ALLOWED, _MOST_BYTES)) or [(1, [])]
    problems = [
        Problem(f"{path}, header", line, name, ", ".join(known), nearest_names(name, known), "No such column.")
        for name in names
        if name not in known
    ]
    if not rows:
        problems.append(Problem(str(path), line, "no row", _ALLOWED))
    subjects: list[tuple[str, Subject]] = []
    for at, cells in [] if problems else rows:
        row = {name: cell for name, cell in zip(names, cells, strict=False) if cell}
        try:
            subjects.append((row.get("id", str(len(subjects) + 1)), _subject(row, path, reading)))
        except InputError as error:
            problems += [replace(one, where=f"{path}, {one.where}", line=at) for one in error.problems]
        except UnknownNameError as error:
            allowed = ", ".join(error.allowed)
            problems.append(Problem(f"{path}, {error.section}", at, error.given, allowed, error.nearest))
    if problems:
        raise InputError(problems)
    return People(tuple(name for name, _ in subjects), tuple(subject for _, subject in subjects))


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Cells of every line that is not empty, with its number."""
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=next((sign for sign in _DELIMITERS if sign in first), ","))
    try:
        return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]
    except csv.Error as error:
        raise InputError([Problem(str(path), reader.line_num, str(error), _ALLOWED)]) from None


def _subject(row: Mapping[str, str], path: Path, reading: Reading) -> Subject:
    from myotome.load import Subject, read_recording

    own = [f"{key}={row[key]}" for key in PERSON_KEYS if key in row]
    person = person_of(",".join(own) or None)
    words = {
        name: tuple(word.strip() for word in row.get(name, "").split("|") if word.strip()) for name in _IMPAIRMENTS
    }
    impairment = impairment_of(ImpairmentWords(**words), None, person)
    measured = ",".join(f"{key}={row[key]}" for key in measurement_keys() if key in row)
    found = findings_of(measured or None, row.get("scoliosis"), row.get("short_leg")).tested({})
    scales = None
    if found.strength_nm:
        from myotome.evidence import strength_of_person

        scales = strength_of_person(person, found.strength_nm)
    recording = read_recording(path.parent / row["trajectory"], reading) if "trajectory" in row else None
    return Subject(person, impairment, found.shape, found.measured, scales, recording)
