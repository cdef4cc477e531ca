"""`myotome score`: the total score of a questionnaire from its answers, and whether a change counts."""

from __future__ import annotations

import typer

from myotome.cli.process.endings import checked_input

__all__ = ["score"]


def score(
    questionnaire: str = typer.Argument(help="ODI, NDI, RMDQ or STarT Back.", show_default=False),
    answers: list[str] = typer.Argument(
        help="The number of each answer in the order of the form; - where it was left out.", show_default=False
    ),
    before: float | None = typer.Option(None, "--before", help="An earlier score of the same form."),
) -> None:
    """Work out the score of a questionnaire, what such a score is called, and whether a change since then counts.

    Only numbers are taken: the questions themselves belong to their authors. The last line is the finding as a case
    file has it.
    """
    with checked_input():
        from myotome.interop import score_change, total_score

        total = total_score(questionnaire, [_number(answer) for answer in answers])
        print(total)
        if before is not None:
            print(score_change(total.name, before, total.value))
        print(f"- {{type: questionnaire, name: {total.name}, value: {total.value:g}}}")


def _number(answer: str) -> float | None:
    from myotome.errors import InputError, Problem

    if answer in ("-", "NA", "."):
        return None
    try:
        return float(answer)
    except ValueError:
        raise InputError([Problem("answer", None, answer, "a number, or -", (), "This is no answer.")]) from None
