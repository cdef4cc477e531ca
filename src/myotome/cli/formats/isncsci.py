"""`myotome isncsci`: classify an examination of a spinal cord injury."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input, print_json
from myotome.cli.process.targets import OutputTarget, check_targets, refusing

if TYPE_CHECKING:
    from myotome.interop import Sheet

__all__ = ["isncsci"]


def isncsci(
    exam: Path = typer.Argument(help="An examination in JSON, as public calculators exchange it.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object, in their form."),
    case: Path | None = typer.Option(None, "--case", metavar="FILE", help="Write the findings as a case file too."),
) -> None:
    """Classify an examination by the International Standards (ISNCSCI), revision of 2019.

    Levels, completeness, ASIA Impairment Scale, zones of partial preservation and totals; where cells were not tested,
    every result that they leave open. The case file that `--case` writes can be given to `myotome explain`.
    """
    with checked_input(as_json):
        check_targets(OutputTarget("--case", case, (".yaml", ".yml", ".json")), read=[exam])
        from myotome.interop import classify, read_sheet, sheet_lines

        sheet = read_sheet(exam)
        found = classify(sheet)
        if case is not None:
            _write_case(sheet, exam, case)
    if as_json:
        for gap in sheet.not_filled:
            print(f"left empty, taken as not tested: {gap}", file=sys.stderr)
        print_json(found.to_dict())
    else:
        print(*sheet_lines(sheet, found), sep="\n")


def _write_case(sheet: Sheet, exam: Path, target: Path) -> None:
    """Write the findings, and say on stderr what they leave out."""
    import re

    from myotome.exam import write_case
    from myotome.interop import case_of_sheet

    identity = "-".join(re.findall(r"[a-z0-9]+", target.stem.lower())) or "examination"
    imported = case_of_sheet(sheet, identity, exam)
    with refusing("--case", target):
        write_case(imported.case, target)
    print(*(f"{imported.case.id}: {note}" for note in imported.notes), sep="\n", file=sys.stderr)
