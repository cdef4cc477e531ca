"""How a table that a command makes is written: whole or not at all, and with that command in its first line."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

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
    number, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as out:
            _print(out, columns, rows, made_by)
        Path(part).chmod(0o644)
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


def _print(out: TextIO, columns: Sequence[str], rows: Sequence[Mapping[str, str]], made_by: str | None) -> None:
    if made_by:
        out.write(f"# made by: {made_by}\n")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
