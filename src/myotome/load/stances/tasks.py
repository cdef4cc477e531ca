"""Tasks as data: what each posture consists of, which options it takes, and within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from myotome.errors import UnknownNameError
from myotome.load.stances.task_form import (
    LIMIT_COLUMNS,
    LIMIT_RULES,
    TASK_COLUMNS,
    Task,
    TaskOption,
    amounts_of,
    check_options,
    option_table,
    options_of,
    posture_columns,
    task_of,
)
from myotome.tables import Table, identifier, ids, number, one_by, one_of, yes_no

__all__ = ["COMPONENTS", "Task", "TaskOption", "components", "task", "task_table"]

_REGIONS: Final = tuple(
    f"{region}_{movement}"
    for region in ("pelvis", "trunk", "lumbar", "thoracic", "neck")
    for movement in ("flexion", "lateral", "rotation")
)
_ARMS: Final = tuple(
    f"{part}_{side}" for part in ("arm_raise", "arm_spread", "elbow_bend", "arm_borne") for side in ("right", "left")
)
#: What a posture is made of; see `load/stances/postures.csv`.
COMPONENTS: Final = (
    *_REGIONS,
    *_ARMS,
    *("hand_forward", "hand_height", "hand_ahead", "grip_behind", "belly_below"),
    *("load_kg", "pack_behind"),
    *("bar_kg", "cable_kg_forward", "cable_kg_lateral"),
    *("support_trunk", "support_lower", "pressure_kpa"),
    *("contact_hand_right", "contact_hand_left", "contact_shoulder_right", "contact_shoulder_left"),
    *("contact_lower_back", "contact_upper_back", "contact_head", "contact_backrest"),
    *("thrust", "thorax_moment_flexion", "thorax_moment_lateral"),
)


_NAMES = ids("load/stances/tasks", "task")
_FOLDER: Final = "load/stances"
_TASKS = Table(
    "load/stances/tasks.csv", {**TASK_COLUMNS, "relaxed_standing": yes_no(), "on_feet": yes_no()}, key=("task",)
)
_OPTIONS = option_table(_FOLDER, "load/stances/task_options.csv")
#: What is said of no task is computed as relaxed standing: only a task that says it is that may lack a row.
_POSTURES = Table(
    "load/stances/postures.csv",
    {
        **posture_columns(_FOLDER, COMPONENTS),
        "low": number(-360, 360, optional=True),
        "high": number(-360, 360, optional=True),
    },
    key=("task", "option", "component"),
    covers={"task": ids("load/stances/tasks", "task", relaxed_standing=("no",))},
)


def _amount(row: Mapping[str, Any]) -> str | None:
    """A choice puts hands on the mass, or a number on a component."""
    if row["component"] == "hands":
        return None if row["value"] in ("both", "left", "right") else "hands: value is both, left or right"
    try:
        return None if not row["component"] or -360 <= float(row["value"]) <= 360 else "value is from -360 to 360"
    except ValueError:
        return f"value {row['value']!r} is no number"


_CHOICES = Table(
    "load/stances/task_choices.csv",
    {
        "task": one_of(_NAMES),
        "option": identifier(),
        "choice": identifier(),
        "component": one_of((*COMPONENTS, "hands"), optional=True),
        "value": identifier(optional=True),
        "low": number(-360, 360, optional=True),
        "high": number(-360, 360, optional=True),
    },
    key=("task", "option", "choice", "component"),
    rules=(_amount,),
)


#: A choice may set what another option is by default, and between which limits it fits.
_LIMITS = Table(
    "load/stances/choice_limits.csv",
    {
        "task": one_of(_NAMES),
        "option": identifier(),
        "choice": identifier(),
        "limited": one_by(options_of(_FOLDER)),
        **LIMIT_COLUMNS,
    },
    key=("task", "option", "choice", "limited"),
    rules=LIMIT_RULES,
)


@cache
def task_table() -> Mapping[str, Task]:
    """Every task and exercise by its name.

    Returns
    -------
    mapping of str to Task
        In the order of the tables: daily tasks, then exercises.

    Raises
    ------
    DataError
        A row names no task, component or choice.
    """
    return MappingProxyType({row["task"]: _task(row) for row in _TASKS.rows()})


def task(name: str) -> Task:
    """One task by its name.

    Raises
    ------
    UnknownNameError
        No such task; the nearest names are given.

    Examples
    --------
    >>> task("standing").label
    'relaxed standing'
    """
    if name not in task_table():
        raise UnknownNameError("task", name, task_table())
    return task_table()[name]


def components(task: Task, options: Mapping[str, float | str]) -> tuple[dict[str, float], str]:
    """What a posture is made of under these options, and which hands hold the mass.

    Parameters
    ----------
    task : Task
    options : mapping
        Options of the task; those not named take their defaults.

    Returns
    -------
    tuple of dict and str
        Component to its value; `both`, `right` or `left`.

    Raises
    ------
    InputError
        An option the task does not have, a number out of its limits, a choice it does not offer: all at once.

    Examples
    --------
    >>> components(task("standing_flexed"), {"flexion_deg": 40.0})[0]["trunk_flexion"]
    40.0
    """
    values = check_options(task, options)
    total, hands = amounts_of(task, values), str(values.get("hands", "both"))
    for option, value in values.items():
        for component, amount in task.chosen.get((option, str(value)), {}).items():
            total[component] = total.get(component, 0.0) + amount
        hands = task.hands.get((option, str(value)), hands)
    return _mirrored(total, values), hands


def _mirrored(total: dict[str, float], values: Mapping[str, float | str]) -> dict[str, float]:
    """Bending and turning go to the side named; a number alone goes to the right."""
    if values.get("side") != "left":
        return total
    return {_other(name): -value if _is_sided(name) else value for name, value in total.items()}


def _is_sided(name: str) -> bool:
    return name.endswith(("_lateral", "_rotation"))


def _other(name: str) -> str:
    swap = {"right": "left", "left": "right"}
    head, _, tail = name.rpartition("_")
    return f"{head}_{swap[tail]}" if tail in swap else name


@cache
def _by_task() -> tuple[Mapping[str, list[dict[str, Any]]], ...]:
    """Rows of the postures, of the choices, of the options and of the limits under a choice, by task."""
    found = []
    for table in (_POSTURES, _CHOICES, _OPTIONS, _LIMITS):
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in table.rows():
            rows.setdefault(row["task"], []).append(row)
        found.append(rows)
    return tuple(found)


def _task(row: Mapping[str, Any]) -> Task:
    postures, choices, numbers, limits = (rows.get(row["task"], []) for rows in _by_task())
    return task_of(row, postures, numbers, choices, limits)
