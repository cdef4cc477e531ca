"""Computing for a request: one answer at a time in the thread of the engine, while other requests are served."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from myotome.answer import in_turn

__all__ = ["computed"]

Result = TypeVar("Result")


async def computed(work: Callable[[], Result]) -> Result:
    """What `work` gives, once it is its turn."""
    return await run_in_threadpool(in_turn, work)
