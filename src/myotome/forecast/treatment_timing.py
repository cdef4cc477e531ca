"""How a treatment is given: from when, until when, and how far it is kept to, written beside its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["USUAL", "Timing", "timed"]

_WRITTEN = re.compile(r"([a-z_]+?)(?:@(\d+)-(\d+))?(?:x(0?\.\d+|0|1(?:\.0*)?))?")


@dataclass(frozen=True, slots=True)
class Timing:
    """When a treatment is given, and how far it is kept to.

    Attributes
    ----------
    from_week, until_week : int or None
        None for the weeks of its own table; what lasts beyond the end fades as the table says.
    kept : float
        Share of it that is taken, 0 to 1.
    """

    from_week: int | None = None
    until_week: int | None = None
    kept: float = 1.0

    def weeks(self, start: float, end: float) -> tuple[float, float]:
        """Full effect from and to which week, for what by itself begins and ends then."""
        if self.from_week is None or self.until_week is None:
            return start, end
        return self.from_week + start, float(self.until_week)

    def profile(self, weeks: int, start: float, end: float, fade_weeks: float) -> NDArray[np.float64]:
        """How much of an effect there is in each week: shape (weeks,), 0 to 1."""
        first, last = self.weeks(start, end)
        week = np.arange(weeks, dtype=np.float64)
        on = ((week >= first) & (week < last)).astype(np.float64)
        if fade_weeks > 0.0:
            after = week >= last
            on[after] = np.exp(-(week[after] - last) / fade_weeks)
        return self.kept * on


#: As the table of treatments says.
USUAL = Timing()


def timed(text: str) -> tuple[str, Timing] | None:
    """Read a treatment and how it is given; None where the text is not of that form.

    Parameters
    ----------
    text : str
        `name`, and where wanted `@from-until` in weeks and `x` with the share that is kept to.

    Returns
    -------
    pair or None
        Its name and its timing.

    Examples
    --------
    >>> timed("exercise_general@4-104x0.6")
    ('exercise_general', Timing(from_week=4, until_week=104, kept=0.6))
    >>> timed("muscle_relaxant") == ("muscle_relaxant", USUAL), timed("nsaid@4") is None
    (True, True)
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    name, start, end, kept = found.groups()
    if start is not None and int(end) <= int(start):
        return None
    share = 1.0 if kept is None else float(kept)
    return name, Timing(kept=share) if start is None else Timing(int(start), int(end), share)
