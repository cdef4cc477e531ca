"""Tasks of the neck as data: what each posture consists of, and which options it takes, within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from myotome.errors import InputError, Problem, UnknownNameError, nearest_names
from myotome.load.neck.stance import NECK_COMPONENTS
from myotome.load.stances.tasks import Task, TaskOption
from myotome.tables import Row, Table, identifier, ids, number, one_by, one_of, text

__all__ = ["neck_amounts", "neck_task", "neck_task_table"]

_NAMES = ids("load/neck/tasks", "task")
_TASKS = Table(
    "load/neck/tasks.csv",
    {"task": identifier(), "label": text(), "kind": one_of(("daily", "exercise"))},
    key=("task",),
)
_OPTIONS = Table(
    "load/neck/task_options.csv",
    {
        "task": one_of(_NAMES),
        "option": identifier(),
        "default": number(-360, 500),
        "low": number(-360, 500),
        "high": number(-360, 500),
    },
    key=("task", "option"),
    rules=(lambda row: None if row["low"] <= row["default"] <= row["high"] else "the default is out of its range",),
)


def _options_of(row: Row) -> frozenset[str]:
    return ids("load/neck/task_options", "option", task=(row["task"],))()


_POSTURES = Table(
    "load/neck/postures.csv",
    {
        "task": one_of(_NAMES),
        "option": one_by(_options_of, optional=True),
        "component": one_of(NECK_COMPONENTS),
        "value": number(-360, 360),
    },
    key=("task", "option", "component"),
)


@cache
def neck_task_table() -> Mapping[str, Task]:
    """Every task and exercise of the neck by its name.

    Examples
    --------
    >>> neck_task_table()["looking_at_a_phone"].options["neck_flexion_deg"].high
    60.0
    """
    return MappingProxyType({row["task"]: _task(row) for row in _TASKS.rows()})


def neck_task(words: str) -> Task:
    """One task of the neck by its name or its label.

    Raises
    ------
    UnknownNameError
        No such task; the nearest names are given.

    Examples
    --------
    >>> neck_task("looking at a phone").name
    'looking_at_a_phone'
    """
    plain = words.strip().lower().replace("_", " ")
    for task in neck_task_table().values():
        if plain in (task.name.replace("_", " "), task.label.lower()):
            return task
    raise UnknownNameError("task of the neck", words, neck_task_table())


def neck_amounts(task: Task, options: Mapping[str, float | str]) -> dict[str, float]:
    """What a task with these options is made of.

    Parameters
    ----------
    task : Task
    options : mapping of str to float
        Of the task; what is not named takes its default.

    Returns
    -------
    dict of str to float
        Components of `neck_stance`.

    Raises
    ------
    InputError
        No such option, or a value out of its limits: all at once.

    Examples
    --------
    >>> neck_amounts(neck_task("looking_up"), {"neck_extension_deg": 20.0})
    {'neck_flexion': -20.0}
    """
    problems = [problem for name, value in options.items() if (problem := _problem(task, name, value)) is not None]
    if problems:
        raise InputError(problems)
    values = {name: float(options.get(name, option.default)) for name, option in task.options.items()}
    amounts = dict(task.constant)
    for (option, component), rate in task.per_unit.items():
        amounts[component] = amounts.get(component, 0.0) + rate * values[option]
    return amounts


def _problem(task: Task, name: str, value: float | str) -> Problem | None:
    where = f"task {task.name}, {name}"
    if name not in task.options:
        allowed, near = ", ".join(task.options) or "no option", nearest_names(name, task.options)
        return Problem(where, None, str(value), allowed, near, "The task has no such option.")
    option = task.options[name]
    inside = isinstance(value, int | float) and not isinstance(value, bool) and option.low <= value <= option.high
    return None if inside else Problem(where, None, str(value), f"{option.low:g} to {option.high:g} {option.unit}")


def _task(row: Mapping[str, Any]) -> Task:
    name = row["task"]
    postures = [entry for entry in _POSTURES.rows() if entry["task"] == name]
    options = [entry for entry in _OPTIONS.rows() if entry["task"] == name]
    return Task(
        name=name,
        label=row["label"],
        kind=row["kind"],
        options=MappingProxyType(
            {o["option"]: TaskOption(o["option"], o["default"], o["low"], o["high"], o["unit"]) for o in options}
        ),
        constant=MappingProxyType({p["component"]: p["value"] for p in postures if not p["option"]}),
        per_unit=MappingProxyType({(p["option"], p["component"]): p["value"] for p in postures if p["option"]}),
        chosen=MappingProxyType({}),
        hands=MappingProxyType({}),
        sources=tuple(dict.fromkeys([row["source"], *(p["source"] for p in postures)])),
        note=row["note"],
    )
