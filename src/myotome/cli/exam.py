"""`myotome exam`: a guided examination that always asks the next best question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.endings import checked_input, ending
from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.cli.guided_dialogue import Progress

__all__ = ["exam"]


def exam(
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE", help="Where to save; a file that exists is resumed. Default: the case id."
    ),
    setting: str | None = typer.Option(
        None, "--setting", help="Where the patient is seen: primary_care, emergency ..."
    ),
) -> None:
    """Examine a patient step by step: after each answer the test that would tell most is asked next.

    The case file is saved after every answer, so nothing is lost when you stop.
    """
    with checked_input():
        start = _start(out, setting)
    from myotome.cli.guided_dialogue import Dialogue

    answer = Dialogue(start, out).run()
    if answer is not None:
        from myotome.report.terminal import print_explanation

        print_explanation(answer)
    raise typer.Exit(ending([answer] if answer is not None else []))


def _start(out: Path | None, setting: str | None) -> Progress:
    """Resume a file that exists; else begin a new case."""
    from dataclasses import replace

    from myotome.cli.guided_dialogue import Progress
    from myotome.cli.guided_questions import basic_questions
    from myotome.exam import Case, Demographics, read_case, vocabulary

    place = None if setting is None else vocabulary().resolve("settings", setting)
    if out is not None and out.exists():
        case = read_case(out)
        resumed = replace(case, setting=place or case.setting)
        return Progress(resumed, frozenset(question.id for question in basic_questions(resumed)))
    _check_folder(out)
    return Progress(Case("case", Demographics(), (), setting=place, kind="patient"))


def _check_folder(out: Path | None) -> None:
    if out is not None and not out.parent.is_dir():
        allowed, message = "a file in a folder that exists", "The file could not be saved there."
        raise InputError([Problem(str(out), None, "no such folder", allowed, (), message)])
