"""How many threads a kernel of mechanics works with: one for a few postures, for many as many as there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from numba import get_num_threads, set_num_threads

__all__ = ["one_thread", "threads_for"]

_FEW: Final = 8


@contextmanager
def one_thread() -> Iterator[None]:
    """Work with one thread: on a busy machine threads wait for one another longer than they work."""
    threads = get_num_threads()
    set_num_threads(1)
    try:
        yield
    finally:
        set_num_threads(threads)


@contextmanager
def threads_for(frames: int) -> Iterator[None]:
    """Work with one thread where there are few postures; the answer is the same with any number.

    Parameters
    ----------
    frames : int
        Postures that the kernels are given at once.

    Examples
    --------
    >>> from numba import get_num_threads
    >>> with threads_for(1):
    ...     get_num_threads()
    1
    """
    if frames >= _FEW:
        yield
        return
    with one_thread():
        yield
