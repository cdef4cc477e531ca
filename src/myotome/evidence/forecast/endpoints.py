"""Published endpoints and their virtual arms: who took part, what they got, and what the model says of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from myotome.arrays import Floats
from myotome.errors import DataError
from myotome.forecast import (
    AS_TREATED,
    Arm,
    Course,
    EligibilityChecks,
    ParameterSets,
    Settings,
    Start,
    arm_from,
    condition,
    outcome,
    outcome_table,
    record_of,
    run_course,
    start_of,
    step_size,
    weeks_behind,
)
from myotome.tables import Anything, Every, Table, TomlTable, identifier, integer, number, one_of, text

__all__ = [
    "TAIL",
    "Endpoint",
    "SpreadKind",
    "VirtualArms",
    "endpoints",
    "natural",
    "population_arms",
    "predicted",
    "transform",
    "used",
]


#: Class of an outcome, and whether it is compared between groups of people: how far studies lie apart differs in both.
SpreadKind = tuple[str, bool]
_HALF = 0.5
_MANY = 1e4
#: Degrees of freedom of the differences between studies: their tails are heavy.
TAIL = 5.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One published number and how the model says it.

    Attributes
    ----------
    population, arm, against : str
        Virtual arm, and the arm it is compared with where it is a comparison.
    outcome, statistic, comparison : str
        What is read off each person; `mean`, `fall_of_mean`, `median_weeks` or `mean_weeks`; and nothing,
        `difference`, `risk_ratio`, `odds_ratio`, `hazard_ratio` or `smd`.
    among, among_against : str
        Conditions on who counts, see `outcomes.condition`.
    value, low, high : float
        Published number and its 95 % interval where it has one.
    scale : str
        `linear`, `logit` or `log`: where errors are taken as normal.
    use : str
        `fit`; `check`: compared, not fitted; `as_treated`: compared, not fitted, and who got what was chosen, not
        drawn, so that another quantity than the effect was published; `input`: used to set up the people; `published`:
        answered from a table of published courses or adverse events, not simulated; `outside`: not a matter of the
        course.
    """

    id: str
    study: str
    class_: str
    population: str
    arm: str
    against: str
    outcome: str
    statistic: str
    comparison: str
    among: str
    among_against: str
    weeks: float
    value: float
    low: float | None
    high: float | None
    n: float | None
    n_against: float | None
    scale: str
    use: str
    source: str
    note: str

    @property
    def observed(self) -> float:
        """Published number on its scale; a share is kept off 0 and 1 by half a person."""
        if self.scale == "logit" and self.n:
            return float(transform((self.value * self.n + _HALF) / (self.n + 1.0), self.scale))
        return float(transform(self.value, self.scale))

    @property
    def error(self) -> float:
        """Standard error on its scale, from its interval or its number of people."""
        if self.low is not None and self.high is not None:
            low, high = transform(np.array([self.low, self.high]), self.scale)
            return float(high - low) / (2 * 1.96)
        if self.scale != "logit" or not self.n:
            raise DataError(f"evidence/forecast/endpoints.csv, {self.id}: neither an interval nor a number of people")
        share = 1.0 / (1.0 + math.exp(-self.observed))
        return 1.0 / math.sqrt((self.n + 1.0) * share * (1.0 - share))

    @property
    def spread_kind(self) -> SpreadKind:
        """Kind of outcome whose spread between studies it has; who chose a treatment spreads apart from who drew it."""
        if self.use == AS_TREATED:
            return AS_TREATED, True
        return outcome(self.outcome).class_, bool(self.comparison)

    @property
    def step(self) -> float:
        """One step of the spread between studies, on its scale."""
        unit = outcome(self.outcome).unit if self.statistic != "fall_of_mean" else "share"
        return step_size(self.scale, unit, self.comparison)

    @property
    def record(self) -> int:
        """Whole week at which it is read."""
        return round(self.weeks)


def transform(value: Any, scale: str) -> Any:
    """Put a number on the scale of an endpoint."""
    if scale == "log":
        return np.log(np.maximum(value, 1e-6))
    if scale == "logit":
        share = np.clip(value, 1e-4, 1.0 - 1e-4)
        return np.log(share / (1.0 - share))
    return np.asarray(value, dtype=np.float64)


def natural(value: Any, scale: str) -> Any:
    """Turn a number on the scale of an endpoint back into the number."""
    if scale == "log":
        return np.exp(value)
    return 1.0 / (1.0 + np.exp(-value)) if scale == "logit" else value


def _population_names() -> list[str]:
    return list(_populations())


_ENDPOINTS = Table(
    "evidence/forecast/endpoints.csv",
    {
        "id": identifier(),
        "study": identifier(),
        "class": identifier(),
        "population": one_of(_population_names, optional=True),
        "arm": identifier(optional=True),
        "against": identifier(optional=True),
        "outcome": one_of(lambda: outcome_table()["outcome"], optional=True),
        "statistic": one_of(("fall_of_mean", "mean", "mean_weeks", "median_weeks"), optional=True),
        "comparison": one_of(("difference", "hazard_ratio", "odds_ratio", "risk_ratio", "smd"), optional=True),
        "among": text(optional=True),
        "among_against": text(optional=True),
        "weeks": number(0, 5000, optional=True),
        "value": number(-1000, 10000),
        "low": number(-1000, 10000, optional=True),
        "high": number(-1000, 10000, optional=True),
        "n": number(1, 1e8, optional=True),
        "n_against": number(1, 1e8, optional=True),
        "scale": one_of(("linear", "log", "logit")),
        "use": one_of((AS_TREATED, "check", "fit", "input", "outside", "published")),
    },
    key=("id",),
)
_POPULATIONS = TomlTable(
    "evidence/forecast/populations.toml",
    {
        "population": Every(
            {
                "eligibility": Anything(),
                "arms": Every(Anything()),
                "people_factor": integer(1, 1000, optional=True),
            }
        )
    },
    sourced=False,
)


