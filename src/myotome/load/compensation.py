"""What makes up for an impairment, and what bears more: muscles, discs and joints against the healthy twin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from myotome.load.body.skeleton import DOFS, JOINTS
from myotome.load.statics.muscle_totals import muscle_forces
from myotome.load.statics.solution import Solution
from myotome.tables import Table, number, one_of

__all__ = ["Change", "compensation", "notable"]

_KINDS: Final = ("muscle", "disc", "shear", "joint", "cage")
#: Changes that are worth a line.
_NOTABLE: Final = Table(
    "load/notable.csv", {"kind": one_of(_KINDS), "value": number(0, 100)}, key=("kind",), covers={"kind": _KINDS}
)


@cache
def _notable() -> Mapping[str, tuple[float, str]]:
    return {row["kind"]: (row["value"], row["unit"]) for row in _NOTABLE.rows()}


def notable(kind: str) -> float:
    """From which change on is one of this kind worth naming: newtons, or newton metres of joints and rib cage?"""
    return _notable()[kind][0]


@dataclass(frozen=True, slots=True)
class Change:
    """What one part of the body does more or less of than in the healthy twin.

    Attributes
    ----------
    kind : str
        `muscle` (force), `disc` (compression), `shear`, `joint` (what it resists by itself), `cage` (moment of the
        rib cage).
    name : str
    healthy, now : float
    unit : str
        `N`, or `Nm` for joints and rib cage.
    """

    kind: str
    name: str
    healthy: float
    now: float
    unit: str

    @property
    def more(self) -> float:
        """By how much it has grown."""
        return self.now - self.healthy

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        plain = {name: round(value, 2) if isinstance(value, float) else value for name, value in asdict(self).items()}
        return {**plain, "change": round(self.more, 2)}


def compensation(impaired: Solution, healthy: Solution) -> tuple[Change, ...]:
    """Who does more and who less than in health, in the first frame?

    Parameters
    ----------
    impaired, healthy : Solution
        The same person in the same task.

    Returns
    -------
    tuple of Change
        What matters, by kind, the greatest increase first.
    """
    now, then = muscle_forces(impaired), muscle_forces(healthy)
    found = [
        *_changes("muscle", now.names, then.force_n, now.force_n),
        *_changes("disc", JOINTS, healthy.discs.compression_n[0], impaired.discs.compression_n[0]),
        *_changes("shear", JOINTS, _shear(healthy), _shear(impaired)),
        *_changes("joint", _ROWS, _resisted(healthy), _resisted(impaired)),
        *_changes("cage", _ROWS, np.abs(healthy.cage_nm[0]), np.abs(impaired.cage_nm[0])),
    ]
    return tuple(found)


_ROWS: Final = tuple(f"{joint}, {plane}" for joint, plane in DOFS)


def _shear(solution: Solution) -> Any:
    return np.hypot(solution.discs.shear_anterior_n[0], solution.discs.shear_lateral_n[0])


def _resisted(solution: Solution) -> Any:
    return np.abs(solution.passive.moment_nm(solution.stance.angles_deg[0])).ravel()


def _changes(kind: str, names: tuple[str, ...], healthy: Any, now: Any) -> list[Change]:
    least, unit = _notable()[kind]
    rows = [
        Change(kind, name, float(before), float(after), unit)
        for name, before, after in zip(names, healthy, now, strict=True)
    ]
    return sorted((row for row in rows if abs(row.more) >= least), key=lambda row: -row.more)
