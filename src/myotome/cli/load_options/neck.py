"""Tasks of the neck: which words mean one, what goes with it, and roots that have lost part of their fibres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import typer

from myotome.cli.load_options.impairments import ImpairmentWords, impairment_of
from myotome.errors import InputError, Problem, UnknownNameError

if TYPE_CHECKING:
    from myotome.load import Impairment, NeckAnswer, Person

__all__ = ["answer_of_neck", "neck_task_named"]

#: What only the trunk takes.
_OF_TRUNK: Final = (
    *("tight", "imbalance", "spare", "measured", "scoliosis", "short_leg", "strength", "posture"),
    *("out", "figure", "draws"),
)
_ROOT: Final = "ROOT:SIDE:PERCENT of its fibres lost, as C5:right:80"


def neck_task_named(words: Sequence[str]) -> str | None:
    """Name of the task of the neck that these words mean; None where they mean none.

    Examples
    --------
    >>> neck_task_named(["looking", "at", "a", "phone"])
    'looking_at_a_phone'
    """
    from myotome.load import neck_task

    plain = [word for word in words if word not in ("exercise", "neck")]
    try:
        return neck_task(" ".join(plain)).name
    except UnknownNameError:
        return None


def answer_of_neck(
    context: typer.Context,
    task: str,
    body: tuple[Person, Impairment | None],
    words: ImpairmentWords,
    options: Mapping[str, float | str],
) -> NeckAnswer:
    """Compute a task of the neck.

    Parameters
    ----------
    context : typer.Context
        Tells which options were given.
    task : str
    body : tuple of Person and Impairment or None
        The second of a case.
    words : ImpairmentWords
    options : mapping

    Raises
    ------
    InputError
        Options that only the trunk takes, or words that cannot be read: all at once.
    """
    from myotome.load import Impairment, neck_answer, neck_impairment

    _refuse(context)
    person, of_case = body
    roots = [word for word in words.weaken if _is_root(word)]
    of_muscles = replace(words, weaken=[word for word in words.weaken if word not in roots])
    own = neck_impairment(of_case or Impairment())
    impaired = impairment_of(of_muscles, own, person, of_neck=True)
    conducting = dict(impaired.conducting) | dict(pair for word in roots for pair in _conducting(word))
    return neck_answer(task, person, options, replace(impaired, conducting=conducting))


def _refuse(context: typer.Context) -> None:
    given = {name: context.params[name] for name in _OF_TRUNK if name in context.params}
    stated = {name: value for name, value in given.items() if value not in (None, [])}
    if stated:
        message = "It has no effect with a task of the neck: leave it out."
        raise InputError(
            [
                Problem(f"--{name.replace('_', '-')}", None, str(value), "beside a task of the trunk", (), message)
                for name, value in stated.items()
            ]
        )


def _is_root(word: str) -> bool:
    from myotome.load import ROOTS

    return word.partition(":")[0].strip().upper() in ROOTS


def _conducting(word: str) -> list[tuple[tuple[str, str], float]]:
    """Root, side and the share that is left, of one word."""
    cells = [cell.strip() for cell in word.split(":")]
    sides = {"right": ("right",), "left": ("left",), "bilateral": ("right", "left"), "both": ("right", "left")}
    try:
        root, side, lost = cells[0].upper(), sides[cells[1].lower()], float(cells[2])
    except (IndexError, KeyError, ValueError):
        raise InputError([Problem("--weaken", None, word, _ROOT)]) from None
    if len(cells) != 3 or not 0.0 <= lost <= 100.0:
        raise InputError([Problem("--weaken", None, word, f"{_ROOT}, 0 to 100")])
    return [((root, one), 1.0 - lost / 100.0) for one in side]
