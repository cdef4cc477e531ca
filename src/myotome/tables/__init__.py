"""The tables of the package: what each may hold, and how it is read."""

from __future__ import annotations

from myotome.tables.columns import (
    SEEN,
    Column,
    Row,
    fraction,
    identifier,
    integer,
    list_of,
    number,
    one_by,
    one_of,
    parsed,
    source_list,
    text,
    yes_no,
)
from myotome.tables.disk_cache import kept, kept_arrays
from myotome.tables.files import content_hash, data_path, ids, rows_as_written, source_keys, table_files
from myotome.tables.table import Table
from myotome.tables.toml_table import Anything, Every, TomlTable, constant, constants

__all__ = [
    "SEEN",
    "Anything",
    "Column",
    "Every",
    "Row",
    "Table",
    "TomlTable",
    "constant",
    "constants",
    "content_hash",
    "data_path",
    "fraction",
    "identifier",
    "ids",
    "integer",
    "kept",
    "kept_arrays",
    "list_of",
    "number",
    "one_by",
    "one_of",
    "parsed",
    "rows_as_written",
    "source_keys",
    "source_list",
    "table_files",
    "text",
    "yes_no",
]
