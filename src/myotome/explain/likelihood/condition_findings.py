"""What a condition makes likely by itself, beyond the wiring: the tables of condition findings and base rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.explain.likelihood.finding_names import finding_columns
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats
from myotome.explain.model_constants import constants
from myotome.pathology import conditions, lineage
from myotome.tables import Table, fraction, ids, integer, kept, one_of

__all__ = [
    "Key",
    "base_rate",
    "base_rate_rows",
    "characteristic_findings",
    "condition_probability",
    "direct_probability",
    "finding_rows",
    "total_probability",
    "with_direct",
]

Key = tuple[str, str, str]

_CONDITIONS, _FAMILIES = (ids("pathology/conditions", column) for column in ("condition", "families"))
_KEY = ("finding_type", "finding", "value")
_PROBABILITY = {
    "probability": fraction(),
    "low": fraction(optional=True),
    "high": fraction(optional=True),
    "n": integer(1, optional=True),
}
#: One file a class of conditions, and one of the families; what a condition does not say, it inherits.
_FINDINGS = Table(
    "explain/condition_findings/*.csv",
    {"condition": one_of(lambda: (*_CONDITIONS(), *_FAMILIES())), **finding_columns(), **_PROBABILITY},
    key=("condition", *_KEY),
)
#: A rate among `suspects` is that of people sent with the suspicion of just this disease: see `_in_clinic`.
_BASE_RATES = Table(
    "explain/finding_base_rates.csv",
    {
        **finding_columns(),
        **_PROBABILITY,
        "among": one_of(("clinic", "suspects")),
        "age_30": fraction(optional=True),
        "age_50": fraction(optional=True),
        "age_70": fraction(optional=True),
    },
    key=_KEY,
)


@cache
def finding_rows() -> tuple[Mapping[str, Any], ...]:
    """How often each condition or family makes each finding, a row each."""
    return tuple(_FINDINGS.rows())


@cache
def base_rate_rows() -> tuple[Mapping[str, Any], ...]:
    """How often each finding is there without a condition that makes it likely, a row each."""
    return tuple(_BASE_RATES.rows())


@cache
def _condition_rows() -> Mapping[Key, Mapping[str, float]]:
    """(finding type, finding, value) to the probability for each condition or family that has a row."""
    return kept("probability of each finding by condition", _probabilities)


def _probabilities() -> dict[Key, dict[str, float]]:
    rows: dict[Key, dict[str, float]] = {}
    for row in finding_rows():
        rows.setdefault((row["finding_type"], row["finding"], row["value"]), {})[row["condition"]] = row["probability"]
    return rows


@cache
def _base_rows() -> Mapping[Key, tuple[float, ...]]:
    """(finding type, finding, value) to its base rate, and to those at 30, 50 and 70 years where given."""
    rows: dict[Key, tuple[float, ...]] = {}
    for row in base_rate_rows():
        by_age = tuple(row[name] for name in ("age_30", "age_50", "age_70"))
        rate = _in_clinic(row["probability"]) if row["among"] == "suspects" else row["probability"]
        rows[row["finding_type"], row["finding"], row["value"]] = (rate, *(by_age if None not in by_age else ()))
    return rows


def _in_clinic(rate: float) -> float:
    """Move a published rate among people suspected of just this disease to everybody who comes."""
    odds = constants("base_rates")["suspects"] * rate / (1.0 - rate)
    return odds / (1.0 + odds)


def base_rate(finding_type: str, finding: str, value: str, age: float | None = None, unknown: float = 0.02) -> float:
    """How often is this found in patients without a condition that makes it likely?

    Parameters
    ----------
    finding_type, finding, value : str
        Ids of the vocabulary.
    age : float or None
        Years; used where the table gives rates by age.
    unknown : float
        Rate where the table has no row.
    """
    row = _base_rows().get((finding_type, finding, value))
    if row is None:
        return unknown
    if age is None or len(row) == 1:
        return row[0]
    return float(np.interp(age, (30.0, 50.0, 70.0), row[1:]))


@cache
def condition_probability(finding_type: str, finding: str, value: str) -> NDArray[np.float64]:
    """Probability of the finding for each condition; NaN where neither it nor a family of it has a row.

    A condition's own row goes first, then that of its first family. A value of a history item that has no row of its
    own has the share of the row of `any` that it has among all values.
    """
    return _backed_off(finding_type, finding, value, 0.0)


@cache
def condition_probability_at_place(finding_type: str, finding: str, value: str, least_share: float) -> Floats:
    """Return the same for a finding with a place: which injury or operation it was follows from where it was.

    Parameters
    ----------
    finding_type, finding, value : str
        Ids of the vocabulary.
    least_share : float
        Share of any value that this one has at least, among those of the place.
    """
    return _backed_off(finding_type, finding, value, least_share)


def _backed_off(finding_type: str, finding: str, value: str, least_share: float) -> Floats:
    own = _by_lineage((finding_type, finding, value))
    if finding_type != "history" or value in {"any", "true"}:
        return own
    share = max(_share_of_value(finding, value), least_share)
    return np.where(np.isnan(own), share * _by_lineage((finding_type, finding, "any")), own) if share else own


@cache
def _heirs() -> Mapping[str, tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Conditions that inherit from each name, and how near it stands to each: 0 is itself, then its families."""
    heirs: dict[str, list[tuple[int, int]]] = {}
    for number, condition in enumerate(conditions()):
        names = lineage(condition)
        for nearness, name in enumerate((names[-1], *names[:-1])):
            heirs.setdefault(name, []).append((number, nearness))
    arrays = {name: np.array(pairs, dtype=np.intp).T for name, pairs in heirs.items()}
    return {name: (numbers, nearness) for name, (numbers, nearness) in arrays.items()}


