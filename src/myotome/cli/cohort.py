"""`myotome cohort`: a virtual trial of as many people as you like."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from myotome.cli.process.endings import checked_input, print_json
from myotome.cli.process.targets import check_folder

__all__ = ["cohort"]


def cohort(
    specification: Path = typer.Argument(help="Specification, TOML.", show_default=False),
    n: int | None = typer.Option(None, "--n", min=64, help="People; every one goes through every arm."),
    seed: int | None = typer.Option(None, "--seed", min=0, help="Seed of the random numbers."),
    out: Path | None = typer.Option(
        None, "--out", help="Folder for the people as Parquet; an interrupted run is resumed."
    ),
    scheduler: str | None = typer.Option(None, "--scheduler", help="Dask scheduler, or local:2 for two workers here."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
) -> None:
    """Run a cohort or a virtual trial: who takes part, what they get, what is asked, all from one file."""
    with checked_input(as_json):
        check_folder("--out", out)
        from myotome.forecast import cohort as run
        from myotome.forecast import distributed_cohort, read_specification

        spec = read_specification(specification).sized(n, seed)
        with _progress() as progress:
            if scheduler is None:
                result = run(spec, out, progress)
            else:
                result = distributed_cohort(spec, scheduler, out, progress)
    if as_json:
        print_json(result.to_dict())
        return
    from myotome.report import print_cohort

    print_cohort(result)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on the error stream while parts are done, where somebody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("people", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
