"""How a table that a command makes is written: whole or not at all, and with that command in its first line."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from myotome.files import replaced

__all__ = ["replace_table"]


def replace_table(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]], made_by: str | None) -> None:
    """Write a table in the place of the old one; an interrupted write leaves the old one whole.

    Parameters
    ----------
    path : Path
        Of the table.
    columns : sequence of str
        In their order.
    rows : sequence of mapping
        Cells as text.
    made_by : str or None
        Command that the first line names.
    """
    with replaced(path) as part, part.open("w", encoding="utf-8", newline="") as out:
        if made_by:
            out.write(f"# made by: {made_by}\n")
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
