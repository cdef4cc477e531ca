"""The shape of a person's own upright spine: lordosis, kyphosis, a scoliosis, a short leg.

Lordosis, kyphosis and scoliosis are how the spine has grown: joints and muscles rest there. A short leg is met by a
posture, which joints and muscles resist. Either way the person stands upright: neck over sacrum, head level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.load.body.person import Person
from myotome.load.body.skeleton import BODIES, JOINTS, skeleton
from myotome.tables import TomlTable, constants, fraction, number

__all__ = ["Bends", "Scoliosis", "SpineShape", "bends_of", "lordosis_of_incidence", "usual_shape"]

_SIDES: Final = {"right": 1.0, "left": -1.0}
_LUMBAR: Final = slice(0, JOINTS.index("T12-L1"))
_THORACIC: Final = slice(JOINTS.index("T12-L1"), JOINTS.index("C7-T1"))
_NECK: Final = JOINTS.index("C7-T1")
_TABLE = TomlTable(
    "load/body/shape.toml",
    constants(
        {
            "sacral_slope_deg": number(0, 90),
            "lordosis.per_incidence": number(0, 2),
            "lordosis.at_no_incidence_deg": number(-50, 50),
            "hip_from_midline_mm.male": number(50, 150),
            "hip_from_midline_mm.female": number(50, 150),
            "short_leg.share_of_tilt": fraction(),
            "allowed.lordosis_deg": number(-90, 180),
            "allowed.kyphosis_deg": number(0, 180),
            "allowed.cobb_deg": number(0, 180),
            "allowed.short_leg_mm": number(0, 200),
        }
    ),
)


@dataclass(frozen=True, slots=True)
class Scoliosis:
    """One structural curve, as a radiograph gives it; a counter-curve above and below brings the trunk back.

    Attributes
    ----------
    convex : str
        `right` or `left`.
    upper, lower : str
        End vertebrae, `T1` to `L4` and `T3` to `L5`.
    cobb_deg : float
        0 to 70.
    """

    convex: str
    upper: str
    lower: str
    cobb_deg: float

    @property
    def mirrored(self) -> Scoliosis:
        """The same with right and left exchanged."""
        return replace(self, convex="left" if self.convex == "right" else "right")


@dataclass(frozen=True, slots=True)
class SpineShape:
    """What is known of the shape of an upright spine; None where it is as usual.

    Attributes
    ----------
    lordosis_deg : float or None
        Upper endplate of S1 to that of L1.
    kyphosis_deg : float or None
        T1 to T12.
    scoliosis : Scoliosis or None
    short_leg : str
        `right`, `left`, or empty.
    short_mm : float
        By how much that leg is shorter.
    """

    lordosis_deg: float | None = None
    kyphosis_deg: float | None = None
    scoliosis: Scoliosis | None = None
    short_leg: str = ""
    short_mm: float = 0.0

    @property
    def is_even(self) -> bool:
        """Are both sides alike?"""
        return not ((self.scoliosis and self.scoliosis.cobb_deg) or (self.short_leg and self.short_mm))

    @property
    def even(self) -> SpineShape:
        """The same from the side, straight from the front, on legs of one length."""
        return replace(self, scoliosis=None, short_leg="", short_mm=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        curve = self.scoliosis
        return {
            "lordosis_deg": self.lordosis_deg,
            "kyphosis_deg": self.kyphosis_deg,
            "scoliosis": None if curve is None else f"{curve.convex}:{curve.upper}-{curve.lower}:{curve.cobb_deg:g}",
            "short_leg": f"{self.short_leg}:{self.short_mm:g}" if self.short_leg else None,
        }


@dataclass(frozen=True, eq=False, slots=True)
class Bends:
    """Angles of a shape against the model's neutral, degrees in the signs of `PLANES`.

    Attributes
    ----------
    rest_deg : ndarray, shape (joints, 3)
        Where joints and muscles of this person rest.
    rest_pelvis_deg : ndarray, shape (3,)
        How the pelvis stands with it.
    on_feet_deg, on_feet_pelvis_deg : ndarray
        What is added on both feet.
    """

    rest_deg: NDArray[np.float64]
    rest_pelvis_deg: NDArray[np.float64]
    on_feet_deg: NDArray[np.float64]
    on_feet_pelvis_deg: NDArray[np.float64]


@cache
def _table() -> Mapping[str, Any]:
    return _TABLE.read()


@cache
def usual_shape() -> SpineShape:
    """Lordosis and kyphosis of the model's neutral.

    Examples
    --------
    >>> usual_shape().lordosis_deg
    53.6
    """
    tilt = np.rad2deg(skeleton().tilt_rad)
    middle = float(tilt[_LUMBAR.stop])
    slope = float(_table()["sacral_slope_deg"]["value"])
    return SpineShape(round(slope + middle, 1), round(middle - float(tilt[_NECK]), 1))


def lordosis_of_incidence(incidence_deg: float) -> float:
    """Which lordosis goes with a pelvic incidence in healthy adults?

    Sources
    -------
    pan_2020_lordosis_apex, hyun_2019_lordosis

    Examples
    --------
    >>> round(lordosis_of_incidence(50.0), 1)
    41.7
    """
    entry = _table()["lordosis"]
    return float(entry["at_no_incidence_deg"]["value"] + entry["per_incidence"]["value"] * incidence_deg)


def bends_of(shape: SpineShape, person: Person) -> Bends:
    """Which joint angles make this shape of the model's neutral?

    Parameters
    ----------
    shape : SpineShape
    person : Person
        For the distance of the hips.

    Raises
    ------
    InputError
        A measurement that no spine has: all at once.
    UnknownNameError
        No such vertebra or side.

    Sources
    -------
    nishida_vivaplus_alignment, rabari_femoral_head_midline

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> bends_of(SpineShape(lordosis_deg=43.6), reference_person()).rest_deg[:5, 0].round(1).tolist()
    [-2.0, -2.0, -2.0, -2.0, -2.0]
    """
    _check(shape)
    rest, pelvis = np.zeros((len(JOINTS), 3)), np.zeros(3)
    usual = usual_shape()
    for measured, own, joints, sign in (
        (shape.lordosis_deg, usual.lordosis_deg, _LUMBAR, 1.0),
        (shape.kyphosis_deg, usual.kyphosis_deg, _THORACIC, -1.0),
    ):
        if measured is not None and own is not None:
            rest[joints, 0] = sign * (measured - own) / (joints.stop - joints.start)
    pelvis[0] = _upright(rest[:, 0])
    rest[_NECK, 0] -= rest[:, 0].sum() + pelvis[0]
    if shape.scoliosis is not None:
        rest[:_NECK, 1:] = _frontal(_curved(shape.scoliosis))
    standing, tilted = np.zeros_like(rest), np.zeros(3)
    if shape.short_leg:
        tilted[1] = _SIDES[shape.short_leg] * _tilt(person, shape.short_mm)
        standing[:_NECK, 1:] = _frontal(_level([(slice(0, _NECK), -tilted[1])], -tilted[1] * _heights()[0]))
    return Bends(rest, pelvis, standing, tilted)


def _upright(extended_deg: NDArray[np.float64]) -> float:
    """How far must the pelvis turn back for the neck to stand over the sacrum as before?"""
    centre = skeleton().centre_m[:, :2]
    place, turned = np.zeros(2), 0.0
    for joint, link in enumerate(np.diff(centre, axis=0)):
        turned += np.deg2rad(extended_deg[joint])
        c, s = np.cos(turned), np.sin(turned)
        place += (c * link[0] - s * link[1], s * link[0] + c * link[1])
    before = centre[-1] - centre[0]
    return float(np.rad2deg(np.arctan2(before[1], before[0]) - np.arctan2(place[1], place[0])))


def _heights() -> NDArray[np.float64]:
    """How far below C7-T1 each joint of the trunk lies."""
    height = skeleton().centre_m[:, 1]
    return np.asarray(height[_NECK] - height[:_NECK])


def _level(sums: list[tuple[slice, float]], shift: float = 0.0) -> NDArray[np.float64]:
    """The least bends of the trunk's joints to a side that add up to this in each part and shift the neck by this."""
    rows = np.zeros((len(sums) + 1, _NECK))
    for row, (joints, _) in zip(rows, sums, strict=False):
        row[joints] = 1.0
    rows[-1] = _heights()
    wanted = np.array([*(total for _, total in sums), shift])
    return np.asarray(np.linalg.lstsq(rows, wanted, rcond=None)[0])


