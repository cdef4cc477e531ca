"""Answers to saved visits, computed and stored in the background: a save is acknowledged before its answer is there."""

from __future__ import annotations

import logging
from contextvars import Context, copy_context
from datetime import date
from queue import Queue
from threading import Thread
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from myotome.answer import assess, in_turn
from myotome.errors import MyotomeError
from myotome.exam import Case
from myotome.records import Records

__all__ = ["Keeper"]

_LOG: Final = logging.getLogger(__name__)


class Keeper:
    """A thread that answers what was saved, one after the other.

    What is still waiting when the program ends is not lost: the visit says that it has no answer yet, and offers one.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._waiting: Queue[tuple[Context, tuple[str, int, Case, str]] | None] = Queue()
        self._thread = Thread(target=self._run, name="answers of visits", daemon=True)
        self._thread.start()

    def keep(self, visit: str, version: int, case: Case, day: str) -> None:
        """Have the answer to a state of a visit stored; returns at once."""
        self._waiting.put((copy_context(), (visit, version, case, day)))  # who saved it stores its answer

    def close(self) -> None:
        """Answer what is waiting, then stop."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            context, asked = waiting
            try:
                context.run(self._answer, *asked)
            except (MyotomeError, SQLAlchemyError) as error:  # the next ones are answered all the same
                _LOG.error("an answer was not stored: %s", type(error).__name__)

    def _answer(self, visit: str, version: int, case: Case, day: str) -> None:
        document = in_turn(lambda: assess(case, made_on=date.fromisoformat(day)).to_dict())
        self._records.add_answer(visit, version, document)
