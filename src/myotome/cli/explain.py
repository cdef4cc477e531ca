"""`myotome explain`: which lesion explains these findings, and is a disc to blame?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import ending, print_json, tell_left_out

if TYPE_CHECKING:
    from myotome.exam import Case
    from myotome.explain import Explanation

__all__ = ["explain"]


def explain(
    cases: list[Path] = typer.Argument(help="Case files, YAML or JSON.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line for each case."),
    whole: bool = typer.Option(False, "--all", help="Every number behind the summary."),
    with_sources: bool = typer.Option(False, "--sources", help="Cite the sources behind the answer."),
    no_next: bool = typer.Option(False, "--no-next", help="Leave out the next tests; faster."),
) -> None:
    """Explain the findings of one case or of several: red flags first, then causes, disc, muscles and evidence.

    Prints a summary of one screen; `--all` prints the whole answer. A faulty file is reported and left out; the others
    are answered.
    """
    from myotome.exam import read_batch

    batch = read_batch(cases)
    tell_left_out(batch.problems, batch.left_out, len(cases), as_json)
    for case in batch.cases:
        if not case.side_named:
            print(f"{case.id}: the side is not named; left stands for it.", file=sys.stderr)
    answers = _answers(batch.cases, not no_next)
    for answer in answers:
        _print(answer, as_json, whole, with_sources)
    raise typer.Exit(ending(answers, batch.problems))


def _answers(cases: tuple[Case, ...], with_next_tests: bool) -> list[Explanation]:
    """Explain every case; the engine is loaded only where there is one."""
    if not cases:
        return []
    from myotome.explain import explain as explained

    return [explained(case, with_next_tests=with_next_tests) for case in cases]


def _print(answer: Explanation, as_json: bool, whole: bool, with_sources: bool) -> None:
    if not as_json:
        from myotome.report import explanation_document, print_document

        print_document(explanation_document(answer, whole=whole), with_sources=with_sources)
        return
    print_json(answer.to_dict() | ({"citations": _citations(answer)} if with_sources else {}))


def _citations(answer: Explanation) -> dict[str, str]:
    from myotome.ledger import sources

    return {key: sources()[key].text for key in answer.sources()}
