"""The thread of the engine: a program that serves many computes one answer at a time, always in the same thread.

The engine keeps every core busy by itself, so two answers side by side are no quicker than one after the other. They
would hold their tables at the same time, and each thread that ever computed keeps memory for the next time.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import current_thread
from typing import Final, TypeVar

__all__ = ["in_turn"]

_NAME: Final = "myotome-engine"
_ENGINE: Final = ThreadPoolExecutor(1, thread_name_prefix=_NAME)

Result = TypeVar("Result")


def in_turn(work: Callable[[], Result]) -> Result:
    """Compute something in the thread of the engine, after what was asked for before it.

    Parameters
    ----------
    work : callable
        Takes nothing; may itself ask for a turn. Language and visitor are those of the caller.

    Returns
    -------
    object
        What `work` gives; what it raises is raised here.

    Examples
    --------
    >>> in_turn(lambda: in_turn(lambda: 2) + 1)
    3
    """
    if current_thread().name.startswith(_NAME):
        return work()
    return _ENGINE.submit(copy_context().run, work).result()
