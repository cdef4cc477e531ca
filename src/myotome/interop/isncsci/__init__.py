"""The International Standards for Neurological Classification of Spinal Cord Injury, revision of 2019."""

from myotome.interop.isncsci.classification import Classification, classify
from myotome.interop.isncsci.findings import ImportedSheet, case_of_sheet
from myotome.interop.isncsci.sheet import Sheet, read_sheet, sheet_from_mapping
from myotome.interop.isncsci.sheet_text import sheet_lines

__all__ = [
    "Classification",
    "ImportedSheet",
    "Sheet",
    "case_of_sheet",
    "classify",
    "read_sheet",
    "sheet_from_mapping",
    "sheet_lines",
]
