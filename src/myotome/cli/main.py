"""The program `myotome`: its commands, each in a file of its own."""

from __future__ import annotations

import io
import sys

import typer

from myotome import __version__
from myotome.cli.anatomy import anatomy
from myotome.cli.care import care
from myotome.cli.claims import claims
from myotome.cli.cohort import cohort
from myotome.cli.evaluate import evaluate
from myotome.cli.exam import exam
from myotome.cli.explain import explain
from myotome.cli.forecast import forecast
from myotome.cli.load import load
from myotome.cli.next_tests import next_tests
from myotome.cli.report import report

__all__ = ["app", "run"]

_EXIT_CODES = "Exit codes: 0 answered, 2 bad input, 3 cannot tell, 4 red flag."
app = typer.Typer(
    help="Which lesion explains these findings, how sure is that, and is a disc to blame?",
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"myotome {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: bool = typer.Option(
        False, "--version", help="Show the version and end.", callback=_print_version, is_eager=True
    ),
) -> None:
    """Hold the options of the program itself."""


app.command("explain")(explain)
app.command("next")(next_tests)
app.command("load", context_settings={"ignore_unknown_options": True})(load)
app.command("anatomy")(anatomy)
app.command("evaluate")(evaluate)
app.command("exam")(exam)
app.command("forecast")(forecast)
app.command("cohort")(cohort)
app.command("claims")(claims)
app.command("care")(care)
app.command("report")(report)


def run() -> None:
    """Run the program; a character that the terminal cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app(prog_name="myotome")
