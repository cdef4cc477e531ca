"""What is asked of everybody before anything is examined: the red flags that this age can have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from myotome.exam import Case, Condition, History, evaluation, parse, vocabulary
from myotome.tables import Table, one_by, one_of, parsed, text

__all__ = ["FirstQuestion", "first_questions", "unfitting_items"]

_QUESTIONS = Table(
    "explain/red_flags/first_questions.csv",
    {
        "item": one_of(lambda: vocabulary().ids("history")),
        "question": text(),
        "yes": one_by(lambda row: _answers(row["item"])),
        "when": parsed(parse, "a condition as docs/query.md describes", optional=True),
    },
    key=("item",),
)


@dataclass(frozen=True, slots=True)
class FirstQuestion:
    """One question with yes and no for an answer.

    Attributes
    ----------
    item : str
        Item of the history that the answer gives.
    question : str
        As it is put; yes is always the abnormal answer.
    yes : bool or str
        Value of the item where the answer is yes and no more.
    """

    item: str
    question: str
    yes: bool | str
    when: Condition | None


def _answers(item: str) -> tuple[str, ...]:
    return vocabulary().history[item].values or ("true",)


@cache
def _questions() -> tuple[FirstQuestion, ...]:
    return tuple(
        FirstQuestion(row["item"], row["question"], row["yes"] == "true" or row["yes"], row["when"])
        for row in _QUESTIONS.rows()
    )


def first_questions(case: Case) -> tuple[FirstQuestion, ...]:
    """Which questions about red flags are still to be put to this patient, the most urgent first?

    Parameters
    ----------
    case : Case
        Age and what was asked already are read; where the age is not known, every age is meant.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> child = case_from_mapping({"id": "a", "demographics": {"age": 9, "sex": None}, "findings": []})
    >>> asked = [one.item for one in first_questions(child)]
    >>> asked[0], "fever" in asked, "osteoporosis" in asked
    ('bladder_or_bowel_disturbance', True, False)
    """
    known = {finding.item for finding in case.findings if isinstance(finding, History)} | unfitting_items(case)
    return tuple(one for one in _questions() if one.item not in known)


def unfitting_items(case: Case) -> frozenset[str]:
    """Items that are not asked of this patient at all, such as injected drugs of a child."""
    meant = evaluation(case)
    return frozenset(one.item for one in _questions() if one.when is not None and not meant.holds(one.when))