def _by_lineage(key: Key) -> NDArray[np.float64]:
    """Row of each condition, or of the nearest family that has one."""
    result = np.full(len(conditions()), np.nan)
    nearest = np.full(len(result), len(result))
    for name, probability in _condition_rows().get(key, {}).items():
        numbers, nearness = _heirs().get(name, (np.zeros(0, dtype=np.intp),) * 2)
        nearer = nearness < nearest[numbers]
        result[numbers[nearer]], nearest[numbers[nearer]] = probability, nearness[nearer]
    return result


def _share_of_value(item: str, value: str) -> float:
    """How much of a history item is this value, among people without a condition that makes it likely?"""
    of_value, of_any = _base_rows().get(("history", item, value)), _base_rows().get(("history", item, "any"))
    return min(1.0, of_value[0] / of_any[0]) if of_value and of_any else 0.0


@cache
def characteristic_findings(least: float) -> tuple[Key, ...]:
    """Signs and history items that some condition or family shows in at least this share."""
    return tuple(
        key
        for key, shares in sorted(_condition_rows().items())
        if key[0] in {"sign", "history"} and key[2] in {"positive", "true", "any"} and max(shares.values()) >= least
    )


def _on_side(world: World, side: str | None) -> Floats:
    """How well each state's side fits a finding on this side: 1 fits, `wrong_side` does not.

    A finding without a side fits every state; a cause without a side makes findings on either.
    """
    if side not in {"left", "right"}:
        return np.ones(len(world.states))
    opposite = "left" if side == "right" else "right"
    fit = np.where(world.cause_side == opposite, world.p["wrong_side"], 1.0)
    return np.asarray(fit[world.states.cause])


def total_probability(world: World, key: Key, leak: float, side: str | None = None, located: bool = False) -> Floats:
    """Probability of a finding given each state alone, leak included; NaN where the state says nothing of it."""
    rows = condition_probability_at_place(*key, world.p["value_at_place"]) if located else condition_probability(*key)
    probability = rows[world.condition_index]
    fit = _on_side(world, side)
    return np.asarray(leak + (probability - leak) * fit)


def direct_probability(world: World, finding_type: str, names: Sequence[str], value: str, side: str | None) -> Floats:
    """Chance that each state makes the finding by itself, beside the wiring; 0 where no row speaks of it."""
    best = np.zeros(len(world.states))
    for name in names:
        probability = np.nan_to_num(condition_probability(finding_type, name, value))[world.condition_index]
        best = np.maximum(best, probability)
    return best * _on_side(world, side)


def with_direct(touched: NDArray[np.intp], survival: Floats, *direct: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Add to what each touched state leaves standing one column for each direct effect.

    Parameters
    ----------
    touched : ndarray of int, shape (touched,)
        States that the wiring touches, in order.
    survival : ndarray, shape (touched, fibres)
        What each leaves of each fibre.
    *direct : ndarray, shape (states,)
        Chance that each state makes the finding by itself.

    Returns
    -------
    tuple of ndarray
        States touched by either, and their columns: the fibres, then what each direct effect leaves.
    """
    hit = np.logical_or.reduce([effect > 0.0 for effect in direct])
    hit[touched] = True
    every = np.flatnonzero(hit)
    columns = np.ones((len(every), survival.shape[1] + len(direct)))
    columns[np.searchsorted(every, touched), : survival.shape[1]] = survival
    for number, effect in enumerate(direct, start=survival.shape[1]):
        columns[:, number] = 1.0 - effect[every]
    return every, columns
