"""The total score of a questionnaire, from the number of each answer; no item is worded here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.errors import InputError, Problem
from myotome.exam import vocabulary
from myotome.printing import shown
from myotome.tables import Table, integer, number, one_of, text
from myotome.units import figure

__all__ = ["QuestionnaireScore", "score_bands", "scored_instruments", "total_score"]

_SCORING = Table(
    "interop/questionnaire_scoring.csv",
    {
        "name": one_of(lambda: vocabulary().ids("questionnaires")),
        "items": integer(1, 100),
        "low": integer(0, 10),
        "high": integer(1, 10),
        "whole": number(1, 1000),
        "fewest": integer(1, 100),
    },
    key=("name",),
    rules=(lambda row: None if row["fewest"] <= row["items"] else "fewest <= items does not hold",),
)
_BANDS = Table(
    "interop/questionnaire_bands.csv",
    {
        "name": one_of(lambda: vocabulary().ids("questionnaires")),
        "of": one_of(("total", "distress")),
        "up_to": number(0, 1000),
        "band": text(),
    },
    key=("name", "of", "up_to"),
)
_DIGITS = 4
#: The last items of the STarT Back tool are about distress.
_ABOUT_DISTRESS = slice(-5, None)


@dataclass(frozen=True, slots=True)
class QuestionnaireScore:
    """A total score.

    Attributes
    ----------
    name : str
        The questionnaire, as the vocabulary names it.
    value : float
        In the unit of the vocabulary.
    answered, items : int
        So many of its questions were answered.
    band : str
        What such a score is called; empty where no bands are published.
    """

    name: str
    value: float
    answered: int
    items: int
    band: str

    @property
    def finding(self) -> dict[str, Any]:
        """The finding of a case file."""
        return {"type": "questionnaire", "name": self.name, "value": self.value}

    def __str__(self) -> str:
        entry = vocabulary().sections["questionnaires"][self.name]
        left = "" if self.answered == self.items else f", {self.answered} of {self.items} questions answered"
        band = f": {self.band}" if self.band else ""
        return f"{entry.label}: {figure(self.value)} {entry.unit}{band}{left}"


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    return {row["name"]: row for row in _SCORING.rows()}


def scored_instruments() -> tuple[str, ...]:
    """Questionnaires whose score can be worked out from their answers; of the others the total is imported."""
    return tuple(_rows())


def score_bands(name: str, value: float) -> str:
    """What such a score is called.

    Examples
    --------
    >>> score_bands("odi", 40), score_bands("odi", 41)
    ('moderate disability', 'severe disability')
    """
    return _band(name, value, "total")


def _band(name: str, value: float, of: str) -> str:
    rows = (row for row in _BANDS.rows() if (row["name"], row["of"]) == (name, of))
    return next((row["band"] for row in rows if value <= row["up_to"]), "")


def total_score(name: str, answers: Sequence[float | None]) -> QuestionnaireScore:
    """Which score do these answers have?

    Parameters
    ----------
    name : str
        A questionnaire, or an alias of it.
    answers : sequence of number or None
        The number of each answer in the order of the form; None where it was left out.

    Returns
    -------
    QuestionnaireScore
        Where answers were left out, in proportion to those that were given.

    Raises
    ------
    InputError
        It cannot be scored from answers, has another number of them, an answer is off its scale, or too many are
        missing.

    Examples
    --------
    >>> print(total_score("ODI", [2, 2, 1, 3, 2, 1, 2, None, 2, 1]))
    Oswestry Disability Index: 35.5556 percent: moderate disability, 9 of 10 questions answered
    """
    row = _row(name)
    given = [answer for answer in answers if answer is not None]
    _check(row, answers, given)
    value = round(sum(given) * row["whole"] / (row["high"] * len(given)), _DIGITS)
    band = score_bands(row["name"], value) or _band(row["name"], sum(given[_ABOUT_DISTRESS]), "distress")
    return QuestionnaireScore(row["name"], value, len(given), row["items"], band)


def _row(name: str) -> Mapping[str, Any]:
    found = vocabulary().find("questionnaires", name)
    if found is None or found not in _rows():
        message = "Its score cannot be worked out here; import the total score."
        raise InputError([Problem("questionnaire", None, shown(name), ", ".join(_rows()), (), message)])
    return _rows()[found]


def _check(row: Mapping[str, Any], answers: Sequence[float | None], given: Sequence[float]) -> None:
    """Raise InputError with everything that is wrong with the answers."""
    low, high = row["low"], row["high"]
    problems = [
        Problem(f"answer {place}", None, shown(answer), f"a whole number, {low} to {high}", (), "It is off the scale.")
        for place, answer in enumerate(answers, 1)
        if answer is not None and not (low <= answer <= high and float(answer).is_integer())
    ]
    if len(answers) != row["items"]:
        message = "Each question has one answer; write - for one that was left out."
        problems.append(Problem("answers", None, str(len(answers)), f"{row['items']} answers", (), message))
    elif len(given) < row["fewest"]:
        message = "Too many answers are missing for a score."
        problems.append(Problem("answers", None, f"{len(given)} answers", f"{row['fewest']} or more", (), message))
    if problems:
        raise InputError(problems)
