"""One answer at a time, the last ones kept in memory: the engine uses every core, and a page asks for one twice."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import Final

from myotome.answer import Answer, assess, in_turn
from myotome.exam import Case

__all__ = ["Answers"]

#: Answers, and what their tables may hold: those to a long record hold a hundred times as much as to a short one.
_KEPT: Final = 32
_MOST_BYTES: Final = 200_000_000


class Answers:
    """Answers by what was found. Kept in memory alone, and gone when the program ends."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def of(self, case: Case, text: str, *, tests: bool = True) -> Answer:
        """Answer to a case, what is shown of it computed.

        Parameters
        ----------
        case : Case
        text : str
            The case as text: what an answer is kept under.
        tests : bool
            Whether the next tests are looked for too.
        """
        return in_turn(lambda: self._of(case, text, tests))

    def whole(self, case: Case, text: str, day: date | None) -> Answer:
        """Answer to a case with its plan, its course and its load, as a report of that day has it."""
        return in_turn(lambda: self._whole(case, text, day))

    def _of(self, case: Case, text: str, tests: bool) -> Answer:
        answer = self._kept.get(text) or assess(case)
        _ = answer.explanation if tests else answer.assessment.conclusions
        _ = answer.territory
        return self._keep(text, answer)

    def _whole(self, case: Case, text: str, day: date | None) -> Answer:
        told = self._of(case, text, tests=True)
        answer = self._kept.get(f"{day} {text}") or Answer(told.assessment, day)
        _ = answer.course, answer.standing
        return self._keep(f"{day} {text}", answer)

    def _keep(self, name: str, answer: Answer) -> Answer:
        """Keep the newest; the oldest goes."""
        self._kept[name] = answer
        self._kept.move_to_end(name)
        while len(self._kept) > 1 and (len(self._kept) > _KEPT or self._held() > _MOST_BYTES):
            self._kept.popitem(last=False)
        return answer

    def _held(self) -> int:
        """Bytes of the tables of all that is kept; two answers may share one patient."""
        patients = {id(answer.assessment): answer.assessment for answer in self._kept.values()}
        return sum(one.posterior.held for one in patients.values())
