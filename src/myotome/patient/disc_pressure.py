"""Disc pressure under spasm for one person: from the mechanics of the spine, where they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from myotome.exam import Case
    from myotome.forecast import Pressure

__all__ = ["pressure_of_person"]


def pressure_of_person(case: Case, disc: str) -> Pressure | None:
    """How spasm raises the pressure of this disc in this person, over a day.

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
    from myotome.forecast import STANDING, activities, pressure_like
    from myotome.load import JOINTS, braced_pressure
    from myotome.patient.body import nearest_body_of

    if disc not in JOINTS:
        return None
    # A child is outside the model of strength and size: the usual adult stands in for what is out of its range.
    who = nearest_body_of(case)
    standing = next(one for one in activities() if one.name == STANDING)
    return pressure_like(*braced_pressure(standing.task, standing.activation, disc=disc, person=who))
