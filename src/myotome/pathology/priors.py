"""How likely each condition is before any finding: by setting, age, sex and time since onset."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import numpy as np

from myotome.errors import UnknownNameError
from myotome.exam import vocabulary
from myotome.pathology.condition_table import CLASSES, Condition, conditions
from myotome.pathology.model_constants import constants
from myotome.pathology.time_since_onset import time_factor
from myotome.tables import Table, fraction, ids, number, one_of

__all__ = ["PUBLISHED_SHARES", "condition_priors", "settings"]


_SETTINGS = Table(
    "pathology/setting_priors.csv",
    {
        "setting": one_of(lambda: ("unspecified", *vocabulary().ids("settings"))),
        "class": one_of(CLASSES),
        "share": fraction(),
    },
    key=("setting", "class"),
    sums={"share": ("setting",)},
    sums_within=0.001,
)

#: What is printed is rarer than what is seen: shares learned from published cases, for files that are such cases.
PUBLISHED_SHARES = Table(
    "pathology/fitted/published_cases.csv",
    {"class": one_of(CLASSES), "share": fraction()},
    key=("class",),
    sums={"share": ()},
    sums_within=0.001,
    made_by="python -m myotome.evidence.explain.learn_strengths",
)

#: How much rarer or more frequent a condition is among those of its class in one setting than in all.
_CONDITIONS_BY_SETTING = Table(
    "pathology/setting_conditions.csv",
    {
        "setting": one_of(lambda: ("published_case", "unspecified", *vocabulary().ids("settings"))),
        "condition": one_of(ids("pathology/conditions", "condition")),
        "factor": number(0),
        "low": number(0),
        "high": number(0),
    },
    key=("setting", "condition"),
)


@cache
def settings() -> Mapping[str, Mapping[str, float]]:
    """Share of each class among the people seen in each setting.

    `unspecified` where the case file names none, and `published_case` where it is a printed report.
    """
    shares: dict[str, dict[str, float]] = {}
    for row in _SETTINGS.rows():
        shares.setdefault(row["setting"], {})[row["class"]] = row["share"]
    shares["published_case"] = {row["class"]: row["share"] for row in PUBLISHED_SHARES.rows()}
    return shares


@cache
def _shares_in_class(setting: str) -> Mapping[str, float]:
    """Share of each condition among those of its class, in one setting; relative."""
    factor = {row["condition"]: row["factor"] for row in _CONDITIONS_BY_SETTING.rows() if row["setting"] == setting}
    return {entry.id: entry.share_in_class * factor.get(entry.id, 1.0) for entry in conditions().values()}


@cache
def _age_floor() -> float:
    """Return the age curve's floor: no age rules a condition out."""
    return constants("prior")["age_floor"]


@cache
def _age_mean(condition: str) -> float:
    """Mean of the age curve over the ages seen, so that the curve changes no overall share."""
    ages = np.arange(15.0, 90.0, 2.5)
    entry = conditions()[condition]
    curve = _age_floor() + np.exp(-0.5 * ((ages - entry.age_peak_years) / entry.age_sd_years) ** 2)
    return float(curve.mean())


def _age_factor(entry: Condition, age: float | None) -> float:
    if age is None:
        return 1.0
    curve = _age_floor() + math.exp(-0.5 * ((age - entry.age_peak_years) / entry.age_sd_years) ** 2)
    return curve / _age_mean(entry.id)


def _sex_factor(entry: Condition, sex: str | None) -> float:
    if sex is None:
        return 1.0
    male = 2 * entry.male_ratio / (1 + entry.male_ratio)
    return male if sex == "male" else 2 - male


def condition_priors(
    setting: str | None, age: float | None, sex: str | None, onset_weeks: float | None = None
) -> dict[str, float]:
    """How likely is each condition to be the leading cause, before any finding?

    Parameters
    ----------
    setting : str or None
        Where the patient is seen; None where the file does not say.
    age : float or None
        Years.
    sex : str or None
        `male` or `female`.
    onset_weeks : float or None
        Time since onset.

    Returns
    -------
    dict of str to float
        Condition id to probability; sums to 1.

    Raises
    ------
    UnknownNameError
        The setting is in no table.

    Examples
    --------
    >>> priors = condition_priors("primary_care", 40, "female")
    >>> priors["nonspecific_low_back_pain"] > priors["als"]
    True
    """
    place = setting or "unspecified"
    if place not in settings():
        raise UnknownNameError("setting", place, settings())
    shares, totals = _shares_in_class(place), dict.fromkeys(CLASSES, 0.0)
    for entry in conditions().values():
        totals[entry.truth_class] += shares[entry.id]
    weights = {
        entry.id: settings()[place][entry.truth_class]
        * shares[entry.id]
        / totals[entry.truth_class]
        * _age_factor(entry, age)
        * _sex_factor(entry, sex)
        * time_factor(entry, onset_weeks)
        for entry in conditions().values()
    }
    total = sum(weights.values())
    return {condition: weight / total for condition, weight in weights.items()}
