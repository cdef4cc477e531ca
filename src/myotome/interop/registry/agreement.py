"""How far the answers of a registry agree with what is known of its patients: counted row by row, nothing kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["TRUE_CLASS", "Agreement"]

#: Column of the answer that holds the class that is known to be true; empty where it is not known.
TRUE_CLASS: Final = "true_class"
_BINS: Final = 10
_FLOOR: Final = 1e-12


@dataclass(slots=True)
class Agreement:
    """Sums over the patients whose class is known.

    Attributes
    ----------
    patients, right : int
        All of them, and those whose most likely class is the true one.
    log_probability : float
        Sum of the log-probability of the true class.
    gaps : list of float
        For each tenth of probability: how often the class said was right less how sure the answers were, summed.

    Examples
    --------
    >>> counted = Agreement()
    >>> counted.add("myopathy", {"myopathy": 0.8, "radiculopathy": 0.2})
    >>> counted.add("radiculopathy", {"myopathy": 0.8, "radiculopathy": 0.2})
    >>> counted.to_dict()
    {'patients': 2, 'class_right': 0.5, 'log_score': -0.9163, 'calibration_error': 0.3}
    """

    patients: int = 0
    right: int = 0
    log_probability: float = 0.0
    gaps: list[float] = field(default_factory=lambda: [0.0] * _BINS)

    def add(self, true: str, shares: Mapping[str, float]) -> None:
        """Add a patient: the true class, and the probability of each."""
        said = max(shares, key=lambda name: shares[name])
        self.patients += 1
        self.right += said == true
        self.log_probability += math.log(max(shares.get(true, 0.0), _FLOOR))
        self.gaps[min(int(shares[said] * _BINS), _BINS - 1)] += (said == true) - shares[said]

    def to_dict(self) -> dict[str, Any]:
        """Share right, mean log score, and the mean distance between how sure the answers are and how often right."""
        return {
            "patients": self.patients,
            "class_right": round(self.right / self.patients, 4),
            "log_score": round(self.log_probability / self.patients, 4),
            "calibration_error": round(sum(map(abs, self.gaps)) / self.patients, 4),
        }
