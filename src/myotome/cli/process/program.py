"""How the program as a whole ends: errors of the command line are reported like every other problem."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import typer
from typer.core import TyperGroup

from myotome.cli.process.endings import ExitCode, problems_of, tell_problems
from myotome.cli.process.plain_words import TakesPlainly
from myotome.errors import DataError, InputError, Problem, UnknownNameError, nearest_names
from myotome.printing import shown

__all__ = ["Program"]

#: What the library raises where a word of the command line is wrong.
_UsageError: Final[type[Exception]] = typer.BadParameter.__bases__[0]


class Program(TakesPlainly, TyperGroup):
    """The commands of the program, with one way to end them."""

    def main(self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **named: Any) -> Any:  # type: ignore[override]
        """Run one command and end with its exit code; with `standalone_mode` off, return or raise what it does."""
        if not standalone_mode:
            return super().main(args, standalone_mode=False, **named)
        words = list(sys.argv[1:] if args is None else args)
        try:
            code = super().main(words, standalone_mode=False, **named)
        except (InputError, UnknownNameError) as error:
            code = _told(problems_of(error), words)
        except DataError as error:
            print(f"The tables of the program are not in order.\n{error}", file=sys.stderr)
            code = ExitCode.BAD_INPUT
        except _UsageError as error:
            code = _told([_problem(error, words)], words) if words else _help(error)
        except typer.Abort:
            print("Stopped.", file=sys.stderr)
            code = 1
        sys.exit(code if isinstance(code, int) else ExitCode.ANSWERED)


def _told(problems: Sequence[Problem], words: Sequence[str]) -> int:
    tell_problems(problems, as_json="--json" in words)
    return ExitCode.BAD_INPUT


def _help(error: Any) -> int:
    """Show the help that the library puts into its error where nothing is asked for."""
    error.show()
    return ExitCode.BAD_INPUT


def _problem(error: Any, words: Sequence[str]) -> Problem:
    """Problem of a wrong word: an unknown command or option, a value that does not fit, one that is missing."""
    message = str(error.format_message()).replace("Value error, ", "")
    path = error.ctx.command_path if error.ctx is not None else "myotome"
    given = getattr(error, "option_name", None) or _value(message, words)
    choices = re.findall(r"'([^']*)'", message.partition(" is not one of ")[2])
    near = nearest_names(given, choices) or tuple(getattr(error, "possibilities", None) or ())
    return Problem(path, None, shown(given), ", ".join(choices) or f"what `{path} --help` lists", near, message)


def _value(message: str, words: Sequence[str]) -> str:
    """Value that a message speaks of: the one it quotes, the one after the option it names, or all that was written."""
    if found := re.search(r"'([^']*)' is not", message):
        return found[1]
    option = re.search(r"for '(-[^']*)'", message)
    after = [value for word, value in pairwise(words) if option and word == option[1]]
    return after[0] if after else " ".join(words)
