"""`myotome import`: make case files of a table of image labels, disc gradings, studies, or of any table by a map."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input
from myotome.cli.process.targets import check_folder, refusing
from myotome.printing import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from myotome.exam import Case
    from myotome.interop import StudySettings

__all__ = ["import_table"]


def import_table(
    table: Path = typer.Argument(help="A table, CSV, TSV or Parquet, its first line the heading.", show_default=False),
    out: Path = typer.Option(Path(), "--out", metavar="FOLDER", help="Where the case files go, a file a patient."),
    by_map: Path | None = typer.Option(None, "--map", metavar="FILE", help="What the columns mean, in TOML."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Write nothing; say what each column becomes."),
    lowest_disc: str = typer.Option("L5-S1", "--lowest-disc", help="Disc that gradings number 1."),
    limits: Path | None = typer.Option(None, "--limits", metavar="FILE", help="The laboratory's own limits, a CSV."),
    age: float | None = typer.Option(None, "--age", help="Years of the one patient of a study."),
    height_cm: float | None = typer.Option(None, "--height-cm", help="Height of the one patient of a study."),
) -> None:
    """Make case files of a table: labels of stenosis, gradings of discs, a needle, conduction or dynamometer table.

    Age, sex and complaint are not in such tables: add them to the files, for an image alone explains nothing. With
    `--map` any table is read. No file is written over.
    """
    with checked_input():
        check_folder("--out", out)
        if by_map is not None:
            kind, cases, notes = _by_map(table, by_map)
        else:
            from myotome.interop import StudySettings

            kind, cases, notes = _known(table, StudySettings(lowest_disc, age, height_cm, limits))
        if not dry_run:
            _write(cases, out)
    said = "would be written" if dry_run else "written"
    print(f"{kind}: {len(cases)} case files {said}, {printable(str(out / f'{cases[0].id}.yaml'))} first.")
    print(*notes, sep="\n", end="\n" if notes else "", file=sys.stdout if dry_run else sys.stderr)


def _by_map(table: Path, by_map: Path) -> tuple[str, Sequence[Case], list[str]]:
    from myotome.interop import read_map, read_mapped_table

    read = read_mapped_table(table, read_map(by_map))
    return "by the map", read.cases, [str(one) for one in read.columns]


def _known(table: Path, settings: StudySettings) -> tuple[str, Sequence[Case], list[str]]:
    from myotome.interop import read_table

    read = read_table(table, settings.lowest_disc, settings)
    return read.kind, read.cases, list(read.notes)


def _write(cases: Sequence[Case], out: Path) -> None:
    from myotome.exam import write_case

    paths = [out / f"{case.id}.yaml" for case in cases]
    _refuse_existing(paths)
    with refusing("--out", out):
        out.mkdir(parents=True, exist_ok=True)
    for case, path in zip(cases, paths, strict=True):
        with refusing("--out", path):
            write_case(case, path)


def _refuse_existing(paths: list[Path]) -> None:
    """Raise InputError where a file would be written over, one that is there or one of this table."""
    from collections import Counter

    from myotome.errors import InputError, Problem

    for path, count in Counter(paths).items():
        message = "There is such a file already; choose another folder with --out." if os.path.lexists(path) else ""
        message = message or ("Two patients of the table would get this file." if count > 1 else "")
        if message:
            raise InputError([Problem(str(path), None, path.name, "a name that no file has yet", (), message)])
