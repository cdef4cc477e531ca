"""One step of a quiz: what is asked, what the program says of the answer, and at the end what it was."""

from __future__ import annotations

import json
from dataclasses import dataclass

from myotome.exam import Case, words
from myotome.explain import Explanation, NextTest, asked_finding
from myotome.web.answer.computing import Answers
from myotome.web.teaching.choices import Place, offered_places, offered_tests, places_of, true_label
from myotome.web.teaching.rounds import Round, case_with, first_seen, next_seen

__all__ = ["Feedback", "Quiz", "enough_findings"]


def enough_findings(case: Case) -> bool:
    """Whether something is left to appear after the first round."""
    return len(case.findings) > len(first_seen(case))


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the program says of an answer.

    Attributes
    ----------
    places : tuple of (str, float)
        Each place that was offered, with its probability now.
    rest : float
        Probability of all that was not offered.
    likeliest : str
        Of those that were offered.
    tests : tuple of (NextTest, float)
        Each test that was offered, with what it is worth beside the best, 0 to 1.
    round : Round
    """

    places: tuple[tuple[str, float], ...]
    rest: float
    likeliest: str
    tests: tuple[tuple[NextTest, float], ...]
    round: Round


@dataclass(frozen=True)
class Quiz:
    """A quiz of one patient.

    Attributes
    ----------
    case : Case
    seen : tuple of int
        Findings that have appeared.
    answers : Answers
        What answers a case.
    """

    case: Case
    seen: tuple[int, ...]
    answers: Answers

    @property
    def is_last(self) -> bool:
        """Whether everything has appeared."""
        return len(self.seen) >= len(self.case.findings)

    def explanation(self, seen: tuple[int, ...], *, tests: bool = True) -> Explanation:
        """Answer of the program to some of the findings."""
        shown = case_with(self.case, seen)
        text = json.dumps(shown.to_dict(), sort_keys=True)
        answer = self.answers.of(shown, text, tests=tests)
        return answer.explanation if tests else answer.assessment.conclusions

    @property
    def everything(self) -> Explanation:
        """Answer of the program to all findings."""
        return self.explanation(tuple(range(len(self.case.findings))), tests=False)

    @property
    def places(self) -> tuple[str, ...]:
        """Places to choose from."""
        return offered_places(self.explanation(first_seen(self.case)), self.everything, self.case.truth)

    @property
    def tests(self) -> tuple[NextTest, ...]:
        """Tests to choose from; none where everything has appeared."""
        return () if self.is_last else offered_tests(self.explanation(self.seen))

    def feedback(self, place: str, test: str) -> Feedback:
        """What the program says of a chosen place and test."""
        now = places_of(self.explanation(self.seen, tests=not self.is_last))
        shares = tuple((label, now[label].share if label in now else 0.0) for label in self.places)
        likeliest, best = max(shares, key=lambda one: one[1])
        most = max((one.value for one in self.tests), default=0.0)
        tests = tuple((one, one.value / most if most else 0.0) for one in self.tests)
        chosen = next(((one.label, worth) for one, worth in tests if one.id == test), ("", 0.0))
        share = dict(shares).get(place, 0.0)
        rest = max(0.0, 1.0 - sum(share for _, share in shares))
        return Feedback(shares, rest, likeliest, tests, Round(len(self.seen), place, share, best, likeliest, *chosen))

    def after(self, test: str) -> tuple[tuple[int, ...], bool]:
        """What has appeared in the next round, and whether the record holds the chosen test."""
        offered = {one.id for one in self.tests}
        return next_seen(self.case, self.seen, asked_finding(test) if test in offered else None)

    @property
    def true_place(self) -> str:
        """Label of the true place; empty where no answer is known."""
        return true_label(self.case.truth, self._known)

    @property
    def _known(self) -> tuple[Place, ...]:
        """As the places that are offered: those of the last and of the first round."""
        late, early = places_of(self.everything), places_of(self.explanation(first_seen(self.case)))
        return tuple({**late, **early}.values())

    @property
    def confirmed_by(self) -> str:
        """What the known answer rests on, in words."""
        return words(self.case.truth.confirmed_by, "confirmations") if self.case.truth else ""
