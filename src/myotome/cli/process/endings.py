"""How a command ends: its exit code, and what is said where the input is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import typer

from myotome.errors import InputError, Problem, UnknownNameError, nearest_names
from myotome.printing import shown

if TYPE_CHECKING:
    from myotome.explain import Explanation
    from myotome.language import Language

__all__ = [
    "ExitCode",
    "checked_input",
    "ending",
    "print_json",
    "problems_of",
    "tell_left_out",
    "tell_problems",
    "tell_untranslated",
]

_PRINTED = 200
_NAMED = 5  # untranslated words that are told
_LISTED = 40  # more names than these are counted, not listed


class ExitCode(IntEnum):
    """What a caller learns without reading the answer; of several cases the highest counts."""

    ANSWERED = 0
    BAD_INPUT = 2
    CANNOT_TELL = 3
    RED_FLAG = 4


def ending(explanations: Iterable[Explanation], problems: Sequence[Problem] = ()) -> ExitCode:
    """Which exit code do these answers have together, beside the problems of what could not be answered?"""
    unread = ExitCode.BAD_INPUT if problems else ExitCode.ANSWERED
    return max((unread, *(_ending(explanation) for explanation in explanations)))


def _ending(explanation: Explanation) -> ExitCode:
    if explanation.red_flag.urgent:
        return ExitCode.RED_FLAG
    return ExitCode.ANSWERED if explanation.outcome == "determined" else ExitCode.CANNOT_TELL


def tell_untranslated(language: Language) -> None:
    """Name on stderr the words that stand in English for want of a translation."""
    if language.missing:
        named = "; ".join(shown(words) for words in language.missing[:_NAMED])
        more = len(language.missing) - _NAMED
        others = f" and {more} more" if more > 0 else ""
        print(f"In English, as the catalogue of {language.code} lacks them: {named}{others}", file=sys.stderr)


@contextmanager
def checked_input(as_json: bool = False) -> Iterator[None]:
    """Turn what is wrong with the input into blocks on stderr, and end the command with code 2.

    With `as_json` one JSON line `{"error": {"problems": [...]}}` follows on stderr; stdout stays clean.
    """
    try:
        yield
    except (InputError, UnknownNameError) as error:
        tell_problems(problems_of(error), as_json)
        raise typer.Exit(ExitCode.BAD_INPUT) from None


def tell_problems(problems: Sequence[Problem], as_json: bool, closing: str = "") -> None:
    """Print problems on stderr, with a closing line where there is one, and where asked one JSON line at the end.

    Of very many the first are printed and the others counted; the JSON line has them all.
    """
    left = len(problems) - _PRINTED
    more = [f"{left} more problems are not shown."] if left > 0 else []
    print(*problems[:_PRINTED], *more, *([closing] if closing else []), sep="\n", file=sys.stderr)
    if as_json:
        print(json.dumps({"error": {"problems": [asdict(problem) for problem in problems]}}), file=sys.stderr)


def tell_left_out(problems: Sequence[Problem], left_out: int, count: int, as_json: bool) -> None:
    """Say on stderr what is wrong with the files of a batch that are left out; nothing where all are right."""
    if problems:
        closing = f"{left_out} of {count} files left out." if count > 1 else ""
        tell_problems(problems, as_json, closing)


def problems_of(error: InputError | UnknownNameError) -> tuple[Problem, ...]:
    """List what is wrong with the input, as problems of one form."""
    if isinstance(error, InputError):
        return error.problems
    return (_unknown(error),)


def _unknown(error: UnknownNameError) -> Problem:
    """Name what is allowed where that is a list to be read; else say how many there are, and which come nearest."""
    few = len(error.allowed) <= _LISTED
    allowed = ", ".join(error.allowed) if few else f"one of {len(error.allowed)} names"
    near = tuple(error.nearest) or (() if few else nearest_names(error.given, error.allowed, cutoff=0.0))
    return Problem(error.section, None, shown(error.given), allowed, near, f"No {error.section} has this name.")


def print_json(plain: Any) -> None:
    """Print one JSON value on one line, in ASCII so that any pipe can carry it."""
    print(json.dumps(plain, allow_nan=False))
