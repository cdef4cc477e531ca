"""A quiz as it stands: which findings have appeared, and what was answered so far. It is kept in the form alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from myotome.errors import InputError, Problem
from myotome.exam import Case, Finding
from myotome.web.limits import limits

__all__ = ["Round", "appearing", "case_with", "first_seen", "next_seen", "past_in", "past_text", "seen_in"]

_FIRST_KINDS: Final = ("history", "pain")
_LAST_KINDS: Final = ("lab", "imaging", "emg", "ncs", "questionnaire")
_NAMES: Final = (
    "muscle",
    "muscles",
    "movement",
    "areas",
    "dermatomes",
    "reflex",
    "sign",
    "item",
    "nerve",
    "levels",
    "test",
)
_ANY_SIDE: Final = ("bilateral", "none", "midline")
_MOST_ROUNDS, _LONGEST = 40, 300


@dataclass(frozen=True, slots=True)
class Round:
    """One round that is over.

    Attributes
    ----------
    shown : int
        Findings that had appeared.
    place, test : str
        What was chosen; the test is empty in the last round, where all is known.
    share, best : float
        Probability of the chosen place then, and of the likeliest.
    likeliest : str
    worth : float
        Information of the chosen test for its cost, as a share of that of the best; 0 to 1.
    """

    shown: int
    place: str
    share: float
    best: float
    likeliest: str
    test: str = ""
    worth: float = 0.0

    @property
    def credit(self) -> float:
        """Probability of the chosen place as a share of the highest, 0 to 1."""
        return self.share / self.best if self.best else 0.0


def appearing(case: Case) -> tuple[int, ...]:
    """Positions of the findings as they appear: history and pain, then the examination, then what was ordered."""
    return tuple(sorted(range(len(case.findings)), key=lambda at: _rank(case.findings[at])))


def _rank(finding: Finding) -> int:
    return 0 if finding.kind in _FIRST_KINDS else 2 if finding.kind in _LAST_KINDS else 1


def first_seen(case: Case) -> tuple[int, ...]:
    """Findings of the first round."""
    return appearing(case)[: int(limits("teaching")["first"])]


def next_seen(case: Case, seen: tuple[int, ...], asked: Mapping[str, Any] | None) -> tuple[tuple[int, ...], bool]:
    """Findings of the next round, and whether the test that was asked for is among those that appear.

    Parameters
    ----------
    case : Case
    seen : tuple of int
        What has appeared.
    asked : mapping or None
        Finding that the chosen test would give, without its value.
    """
    hidden = [at for at in appearing(case) if at not in seen]
    answered = [at for at in hidden if asked is not None and _answers(case.findings[at].to_dict(), asked)]
    left = len(case.findings) - int(limits("teaching")["first"])
    count = max(1, -(-left // int(limits("teaching")["rounds"])), len(answered))
    more = [*answered, *(at for at in hidden if at not in answered)][:count]
    return (*seen, *more), bool(answered)


def _answers(found: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    """Whether a finding is the result of a test."""
    sides = {found.get("side", "none"), asked.get("side", "none")}
    fits = found["type"] == asked["type"] and (len(sides) == 1 or not sides.isdisjoint(_ANY_SIDE))
    return fits and bool({*_named(found)} & {*_named(asked)})


def _named(document: Mapping[str, Any]) -> Iterator[str]:
    for name in _NAMES:
        value = document.get(name, ())
        yield from [value] if isinstance(value, str) else value


def case_with(case: Case, seen: Sequence[int]) -> Case:
    """The patient with what has appeared, without the known answer."""
    return case.as_published().without_truth().with_findings(case.findings[at] for at in sorted(seen))


def seen_in(text: str, case: Case) -> tuple[int, ...]:
    """Findings that have appeared, as the form has them; raises InputError."""
    words = text.split(",") if text else []
    if len(words) <= len(case.findings) and all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
        seen = tuple(int(word) for word in words)
        if len({*seen}) == len(seen) and all(at < len(case.findings) for at in seen):
            return seen or first_seen(case)
    raise InputError([Problem("quiz_seen", None, text[:60], "numbers of findings of this patient")])


def past_text(past: Sequence[Round]) -> str:
    """Rounds that are over, as the form keeps them."""
    return json.dumps([asdict(one) for one in past])


def past_in(text: str) -> tuple[Round, ...]:
    """Rounds that are over, as the form has them; raises InputError where it was changed.

    Examples
    --------
    >>> past = (Round(3, "L5 root", 0.4, 0.5, "L5 root", "ankle jerk", 1.0),)
    >>> past_in(past_text(past)) == past
    True
    """
    try:
        read = json.loads(text or "[]")
        past = tuple(Round(**one) for one in read)
        if len(past) <= _MOST_ROUNDS and all(_is_round(one) for one in past):
            return past
    except (ValueError, TypeError, RecursionError):
        pass
    raise InputError([Problem("quiz_past", None, text[:60], "rounds of this quiz, as the page wrote them")])


def _is_round(one: Round) -> bool:
    texts, numbers = (one.place, one.likeliest, one.test), (one.share, one.best, one.worth)
    return (
        all(isinstance(text, str) and len(text) <= _LONGEST for text in texts)
        and all(isinstance(number, int | float) and 0.0 <= number <= 1.0 for number in numbers)
        and isinstance(one.shown, int)
    )
