"""What a task is: its options within their limits, and what a posture is made of under them.

Tasks of the trunk and of the neck are rows of tables of one form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from myotome.errors import InputError, Problem, nearest_names
from myotome.tables import Column, Row, Table, identifier, ids, number, one_by, one_of, text

__all__ = [
    "LIMIT_COLUMNS",
    "LIMIT_RULES",
    "TASK_COLUMNS",
    "Task",
    "TaskOption",
    "amounts_of",
    "check_options",
    "option_table",
    "options_of",
    "posture_columns",
    "task_of",
]

#: Columns of every table of tasks.
TASK_COLUMNS: Final[Mapping[str, Column]] = {
    "task": identifier(),
    "label": text(),
    "kind": one_of(("daily", "exercise")),
}


_LIMIT: Final = number(-360, 500)
#: A number that an option is by default, and its limits.
LIMIT_COLUMNS: Final[Mapping[str, Column]] = {"default": _LIMIT, "low": _LIMIT, "high": _LIMIT}
LIMIT_RULES: Final[tuple[Callable[[Row], str | None], ...]] = (
    lambda row: None if row["low"] <= row["default"] <= row["high"] else "the default is out of its range",
)


def option_table(folder: str, file: str) -> Table:
    """The options that are numbers, of the tasks of a folder."""
    columns = {"task": one_of(ids(f"{folder}/tasks", "task")), "option": identifier(), **LIMIT_COLUMNS}
    return Table(file, columns, key=("task", "option"), rules=LIMIT_RULES)


def options_of(folder: str) -> Callable[[Row], frozenset[str]]:
    """Which options that are numbers has the task of a row?"""
    return lambda row: ids(f"{folder}/task_options", "option", task=(row["task"],))()


def posture_columns(folder: str, components: Iterable[str]) -> dict[str, Column]:
    """Columns of the tables that say what a task, or one unit of an option, adds to which component."""
    return {
        "task": one_of(ids(f"{folder}/tasks", "task")),
        "option": one_by(options_of(folder), optional=True),
        "component": one_of(tuple(components)),
        "value": number(-360, 360),
    }


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
    limited : mapping of (option, choice) to mapping of str to TaskOption
        Options that are numbers and have a default and limits of their own under a choice.
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
    limited: Mapping[tuple[str, str], Mapping[str, TaskOption]] = field(default_factory=dict)

    def options_under(self, given: Mapping[str, Any]) -> dict[str, tuple[TaskOption, str]]:
        """Every option as it is under the choices made, and in words which choice made it so; empty for none."""
        found = {name: (option, "") for name, option in self.options.items()}
        for (name, choice), limited in self.limited.items():
            if given.get(name, self.options[name].default) == choice:
                found |= {each: (option, f" with {name} {choice}") for each, option in limited.items()}
        return found


def task_of(
    row: Mapping[str, Any],
    postures: Iterable[Mapping[str, Any]],
    numbers: Iterable[Mapping[str, Any]],
    choices: Iterable[Mapping[str, Any]] = (),
    limits: Iterable[Mapping[str, Any]] = (),
) -> Task:
    """A task of its row, those of its postures and options, and those of the choices that it offers."""
    postures, choices, limits = tuple(postures), tuple(choices), tuple(limits)
    chosen: dict[tuple[str, str], dict[str, float]] = {}
    for entry in choices:
        amounts = chosen.setdefault((entry["option"], entry["choice"]), {})
        if entry["component"] not in {"", "hands"}:
            amounts[entry["component"]] = float(entry["value"])
    return Task(
        name=row["task"],
        label=row["label"],
        kind=row["kind"],
        options=MappingProxyType(_options(numbers, chosen)),
        constant=MappingProxyType({r["component"]: r["value"] for r in postures if not r["option"]}),
        per_unit=MappingProxyType({(r["option"], r["component"]): r["value"] for r in postures if r["option"]}),
        chosen=MappingProxyType(chosen),
        hands=MappingProxyType({(c["option"], c["choice"]): c["value"] for c in choices if c["component"] == "hands"}),
        sources=tuple(dict.fromkeys([row["source"], *(r["source"] for r in (*postures, *choices, *limits))])),
        note=row["note"],
        on_feet=row.get("on_feet", False),
        limited=MappingProxyType(_limited(limits)),
    )


def _limited(limits: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, TaskOption]]:
    found: dict[tuple[str, str], dict[str, TaskOption]] = {}
    for r in limits:
        option = TaskOption(r["limited"], r["default"], r["low"], r["high"], r["unit"])
        found.setdefault((r["option"], r["choice"]), {})[option.name] = option
    return found


def _options(
    numbers: Iterable[Mapping[str, Any]], chosen: Mapping[tuple[str, str], Mapping[str, float]]
) -> dict[str, TaskOption]:
    options = {r["option"]: TaskOption(r["option"], r["default"], r["low"], r["high"], r["unit"]) for r in numbers}
    for option in dict.fromkeys(option for option, _ in chosen):
        names = tuple(choice for own, choice in chosen if own == option)
        options[option] = TaskOption(option, names[0], 0.0, 0.0, "", names)
    return options


def amounts_of(task: Task, values: Mapping[str, float | str]) -> dict[str, float]:
    """What the task adds to each component by itself, and for each unit of its options."""
    total = dict(task.constant)
    for (option, component), share in task.per_unit.items():
        total[component] = total.get(component, 0.0) + share * float(values[option])
    return total


def check_options(task: Task, options: Mapping[str, float | str]) -> dict[str, float | str]:
    """The options with the defaults of those not named.

    Raises
    ------
    InputError
        An option the task does not have, a number out of its limits under the choices made, a choice it does not
        offer: all at once.
    """
    problems = [problem for name in options if (problem := _problem(task, name, options)) is not None]
    if problems:
        raise InputError(problems)
    return {name: option.default for name, (option, _) in task.options_under(options).items()} | dict(options)


def _problem(task: Task, name: str, options: Mapping[str, float | str]) -> Problem | None:
    value = options[name]
    where = f"task {task.name}, {name}"
    if name not in task.options:
        allowed = ", ".join(task.options) or "no option"
        return Problem(
            where, None, str(value), allowed, nearest_names(name, task.options), "The task has no such option."
        )
    option, why = task.options_under(options)[name]
    if option.choices:
        nearest = nearest_names(str(value), option.choices)
        return None if value in option.choices else Problem(where, None, str(value), ", ".join(option.choices), nearest)
    inside = isinstance(value, int | float) and not isinstance(value, bool) and option.low <= value <= option.high
    return None if inside else Problem(where, None, str(value), f"{option.low:g} to {option.high:g} {option.unit}{why}")
