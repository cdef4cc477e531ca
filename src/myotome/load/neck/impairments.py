"""What of a person's impairment lies in the neck."""

from __future__ import annotations

from dataclasses import replace

from myotome.load.body.impairment import Impairment
from myotome.load.neck.muscles import neck_muscles

__all__ = ["neck_impairment"]


def neck_impairment(impairment: Impairment) -> Impairment:
    """Which part of an impairment can the neck feel: its own muscles, and every root?

    Parameters
    ----------
    impairment : Impairment
        Of a whole person, as a case gives it.

    Returns
    -------
    Impairment
        Without muscles that lie elsewhere.

    Examples
    --------
    >>> from myotome.load import Weakness
    >>> neck_impairment(Impairment(weaknesses=(Weakness("psoas_major", "left", 50.0),))).is_none
    True
    """
    known = set(neck_muscles())
    return replace(
        impairment,
        weaknesses=tuple(one for one in impairment.weaknesses if one.muscle in known),
        spasms=tuple(one for one in impairment.spasms if one.muscle in known),
        guardings=tuple(one for one in impairment.guardings if one.muscle in known),
        contractures=(),
        sparings=(),
    )
