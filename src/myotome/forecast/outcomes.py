"""What each published outcome means in the variables of the course."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.errors import DataError, UnknownNameError, nearest_names
from myotome.forecast.kernel.definitions import outcome_table, rules
from myotome.forecast.kernel.state import EVENTS, RECORDED, TRAITS

if TYPE_CHECKING:
    from myotome.forecast.course import Course

__all__ = [
    "OutcomeDefinition",
    "condition",
    "disability_of",
    "grade_scale",
    "measure",
    "measures_in",
    "outcome",
    "outcomes",
    "problem_of_condition",
    "step_size",
    "unsure",
    "weeks_behind",
]


_FORMS = ("value", "change", "share", "by", "weeks_to")
_OPERATORS: Mapping[str, Callable[[Floats, float], NDArray[np.bool_]]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_PART = re.compile(r"([a-z_:0-9]+)\s*(<=|>=|<|>|=)\s*(-?[0-9.]+|rule:[a-z_]+)")
_SMALL = 0.05
#: What may stand before the colon of a measure; nothing for its value.
MEASURE_FORMS = ("", "start", "fall", "left", "gain", "worst", "least", "event")
_SINCE = re.compile(r"since_([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class OutcomeDefinition:
    """One outcome: how it is read off the course.

    Attributes
    ----------
    form : str
        `value` or `change` of a measure, `share` who meet a condition, `by` an event, `weeks_to` an event.
    text : str
        The measure, condition or event.
    class_ : str
        Class of endpoints whose spread between studies the outcome has, see `check.spreads`.
    """

    name: str
    form: str
    text: str
    unit: str
    note: str
    class_: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is yes or no for one person."""
        return self.form in ("share", "by")

    @property
    def limits(self) -> tuple[float, float]:
        """Least and greatest mean that there can be, from the unit: `points 0-24` ends at 24."""
        if self.form != "value":
            return -math.inf, math.inf
        _, _, top = self.unit.rpartition(" 0-")
        return 0.0, float(top) if top.isdigit() else math.inf

    def of(self, course: Course, week: int) -> Floats:
        """Read it off for every person at a recorded week; 0 or 1 where it is a share."""
        if self.form == "by":
            return np.asarray(course.event(self.text) <= week, dtype=np.float64)
        if self.form == "share":
            return np.asarray(condition(self.text, course, week), dtype=np.float64)
        if self.form == "weeks_to":
            return np.asarray(course.event(self.text), dtype=np.float64)
        value = measure(self.text, course, week)
        return value - measure(self.text, course, 0) if self.form == "change" else value


def grade_scale() -> Mapping[str, Any]:
    """How conduction becomes a grade of strength: `top`, `power`, and the upper `edges` of grades 0 to 4."""
    entry: Mapping[str, Any] = outcome_table()["measure"]["mrc"]
    return entry


@cache
def outcomes() -> Mapping[str, OutcomeDefinition]:
    """Every outcome by its name.

    Examples
    --------
    >>> outcomes()["operated"].form
    'by'
    """
    return {
        name: _outcome(name, entry) for name, entry in outcome_table()["outcome"].items() if isinstance(entry, Mapping)
    }


def _outcome(name: str, entry: Mapping[str, Any]) -> OutcomeDefinition:
    forms = [form for form in _FORMS if form in entry]
    if len(forms) != 1:
        raise DataError(f"forecast/outcomes.toml, {name}: one of {', '.join(_FORMS)} is needed")
    return OutcomeDefinition(name, forms[0], entry[forms[0]], entry["unit"], entry["note"], entry["class"])


def outcome(name: str) -> OutcomeDefinition:
    """Return the outcome of this name; raises UnknownNameError where there is none."""
    if name not in outcomes():
        raise UnknownNameError("outcome", name, outcomes())
    return outcomes()[name]


@cache
def unsure() -> tuple[float, float]:
    """How far parameter sets usually lie apart in the odds of a share: coefficient squared, and how that varies."""
    entry = outcome_table()["unsure"]
    return float(entry["usual"]) ** 2, float(entry["deviation_of_square"])


def step_size(scale: str, unit: str, comparison: str) -> float:
    """How large one step of the spread between studies is: on a scale, for an outcome in a unit, compared so."""
    table = outcome_table()["step"]
    within = float(table["comparison"]) if comparison else 1.0
    if scale != "linear":
        return within * float(table[scale])
    if comparison == "smd":
        return within * float(table["smd"])
    return within * float(table["linear"].get(unit, table["linear"]["share"]))


