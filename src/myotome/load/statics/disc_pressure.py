"""From the force on a disc to the pressure inside it, with how uncertain that step is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myotome.load.body.person import Person
from myotome.load.body.skeleton import JOINTS
from myotome.tables import Table, TomlTable, constants, fraction, number, one_of

__all__ = ["disc_areas_m2", "disc_pressure_mpa", "intrinsic_pressure_mpa", "pressure_range_mpa"]


_PRESSURE = TomlTable(
    "load/pressure.toml",
    constants({"reference.height_m": number(1, 2.5), "correction": fraction(), "intrinsic_mpa": number(0, 1)}),
)
_AREAS = Table(
    "load/disc_areas.csv",
    {"joint": one_of(JOINTS), "area": number(0.1, 100), "low": number(0.1, 100), "high": number(0.1, 100)},
    key=("joint",),
    covers={"joint": JOINTS},
    rules=(lambda row: None if row["low"] <= row["area"] <= row["high"] else "low <= area <= high does not hold",),
)


@cache
def _table() -> Mapping[str, Any]:
    return _PRESSURE.read()


@cache
def _reference_areas() -> NDArray[np.float64]:
    """Value, low and high of each disc of the man they were measured on, m2: shape (joints, 3)."""
    rows = {row["joint"]: row for row in _AREAS.rows()}
    return 1e-4 * np.array([[rows[joint]["area"], rows[joint]["low"], rows[joint]["high"]] for joint in JOINTS])


def disc_areas_m2(person: Person) -> NDArray[np.float64]:
    """How large are this person's discs in cross-section?

    Returns
    -------
    ndarray, shape (joints,)
        Square metres; they scale with height squared.

    Sources
    -------
    artisynth_disc_mesh, lmg_visible_human
    """
    scale = (person.height_m / float(_table()["reference"]["height_m"]["value"])) ** 2
    return np.asarray(scale * _reference_areas()[:, 0])


def disc_pressure_mpa(compression_n: ArrayLike, person: Person) -> NDArray[np.float64]:
    """Which pressure has the nucleus of each disc under this compression?

    Parameters
    ----------
    compression_n : array_like, shape (..., joints)
        Along each disc's axis; shear raises no pressure. Traction counts as none.
    person : Person
        For the size of the discs.

    Returns
    -------
    ndarray, shape (..., joints)
        MPa. A disc without any load keeps its intrinsic pressure.

    Sources
    -------
    artisynth_disc_mesh, frei_2002

    Examples
    --------
    >>> from myotome.load import reference_person
    >>> bool(disc_pressure_mpa(np.zeros(18), reference_person())[0] > 0.0)
    True
    """
    borne = np.maximum(np.asarray(compression_n, dtype=np.float64), 0.0)
    area = disc_areas_m2(person) * float(_table()["correction"]["value"])
    return np.asarray(intrinsic_pressure_mpa() + 1e-6 * borne / area)


def intrinsic_pressure_mpa() -> float:
    """Pressure of a disc that bears no load from outside."""
    return float(_table()["intrinsic_mpa"]["value"])


def pressure_range_mpa(compression_n: ArrayLike, person: Person) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Within which limits may the pressure lie, for the size of the disc and the step from force to pressure alone?

    Parameters
    ----------
    compression_n : array_like, shape (..., joints)
    person : Person

    Returns
    -------
    tuple of ndarray, shape (..., joints)
        Lowest and highest MPa; relative errors of area and correction are joined as independent.
    """
    middle = disc_pressure_mpa(compression_n, person)
    own = _table()["intrinsic_mpa"]
    force = middle - float(own["value"])
    areas, correction = _reference_areas(), _table()["correction"]
    wide = np.hypot(areas[:, 2] / areas[:, 0] - 1.0, float(correction["high"]) / float(correction["value"]) - 1.0)
    narrow = np.hypot(1.0 - areas[:, 1] / areas[:, 0], 1.0 - float(correction["low"]) / float(correction["value"]))
    return float(own["low"]) + force / (1.0 + wide), float(own["high"]) + force * (1.0 + narrow)
