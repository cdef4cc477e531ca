"""Computed with the mechanics of the spine: what postures and weakness do to a disc."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import numpy as np

from myotome.arrays import Floats
from myotome.claims.model_value import ModelValue
from myotome.load import (
    JOINTS,
    SETS_OF_TASKS,
    Impairment,
    PeopleLike,
    Spine,
    Weakness,
    people_like,
    reference_person,
    solve,
    spine,
    stance,
    task,
)
from myotome.tables import read_csv

__all__ = ["ratio_of_discs", "reference_spine", "registered", "weaknesses_of"]


_DRAWS = 200
_LIMITS = (2.5, 97.5)
_INTERVAL = "where 95 of 100 people of this size lie; how they take up the posture does not vary"
_MODEL_SOURCES = ("wilkinson_full_body_model", "calibration_load_strength", "artisynth_disc_mesh")


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return {row["computation"]: row for row in read_csv("claims/loads.csv", {})}


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    return {name: partial(_ratio, name) for name in _rows()}


@cache
def reference_spine() -> Spine:
    """Spine of the reference adult."""
    return spine(reference_person(), SETS_OF_TASKS)


def weaknesses_of(text: str) -> tuple[Weakness, ...]:
    """Read weaknesses written `muscle:side:percent`, several parted by blanks.

    Examples
    --------
    >>> weaknesses_of("multifidus:right:20")
    (Weakness(muscle='multifidus', side='right', percent=20.0),)
    """
    parts = [entry.split(":") for entry in text.split()]
    return tuple(Weakness(muscle, side, float(percent)) for muscle, side, percent in parts)


def _options(text: str) -> dict[str, float | str]:
    options: dict[str, float | str] = {}
    for word in text.split():
        name, _, value = word.partition("=")
        options[name] = float(value) if value.replace(".", "").isdigit() else value
    return options


@cache
def _people(name: str, options: str, weaken: str) -> tuple[PeopleLike, Floats, Floats]:
    """People in the posture; and compression and pressure of the middle one."""
    of = reference_spine()
    solution = solve(of, stance(of, task(name), _options(options)), Impairment(weaknesses=weaknesses_of(weaken)))
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
    ours, mine = _quantity(_people(row["task"], row["options"], row["weaken"]), row["quantity"], joint)
    theirs, other = _quantity(_people(row["against"], row["options_against"], ""), row["quantity"], joint)
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
    loads = _people(posture, options, "")
    (ours, mine), (theirs, other) = (_quantity(loads, "compression", JOINTS.index(disc)) for disc in discs)
    low, high = np.percentile(ours / theirs, _LIMITS)
    limits = (float(low), float(high))
    return ModelValue(name, mine / other, *limits, "ratio", said, _INTERVAL, "composed", _cited((posture,)))
