"""What guidelines say: one recommendation a row, for a population and a phase; conflicts stay side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.care.treatment.ages import age_range
from myotome.exam import Condition
from myotome.patient import REGION_CELL, Circumstances, condition_cell, limit, scopes
from myotome.tables import Table, identifier, ids, list_of, number, one_of, text

__all__ = [
    "DIRECTIONS",
    "Population",
    "Recommendation",
    "guidelines",
    "not_for_this_person",
    "populations",
    "recommendations",
    "stance",
]

DIRECTIONS = ("for", "consider", "insufficient evidence", "against")
_NAMES = ids("care/treatment/populations", "population")
_WEEKS = number(0, 520, optional=True)
_POPULATIONS = Table(
    "care/treatment/populations.csv",
    {
        "population": identifier(),
        "wording": text(),
        "conditions": list_of(one_of(scopes), optional=True),
        "region": REGION_CELL,
        "from_weeks": _WEEKS,
        "needs": condition_cell(),
        "yields_to": one_of(_NAMES, optional=True),
    },
    key=("population",),
)
_GUIDELINES = Table(
    "care/treatment/guidelines.csv",
    {
        "id": identifier(),
        "population": one_of(_NAMES),
        "phase": text(),
        **dict.fromkeys(("from_weeks", "to_weeks"), _WEEKS),
        "treatment": list_of(identifier(), optional=True),
        "what": text(),
        "direction": one_of(DIRECTIONS),
        **dict.fromkeys(("strength", "certainty"), text(optional=True)),
        "guideline": one_of(ids("care/treatment/guideline_ages", "guideline")),
        **dict.fromkeys(("year", "detail"), text(optional=True)),
    },
    key=("id",),
)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation.

    Attributes
    ----------
    direction : str
        `for`, `consider`, `insufficient evidence` or `against`.
    population, phase : str
        Whom and when it speaks of; `applies` says whether the time since onset is known to lie in the phase.
    seen : str
        How it was read: a secondary one must be checked against the guideline before it reaches a patient.
    """

    id: str
    guideline: str
    year: str
    direction: str
    strength: str
    certainty: str
    population: str
    phase: str
    what: str
    detail: str
    applies: bool
    treatments: tuple[str, ...]
    source: str
    seen: str
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        names = ("id", "guideline", "year", "direction", "strength", "certainty", "population", "phase", "what")
        written = {name: getattr(self, name) for name in (*names, "detail", "applies", "source", "seen", "note")}
        return {key: value for key, value in written.items() if value != ""}


@dataclass(frozen=True, slots=True)
class Population:
    """Whom guidelines speak of, in terms of the model's conditions.

    Attributes
    ----------
    yields_to : str
        A population that, for a patient who may belong to it, takes the conditions that both hold:
        back pain in pregnancy has guidance of its own.
    """

    name: str
    wording: str
    scopes: tuple[str, ...]
    region: str
    from_weeks: float | None
    needs: Condition | None
    yields_to: str = ""

    def probability(self, patient: Circumstances) -> float:
        """Probability that a patient belongs to it; 0 where a circumstance it needs does not hold."""
        left = self._left(patient)
        return patient.probability(left, self.region) if left and self._may_hold(patient) else 0.0

    def yielded(self, patient: Circumstances) -> float:
        """Probability of what another population takes from it for this patient."""
        taken = set(self.scopes) - set(self._left(patient))
        return patient.probability(taken, self.region) if taken and self._may_hold(patient) else 0.0

    def _may_hold(self, patient: Circumstances) -> bool:
        weeks = patient.case.weeks_since_onset
        early = self.from_weeks is not None and weeks is not None and weeks < self.from_weeks
        return not early and patient.holds(self.needs)

    def _left(self, patient: Circumstances) -> tuple[str, ...]:
        other = populations().get(self.yields_to)
        if other is None or not patient.holds(other.needs):
            return self.scopes
        return tuple(one for one in self.scopes if one not in other.scopes)


@cache
def populations() -> dict[str, Population]:
    """Every population by its name."""
    return {row["population"]: _population(row) for row in _POPULATIONS.rows()}


def _population(row: Mapping[str, Any]) -> Population:
    last = (row["region"], row["from_weeks"], row["needs"], row["yields_to"])
    return Population(row["population"], row["wording"], row["conditions"], *last)


@cache
def guidelines() -> tuple[dict[str, Any], ...]:
    """Every row of the table of recommendations."""
    return tuple(_GUIDELINES.rows())


def _in_phase(row: dict[str, Any], weeks: float | None) -> bool:
    """Could the time since onset lie in the phase? Where it is not known, it could."""
    low, high = row["from_weeks"], row["to_weeks"]
    return weeks is None or ((low is None or weeks >= low) and (high is None or weeks < high))


def _recommendation(row: dict[str, Any], weeks: float | None) -> Recommendation:
    timed = row["from_weeks"] is not None or row["to_weeks"] is not None
    names = ("id", "guideline", "year", "direction", "strength", "certainty", "phase", "what", "detail")
    cells = {name: row[name] for name in (*names, "source", "seen", "note")}
    words = populations()[row["population"]].wording
    known = weeks is not None or not timed
    return Recommendation(**cells, population=words, applies=known, treatments=row["treatment"])


def recommendations(patient: Circumstances) -> tuple[tuple[Recommendation, float], ...]:
    """Every recommendation for a population this patient may belong to, in the present phase.

    Returns
    -------
    tuple of (Recommendation, float)
        With the probability that the patient belongs to its population, in the order of the table.
    """
    weeks, age = patient.case.weeks_since_onset, patient.case.demographics.age
    return tuple(
        (_recommendation(row, weeks), share)
        for row, share in _in_play(patient)
        if age_range(row["guideline"]).covers(age)
    )


def _in_play(patient: Circumstances) -> Iterator[tuple[dict[str, Any], float]]:
    """Rows for a population in the differential and the present phase, whatever the age."""
    shares = {name: one.probability(patient) for name, one in populations().items()}
    for row in guidelines():
        share = shares[row["population"]]
        if share >= limit("limit", "in_play") and _in_phase(row, patient.case.weeks_since_onset):
            yield row, share


def not_for_this_person(patient: Circumstances) -> tuple[str, ...]:
    """Which guidelines speak of the likely cause, but not at this age or in pregnancy? A sentence for each reason."""
    return (*_outside_age(patient), *_given_way(patient))


def _outside_age(patient: Circumstances) -> Iterator[str]:
    age = patient.case.demographics.age
    ranges = (age_range(row["guideline"]) for row, _ in _in_play(patient))
    out = dict.fromkeys(one.wording for one in ranges if not one.covers(age))
    if out:
        yield f"At {age:g} years these guidelines do not cover the patient and are not shown: {'; '.join(out)}."


def _given_way(patient: Circumstances) -> Iterator[str]:
    least = limit("limit", "in_play")
    took = dict.fromkeys(one.yields_to for one in populations().values() if one.yielded(patient) >= least)
    for name in took:
        yield f"Guidelines on back pain in adults are not shown for {populations()[name].wording}: it has its own."


def stance(advice: Iterable[Recommendation]) -> str:
    """What recommendations say together: one direction, `mixed` where they conflict, or that none was found.

    Examples
    --------
    >>> stance([])
    'no guideline found'
    """
    directions = {one.direction for one in advice}
    positive, negative = directions & {"for", "consider"}, "against" in directions
    if positive and negative:
        return "mixed"
    ranked = [direction for direction in DIRECTIONS if direction in directions]
    return ranked[0] if ranked else "no guideline found"
