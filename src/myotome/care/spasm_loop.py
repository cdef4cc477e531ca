"""Disc pressure under spasm for one person: from the mechanics of the spine, where they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from myotome.exam import Case
    from myotome.forecast import Pressure
    from myotome.load import Person

__all__ = ["pressure_of_person"]

_LIMITS = {"age": (18.0, 100.0), "height_m": (1.3, 2.2), "mass_kg": (30.0, 250.0)}


def pressure_of_person(case: Case, disc: str) -> Pressure | None:
    """How spasm raises the pressure of this disc in this person, standing.

    Parameters
    ----------
    case : Case
        Whose sex and size are used where they are known.
    disc : str
        As in the vocabulary.

    Returns
    -------
    Pressure or None
        None for a disc outside the mechanical spine (the neck): the table of the reference man stands in.
    """
    from myotome.forecast import Pressure, spasm_activations
    from myotome.load.skeleton import JOINTS
    from myotome.load.spasm_pressure import pressure_multiplier

    if disc not in JOINTS:
        return None
    who = _person(case)
    none, *others = (pressure_multiplier(level, disc=disc, person=who) for level in spasm_activations())
    first, second, third, last = others
    return Pressure((none, first, second, third, last))


def _person(case: Case) -> Person:
    from myotome.load import reference_person

    told = case.demographics
    known = {"age": told.age}
    known |= {"height_m": None if told.height_cm is None else told.height_cm / 100, "mass_kg": told.weight_kg}
    # A child is outside the model of strength and size: the reference stands in for what is out of its range.
    sizes = {
        name: value
        for name, value in known.items()
        if value is not None and _LIMITS[name][0] <= value <= _LIMITS[name][1]
    }
    return reference_person(told.sex or "male", **sizes)
