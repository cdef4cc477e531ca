"""Numbers with units: by their UCUM codes, never by the text of the unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from myotome.exam import laboratory_units
from myotome.interop.fhir.places import Where
from myotome.printing import shown
from myotome.tables import Table, list_of, text

__all__ = ["UCUM", "lab_number", "measured", "quantity", "unit_of"]

UCUM: Final = "http://unitsofmeasure.org"
_UNITS = Table("interop/fhir_units.csv", {"ucum": text(), "also": list_of(text(), optional=True)}, key=("unit",))


@cache
def _written() -> Mapping[str, str]:
    return {row["unit"]: row["ucum"] for row in _UNITS.rows()}


@cache
def _read() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _UNITS.rows():
        for code in (row["ucum"], *row["also"]):
            found.setdefault(code, set()).add(row["unit"])
    return {code: frozenset(units) for code, units in found.items()}


def quantity(value: float, unit: str | None) -> dict[str, Any]:
    """A number with our unit as a Quantity; without one, a bare number.

    Examples
    --------
    >>> quantity(40, "degrees")
    {'value': 40, 'unit': 'degrees', 'system': 'http://unitsofmeasure.org', 'code': 'deg'}
    """
    if unit is None:
        return {"value": value}
    return {"value": value, "unit": unit.replace("_", " "), "system": UCUM, "code": _written()[unit]}


def unit_of(raw: Mapping[str, Any], units: Iterable[str]) -> str | None:
    """Which of these units of ours does a Quantity have? None for none of them."""
    if raw.get("system") != UCUM:
        return None
    known = _read().get(raw.get("code", ""), frozenset())
    return next((unit for unit in units if unit in known), None)


def measured(raw: Mapping[str, Any], units: Iterable[str], where: Where) -> tuple[float, str] | None:
    """Number and unit of a Quantity in one of these units; None, and a problem, where it has another."""
    allowed = tuple(units)
    if "comparator" in raw or not isinstance(raw.get("value"), int | float):
        message = "This is a limit or no number at all, and no value."
        where.wrong(shown(raw.get("comparator", raw.get("value"))), "a number", message)
        return None
    unit = unit_of(raw, allowed)
    if unit is None:
        given = f"code {shown(raw.get('code'))} of {shown(raw.get('system'))}"
        ucum = " or ".join(dict.fromkeys(_written()[unit] for unit in allowed))
        where.wrong(given, f"{ucum} of {UCUM}", "The unit is read by its UCUM code, and it is none of these.")
        return None
    return raw["value"], unit


def lab_number(raw: Mapping[str, Any], test: str, where: Where) -> float | None:
    """Number of a test in our own unit, whatever usual unit it was given in."""
    units = {unit: how for unit, how in laboratory_units(test).items() if unit in _written()}
    if not units and isinstance(raw.get("value"), int | float):
        return float(raw["value"])
    found = measured(raw, units, where)
    if found is None:
        return None
    times, plus = units[found[1]]
    return found[0] if times == 1.0 and not plus else times * found[0] + plus
