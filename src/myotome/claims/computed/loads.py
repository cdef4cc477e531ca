"""Computed with the mechanics of the spine: what postures and weakness do to a disc."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np

from myotome.arrays import Floats
from myotome.claims.model_value import ModelValue
from myotome.errors import UnknownNameError
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    Impairment,
    PeopleLike,
    Spine,
    Weakness,
    muscle_parts,
    people_like,
    reference_person,
    solve,
    spine,
    stance,
    task,
    task_table,
)
from myotome.tables import Table, identifier, ids, one_of, parsed, text

__all__ = ["WEAKNESSES", "ratio_of_discs", "reference_spine", "registered", "weaknesses_of"]


_DRAWS = 200
_LIMITS = (2.5, 97.5)
_INTERVAL = "where 95 of 100 people of this size lie; how they take up the posture does not vary"
#: How weaknesses and the options of a task are written.
WEAKNESSES, _OPTIONS = "muscle:side:percent, several parted by blanks", "option=value, several parted by blanks"
_Options = tuple[tuple[str, float | str], ...]
_SIDES = ("right", "left", "bilateral")
_MODEL_SOURCES = ("wilkinson_full_body_model", "calibration_load_strength", "artisynth_disc_mesh")


def weaknesses_of(text: str) -> tuple[Weakness, ...]:
    """Read weaknesses written `muscle:side:percent`, several parted by blanks.

    Examples
    --------
    >>> weaknesses_of("multifidus:right:20")
    (Weakness(muscle='multifidus', side='right', percent=20.0),)
    """
    parts = [entry.split(":") for entry in text.split()]
    read = tuple(Weakness(muscle, side, float(percent)) for muscle, side, percent in parts)
    for one in read:
        if one.muscle not in muscle_parts():
            raise UnknownNameError("muscle", one.muscle, muscle_parts())
        if one.side not in _SIDES or not 0 <= one.percent <= 100:
            raise ValueError(text)
    return read


def _options(text: str) -> _Options:
    words = [word.partition("=") for word in text.split()]
    if not all(value for *_, value in words):
        raise ValueError(text)
    return tuple((name, float(value) if value.replace(".", "").isdigit() else value) for name, _, value in words)


def _unknown_option(row: Mapping[str, Any]) -> str | None:
    """What is wrong where an option is none of its task."""
    for name, options in ((row["task"], row["options"]), (row["against"], row["options_against"])):
        known = task_table()[name].options
        if unknown := [option for option, _ in options or () if option not in known]:
            return f"{name} has no option {unknown[0]!r}; allowed: {', '.join(known)}"
    return None


_TABLE = Table(
    "claims/loads.csv",
    {
        "computation": identifier(),
        **dict.fromkeys(("task", "against"), one_of(ids("load/stances/tasks", "task"))),
        **dict.fromkeys(("options", "options_against"), parsed(_options, _OPTIONS, optional=True)),
        "disc": one_of(JOINTS),
        "quantity": one_of(("pressure", "compression")),
        "weaken": parsed(weaknesses_of, WEAKNESSES, optional=True),
        "said": text(),
    },
    key=("computation",),
    rules=(_unknown_option,),
)


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return {row["computation"]: row for row in _TABLE.rows()}


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    return {name: partial(_ratio, name) for name in _rows()}


@cache
def reference_spine() -> Spine:
    """Spine of the reference adult."""
    return spine(reference_person(), SETS_OF_TASKS)


@cache
def _people(name: str, options: _Options, weaken: tuple[Weakness, ...]) -> tuple[PeopleLike, Floats, Floats]:
    """People in the posture; and compression and pressure of the middle one."""
    of = reference_spine()
    solution = solve(of, stance(of, task(name), dict(options)), Impairment(weaknesses=weaken))
    return people_like(solution, draws=_DRAWS), solution.discs.compression_n[0], solution.pressure_mpa[0]


def _quantity(loads: tuple[PeopleLike, Floats, Floats], quantity: str, joint: int) -> tuple[Floats, float]:
    people, compression, pressure = loads
    if quantity == "pressure":
        return people.pressure_mpa[:, joint], float(pressure[joint])
    return people.discs.compression_n[:, joint], float(compression[joint])


def _ratio(name: str) -> ModelValue:
    """Load of a disc in one posture against another, in the same people."""
    row = _rows()[name]
    joint = JOINTS.index(row["disc"])
    ours, mine = _quantity(_people(row["task"], row["options"] or (), row["weaken"] or ()), row["quantity"], joint)
    theirs, other = _quantity(_people(row["against"], row["options_against"] or (), ()), row["quantity"], joint)
    low, high = np.percentile(ours / theirs, _LIMITS)
    keys = _cited((row["task"], row["against"]))
    return ModelValue(name, mine / other, float(low), float(high), "ratio", row["said"], _INTERVAL, "composed", keys)


def _cited(tasks: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*_MODEL_SOURCES, *(key for name in tasks for key in task(name).sources))))


def ratio_of_discs(name: str, posture: str, options: str, discs: tuple[str, str], said: str) -> ModelValue:
    """Compression of one disc against another in the same posture.

    Parameters
    ----------
    name, said : str
        Of the computation.
    posture, options : str
        Task and its options as in the table.
    discs : (str, str)
        The first over the second.
    """
    loads = _people(posture, _options(options), ())
    (ours, mine), (theirs, other) = (_quantity(loads, "compression", JOINTS.index(disc)) for disc in discs)
    low, high = np.percentile(ours / theirs, _LIMITS)
    limits = (float(low), float(high))
    return ModelValue(name, mine / other, *limits, "ratio", said, _INTERVAL, "composed", _cited((posture,)))