def measure(name: str, course: Course, week: int) -> Floats:
    """Read a measure off the course for every person at a recorded week.

    Parameters
    ----------
    name : str
        A recorded variable, a trait, a measure of forecast/outcomes.toml; or one of these after `start:` (its value at
        the start), `fall:` (the share of it that has gone), `left:` (the share that is left), `gain:` (what was added),
        `since_52:` (what was added after week 52), `worst:` (its greatest value of the weeks of the window) or `least:`
        (its least value since the first week); or `event:` and an event (1 once it has happened).
    course : Course
        What was recorded; week 0 is needed for the forms that look at the start.
    week : int
        A recorded week.

    Returns
    -------
    ndarray, shape (people,)
        In the unit of the measure.
    """
    form, _, rest = name.rpartition(":")
    if form == "event":
        return np.asarray(course.event(rest) <= week, dtype=np.float64)
    if form == "start":
        return measure(rest, course, 0)
    if form in ("worst", "least"):
        weeks = [one for one in course.record if one in weeks_behind(f"{form}:", week)]
        values = [measure(rest, course, one) for one in weeks]
        return np.asarray((np.maximum if form == "worst" else np.minimum).reduce(values))
    if form == "gain":
        return measure(rest, course, week) - measure(rest, course, 0)
    if since := _SINCE.fullmatch(form):
        return measure(rest, course, week) - measure(rest, course, min(int(since[1]), week))
    if form in ("fall", "left"):
        before = measure(rest, course, 0)
        left = np.where(before > _SMALL, measure(rest, course, week) / np.maximum(before, _SMALL), 1.0)
        return np.asarray(left if form == "left" else 1.0 - left)
    if form:
        raise UnknownNameError("form of a measure", form, [*MEASURE_FORMS[1:], "since_52"])
    return _plain(rest, course, week)


def _plain(name: str, course: Course, week: int) -> Floats:
    if name in RECORDED:
        return np.asarray(course.variable(name, week), dtype=np.float64)
    if name in TRAITS:
        return np.asarray(course.trait(name), dtype=np.float64)
    table = outcome_table()["measure"]
    if name not in table:
        raise UnknownNameError("measure", name, [*RECORDED, *TRAITS, *EVENTS, *table])
    entry = table[name]
    if "power" in entry:
        left = np.maximum(1.0 - measure(entry["of"], course, week), 0.0)
        return np.asarray(np.minimum(entry["top"] * left ** entry["power"], entry["highest"]))
    if "relative_to" in entry:
        parts = [measure(part, course, week) / rules()[rule] for part, rule in entry["relative_to"].items()]
        return np.asarray(np.mean(parts, axis=0))
    if "largest" in entry:
        return np.asarray(np.maximum.reduce([measure(part, course, week) for part in entry["largest"]]))
    total = sum(entry[part] * measure(part, course, week) for part in RECORDED if part in entry)
    return np.asarray(np.clip(total + entry["constant"], 0.0, entry["highest"]))


def disability_of(score: str, value: float) -> float:
    """Disability in percent that goes with a score of a questionnaire, by the table of measures.

    Examples
    --------
    >>> disability_of("odi", 40.0), round(disability_of("rmdq", 9.0))
    (40.0, 25)
    """
    entry = outcome_table()["measure"].get(score, {"constant": 0.0, "odi": 1.0})
    return float((value - entry["constant"]) / entry["odi"])


def problem_of_condition(text: str) -> str:
    """Say what is wrong with a condition, or nothing."""
    for part in filter(None, (piece.strip() for piece in text.split(" and "))):
        parsed = _PART.fullmatch(part)
        if parsed is None:
            return f"{part!r} is not of the form `measure op number`."
        form, _, name = parsed[1].rpartition(":")
        known = EVENTS if form == "event" else (*RECORDED, *TRAITS, *outcome_table()["measure"])
        if not (form in MEASURE_FORMS or _SINCE.fullmatch(form)) or name not in known:
            near = ", ".join(nearest_names(name, known))
            return f"No such measure: {parsed[1]}." + (f" Nearest: {near}." if near else "")
        rule = parsed[3].removeprefix("rule:")
        if rule != parsed[3] and rule not in rules():
            return f"No such rule: {rule}. There are {', '.join(rules())}."
    return ""


def weeks_behind(text: str, week: int) -> tuple[int, ...]:
    """Weeks that must be recorded to read a measure, a condition or an outcome at a week: itself, or its window.

    Examples
    --------
    >>> weeks_behind("leg_pain_nrs", 26), weeks_behind("worst:leg_pain_nrs <= 3", 26)
    ((26,), (23, 24, 25, 26))
    >>> weeks_behind("since_52:back_episodes >= 1", 156)
    (52, 156)
    """
    window = int(outcome_table()["window"]["weeks"]) if "worst:" in text else 1
    window = week if "least:" in text else window
    since = {min(int(found[1]), week) for found in _SINCE.finditer(text)}
    return tuple(sorted({*since, *range(max(week - max(window, 1) + 1, 0), week + 1)}))


def measures_in(text: str) -> tuple[str, ...]:
    """Names of what a condition looks at, without `start:` and the like; an event by its own name."""
    return tuple(found[1].rpartition(":")[2] for found in _PART.finditer(text))


def condition(text: str, course: Course, week: int) -> NDArray[np.bool_]:
    """Who meets a condition at a recorded week?

    Parameters
    ----------
    text : str
        `measure op number`, several joined by `and`; empty for everybody.
    course : Course
        What was recorded.
    week : int
        A recorded week.

    Returns
    -------
    ndarray of bool, shape (people,)
        Who meets all parts.
    """
    met = np.ones(course.traits.shape[1], dtype=np.bool_)
    for part in filter(None, (piece.strip() for piece in text.split(" and "))):
        parsed = _PART.fullmatch(part)
        if parsed is None:
            raise DataError(f"condition {part!r}: `measure op number` is needed")
        name, symbol, number = parsed.groups()
        limit = rules()[number[5:]] if number.startswith("rule:") else float(number)
        met &= _OPERATORS[symbol](measure(name, course, week), limit)
    return met
