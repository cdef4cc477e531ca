"""Which importer reads a table, and the cases that come of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from myotome.errors import InputError, Problem
from myotome.exam import Case, case_from_mapping
from myotome.interop.disc_gradings import grading_cases, is_of_gradings
from myotome.interop.dynamometer import dynamometer_case, is_of_dynamometer
from myotome.interop.electrodiagnosis import electrodiagnosis_case, is_of_electrodiagnosis
from myotome.interop.headed_table import HeadedTable, read_headed_table
from myotome.interop.stenosis_labels import is_of_stenosis, stenosis_cases
from myotome.interop.study_settings import LOWEST_DISC, StudySettings
from myotome.printing import shown

__all__ = ["ImportedTable", "read_table"]

_Read = Callable[[HeadedTable, StudySettings], Iterator[tuple[str, list[dict[str, Any]], list[str]]]]
_IMPORTERS: tuple[tuple[str, str, Callable[[HeadedTable], bool], _Read], ...] = (
    ("labels of stenosis", "patient", is_of_stenosis, stenosis_cases),
    ("gradings of discs", "patient", is_of_gradings, grading_cases),
    ("electrodiagnosis", "study", is_of_electrodiagnosis, electrodiagnosis_case),
    ("forces of a dynamometer", "test", is_of_dynamometer, dynamometer_case),
)


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """What a table holds.

    Attributes
    ----------
    kind : str
        What it is of.
    cases : tuple of Case
        One a patient; age, sex and complaint are not in such tables and must be added.
    notes : tuple of str
        What was not taken over, and what was assumed.
    """

    kind: str
    cases: tuple[Case, ...]
    notes: tuple[str, ...]


def read_table(path: Path, lowest_disc: str = LOWEST_DISC, settings: StudySettings | None = None) -> ImportedTable:
    """Which cases does a table of another program hold?

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab between the cells; the first line is the heading.
    lowest_disc : str
        Disc that gradings number 1.
    settings : StudySettings or None
        Age and height of the patient of a study, and the limits of its laboratory.

    Returns
    -------
    ImportedTable
        Patients in the order of the table.

    Raises
    ------
    InputError
        No importer knows the heading, a cell has a value that is not known, or two patients have one name.
    """
    table = read_headed_table(path)
    told = replace(settings or StudySettings(), lowest_disc=lowest_disc)
    for kind, whose, is_of, read in _IMPORTERS:
        if is_of(table):
            return _imported(table, (kind, whose), told, list(read(table, told)))
    kinds = ", ".join(kind for kind, *_ in _IMPORTERS)
    message = "No importer knows a table with this heading."
    raise InputError([Problem(str(path), 1, shown(", ".join(table.columns)), f"a table of {kinds}", (), message)])


def _imported(
    table: HeadedTable,
    named: tuple[str, str],
    told: StudySettings,
    read: list[tuple[str, list[dict[str, Any]], list[str]]],
) -> ImportedTable:
    kind, whose = named
    cases = tuple(_case(f"{whose} {name}", findings, told, table.path) for name, findings, _ in read)
    ids = [case.id for case in cases]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        message = "Two patients would have one id; give each a name of its own."
        raise InputError([Problem(str(table.path), None, ", ".join(twice), "each patient once", (), message)])
    of_each = [f"{case.id}: {note}" for case, (*_, notes) in zip(cases, read, strict=True) for note in notes]
    return ImportedTable(kind, cases, tuple(of_each))


def _case(name: str, findings: list[dict[str, Any]], told: StudySettings, path: Path) -> Case:
    identity = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    known = {"id": identity, "kind": "patient", "record": "structured", "demographics": told.demographics}
    return case_from_mapping({**known, "findings": findings}, path)
