"""The program `myotome`: its commands, each in a file of its own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Mapping

import typer

from myotome import __version__
from myotome.cli.anatomy import anatomy
from myotome.cli.claims import claims
from myotome.cli.cohort import cohort
from myotome.cli.evaluate import evaluate
from myotome.cli.formats.fhir import fhir
from myotome.cli.formats.import_table import import_table
from myotome.cli.formats.isncsci import isncsci
from myotome.cli.formats.letter import letter
from myotome.cli.formats.score import score
from myotome.cli.load import load
from myotome.cli.one_case.care import care
from myotome.cli.one_case.exam import exam
from myotome.cli.one_case.explain import explain
from myotome.cli.one_case.forecast import forecast
from myotome.cli.one_case.next_tests import next_tests
from myotome.cli.one_case.report import report
from myotome.cli.process.endings import ExitCode, tell_problems
from myotome.cli.process.outputs import steady_outputs
from myotome.cli.process.plain_words import Command
from myotome.cli.process.program import Program
from myotome.cli.process.threads import use_one_thread
from myotome.cli.records.commands import WHAT, records
from myotome.cli.serve import serve
from myotome.cli.words import words
from myotome.errors import InputError

__all__ = ["app", "run"]

_EXIT_CODES = "Exit codes: 0 answered, 2 bad input, 3 cannot tell, 4 red flag."
app = typer.Typer(
    cls=Program,
    help="Which lesion explains these findings, how sure is that, and is a disc to blame?",
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


#: In short; the plan states it at length.
_USE = "Supports a decision and does not take it; for clinicians, researchers and teaching; no medical device."


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"myotome {__version__}\n{_USE}")
        raise typer.Exit


@app.callback()
def program(
    version: bool = typer.Option(
        False, "--version", help="Show the version and end.", callback=_print_version, is_eager=True
    ),
) -> None:
    """Hold the options of the program itself."""


_COMMANDS: Mapping[str, Callable[..., None]] = {
    "explain": explain,
    "next": next_tests,
    "load": load,
    "anatomy": anatomy,
    "evaluate": evaluate,
    "exam": exam,
    "forecast": forecast,
    "cohort": cohort,
    "claims": claims,
    "care": care,
    "report": report,
    "score": score,
    "serve": serve,
    "words": words,
    "import": import_table,
    "isncsci": isncsci,
    "letter": letter,
}
for _name, _command in _COMMANDS.items():
    _settings = {"ignore_unknown_options": _command is load}
    _short = str(_command.__doc__).partition("\n")[0]
    app.command(_name, cls=Command, short_help=_short, context_settings=_settings)(_command)

app.add_typer(records, name="records", short_help=WHAT)
app.add_typer(fhir, name="fhir", short_help="Cases from bundles of HL7 FHIR R4, and answers as bundles.")


def run() -> None:
    """Run the program; asked to stop, it cleans up what it was writing."""
    steady_outputs()
    use_one_thread()
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    code: int = ExitCode.ANSWERED
    try:
        app(prog_name="myotome")
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else code
    sys.exit(max(code, _flushed()))


def _flushed() -> int:
    """Write what is still to be written: the last lines of an answer may be what a disk has no space for."""
    try:
        sys.stdout.flush()
    except InputError as error:
        tell_problems(error.problems, as_json="--json" in sys.argv)
        return ExitCode.BAD_INPUT
    return ExitCode.ANSWERED
