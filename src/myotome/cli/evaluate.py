"""`myotome evaluate`: how often is the answer right, and can its probabilities be believed?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input, ending, print_json, tell_left_out
from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.exam import Case

__all__ = ["evaluate"]

_SUFFIXES = (".yaml", ".yml", ".json")


def evaluate(
    folder: Path = typer.Argument(metavar="DIR", help="A folder of case files with known answers.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object with every number and every case."),
) -> None:
    """Score the answers against the known answers of a folder of cases, with all findings and as at the bedside.

    A file that is wrong, or without a known answer, is reported and left out; the others are scored.
    """
    with checked_input(as_json):
        files = _case_files(folder)
    cases, problems = _cases_with_truth(files)
    tell_left_out(problems, len(files) - len(cases), len(files), as_json)
    if cases:
        _print(cases, as_json)
    raise typer.Exit(ending((), problems))


def _print(cases: tuple[Case, ...], as_json: bool) -> None:
    from myotome.evidence import evaluation

    scored = evaluation(cases)
    if as_json:
        print_json(scored.to_dict())
        return
    from myotome.report import print_scores

    print_scores(scored)


def _case_files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in _SUFFIXES) if folder.is_dir() else []
    if not files:
        raise InputError([_no_cases(folder)])
    return files


def _cases_with_truth(files: list[Path]) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Cases that can be scored, and what is wrong with the other files."""
    from myotome.exam import read_batch

    batch = read_batch(files)
    without = [_no_truth(case.path or case.id) for case in batch.cases if case.truth is None]
    return tuple(case for case in batch.cases if case.truth is not None), (*batch.problems, *without)


def _no_cases(folder: Path) -> Problem:
    given = "a folder without case files" if folder.is_dir() else "no such folder"
    allowed = f"a folder with files ending in {', '.join(_SUFFIXES)}"
    return Problem(str(folder), None, given, allowed, (), "There is nothing to score.")


def _no_truth(path: str) -> Problem:
    message = "The case carries no known answer, so it cannot be scored."
    return Problem(path, None, "no key truth", "a case with the key truth", (), message)
