"""The specification of a cohort or of a virtual trial: read and checked whole, before anything runs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from myotome.errors import InputError, Problem
from myotome.files import MEGABYTE, read_text
from myotome.forecast.cohorts.toml_lines import line_of
from myotome.forecast.course import Settings, record_of
from myotome.forecast.made_outcomes import MADE, made_outcome, problem_of_outcome
from myotome.forecast.outcomes import OutcomeDefinition, outcome, outcomes, weeks_behind
from myotome.forecast.persons.arm_reading import arm_from
from myotome.forecast.persons.eligibility import EligibilityChecks, start_of
from myotome.forecast.persons.people import Start
from myotome.forecast.persons.suitability import check_suits
from myotome.forecast.treatment_effects import Arm
from myotome.printing import printable

__all__ = ["RequestedOutcome", "Specification", "read_specification", "specification_from_mapping"]

_FIELDS = (
    "name",
    "note",
    "seed",
    "n",
    "trial_size",
    "follow_up_weeks",
    "eligibility",
    "arms",
    "outcomes",
    "compare_with",
)
_LONGEST = 1040
_MOST = 2_000_000_000
_USUAL_WEEKS = [6, 13, 26, 52, 104]
_USUAL_OUTCOMES = ["leg_pain", "back_pain", "odi", "well", "operated"]


@dataclass(frozen=True, slots=True)
class RequestedOutcome:
    """One outcome at the weeks at which it is asked for; `among` says who counts, see `outcomes.condition`."""

    outcome: OutcomeDefinition
    weeks: tuple[int, ...]
    among: str = ""


@dataclass(frozen=True, slots=True)
class Specification:
    """A cohort or a virtual trial.

    Attributes
    ----------
    name : str
        Its name.
    start : Start
        Who takes part.
    arms : tuple of Arm
        What they get; every person goes through every arm, with common random numbers.
    wanted : tuple of RequestedOutcome
        What is asked.
    n : int
        People.
    seed : int
        Of the random numbers.
    trial_size : int or None
        People in each arm of the real study that the intervals are to allow for; None for one so large that chance
        does not matter.
    compare_with : str
        The arm that the others are compared with.
    """

    name: str
    start: Start
    arms: tuple[Arm, ...]
    wanted: tuple[RequestedOutcome, ...]
    n: int = 100_000
    seed: int = 1
    trial_size: int | None = None
    compare_with: str = ""

    def settings(self) -> Settings:
        """How the course is run."""
        looked_at = ((f"{one.outcome.text} and {one.among}", week) for one in self.wanted for week in one.weeks)
        record = record_of([behind for text, week in looked_at for behind in weeks_behind(text, week)])
        return Settings(max(record[-1], 1), record, self.seed)

    def sized(self, n: int | None, seed: int | None = None) -> Specification:
        """Return the same with another number of people or seed, where given."""
        return replace(self, n=self.n if n is None else n, seed=self.seed if seed is None else seed)


def specification_from_mapping(given: Mapping[str, Any], where: str = "specification") -> Specification:
    """Make a specification of a plain mapping.

    Parameters
    ----------
    given : mapping
        `arms` (name to a table with `treatments`), and where wanted `name`, `eligibility`, `outcomes` (names, or tables
        with `outcome` or one of `share`, `value`, `change`, `by`, `weeks_to`, and where wanted `weeks`, `among`),
        `follow_up_weeks`, `n`, `seed`, `trial_size`, `compare_with`.
    where : str
        What messages call it.

    Returns
    -------
    Specification
        Checked whole.

    Raises
    ------
    InputError
        With everything that is wrong.

    Examples
    --------
    >>> spec = specification_from_mapping({"arms": {"usual": {"treatments": ["watchful_waiting"]}}, "n": 1000})
    >>> spec.arms[0].name, spec.settings().weeks
    ('usual', 104)
    """
    checks = EligibilityChecks(where)
    checks.known("", given, _FIELDS)
    start = _start(given, checks)
    arms = _arms(given, checks)
    weeks = _weeks(given.get("follow_up_weeks", _USUAL_WEEKS), "follow_up_weeks", checks)
    check_suits(start, arms, checks)
    wanted = _wanted(given.get("outcomes", _USUAL_OUTCOMES), weeks, checks)
    numbers = _numbers(given, checks)
    name = given.get("name", where)
    if not isinstance(name, str):
        checks.wrong("name", name, "text", "Put the name in quotes.")
    against = given.get("compare_with", arms[0].name if arms else "")
    if arms:
        checks.one_of("compare_with", against, tuple(arm.name for arm in arms))
    checks.end()
    return Specification(printable(name), start, arms, wanted, compare_with=against, **numbers)


def _start(given: Mapping[str, Any], checks: EligibilityChecks) -> Start:
    eligibility = given.get("eligibility", {})
    if not isinstance(eligibility, Mapping):
        checks.wrong("eligibility", eligibility, "a table", "Write who takes part as a table.")
        eligibility = {}
    return start_of(eligibility, checks)


def _arms(given: Mapping[str, Any], checks: EligibilityChecks) -> tuple[Arm, ...]:
    arms = given.get("arms")
    if not isinstance(arms, Mapping) or not arms:
        checks.wrong("arms", arms, "a table of at least one arm", "Name at least one arm, each with its `treatments`.")
        return ()
    return tuple(arm_from(str(name), entry, checks, f"arms.{name}") for name, entry in arms.items())


def _weeks(given: Any, place: str, checks: EligibilityChecks) -> tuple[int, ...]:
    whole = isinstance(given, list) and given and all(type(week) is int and 0 <= week <= _LONGEST for week in given)
    if not whole:
        checks.wrong(place, given, f"a list of whole weeks from 0 to {_LONGEST}", "Say when the outcomes are read.")
        return (0,)
    return tuple(sorted(set(given)))


def _wanted(given: Any, weeks: tuple[int, ...], checks: EligibilityChecks) -> tuple[RequestedOutcome, ...]:
    if not isinstance(given, list) or not given:
        checks.wrong("outcomes", given, "a list of outcomes", "Name at least one outcome.")
        return ()
    requested = []
    for number, entry in enumerate(given):
        place = f"outcomes[{number}]"
        table = {"outcome": entry} if isinstance(entry, str) else entry
        if not isinstance(table, Mapping):
            checks.wrong(place, entry, "a name, or a table with `outcome`", "Name the outcome.")
            continue
        checks.known(place, table, ("outcome", "weeks", "among", *MADE))
        asked = _asked(table, place, checks)
        if asked is None:
            continue
        own = _weeks(table["weeks"], f"{place}.weeks", checks) if "weeks" in table else weeks
        among = table.get("among", "")
        if _right_condition(among, place, checks):
            requested.append(RequestedOutcome(asked, own, among))
    return tuple(requested)


def _asked(table: Mapping[str, Any], place: str, checks: EligibilityChecks) -> OutcomeDefinition | None:
    """The outcome of the table of that name, or one made of a condition, a measure or an event."""
    forms = [form for form in MADE if form in table]
    if not forms:
        named = checks.one_of(f"{place}.outcome", table.get("outcome"), tuple(outcomes()))
        return outcome(table["outcome"]) if named else None
    form, given = forms[0], table[forms[0]]
    problem = problem_of_outcome(form, given) if isinstance(given, str) and given else "Write it as text."
    if len(forms) > 1 or "outcome" in table:
        problem = f"Give `outcome`, or one of {', '.join(MADE)}."
    if problem:
        checks.wrong(f"{place}.{form}", given, "a condition, a measure or an event", problem)
    return None if problem else made_outcome(form, given)


def _right_condition(among: Any, place: str, checks: EligibilityChecks) -> bool:
    from myotome.forecast.outcomes import problem_of_condition

    problem = problem_of_condition(among) if isinstance(among, str) else "a condition is text"
    if problem:
        checks.wrong(f"{place}.among", among, "`measure op number`, several joined by `and`", problem)
    return not problem


def _numbers(given: Mapping[str, Any], checks: EligibilityChecks) -> dict[str, Any]:
    limits = {"n": (64, _MOST), "seed": (0, 2**62), "trial_size": (2, _MOST)}
    numbers = {}
    for name, (low, high) in limits.items():
        if name not in given:
            continue
        if not isinstance(given[name], int) or isinstance(given[name], bool) or not low <= given[name] <= high:
            checks.wrong(name, given[name], f"a whole number from {low} to {high}", "Give a whole number in range.")
        else:
            numbers[name] = given[name]
    return numbers


def read_specification(path: Path) -> Specification:
    """Read a specification from a TOML file.

    Raises
    ------
    InputError
        The file cannot be read, is not TOML, or contains errors: all are reported at once.
    """
    text = read_text(path, "a TOML file", MEGABYTE)
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of too many digits and too deep a list are none of TOML's
        message = "It is not TOML, or is nested too deeply."
        raise InputError([Problem(str(path), None, str(error), "a TOML file", (), message)]) from None
    try:
        return specification_from_mapping(given, str(path))
    except InputError as error:
        places = [problem.where.removeprefix(f"{path}, ") for problem in error.problems]
        lines = [line_of(text, place) for place in places]
        located = zip(error.problems, lines, strict=True)
        raise InputError([replace(problem, line=line) for problem, line in located]) from None