@cache
def _populations() -> Mapping[str, Any]:
    populations: Mapping[str, Any] = _POPULATIONS.read()["population"]
    return populations


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every numeric row of the evidence, in its order."""
    names = [name for name in Endpoint.__dataclass_fields__ if name != "class_"]
    return tuple(Endpoint(class_=row["class"], **{name: row[name] for name in names}) for row in _ENDPOINTS.rows())


@cache
def population_arms() -> Mapping[tuple[str, str], tuple[Start, Arm]]:
    """Every virtual arm by its population and its name."""
    result: dict[tuple[str, str], tuple[Start, Arm]] = {}
    for name, entry in _populations().items():
        checks = EligibilityChecks("evidence/forecast/populations.toml")
        start = start_of(entry["eligibility"], checks, f"{name}.eligibility")
        for arm, given in entry["arms"].items():
            result[name, arm] = start, arm_from(arm, given, checks, f"{name}.arms.{arm}")
        checks.end()
    return result


@cache
def people_factor(population: str) -> int:
    """How many times more people a population needs than others, because what is asked of it is rare."""
    factor: int = _populations()[population].get("people_factor", 1)
    return factor


@dataclass(frozen=True, eq=False)
class VirtualArms:
    """The virtual arms behind some endpoints, run once each.

    Attributes
    ----------
    wanted : tuple of Endpoint
        Endpoints that will be asked for.
    people : int
        In each arm.
    seed : int
        The same random numbers for every parameter set, so that predictions change smoothly with the parameters.
    """

    wanted: tuple[Endpoint, ...]
    people: int = 2048
    seed: int = 11

    def weeks(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """Weeks to record in each arm."""
        by_study: dict[tuple[str, str], set[int]] = {}
        for one in self.wanted:
            for arm in filter(None, (one.arm, one.against)):
                by_study.setdefault((one.population, arm), set()).update(weeks_behind(_text(one), one.record))
        return {key: record_of(tuple(weeks)) for key, weeks in by_study.items()}

    def run(self, sets: ParameterSets) -> Mapping[tuple[str, str], Course]:
        """Run every arm with these parameters."""
        courses = {}
        for key, record in self.weeks().items():
            start, arm = population_arms()[key]
            settings = Settings(max(record[-1], 1), record, self.seed)
            courses[key] = run_course(start, arm, sets, self.people * people_factor(key[0]), settings)
        return courses


def _text(endpoint: Endpoint) -> str:
    """What it looks at."""
    return " and ".join((outcome(endpoint.outcome).text, endpoint.among, endpoint.among_against))


def predicted(wanted: Iterable[Endpoint], courses: Mapping[tuple[str, str], Course]) -> Floats:
    """What the model says of each endpoint, on the endpoint's scale.

    Parameters
    ----------
    wanted : iterable of Endpoint
        The endpoints.
    courses : mapping
        From `VirtualArms.run`.

    Returns
    -------
    ndarray, shape (endpoints,)
        On the scale of each.
    """
    return np.array([_one(endpoint, courses) for endpoint in wanted])


def _one(endpoint: Endpoint, courses: Mapping[tuple[str, str], Course]) -> float:
    values = _values(endpoint, courses[endpoint.population, endpoint.arm], endpoint.among)
    if not endpoint.comparison:
        return float(transform(_statistic(endpoint, values, courses), endpoint.scale))
    others = _values(endpoint, courses[endpoint.population, endpoint.against], endpoint.among_against)
    return float(transform(_compared(endpoint.comparison, values, others), endpoint.scale))


def _values(endpoint: Endpoint, course: Course, among: str) -> Floats:
    chosen = condition(among, course, endpoint.record)
    return outcome(endpoint.outcome).of(course, endpoint.record)[chosen]


def _statistic(endpoint: Endpoint, values: Floats, courses: Mapping[tuple[str, str], Course]) -> float:
    if endpoint.statistic == "median_weeks":
        return float(np.median(values))
    if endpoint.statistic == "mean_weeks":
        return float(values[values < _MANY].mean()) if (values < _MANY).any() else _MANY
    if endpoint.statistic == "fall_of_mean":
        course = courses[endpoint.population, endpoint.arm]
        return 1.0 - float(values.mean() / outcome(endpoint.outcome).of(course, 0).mean())
    return _share(values) if outcome(endpoint.outcome).is_share else float(values.mean())


def _share(values: Floats) -> float:
    """Share, kept off 0 and 1 by half a person."""
    return float((values.sum() + _HALF) / (len(values) + 1.0))


def _compared(comparison: str, values: Floats, others: Floats) -> float:
    if comparison == "difference":
        return float(values.mean() - others.mean())
    if comparison == "smd":
        spread = math.sqrt((values.var() + others.var()) / 2.0)
        return float(values.mean() - others.mean()) / max(spread, 1e-6)
    first, second = _share(values), _share(others)
    if comparison == "risk_ratio":
        return first / second
    if comparison == "hazard_ratio":
        return math.log1p(-first) / math.log1p(-second)
    return first / (1.0 - first) / (second / (1.0 - second))


def used(uses: Sequence[str] = ("fit", "check", AS_TREATED)) -> tuple[Endpoint, ...]:
    """Endpoints of these uses, in their order."""
    return tuple(one for one in endpoints() if one.use in uses)
