"""Who stands under the load: sex, age, height and mass, and what they make of size and strength."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from math import isfinite
from typing import Any, Final

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.tables import TomlTable, constants, fraction, number

__all__ = ["SEXES", "Person", "reference_person"]

SEXES: Final = ("male", "female")


@dataclass(frozen=True, slots=True)
class Person:
    """An adult, as far as mechanics sees one.

    Parameters
    ----------
    sex : str
        `male` or `female`: sets the shares of body mass, and with age the strength.
    age : float
        Years, 18 to 100.
    height_m : float
        Metres, 1.3 to 2.2; every length of the skeleton scales with it.
    mass_kg : float
        Kilograms, 30 to 250; every segment's mass is a fixed share of it.

    Raises
    ------
    UnknownNameError
        The sex is neither of the two.
    InputError
        A value is not a number or lies outside its range.

    Sources
    -------
    wilkinson_full_body_model, zatsiorsky_2002_tables, danneskiold_samsoe_2009, framingham_trunk_muscle_ct

    Examples
    --------
    >>> Person("female", age=40, height_m=1.65, mass_kg=62.0).length_scale < 1
    True
    """

    sex: str
    age: float
    height_m: float
    mass_kg: float

    def to_dict(self) -> dict[str, str | float]:
        """Plain JSON."""
        return asdict(self)

    def __post_init__(self) -> None:
        if self.sex not in SEXES:
            raise UnknownNameError("sex", str(self.sex), SEXES)
        problems = [_problem(name, getattr(self, name)) for name in ("age", "height_m", "mass_kg")]
        if found := [problem for problem in problems if problem is not None]:
            raise InputError(found)

    @property
    def length_scale(self) -> float:
        """Height over that of the reference adult."""
        return self.height_m / float(_table()["reference"]["height_m"]["value"])

    @property
    def size_strength(self) -> float:
        """How many times as strong as the reference adult a fascicle is for the mass alone."""
        table = _table()
        share = self.mass_kg / float(table["reference"]["mass_kg"]["value"])
        return float(share ** table["strength"]["mass_exponent"]["value"])

    @property
    def age_strength(self) -> float:
        """Share of the strength of youth that is left: 1 until the peak age of the sex, then falling in a line."""
        entry = _table()["strength"][self.sex]
        peak, left = entry["age_of_peak"]["value"], entry["left_at_75"]["value"]
        return float(1.0 - (1.0 - left) * max(0.0, self.age - peak) / (75.0 - peak))


def reference_person(sex: str = "male", **changes: float) -> Person:
    """Who stands for an adult of whom only the sex is known?

    Parameters
    ----------
    sex : str
        `male` or `female`.
    **changes : float
        `age`, `height_m` or `mass_kg` where they are known.

    Returns
    -------
    Person
        A man of 1.75 m and 73 kg, a woman of 1.65 m and 62 kg, 40 years old.

    Raises
    ------
    UnknownNameError
        The sex, or the name of a change, does not exist.
    InputError
        A value lies outside its range.

    Examples
    --------
    >>> reference_person("male", mass_kg=70.0).mass_kg
    70.0
    """
    if sex not in SEXES:
        raise UnknownNameError("sex", str(sex), SEXES)
    table = _table()["default"]
    values = {name: float(table[sex][name]["value"]) for name in ("height_m", "mass_kg")}
    values["age"] = float(table["age"]["value"])
    for name in changes:
        if name not in values:
            raise UnknownNameError("property of a person", name, sorted(values))
    return Person(sex, **(values | changes))


_TABLE = TomlTable(
    "load/body/person.toml",
    constants(
        {
            "reference.mass_kg": number(10, 300),
            "reference.height_m": number(0.5, 2.5),
            "default.male.height_m": number(0.5, 2.5),
            "default.male.mass_kg": number(10, 300),
            "default.female.height_m": number(0.5, 2.5),
            "default.female.mass_kg": number(10, 300),
            "default.age": number(0, 120),
            "allowed.height_m": number(0.5, 2.5),
            "allowed.mass_kg": number(10, 300),
            "allowed.age": number(0, 120),
            "strength.mass_exponent": number(0, 2),
            "strength.male.age_of_peak": number(0, 120),
            "strength.male.left_at_75": fraction(),
            "strength.female.age_of_peak": number(0, 120),
            "strength.female.left_at_75": fraction(),
        }
    ),
)


@cache
def _table() -> Mapping[str, Any]:
    return _TABLE.read()


def _problem(name: str, value: Any) -> Problem | None:
    entry = _table()["allowed"][name]
    low, high, unit = entry["low"], entry["high"], entry["unit"]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and isfinite(value) and low <= value <= high:
        return None
    message = f"{name} is out of range; give it in {unit}" if number else f"{name} is not a number; give it in {unit}"
    return Problem(f"person, {name}", None, repr(value), f"{low:g} to {high:g} {unit}", message=message)
