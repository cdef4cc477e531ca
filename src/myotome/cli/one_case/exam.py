"""`myotome exam`: a guided examination that always asks the next best question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input, ending
from myotome.cli.process.targets import OutputTarget, check_folder, check_targets

if TYPE_CHECKING:
    from myotome.cli.guided.dialogue import Progress
    from myotome.exam import Case

__all__ = ["exam"]


def exam(
    out: Path | None = typer.Option(
        None, "--out", metavar="FILE", help="Where to save; a file that exists is resumed. Default: the case id."
    ),
    setting: str | None = typer.Option(
        None, "--setting", help="Where the patient is seen: primary_care, emergency ..."
    ),
) -> None:
    """Examine a patient step by step: after each answer the most informative test is asked next.

    The case file is saved after every answer, so nothing is lost when you stop.
    """
    with checked_input():
        if out is None:
            check_folder("--out", Path())
        check_targets(OutputTarget("--out", out))
        from myotome.cli.guided.dialogue import Dialogue

        saved = _saved(out)
        answer = Dialogue(_start(saved, setting), out, saved).run()
    if answer is not None:
        from myotome.report import explanation_document, print_document

        print_document(explanation_document(answer))
    raise typer.Exit(ending([answer] if answer is not None else []))


def _saved(out: Path | None) -> Case | None:
    """Read a file that exists."""
    from myotome.exam import read_case

    return read_case(out) if out is not None and out.exists() else None


def _start(saved: Case | None, setting: str | None) -> Progress:
    """Resume what was saved; else begin a new case."""
    from dataclasses import replace

    from myotome.cli.guided.dialogue import Progress
    from myotome.cli.guided.questions import basic_questions
    from myotome.exam import Case, Demographics, vocabulary

    place = None if setting is None else vocabulary().resolve("settings", setting)
    if saved is not None:
        resumed = replace(saved, setting=place or saved.setting)
        return Progress(resumed, frozenset(question.id for question in basic_questions(resumed)))
    return Progress(Case("case", Demographics(), (), setting=place, kind="patient", record="structured"))
