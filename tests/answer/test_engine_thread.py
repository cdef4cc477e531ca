"""A program that serves many computes one answer at a time, in one thread, for whoever asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from threading import get_ident

import pytest

from myotome.answer.engine_thread import in_turn

WHO: ContextVar[int] = ContextVar("who", default=-1)


def test_many_callers_are_answered_in_one_thread_each_with_what_it_set() -> None:
    inside: list[int] = []

    def asked(number: int) -> tuple[int, int, int]:
        WHO.set(number)

        def work() -> tuple[int, int, int]:
            inside.append(number)
            beside = len(inside)
            told = WHO.get(), get_ident(), beside
            inside.remove(number)
            return told

        return in_turn(work)

    with ThreadPoolExecutor(8) as callers:
        told = list(callers.map(asked, range(200)))
    assert [who for who, _, _ in told] == list(range(200))
    assert len({thread for _, thread, _ in told}) == 1
    assert {beside for _, _, beside in told} == {1}


def test_what_goes_wrong_is_told_to_whoever_asked_and_the_next_is_answered() -> None:
    with pytest.raises(ZeroDivisionError):
        in_turn(lambda: 1 // 0)
    assert in_turn(lambda: in_turn(lambda: 1) + 1) == 2