def _frontal(bend_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bends in the frontal plane as lateral and axial angles of discs that are tilted to the front or back."""
    tilt = skeleton().tilt_rad[:_NECK]
    return np.stack([bend_deg * np.cos(tilt), -bend_deg * np.sin(tilt)], axis=1)


def _curved(curve: Scoliosis) -> NDArray[np.float64]:
    """From a level pelvis over the lower end, tilted to the convex side, and the upper end to a level T1."""
    lower, upper = BODIES.index(curve.lower), BODIES.index(curve.upper)
    half = 0.5 * _SIDES[curve.convex] * curve.cobb_deg
    return _level([(slice(0, lower), half), (slice(lower, upper), -2.0 * half), (slice(upper, _NECK), half)])


def _tilt(person: Person, short_mm: float) -> float:
    apart = 2.0 * float(_table()["hip_from_midline_mm"][person.sex]["value"])
    share = float(_table()["short_leg"]["share_of_tilt"]["value"])
    return share * float(np.rad2deg(np.arcsin(short_mm / apart)))


def _check(shape: SpineShape) -> None:
    curve = shape.scoliosis
    measured = (
        ("lordosis", "lordosis_deg", shape.lordosis_deg),
        ("kyphosis", "kyphosis_deg", shape.kyphosis_deg),
        ("short leg", "short_leg_mm", shape.short_mm),
        ("scoliosis, Cobb angle", "cobb_deg", None if curve is None else curve.cobb_deg),
    )
    found = [_outside(name, key, given) for name, key, given in measured]
    problems = [problem for problem in found if problem is not None]
    for side in (*([curve.convex] if curve else []), *([shape.short_leg] if shape.short_leg else [])):
        if side not in _SIDES:
            raise UnknownNameError("side", side, _SIDES)
    if curve is not None:
        problems += _of_curve(curve)
    if problems:
        raise InputError(problems)


def _outside(name: str, key: str, given: float | None) -> Problem | None:
    """A measurement past what is believed of it."""
    entry = _table()["allowed"][key]
    if given is None or entry["low"] <= given <= entry["high"]:
        return None
    return Problem(name, None, f"{given:g} {entry['unit']}", f"{entry['low']:g} to {entry['high']:g} {entry['unit']}")


def _of_curve(curve: Scoliosis) -> list[Problem]:
    ends = BODIES[1 : BODIES.index("T1") + 1]
    for end in (curve.lower, curve.upper):
        if end not in ends:
            raise UnknownNameError("end vertebra", end, ends)
    if BODIES.index(curve.upper) - BODIES.index(curve.lower) < 2:
        allowed = "an upper end at least two vertebrae above the lower, such as T11-L3"
        return [Problem("scoliosis, end vertebrae", None, f"{curve.upper}-{curve.lower}", allowed)]
    return []
