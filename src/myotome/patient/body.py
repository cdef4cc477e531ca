"""The body of a patient as mechanics sees one: what the case states, and the usual adult of the sex for the rest."""

from __future__ import annotations

from myotome.errors import InputError
from myotome.exam import Case
from myotome.load import Person, reference_person

__all__ = ["body_of", "nearest_body_of", "stated_size"]

#: Whose body stands in where the sex is not stated.
_UNSTATED = "male"


def stated_size(case: Case) -> dict[str, float]:
    """Age in years, height in m and mass in kg, those that the case states.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 40, "sex": "male", "height_cm": 180},
    ...                           "findings": [{"type": "sign", "sign": "slr", "side": "left", "value": "negative"}]})
    >>> stated_size(case)
    {'age': 40.0, 'height_m': 1.8}
    """
    who = case.demographics
    stated = {
        "age": who.age,
        "height_m": None if who.height_cm is None else who.height_cm / 100.0,
        "mass_kg": who.weight_kg,
    }
    return {name: value for name, value in stated.items() if value is not None}


def body_of(case: Case) -> Person:
    """Return the body of the patient.

    Raises
    ------
    InputError
        The model does not hold for such a person, a child for example.
    """
    return reference_person(case.demographics.sex or _UNSTATED, **stated_size(case))


def nearest_body_of(case: Case) -> Person:
    """Return the body of the patient, with the usual adult's size in place of what the model does not hold for."""
    try:
        return body_of(case)
    except InputError as error:
        outside = {problem.where.rpartition(", ")[2] for problem in error.problems}
    known = {name: value for name, value in stated_size(case).items() if name not in outside}
    return reference_person(case.demographics.sex or _UNSTATED, **known)
