"""A number that the model itself gives for a claim, how sure it is, and whether it is independent of the literature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["BASIS_SENTENCES", "Basis", "ModelValue"]

Basis = Literal["fitted", "compared", "input", "composed"]
#: What the model's agreement is worth, by where the number comes from.
BASIS_SENTENCES = {
    "fitted": "The model was fitted to numbers of this kind: its agreement is no second witness.",
    "compared": "The model was compared with numbers of this kind, not fitted to them.",
    "input": "The model takes this number from its tables: it says nothing new.",
    "composed": "It follows from parts of the model; nothing was fitted to it.",
}


@dataclass(frozen=True, slots=True)
class ModelValue:
    """What the model gives.

    Attributes
    ----------
    name : str
        Of the computation.
    value : float
        In `unit`.
    low, high : float or None
        Interval; `interval` says of what.
    said : str
        What was computed, in words.
    interval : str
        What the interval means; empty where there is none.
    basis : str
        `fitted`, `compared`, `input` or `composed`: see `BASIS_SENTENCES`.
    sources : tuple of str
        Keys of the sources behind it.
    """

    name: str
    value: float
    low: float | None
    high: float | None
    unit: str
    said: str
    interval: str
    basis: Basis
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; numbers to six digits after the point."""
        limits = [None if one is None else round(one, 6) for one in (self.low, self.high)]
        return {
            "computation": self.name,
            "value": round(self.value, 6),
            "interval": limits,
            "interval_of": self.interval,
            "unit": self.unit,
            "said": self.said,
            "basis": self.basis,
            "sources": list(self.sources),
        }
