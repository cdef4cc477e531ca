"""How much may this person's discs bear? Every limit that was found, and which of them binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.care.exercise.records import Limit
from myotome.patient import exercise_rule
from myotome.tables import Table, identifier, number, one_of, text

__all__ = ["IRRITABILITIES", "LoadLimits", "load_limits"]

#: How irritable the pain is, from the least.
IRRITABILITIES = ("low", "moderate", "high")


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """What an exercise may not pass.

    Attributes
    ----------
    ceiling_n : float
        Compression of any lumbar disc, with the share for co-contraction.
    shear_n : float
        Shear of any lumbar disc, as the model gives it.
    times_standing : float
        Compression of the injured disc, in multiples of quiet standing; infinite where pain sets no limit.
    shown : tuple of Limit
        All of them, those that do not bind included: they disagree.
    """

    ceiling_n: float
    shear_n: float
    times_standing: float
    shown: tuple[Limit, ...]


_LIMITS = Table(
    "care/exercise/load_limits.csv",
    {
        "limit": identifier(),
        "use": one_of(("ceiling", "fragile", "fragile_share", "shear", "shown")),
        "sex": one_of(("female", "male"), optional=True),
        "quantity": one_of(("compression", "shear", "strength")),
        "value": number(0, 20000),
        "low": number(0, 20000, optional=True),
        "high": number(0, 20000, optional=True),
        "why": text(),
    },
    key=("limit",),
)


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(_LIMITS.rows())


def load_limits(sex: str | None, age: float | None, fragile: bool, irritability: str) -> LoadLimits:
    """Which limits hold for a person of this sex, age, bone and pain?

    Parameters
    ----------
    sex : str or None
        `male`, `female`; None takes the lower of the two.
    age : float or None
        Years; None is taken for the age at which strength begins to fall.
    fragile : bool
        Osteoporosis, or low bone density.
    irritability : str
        One of `IRRITABILITIES`.

    Returns
    -------
    LoadLimits

    Examples
    --------
    >>> young, old = load_limits("male", 30, False, "low"), load_limits("male", 75, False, "low")
    >>> young.ceiling_n > old.ceiling_n > load_limits("female", 75, True, "low").ceiling_n
    True
    """
    share, times = _age_share(age), _times(irritability)
    candidates = [_of_age(row, share) for row in _rows() if row["use"] == "ceiling" and _is_for(row, sex)]
    if fragile:
        candidates.append(_fragile(sex))
    ceiling = min(one.value for one in candidates)
    sheared = [_plain(row) for row in _rows() if row["use"] == "shear"]
    shear = min(one.value for one in sheared)
    shown = [_marked(one, ceiling) for one in candidates] + [_marked(one, shear) for one in sheared]
    shown += [_plain(row) for row in _rows() if row["use"] == "shown"]
    return LoadLimits(ceiling, shear, times, (*shown, _co_contraction(), *_pain(irritability, times)))


def _is_for(row: Mapping[str, Any], sex: str | None) -> bool:
    return sex is None or row["sex"] in ("", sex)


def _plain(row: Mapping[str, Any]) -> Limit:
    own = row["limit"].replace("_", " ")
    name = own if own == row["quantity"] else f"{row['quantity']}: {own}"
    return Limit(name, row["value"], row["unit"], row["why"], (row["source"],))


def _marked(bound: Limit, least: float) -> Limit:
    return Limit(bound.name, bound.value, bound.unit, bound.why, bound.sources, binds=bound.value <= least)


def _age_share(age: float | None) -> float:
    """1 until strength begins to fall, then in a line to the least."""
    full, end, least = (exercise_rule("age", name) for name in ("full_until", "least_from", "least"))
    years = full if age is None else min(max(age, full), end)
    return 1.0 - (1.0 - least) * (years - full) / (end - full)


def _of_age(row: Mapping[str, Any], share: float) -> Limit:
    one = _plain(row)
    if share == 1.0:
        return one
    why = f"{one.why}; {one.value:.0f} N times {share:.2f} for age (judged)"
    return Limit(one.name, one.value * share, one.unit, why, (*one.sources, "judgement"))


def _fragile(sex: str | None) -> Limit:
    strength = next(row for row in _rows() if row["use"] == "fragile")
    shares = [row for row in _rows() if row["use"] == "fragile_share" and _is_for(row, sex)]
    value = strength["value"]
    for row in shares:
        value *= row["value"]
    parts = "; ".join(f"times {row['value']:g}: {row['why']}" for row in shares)
    keys = tuple(dict.fromkeys((strength["source"], *(row["source"] for row in shares))))
    return Limit(
        "compression: fragile bone", value, "N", f"{strength['why']} ({strength['value']:.0f} N); {parts}", keys
    )


def _co_contraction() -> Limit:
    why = (
        "every computed compression is multiplied by this before it is compared: the model leaves out "
        "co-contraction beyond what balance needs (judged, beside models that have it)"
    )
    return Limit("share for co-contraction", exercise_rule("load", "co_contraction"), "times", why, ("judgement",))


def _times(irritability: str) -> float:
    return float("inf") if irritability == "low" else exercise_rule("pain", irritability)


def _pain(irritability: str, times: float) -> tuple[Limit, ...]:
    if irritability == "low":
        return ()
    why = (
        f"pain of {irritability} irritability: the injured disc bears at most this many times its compression in "
        "quiet standing (judged: no load limit for rehabilitation was found)"
    )
    return (Limit("pain", times, "times quiet standing", why, ("judgement",), binds=True),)
