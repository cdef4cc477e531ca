"""`myotome explain`: which lesion explains these findings, and is a disc to blame?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import ExitCode, checked_input, ending, print_json, tell_left_out
from myotome.cli.process.targets import check_folder
from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.exam import Case
    from myotome.explain import Explanation

__all__ = ["explain"]


def explain(
    cases: list[Path] = typer.Argument(None, help="Case files, YAML or JSON.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line for each case."),
    whole: bool = typer.Option(False, "--all", help="Every number behind the summary."),
    with_sources: bool = typer.Option(False, "--sources", help="Cite the sources behind the answer."),
    no_next: bool = typer.Option(False, "--no-next", help="Leave out the next tests; faster."),
    table: Path | None = typer.Option(None, "--table", metavar="FILE", help="A registry instead: CSV or Parquet."),
    out: Path | None = typer.Option(None, "--out", metavar="FOLDER", help="Where the registry's answer goes."),
    by_map: Path | None = typer.Option(None, "--map", metavar="FILE", help="What the registry's columns mean."),
    workers: int = typer.Option(1, "--workers", min=1, help="Processes for the registry."),
    scheduler: str | None = typer.Option(None, "--scheduler", help="Dask scheduler for the registry, or local:2."),
) -> None:
    """Explain the findings of one case or of several: red flags first, then causes, disc, muscles and evidence.

    Prints a summary of one screen; `--all` prints the whole answer. A faulty file is reported and left out; the others
    are answered.
    """
    if table is not None:
        _registry(cases or [], _Registry(table, out, by_map, workers, scheduler), as_json)
        return
    if not cases:
        _nothing_named(as_json)
    from myotome.exam import read_batch

    batch = read_batch(cases)
    tell_left_out(batch.problems, batch.left_out, len(cases), as_json)
    for case in batch.cases:
        if not case.side_named:
            print(f"{case.id}: the side is not named; left stands for it.", file=sys.stderr)
    answers = _answers(batch.cases, not no_next)
    for case, answer in zip(batch.cases, answers, strict=True):
        _print(case, answer, as_json, whole, with_sources)
    raise typer.Exit(ending(answers, batch.problems))


@dataclass(frozen=True, slots=True)
class _Registry:
    """A registry, and how it is gone through."""

    table: Path
    out: Path | None
    by_map: Path | None
    workers: int
    scheduler: str | None


def _nothing_named(as_json: bool) -> None:
    """End where neither a case nor a registry is named."""
    message = "Name a case file, or a registry with --table."
    with checked_input(as_json):
        raise InputError([Problem("myotome explain", None, "no case", "one case file or more", (), message)])


def _registry(cases: list[Path], asked: _Registry, as_json: bool) -> None:
    """Explain every patient of a registry, and print how many of each kind there were."""
    with checked_input(as_json):
        if cases or asked.out is None:
            message = "A registry is explained by itself: --table with --out, and no case files."
            raise InputError([Problem("--table", None, str(asked.table), "--table and --out", (), message)])
        check_folder("--out", asked.out)
        from myotome.interop import explain_table, read_map

        by_map = None if asked.by_map is None else read_map(asked.by_map)
        with _counted() as progress:
            result = explain_table(
                asked.table, asked.out, by_map, workers=asked.workers, scheduler=asked.scheduler, progress=progress
            )
    if as_json:
        print_json(result.to_dict())
    else:
        print(f"{result.patients} patients, {result.refused} refused, {result.red_flags} with a red flag.")
        for name, count in sorted(result.to_dict()["classes"].items()):
            print(f"  {name.replace('_', ' ')}: {count}")
    raise typer.Exit(ExitCode.BAD_INPUT if result.refused else ExitCode.ANSWERED)


@contextmanager
def _counted() -> Iterator[Callable[[int], None] | None]:
    """Show on the error stream how many patients are done, where somebody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    shown = (SpinnerColumn(), TextColumn("{task.completed} patients"))
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("patients", total=None)
        yield lambda done: bar.update(task, completed=done)


def _answers(cases: tuple[Case, ...], with_next_tests: bool) -> list[Explanation]:
    """Explain every case; the engine is loaded only where there is one."""
    if not cases:
        return []
    from myotome.explain import explain as explained

    return [explained(case, with_next_tests=with_next_tests) for case in cases]


def _print(case: Case, answer: Explanation, as_json: bool, whole: bool, with_sources: bool) -> None:
    if not as_json:
        from myotome.care import due_by_cause
        from myotome.report import explanation_document, print_document

        shown = explanation_document(answer, whole=whole, due=due_by_cause(case, answer))
        print_document(shown, with_sources=with_sources)
        return
    print_json(answer.to_dict() | ({"citations": _citations(answer)} if with_sources else {}))


def _citations(answer: Explanation) -> dict[str, str]:
    from myotome.ledger import sources

    return {key: sources()[key].text for key in answer.sources()}
