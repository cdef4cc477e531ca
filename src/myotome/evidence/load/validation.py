"""The model against what was measured in living people: every row of the table, agreement and correlation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from myotome.load import JOINTS, SETS_OF_TASKS, Person, Solution, Spine, solve, spine, stance, task
from myotome.tables import Table, identifier, ids, number, one_of, text, yes_no

__all__ = ["Agreement", "Compared", "agreement", "compared", "options_of", "subject"]

_STANDING: Final = "standing"


@dataclass(frozen=True, slots=True)
class Compared:
    """One measured number, and what the model gives for it.

    Attributes
    ----------
    id, quantity, task, disc, unit : str
    measured, model : float
    low, high : float or None
        Limits of the measured number where known.
    scored : bool
        Whether it counts in the correlation: pressures and their ratios in healthy discs.
    conflicting : bool
        Whether another source says otherwise.
    source, seen, note : str
    """

    id: str
    quantity: str
    task: str
    disc: str
    unit: str
    measured: float
    model: float
    low: float | None
    high: float | None
    scored: bool
    conflicting: bool
    source: str
    seen: str
    note: str

    @property
    def ratio(self) -> float:
        """Model over measured."""
        return self.model / self.measured

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        names = ("id", "quantity", "task", "disc", "unit", "measured", "low", "high", "conflicting", "source", "seen")
        return {name: getattr(self, name) for name in names} | {"model": round(self.model, 4), "note": self.note}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well the model orders and meets the pressures measured.

    Attributes
    ----------
    n : int
    correlation, rank_correlation : float
    rmse_mpa : float
    """

    n: int
    correlation: float
    rank_correlation: float
    rmse_mpa: float


def subject() -> Person:
    """The man in whom pressures were measured, 45 years and 70 kg; his height is not stated and taken as usual."""
    return Person("male", 45.0, 1.74, 70.0)


_VALIDATION = Table(
    "evidence/load/validation.csv",
    {
        "id": identifier(),
        "quantity": one_of(
            (
                "force",
                "force_increase",
                "force_ratio",
                "increase_ratio",
                "pressure",
                "pressure_increase",
                "pressure_ratio",
            )
        ),
        "task": one_of(ids("load/stances/tasks", "task")),
        "options": text(optional=True),
        "reference": text(optional=True),
        "disc": one_of(JOINTS),
        "value": number(0, 10000),
        "low": number(0, 10000, optional=True),
        "high": number(0, 10000, optional=True),
        "scored": yes_no(),
        "agreement": one_of(("agree", "disagree")),
    },
    key=("id",),
)


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(_VALIDATION.rows())


def options_of(words: Sequence[str]) -> dict[str, float | str]:
    """Options of a task as the tables write them: `style=squat mass_kg=20`, word by word."""
    options: dict[str, float | str] = {}
    for word in words:
        name, _, value = word.partition("=")
        options[name] = float(value) if value.replace(".", "").isdigit() else value
    return options


def _solved(spine: Spine, name: str, options: Sequence[str]) -> Solution:
    return solve(spine, stance(spine, task(name), options_of(options)))


def compared(
    person: Person | None = None, seen_as: Callable[[Solution], Solution] | None = None
) -> tuple[Compared, ...]:
    """What does the model give for every number measured in living people?

    Parameters
    ----------
    person : Person or None
        By default the man in whom most pressures were measured.
    seen_as : callable or None
        What to make of each solution first, to try another step from forces to pressures.

    Returns
    -------
    tuple of Compared
        In the order of the table.
    """
    of = spine(person or subject(), SETS_OF_TASKS)
    see: Callable[[Solution], Solution] = seen_as or (lambda solution: solution)

    def solved(name: str, options: Sequence[str] = ()) -> Solution:
        return see(_solved(of, name, options))

    standing = solved(_STANDING)
    return tuple(_compared(solved, row, standing) for row in _rows())


def _compared(solved: Callable[..., Solution], row: Mapping[str, Any], standing: Solution) -> Compared:
    solution = solved(row["task"], row["options"].split())
    against = row["reference"].split()
    other = standing if not against else solved(against[0], against[1:])
    return Compared(
        id=row["id"],
        quantity=row["quantity"],
        task=" ".join([row["task"], row["options"]]).strip(),
        disc=row["disc"],
        unit=row["unit"],
        measured=row["value"],
        model=_value(row["quantity"], JOINTS.index(row["disc"]), solution, other, standing),
        low=row["low"],
        high=row["high"],
        scored=row["scored"],
        conflicting=row["agreement"] != "agree",
        source=row["source"],
        seen=row["seen"],
        note=row["note"],
    )


def _value(quantity: str, disc: int, posture: Solution, other: Solution, standing: Solution) -> float:
    def force(solution: Solution) -> float:
        return float(solution.discs.compression_n[0, disc])

    def pressure(solution: Solution) -> float:
        return float(solution.pressure_mpa[0, disc])

    return {
        "pressure": lambda: pressure(posture),
        "pressure_ratio": lambda: pressure(posture) / pressure(other),
        "force": lambda: force(posture),
        "force_ratio": lambda: force(posture) / force(other),
        "force_increase": lambda: force(posture) - force(other),
        "increase_ratio": lambda: (force(posture) - force(standing)) / (force(other) - force(standing)),
    }[quantity]()


def agreement(rows: Sequence[Compared]) -> Agreement:
    """How well do model and measured pressures agree?

    Ratios to standing are turned into pressures by the pressure measured, and modelled, in standing.

    Parameters
    ----------
    rows : sequence of Compared

    Returns
    -------
    Agreement
        Over the scored rows.
    """
    base = next(row for row in rows if row.task == _STANDING and row.quantity == "pressure")
    scored = [row for row in rows if row.scored]
    scale = [(base.measured, base.model) if row.quantity == "pressure_ratio" else (1.0, 1.0) for row in scored]
    measured = np.array([row.measured * by for row, (by, _) in zip(scored, scale, strict=True)])
    model = np.array([row.model * by for row, (_, by) in zip(scored, scale, strict=True)])
    return Agreement(
        n=len(scored),
        correlation=float(np.corrcoef(measured, model)[0, 1]),
        rank_correlation=float(np.corrcoef(_ranks(measured), _ranks(model))[0, 1]),
        rmse_mpa=float(np.sqrt(((measured - model) ** 2).mean())),
    )


def _ranks(values: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Ranks, ties sharing their mean."""
    below = (values[:, None] > values[None, :] + 1e-9).sum(axis=1)
    same = (np.abs(values[:, None] - values[None, :]) <= 1e-9).sum(axis=1)
    return np.asarray(below + 0.5 * (same - 1), dtype=np.float64)
