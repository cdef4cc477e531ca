"""What other programs write, read as cases: image labels, disc gradings, needle and conduction studies."""

from myotome.interop.importers import ImportedTable, read_table

__all__ = ["ImportedTable", "read_table"]
