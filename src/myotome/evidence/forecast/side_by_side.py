"""Ask a model many things at once, in this process or in several: the answers are the same, and in the same order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import TypeVar

__all__ = ["side_by_side"]

_Task = TypeVar("_Task")
_Answer = TypeVar("_Answer")


@cache
def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def side_by_side(work: Callable[[_Task], _Answer], tasks: Sequence[_Task], workers: int = 1) -> list[_Answer]:
    """Return what `work` makes of each task, in their order.

    Parameters
    ----------
    work : callable
        A function of a module, so that another process can find it.
    tasks : sequence
        What it is given, one after the other.
    workers : int
        Processes; 1 for none but this one.

    Examples
    --------
    >>> side_by_side(abs, [-2, 3])
    [2, 3]
    """
    return list(map(work, tasks)) if workers == 1 else list(_pool(workers).map(work, tasks))
