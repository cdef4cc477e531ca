"""Whether a score has changed by more than the usual minimal important change."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.errors import InputError, Problem
from myotome.exam import vocabulary
from myotome.printing import shown
from myotome.tables import Table, fraction, number, one_of
from myotome.units import figure

__all__ = ["ScoreChange", "score_change"]

_CHANGES = Table(
    "interop/questionnaire_change.csv",
    {
        "name": one_of(lambda: vocabulary().ids("questionnaires")),
        "points": number(0, 100),
        "share": fraction(optional=True),
        "better": one_of(("less", "more")),
    },
    key=("name",),
)


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A change between two scores of one questionnaire on one scale.

    Attributes
    ----------
    name : str
        The questionnaire.
    before, after : float
        Both in the unit of the vocabulary.
    improved : bool
        Whether it went the good way.
    counts : bool
        Whether it is at least the usual minimal important change, in points or as a share of the start. That change
        is one of groups of people: it is no rule for one person.
    """

    name: str
    before: float
    after: float
    improved: bool
    counts: bool

    def __str__(self) -> str:
        way = "better" if self.improved else "worse" if self.after != self.before else "unchanged"
        size = "at least the usual minimal important change" if self.counts else "less than what usually counts"
        return f"{figure(self.before)} to {figure(self.after)}: {way}, {size}"


def score_change(name: str, before: float, after: float) -> ScoreChange:
    """Is a change between two scores at least the usual minimal important change?

    Raises
    ------
    InputError
        No change that counts is known for this questionnaire.

    Examples
    --------
    >>> print(score_change("odi", 42, 30))
    42 to 30: better, at least the usual minimal important change
    """
    found = vocabulary().find("questionnaires", name)
    row = next((row for row in _CHANGES.rows() if row["name"] == found), None)
    if row is None:
        known = ", ".join(row["name"] for row in _CHANGES.rows())
        message = "No minimal important change was found for it."
        raise InputError([Problem("questionnaire", None, shown(name), known, (), message)])
    size = abs(after - before)
    counts = size >= row["points"] or (row["share"] is not None and before > 0 and size >= row["share"] * before)
    return ScoreChange(row["name"], before, after, (after < before) == (row["better"] == "less") and size > 0, counts)
