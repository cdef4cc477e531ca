"""Where an impaired spine settled, and how its muscles held it: shift, Cobb angle, joints, pressures, stable or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.impairment import Impairment
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.load.compensation import Change
from myotome.load.kinematics.curve import Curve

__all__ = ["Alignment", "Control"]


@dataclass(frozen=True, slots=True)
class Control:
    """How muscles hold a posture beyond what balance asks.

    Attributes
    ----------
    stiffness : float
        q of k = q F / l, 0 or more.
    tone : float
        Activation below which no muscle goes, 0 to 1: healthy people brace a little to stand at all.
    corrected : float
        Share of the way to full compensation that the nervous system goes, 0 to 1.
    preloaded : bool
        Whether joints are stiffer for what they bear.
    righting_nm : float
        What gaze and balance put against a tilt or a turn of T1, Nm per radian, 0 or more.
    balance_n_m : float
        What draws T1 back over S1, N/m, 0 or more.
    """

    stiffness: float
    tone: float
    corrected: float = 0.0
    preloaded: bool = True
    righting_nm: float = 0.0
    balance_n_m: float = 0.0


@dataclass(frozen=True, eq=False)
class Alignment:
    """Where an impaired spine settles. Right and forward are positive; changes are against the healthy twin.

    Attributes
    ----------
    impairment : Impairment
    control : Control
    curve, healthy : Curve
        The settled posture, and the one it left.
    angles_deg, change_deg : ndarray, shape (joints, 3)
    stable : bool
        Whether it came to rest, never buckled on the way, and withstands a small push there.
    healthy_stable : bool
        Whether the healthy twin withstands one.
    buckled : bool
        Whether it lost its stability on the way and came to rest elsewhere.
    stiffness_nm : float
        Of the softest movement at rest, Nm per radian.
    moment_nm : float
        Largest moment left unbalanced, Nm.
    pressure_mpa, healthy_pressure_mpa : ndarray, shape (joints,)
        Of the discs, where it settled with all muscles that hold it there, and in the healthy twin of the same tone.
        The first is None where a level is held open: no muscle crosses one level alone, so that those which would hold
        it so against its neighbours brace the whole trunk; what opens it in patients is not known.
    past_range : tuple of str
        Joints, with their plane, that were pulled past their range of motion: the number of degrees there means little.
    changes : tuple of Change
        What compensates and what bears more, there against the healthy twin; empty where there is no pressure.
    """

    impairment: Impairment
    control: Control
    curve: Curve
    healthy: Curve
    angles_deg: NDArray[np.float64]
    change_deg: NDArray[np.float64]
    stable: bool
    healthy_stable: bool
    buckled: bool
    stiffness_nm: float
    moment_nm: float
    pressure_mpa: NDArray[np.float64] | None
    healthy_pressure_mpa: NDArray[np.float64]
    past_range: tuple[str, ...]
    changes: tuple[Change, ...] = ()

    @property
    def trunk_shift_mm(self) -> float:
        """T1 over S1, to the right, against the healthy twin."""
        return self.curve.t1_shift_mm - self.healthy.t1_shift_mm

    @property
    def c7_shift_mm(self) -> float:
        """C7 over S1, to the right, against the healthy twin."""
        return self.curve.c7_shift_mm - self.healthy.c7_shift_mm

    @property
    def lordosis_change_deg(self) -> float:
        """S1 to L1; positive is more lordosis."""
        return self.curve.lordosis_deg - self.healthy.lordosis_deg

    @property
    def kyphosis_change_deg(self) -> float:
        """T12 to T1; positive is more kyphosis."""
        return self.curve.kyphosis_deg - self.healthy.kyphosis_deg

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind it."""
        return (
            "brown_2010_stiffness_gain",
            "trunk_stiffness_and_effort",
            "gardner_morse_stokes_2004",
            "cholewicki_coactivation",
            "moorhouse_2006",
            "judgement",
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        shape = self.curve
        return {
            "trunk_shift_mm": round(self.trunk_shift_mm, 2),
            "c7_shift_mm": round(self.c7_shift_mm, 2),
            "trunk_forward_mm": round(shape.t1_forward_mm - self.healthy.t1_forward_mm, 2),
            "apical_translation_mm": round(shape.apical_translation_mm, 2),
            "apex": shape.apex,
            "cobb_deg": round(shape.cobb_deg, 2),
            "cobb_ends": list(shape.ends),
            "lordosis_change_deg": round(self.lordosis_change_deg, 2),
            "kyphosis_change_deg": round(self.kyphosis_change_deg, 2),
            "joints": [_joint(name, change) for name, change in zip(JOINTS, self.change_deg, strict=True)],
            "pressure_mpa": None if self.pressure_mpa is None else _by_joint(self.pressure_mpa),
            "healthy_pressure_mpa": _by_joint(self.healthy_pressure_mpa),
            "stable": self.stable,
            "healthy_stable": self.healthy_stable,
            "buckled": self.buckled,
            "past_range": list(self.past_range),
            "compensation": [change.to_dict() for change in self.changes],
            "control": {
                "stiffness": self.control.stiffness,
                "tone": self.control.tone,
                "corrected": self.control.corrected,
                "preloaded": self.control.preloaded,
                "righting_nm": self.control.righting_nm,
                "balance_n_m": self.control.balance_n_m,
            },
            "sources": list(self.sources()),
        }


def _joint(name: str, change: NDArray[np.float64]) -> dict[str, Any]:
    return {"joint": name, **{f"{plane}_deg": round(float(c), 3) for plane, c in zip(PLANES, change, strict=True)}}


def _by_joint(values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(JOINTS, values, strict=True)}
