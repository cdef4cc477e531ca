"""Medians of warm runs, and the tables they are printed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any

__all__ = ["in_words", "median_seconds", "print_table", "seconds"]


def seconds(run: Callable[[], Any]) -> float:
    """Wall-clock time of one run."""
    start = perf_counter()
    run()
    return perf_counter() - start


def median_seconds(run: Callable[[], Any], times: int, warm: int = 1) -> float:
    """Median over several runs, after some that do not count."""
    for _ in range(warm):
        run()
    return median(seconds(run) for _ in range(times))


def in_words(duration: float) -> str:
    """Render a duration with three digits, in the unit that suits it."""
    for limit, factor, unit in ((1e-3, 1e6, "µs"), (1.0, 1e3, "ms")):
        if duration < limit:
            return f"{duration * factor:.3g} {unit}"
    return f"{duration:.3g} s"


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a title, columns aligned; the first to the left, the others to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    print(f"\n{title}")
    for row in (head, ["-" * width for width in widths], *rows):
        first, *others = (
            f"{cell:<{width}}" if place == 0 else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join((first, *others)).rstrip(), flush=True)
