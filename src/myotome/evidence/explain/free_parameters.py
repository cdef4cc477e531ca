"""The likelihood parameters that may be fitted: their judged values, how sure these are, and where they may go."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.tables import Table, ids, number, one_of

__all__ = ["FreeParameter", "free_parameters", "shared_strengths"]

_SCALES = frozenset({"log", "logit", "linear"})


@dataclass(frozen=True, slots=True)
class FreeParameter:
    """One likelihood parameter and its weak Gaussian prior.

    Attributes
    ----------
    name : str
        As in explain/fitted/likelihood_parameters.csv.
    prior, prior_error : float
        Judged value, and its standard deviation on the scale of the fit.
    scale : str
        `log`, `logit` or `linear`: the scale on which it is fitted.
    low, high : float
        It is kept within these.
    unit, note : str
        What the number is.
    """

    name: str
    prior: float
    prior_error: float
    scale: str
    low: float
    high: float
    unit: str
    note: str

    def to_scale(self, value: float) -> float:
        """Return the value on the scale of the fit."""
        if self.scale == "linear":
            return value
        return math.log(value) if self.scale == "log" else math.log(value / (1 - value))

    def from_scale(self, position: float) -> float:
        """Value at a position on the scale of the fit.

        Examples
        --------
        >>> rate = FreeParameter("reflex_rate", 2.4, 0.4, "log", 0.5, 8.0, "per unit loss", "")
        >>> round(rate.from_scale(rate.to_scale(2.4)), 12)
        2.4
        """
        if self.scale == "linear":
            return position
        return math.exp(position) if self.scale == "log" else 1 / (1 + math.exp(-position))

    @property
    def bounds(self) -> tuple[float, float]:
        """Limits on the scale of the fit."""
        return self.to_scale(self.low), self.to_scale(self.high)


def _table(path: str) -> Table:
    return Table(
        path,
        {
            "name": one_of(ids("explain/fitted/likelihood_parameters", "name")),
            "value": number(-10, 100),
            "prior_error": number(0.01, 10),
            "scale": one_of(_SCALES),
            "low": number(-10, 100),
            "high": number(-10, 100),
        },
        key=("name",),
        rules=(lambda row: None if row["low"] < row["value"] < row["high"] else "low < value < high does not hold",),
    )


_PRIORS = _table("evidence/explain/likelihood_priors.csv")
_SHARED = _table("evidence/explain/shared_strengths.csv")


def _free_parameter(row: dict[str, Any]) -> FreeParameter:
    kept = ("prior_error", "scale", "low", "high", "unit", "note")
    return FreeParameter(row["name"], row["value"], **{key: row[key] for key in kept})


@cache
def free_parameters() -> tuple[FreeParameter, ...]:
    """Every parameter that may be fitted, in the order of evidence/explain/likelihood_priors.csv."""
    return tuple(_free_parameter(row) for row in _PRIORS.rows())


@cache
def shared_strengths() -> tuple[FreeParameter, ...]:
    """Strengths that all findings share, to be learned from published cases, with their judged values."""
    return tuple(_free_parameter(row) for row in _SHARED.rows())
