"""What others write, read as cases: image labels, disc gradings, needle and conduction studies, examinations."""

from myotome.interop.importers import ImportedTable, read_table
from myotome.interop.isncsci import (
    Classification,
    ImportedSheet,
    Sheet,
    case_of_sheet,
    classify,
    read_sheet,
    sheet_from_mapping,
    sheet_lines,
)

__all__ = [
    "Classification",
    "ImportedSheet",
    "ImportedTable",
    "Sheet",
    "case_of_sheet",
    "classify",
    "read_sheet",
    "read_table",
    "sheet_from_mapping",
    "sheet_lines",
]
