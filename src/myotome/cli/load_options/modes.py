"""What `myotome load` is asked for, and which of its options go together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

import typer

from myotome.errors import InputError, Problem

__all__ = ["Mode", "mode_of", "options_of"]

Options = dict[str, float | str]


class Mode(Enum):
    """What is asked for, in words that a message can take up."""

    TASK = "a task"
    LIST = "--list"
    VALIDATE = "`validate`"
    MOVEMENT = "--trajectory"
    PEOPLE = "--people"


#: What only a recording takes.
_OF_RECORDINGS: Final = ("fill", "angle_unit", "cutoff_hz")
#: What goes together with each; everything else goes with a task.
_TAKEN: Final[Mapping[Mode, tuple[str, ...]]] = {
    Mode.LIST: ("listed", "as_json"),
    Mode.VALIDATE: ("words", "as_json"),
    Mode.MOVEMENT: (
        *("trajectory", *_OF_RECORDINGS, "mass_kg", "hands"),
        *("case", "weaken", "spasm", "guard", "tight", "imbalance"),
        *("person", "measured", "scoliosis", "short_leg", "strength", "out", "figure", "as_json"),
    ),
}
#: What the file of people says for each of them, or is of one person alone.
_OF_ONE: Final = (
    *("case", "weaken", "spasm", "guard", "tight", "imbalance", "spare", "person", "measured", "scoliosis"),
    *("short_leg", "strength", "figure", "draws"),
)
_WRITTEN: Final = {"as_json": "--json", "listed": "--list", "words": "TASK"}


def mode_of(context: typer.Context, named: Sequence[str], more: Sequence[tuple[str, float | str]]) -> Mode:
    """Tell what is asked for.

    Parameters
    ----------
    context : typer.Context
        Tells which options were given, and what.
    named : sequence of str
        Words that name the task.
    more : sequence of pairs
        Options that only some tasks have.

    Raises
    ------
    InputError
        Options without effect were given: all of them at once.
    """
    mode = _asked_for(context, named)
    given = {name: context.params[name] for name in context.params if _is_given(context, name)}
    words = {"words": " ".join(named)} if named else {}
    stated = {name: value for name, value in given.items() if name != "words"} | words | dict(more)
    if useless := [(name, value) for name, value in stated.items() if not _goes_with(mode, name)]:
        raise InputError([_without_effect(mode, name, value) for name, value in useless])
    return mode


def _goes_with(mode: Mode, name: str) -> bool:
    if mode is Mode.PEOPLE:
        return name not in _OF_ONE
    return name not in _OF_RECORDINGS if mode is Mode.TASK else name in _TAKEN[mode]


def _asked_for(context: typer.Context, named: Sequence[str]) -> Mode:
    if context.params["listed"]:
        return Mode.LIST
    if context.params["people"] is not None:
        return Mode.PEOPLE
    if context.params["trajectory"] is not None:
        return Mode.MOVEMENT
    return Mode.VALIDATE if list(named) == ["validate"] else Mode.TASK


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _without_effect(mode: Mode, name: str, value: object) -> Problem:
    if mode is Mode.TASK:
        message = "It has no effect with a task: it says how a recording is read (--trajectory)."
        return Problem(_flag(name), None, str(value), "beside --trajectory", (), message)
    if mode is Mode.PEOPLE:
        message = "It has no effect with --people: it is a column of that file, or of one person alone."
        return Problem(_flag(name), None, str(value), "beside --people: a task, or --trajectory", (), message)
    beside = [_flag(one) for one in _TAKEN[mode] if _flag(one) != mode.value and one != "words"]
    shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    message = f"It has no effect with {mode.value}: leave one of them out."
    return Problem(_flag(name), None, shown, f"beside {mode.value}: {', '.join(beside)}", (), message)


def _flag(name: str) -> str:
    return _WRITTEN.get(name, f"--{name.replace('_', '-')}")


def options_of(known: Mapping[str, float | str | None], more: Sequence[tuple[str, float | str]]) -> Options:
    """Put the options of a task together.

    Raises
    ------
    InputError
        One is given twice.
    """
    given = [*((name, value) for name, value in known.items() if value is not None), *more]
    options: Options = {}
    twice = []
    for name, value in given:
        if name in options:
            message = "Duplicate option: leave one of them out."
            twice.append(Problem(_flag(name), None, f"{options[name]}, {value}", "each option once", (), message))
        options[name] = value
    if twice:
        raise InputError(twice)
    return options
