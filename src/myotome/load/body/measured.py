"""A person from measurements: areas of muscles and ranges of the lumbar spine, and what they leave uncertain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.load.body.impairment import sides_named
from myotome.load.body.person import Person, reference_person
from myotome.load.body.skeleton import JOINTS
from myotome.load.body.spine import Spine
from myotome.load.muscles.fascicle_table import strength_scales
from myotome.tables import Table, identifier, number, one_of

__all__ = ["RANGES", "Measured", "as_measured", "measured_areas"]

#: Ranges of the lumbar spine, with their plane; flexion and extension share one.
RANGES: Final = {"lumbar_flexion": 0, "lumbar_extension": 0, "lumbar_lateral": 1, "lumbar_rotation": 2}
_LUMBAR: Final = slice(0, JOINTS.index("T12-L1"))
#: Nobody's measurement is so far from the usual.
_FARTHEST: Final = 4.0
_NORMS = Table(
    "load/body/measured_norms.csv",
    {
        "quantity": one_of(("area", "range")),
        "name": identifier(),
        "age": number(0, 120, optional=True),
        "value": number(0.1, 200),
        "sd": number(0, 100, optional=True),
    },
    key=("quantity", "name", "age"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a person.

    Attributes
    ----------
    areas_cm2 : mapping of (muscle, side) to float
        Cross-section on an image, of `right`, `left` or `bilateral` (each side).
    ranges_deg : mapping of str to float
        `lumbar_flexion`, `lumbar_extension`, `lumbar_lateral`, `lumbar_rotation`, from upright, to one side.
    tested : tuple of str
        Groups of muscles whose strength comes from a test: `extensors`, `flexors`.
    """

    areas_cm2: Mapping[tuple[str, str], float] = field(default_factory=dict)
    ranges_deg: Mapping[str, float] = field(default_factory=dict)
    tested: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        areas = {f"{muscle}:{side}": area for (muscle, side), area in self.areas_cm2.items()}
        return {"areas_cm2": areas, "ranges_deg": dict(self.ranges_deg), "strength_tested": list(self.tested)}


@cache
def _areas() -> Mapping[str, float]:
    return {row["name"]: float(row["value"]) for row in _NORMS.rows() if row["quantity"] == "area"}


def measured_areas() -> tuple[str, ...]:
    """Muscles whose area says how strong they are.

    Examples
    --------
    >>> measured_areas()
    ('erector_spinae', 'psoas_major', 'quadratus_lumborum')
    """
    return tuple(_areas())


def as_measured(spine: Spine, measured: Measured | None) -> Spine:
    """What does this spine look like to mechanics with what was measured of it?

    Parameters
    ----------
    spine : Spine
        Of one person, as usual for sex, age and size.
    measured : Measured or None

    Returns
    -------
    Spine
        Muscles as strong as their areas say, lumbar joints as stiff as their ranges say; intervals are narrower.

    Raises
    ------
    InputError
        A measurement that is far from anybody's: all at once.
    UnknownNameError
        No such muscle, side or range.

    Sources
    -------
    ivanac_2026_areas, troke_2001_lumbar_range

    Examples
    --------
    >>> from myotome.load import reference_person, spine
    >>> as_measured(spine(reference_person()), Measured(ranges_deg={"lumbar_flexion": 40.0})).known
    frozenset({'range'})
    """
    if measured is None:
        return spine
    factors = dict(_factors(spine.person, measured))
    _check(factors)
    strength, stiffness = np.ones(len(spine.fascicles)), np.ones((len(JOINTS), 3))
    for (quantity, name, side), factor in factors.items():
        if quantity == "area":
            for one in sides_named(side):
                strength[spine.fascicles.of(name, one)] = factor
        else:
            stiffness[_LUMBAR, RANGES[name]] *= (1.0 / factor) ** (
                0.5 if RANGES[name] == 0 and _both(measured) else 1.0
            )
    known = {*measured.tested, *(name for quantity, name, _ in factors if quantity == "area")}
    known |= {"range"} if measured.ranges_deg else set()
    muscles = spine.fascicles
    resized = replace(
        muscles, strength_n=_frozen(strength * muscles.strength_n), volume_cm3=_frozen(strength * muscles.volume_cm3)
    )
    return replace(spine, fascicles=resized, passive=spine.passive.scaled(stiffness), known=frozenset(known))


def _check(factors: Mapping[tuple[str, str, str], float]) -> None:
    allowed = f"up to {_FARTHEST:g} times more or less than usual for sex, age and size"
    problems = [
        Problem(f"measured, {' '.join(what).strip()}", None, f"{factor:.2g} times the usual", allowed)
        for what, factor in factors.items()
        if not 1.0 / _FARTHEST <= factor <= _FARTHEST
    ]
    if problems:
        raise InputError(problems)


def _both(measured: Measured) -> bool:
    """Whether flexion and extension were both measured: each then counts half."""
    return {"lumbar_flexion", "lumbar_extension"} <= set(measured.ranges_deg)


def _factors(person: Person, measured: Measured) -> Iterator[tuple[tuple[str, str, str], float]]:
    """How many times the usual each measurement is."""
    for (muscle, side), area in measured.areas_cm2.items():
        if muscle not in _areas():
            raise UnknownNameError("muscle with a norm of its area", muscle, _areas())
        yield ("area", muscle, side), area / (_areas()[muscle] * _size(person))
    for name, angle in measured.ranges_deg.items():
        if name not in RANGES:
            raise UnknownNameError("range", name, RANGES)
        yield ("range", name, ""), angle / _usual_range(name, person.age)


def _size(person: Person) -> float:
    """Muscle of this person over the mean of the man and the woman whom the norms of areas are of."""
    usual = [_own(reference_person(sex)) for sex in ("male", "female")]
    return _own(person) / (sum(usual) / len(usual))


def _own(person: Person) -> float:
    women = strength_scales()["women"] if person.sex == "female" else 1.0
    return person.size_strength * person.age_strength * women


def _usual_range(name: str, age: float) -> float:
    rows = sorted((row["age"], row["value"]) for row in _NORMS.rows() if row["name"] == name)
    return float(np.interp(age, [at for at, _ in rows], [value for _, value in rows]))


def _frozen(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values.setflags(write=False)
    return values
