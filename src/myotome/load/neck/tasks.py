"""Tasks of the neck as data: what each posture consists of, and which options it takes, within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from myotome.errors import UnknownNameError
from myotome.load.neck.stance import NECK_COMPONENTS
from myotome.load.stances.task_form import (
    TASK_COLUMNS,
    Task,
    amounts_of,
    check_options,
    option_table,
    posture_columns,
    task_of,
)
from myotome.tables import Table

__all__ = ["neck_amounts", "neck_task", "neck_task_table"]

_FOLDER: Final = "load/neck"
_TASKS = Table("load/neck/tasks.csv", TASK_COLUMNS, key=("task",))
_OPTIONS = option_table(_FOLDER, "load/neck/task_options.csv")
_POSTURES = Table(
    "load/neck/postures.csv", posture_columns(_FOLDER, NECK_COMPONENTS), key=("task", "option", "component")
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
    return amounts_of(task, check_options(task, options))


def _task(row: Mapping[str, Any]) -> Task:
    return task_of(row, *([entry for entry in table.rows() if entry["task"] == row["task"]] for table in _PARTS))


_PARTS: Final = (_POSTURES, _OPTIONS)
