"""Any table as cases, by a map that says what its columns mean: exports of registries and of REDCap, CSV or Parquet."""

from myotome.interop.mapped.map_file import TableMap, of_findings, read_map
from myotome.interop.mapped.mapped_cases import (
    ColumnUse,
    MappedTable,
    case_of_rows,
    check_columns,
    patients_of,
    read_mapped_table,
)
from myotome.interop.mapped.rows import columns_of, rows_of

__all__ = [
    "ColumnUse",
    "MappedTable",
    "TableMap",
    "case_of_rows",
    "check_columns",
    "columns_of",
    "of_findings",
    "patients_of",
    "read_map",
    "read_mapped_table",
    "rows_of",
]
