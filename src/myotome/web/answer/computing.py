"""One answer at a time, the last ones kept in memory: the engine uses every core, and a page asks for one twice."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from myotome.answer import Answer, assess
from myotome.exam import Case

__all__ = ["Answers"]

_KEPT: Final = 32


class Answers:
    """Answers by what was found. Kept in memory alone, and gone when the program ends."""

    def __init__(self) -> None:
        self._lock = Lock()
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
        with self._lock:
            answer = self._kept.pop(text, None) or assess(case)
            _ = answer.explanation if tests else answer.assessment.conclusions
            _ = answer.territory
            self._kept[text] = answer
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return answer
