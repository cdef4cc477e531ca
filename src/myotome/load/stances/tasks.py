"""Tasks as data: what each posture consists of, which options it takes, and within which limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from myotome.errors import InputError, Problem, UnknownNameError, nearest_names
from myotome.tables import Row, Table, identifier, ids, number, one_by, one_of, text, yes_no

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
    *("hand_forward", "hand_height", "hand_ahead", "load_kg", "pack_behind"),
    *("bar_kg", "cable_kg_forward", "cable_kg_lateral"),
    *("support_trunk", "support_lower", "pressure_kpa"),
    *("contact_hand_right", "contact_hand_left", "contact_shoulder_right", "contact_shoulder_left"),
    *("contact_lower_back", "contact_upper_back", "contact_head", "contact_backrest"),
    *("thrust", "thorax_moment_flexion", "thorax_moment_lateral"),
)


_NAMES = ids("load/stances/tasks", "task")
_TASKS = Table(
    "load/stances/tasks.csv",
    {
        "task": identifier(),
        "label": text(),
        "kind": one_of(("daily", "exercise")),
        "relaxed_standing": yes_no(),
        "on_feet": yes_no(),
    },
    key=("task",),
)
_OPTIONS = Table(
    "load/stances/task_options.csv",
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
    return ids("load/stances/task_options", "option", task=(row["task"],))()


#: What is said of no task is computed as relaxed standing: only a task that says it is that may lack a row.
_POSTURES = Table(
    "load/stances/postures.csv",
    {
        "task": one_of(_NAMES),
        "option": one_by(_options_of, optional=True),
        "component": one_of(COMPONENTS),
        "value": number(-360, 360),
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


@dataclass(frozen=True, slots=True)
class TaskOption:
    """One option of a task: a number within limits, or one of some choices.

    Attributes
    ----------
    name : str
    default : float or str
    low, high : float
        Limits of a number.
    unit : str
    choices : tuple of str
        Empty for a number.
    """

    name: str
    default: float | str
    low: float
    high: float
    unit: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing a person does with the spine.

    Attributes
    ----------
    name, label, kind : str
        `kind` is `daily` or `exercise`.
    options : mapping of str to TaskOption
    constant : mapping of str to float
        Components whatever the options.
    per_unit : mapping of (option, component) to float
        What one unit of an option adds.
    chosen : mapping of (option, choice) to mapping of str to float
        What a choice adds.
    hands : mapping of (option, choice) to str
        Which hands hold the mass under a choice: `both`, `right` or `left`.
    sources : tuple of str
        Keys of `sources.toml`.
    note : str
    on_feet : bool
        Whether the weight is on both feet, so that a short leg tilts the pelvis.
    """

    name: str
    label: str
    kind: str
    options: Mapping[str, TaskOption]
    constant: Mapping[str, float]
    per_unit: Mapping[tuple[str, str], float]
    chosen: Mapping[tuple[str, str], Mapping[str, float]]
    hands: Mapping[tuple[str, str], str]
    sources: tuple[str, ...]
    note: str
    on_feet: bool = False


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
    _check(task, options)
    values: dict[str, float | str] = {name: option.default for name, option in task.options.items()} | dict(options)
    total, hands = dict(task.constant), str(values.get("hands", "both"))
    for (option, component), share in task.per_unit.items():
        total[component] = total.get(component, 0.0) + share * float(values[option])
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


def _check(task: Task, options: Mapping[str, float | str]) -> None:
    problems = [problem for name, value in options.items() if (problem := _problem(task, name, value)) is not None]
    if problems:
        raise InputError(problems)


def _problem(task: Task, name: str, value: float | str) -> Problem | None:
    where = f"task {task.name}, {name}"
    if name not in task.options:
        allowed = ", ".join(task.options) or "no option"
        return Problem(
            where, None, str(value), allowed, nearest_names(name, task.options), "The task has no such option."
        )
    option = task.options[name]
    if option.choices:
        nearest = nearest_names(str(value), option.choices)
        return None if value in option.choices else Problem(where, None, str(value), ", ".join(option.choices), nearest)
    inside = isinstance(value, int | float) and not isinstance(value, bool) and option.low <= value <= option.high
    return None if inside else Problem(where, None, str(value), f"{option.low:g} to {option.high:g} {option.unit}")


@cache
def _by_task() -> tuple[Mapping[str, list[dict[str, Any]]], ...]:
    """Rows of the postures, of the choices and of the options, by task."""
    found = []
    for table in (_POSTURES, _CHOICES, _OPTIONS):
        rows: dict[str, list[dict[str, Any]]] = {}
        for row in table.rows():
            rows.setdefault(row["task"], []).append(row)
        found.append(rows)
    return tuple(found)


def _task(row: Mapping[str, Any]) -> Task:
    name = row["task"]
    postures, choices, _ = (rows.get(name, []) for rows in _by_task())
    chosen: dict[tuple[str, str], dict[str, float]] = {}
    for entry in choices:
        amounts = chosen.setdefault((entry["option"], entry["choice"]), {})
        if entry["component"] not in {"", "hands"}:
            amounts[entry["component"]] = float(entry["value"])
    return Task(
        name=name,
        label=row["label"],
        kind=row["kind"],
        options=MappingProxyType(_options(name, chosen)),
        constant=MappingProxyType({r["component"]: r["value"] for r in postures if not r["option"]}),
        per_unit=MappingProxyType({(r["option"], r["component"]): r["value"] for r in postures if r["option"]}),
        chosen=MappingProxyType(chosen),
        hands=MappingProxyType({(c["option"], c["choice"]): c["value"] for c in choices if c["component"] == "hands"}),
        sources=tuple(dict.fromkeys([row["source"], *(r["source"] for r in (*postures, *choices))])),
        note=row["note"],
        on_feet=row["on_feet"],
    )


def _options(name: str, chosen: Mapping[tuple[str, str], Mapping[str, float]]) -> dict[str, TaskOption]:
    numbers = _by_task()[2].get(name, [])
    options = {r["option"]: TaskOption(r["option"], r["default"], r["low"], r["high"], r["unit"]) for r in numbers}
    for option in dict.fromkeys(option for option, _ in chosen):
        names = tuple(choice for own, choice in chosen if own == option)
        options[option] = TaskOption(option, names[0], 0.0, 0.0, "", names)
    return options
