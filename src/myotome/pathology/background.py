"""How common old, harmless disease is, by age and sex: in symptoms, on examination or on an image."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.tables import Table, fraction, ids, integer, number, one_of, text

__all__ = ["background_prevalence"]

_CONDITIONS, _FAMILIES = (ids("pathology/conditions", column) for column in ("condition", "families"))
#: What was looked for: complaints, signs and measurements, or changes on an image.
_SHOWS = ("symptoms", "examination", "image")


def _wrong_ages(row: Mapping[str, Any]) -> str | None:
    return None if row["age_low_years"] <= row["age_high_years"] else "the ages are reversed"


_TABLE = Table(
    "pathology/background_prevalence.csv",
    {
        "condition": one_of(lambda: (*_CONDITIONS(), *_FAMILIES())),
        "age_low_years": number(0, 120),
        "age_high_years": number(0, 120),
        "sex": one_of(("male", "female"), optional=True),
        "shows": one_of(_SHOWS),
        "prevalence": fraction(),
        "low": fraction(optional=True),
        "high": fraction(optional=True),
        "n": integer(1, optional=True),
        "population": text(),
    },
    key=("condition", "age_low_years", "age_high_years", "sex", "shows"),
    rules=(_wrong_ages,),
)


@cache
def _rows(condition: str, shows: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(row for row in _TABLE.rows() if (row["condition"], row["shows"]) == (condition, shows))


def _width(row: Mapping[str, Any]) -> float:
    return float(row["age_high_years"] - row["age_low_years"])


def background_prevalence(condition: str, age: float, sex: str | None, shows: str) -> float:
    """How often has somebody of this age such a condition, whatever brings the patient here?

    Parameters
    ----------
    condition : str
        A condition, or a family of them.
    age : float
        Years.
    sex : str or None
        `male` or `female`; rates of one sex count for nobody else.
    shows : str
        `symptoms`, `examination` or `image`: how the condition was found.

    Returns
    -------
    float
        Of the narrowest group of the population that was counted and holds this age, of this sex where it was counted
        apart; 0 where none holds it. It is no probability that the condition explains a complaint.

    Sources
    -------
    hanewinckel_2016_rotterdam, kalichman_2009, ishimoto_2013, nagata_2012, moosmayer_2009, ostchega_2007

    Examples
    --------
    >>> background_prevalence("rotator_cuff_tear", 72, None, "image")
    0.15
    >>> background_prevalence("length_dependent", 70, "male", "examination")
    0.067
    """
    counted = [
        row
        for row in _rows(condition, shows)
        if row["age_low_years"] <= age < row["age_high_years"] + 1 and row["sex"] in {"", sex}
    ]
    nearest = min(counted, key=lambda row: (row["sex"] != (sex or ""), _width(row)), default=None)
    return 0.0 if nearest is None else float(nearest["prevalence"])
