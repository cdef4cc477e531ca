"""The numbers of the course: what was judged or published before the fit, and the sample that the fit left."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.forecast.kernel.indices import Number
from myotome.forecast.treatment_effects import Effect, effects
from myotome.tables import Column, Table, integer, number, one_of, yes_no

__all__ = [
    "Parameter",
    "ParameterSets",
    "central",
    "from_free",
    "kernel_parameters",
    "parameters",
    "posterior",
    "to_free",
]

_SCALES: Mapping[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "linear": (float, float),
    "log": (math.log, math.exp),
    "logit": (lambda x: math.log(x / (1.0 - x)), lambda y: 1.0 / (1.0 + math.exp(-y))),
}
_TWO_SIDED = 2 * 1.96


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the model, with the range within which it lay before the fit.

    Attributes
    ----------
    name : str
        Name; `treatment:edge` for the effect of a treatment.
    value, low, high : float
        Central value and 95 % range before the fit.
    scale : str
        `linear`, `log` or `logit`: where the fit takes it to be normal.
    free : bool
        Whether the fit may change it.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    scale: str
    free: bool
    source: str
    seen: str
    note: str

    @property
    def centre(self) -> float:
        """Central value on the scale of the fit."""
        return _SCALES[self.scale][0](self.value)

    @property
    def spread(self) -> float:
        """Standard deviation before the fit, on its scale."""
        to = _SCALES[self.scale][0]
        return (to(self.high) - to(self.low)) / _TWO_SIDED

    def natural(self, x: float) -> float:
        """Turn a number of the fit's scale into the parameter."""
        return _SCALES[self.scale][1](x)

    def transformed(self, value: float) -> float:
        """Turn a value of the parameter into one on the fit's scale."""
        return _SCALES[self.scale][0](value)


_PARAMETERS = Table(
    "forecast/parameters.csv",
    {
        "name": one_of(lambda: [each.name for each in Number]),
        "value": number(-100, 10000),
        "low": number(-100, 10000),
        "high": number(-100, 10000),
        "scale": one_of(_SCALES),
        "free": yes_no(),
    },
    key=("name",),
    covers={"name": lambda: [each.name for each in Number]},
)


def _free_columns() -> dict[str, Column]:
    return {entry.name: number() for entry in parameters() if entry.free}


POSTERIOR = Table(
    "forecast/fitted/posterior.csv",
    {"set": integer(0)},
    key=("set",),
    more=_free_columns,
    made_by="python -m myotome.evidence.forecast.calibrate",
)


@cache
def kernel_parameters() -> tuple[Parameter, ...]:
    """Every number that the kernel reads, in its order."""
    rows = {row["name"]: row for row in _PARAMETERS.rows()}
    fields = ("name", "value", "low", "high", "unit", "scale", "source", "seen", "note")
    return tuple(Parameter(**{field: rows[each.name][field] for field in (*fields, "free")}) for each in Number)


def _of_effect(effect: Effect) -> Parameter:
    return Parameter(
        effect.name,
        effect.effect,
        effect.low,
        effect.high,
        effect.unit,
        "linear",
        effect.free,
        effect.source,
        effect.seen,
        effect.note,
    )


@cache
def parameters() -> tuple[Parameter, ...]:
    """Every number of the model: those of the kernel, then the effects of the treatments."""
    return kernel_parameters() + tuple(_of_effect(effect) for effect in effects())


@dataclass(frozen=True, eq=False)
class ParameterSets:
    """Several whole sets of parameters, each as likely as the others.

    Attributes
    ----------
    values : ndarray, shape (sets, parameters)
        In the order of `parameters()`.
    """

    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def kernel(self) -> NDArray[np.float32]:
        """The part that the kernel reads: shape (sets, len(Number))."""
        return np.ascontiguousarray(self.values[:, : len(Number)], dtype=np.float32)

    @property
    def effects(self) -> NDArray[np.float64]:
        """The part that the treatments read: shape (sets, effects)."""
        return self.values[:, len(Number) :]

    def column(self, name: str) -> NDArray[np.float64]:
        """One parameter in every set."""
        return self.values[:, [entry.name for entry in parameters()].index(name)]

    def subset(self, chosen: Sequence[int]) -> ParameterSets:
        """Keep only these sets."""
        return ParameterSets(self.values[list(chosen)])


def central() -> ParameterSets:
    """One set: the central values from before the fit."""
    return ParameterSets(np.array([[entry.value for entry in parameters()]]))


def to_free(sets: ParameterSets) -> NDArray[np.float64]:
    """Return the free parameters on the scale of the fit: shape (sets, free)."""
    columns = [(number, entry) for number, entry in enumerate(parameters()) if entry.free]
    return np.array([[entry.transformed(row[number]) for number, entry in columns] for row in sets.values])


def from_free(x: NDArray[np.float64], free: Sequence[Parameter] | None = None) -> ParameterSets:
    """Return whole sets for free parameters on the scale of the fit: shape (sets, free); the others stay central."""
    chosen = [entry for entry in parameters() if entry.free] if free is None else list(free)
    places = {entry.name: number for number, entry in enumerate(parameters())}
    values = np.repeat(central().values, len(x), axis=0)
    for column, entry in enumerate(chosen):
        values[:, places[entry.name]] = [entry.natural(y) for y in x[:, column]]
    return ParameterSets(values)


@cache
def posterior() -> ParameterSets:
    """Return the sample of whole parameter sets that the fit left, each as likely as the others."""
    names = [entry.name for entry in parameters() if entry.free]
    rows = POSTERIOR.rows()
    values = np.repeat(central().values, len(rows), axis=0)
    places = {entry.name: number for number, entry in enumerate(parameters())}
    for name in names:
        values[:, places[name]] = [row[name] for row in rows]
    return ParameterSets(values)
