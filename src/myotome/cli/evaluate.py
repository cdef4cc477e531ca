"""`myotome evaluate`: how often is the answer right, and can its probabilities be believed?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.endings import checked_input, print_json
from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.exam import Case

__all__ = ["evaluate"]

_SUFFIXES = (".yaml", ".yml", ".json")


def evaluate(
    folder: Path = typer.Argument(metavar="DIR", help="A folder of case files with known answers.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object with every number and every case."),
) -> None:
    """Score the answers against the known answers of a folder of cases, with all findings and as at the bedside."""
    with checked_input(as_json):
        cases = _cases_with_truth(folder)
    from myotome.evidence.evaluation import evaluation

    scored = evaluation(cases)
    if as_json:
        print_json(scored.to_dict())
        return
    from myotome.cli.score_page import print_scores

    print_scores(scored)


def _cases_with_truth(folder: Path) -> tuple[Case, ...]:
    from myotome.exam import read_cases

    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in _SUFFIXES) if folder.is_dir() else []
    if not files:
        raise InputError([_no_cases(folder)])
    cases = read_cases(files)
    without = [case.path or case.id for case in cases if case.truth is None]
    if without:
        raise InputError([_no_truth(path) for path in without])
    return cases


def _no_cases(folder: Path) -> Problem:
    given = "a folder without case files" if folder.is_dir() else "no such folder"
    allowed = f"a folder with files ending in {', '.join(_SUFFIXES)}"
    return Problem(str(folder), None, given, allowed, (), "There is nothing to score.")


def _no_truth(path: str) -> Problem:
    message = "The case carries no known answer, so it cannot be scored."
    return Problem(path, None, "no key truth", "a case with the key truth", (), message)
