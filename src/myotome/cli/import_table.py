"""`myotome import`: make case files of a table of image labels, disc gradings, or needle and conduction studies."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from myotome.cli.process.endings import checked_input
from myotome.cli.process.targets import check_folder, refusing
from myotome.printing import printable

__all__ = ["import_table"]


def import_table(
    table: Path = typer.Argument(help="A table, CSV or TSV, its first line the heading.", show_default=False),
    out: Path = typer.Option(Path(), "--out", metavar="FOLDER", help="Where the case files go, a file a patient."),
    lowest_disc: str = typer.Option("L5-S1", "--lowest-disc", help="Disc that gradings number 1."),
) -> None:
    """Make case files of a table: labels of stenosis, gradings of discs, or a needle and conduction study.

    Age, sex and complaint are not in such tables: add them to the files, for an image alone explains nothing. No file
    is written over.
    """
    with checked_input():
        check_folder("--out", out)
        from myotome.exam import write_case
        from myotome.interop import read_table

        imported = read_table(table, lowest_disc)
        paths = [out / f"{case.id}.yaml" for case in imported.cases]
        _refuse_existing(paths)
        for case, path in zip(imported.cases, paths, strict=True):
            with refusing("--out", path):
                write_case(case, path)
    print(f"{imported.kind}: {len(paths)} case files written, {printable(str(paths[0]))} first.")
    for note in imported.notes:
        print(note, file=sys.stderr)


def _refuse_existing(paths: list[Path]) -> None:
    """Raise InputError where a file would be written over."""
    from myotome.errors import InputError, Problem

    for path in paths:
        if path.exists():
            message = "There is such a file already; choose another folder with --out."
            raise InputError([Problem(str(path), None, path.name, "a name that no file has yet", (), message)])
