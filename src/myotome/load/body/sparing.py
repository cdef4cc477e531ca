"""A level that hurts and is held open: bent away from the painful side and forward, so that its foramen is wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from myotome.errors import Problem, nearest_names
from myotome.load.body.skeleton import JOINTS

__all__ = ["SPARED_LEVELS", "Sparing", "sparing_problems"]

#: Levels that can be held open: below the ribs.
SPARED_LEVELS: Final = JOINTS[: JOINTS.index("T12-L1") + 1]
_SIDES: Final = ("right", "left", "bilateral")
_OTHER: Final = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Sparing:
    """A level whose painful side a person keeps open.

    Attributes
    ----------
    level : str
        Of `SPARED_LEVELS`.
    side : str
        Painful: `right`, `left` or `bilateral`; on both it is only bent forward.
    share : float
        Of its range to the other side and forward, 0 to 1.
    """

    level: str
    side: str
    share: float

    @property
    def mirrored(self) -> Sparing:
        """The same with right and left exchanged.

        Examples
        --------
        >>> Sparing("L4-L5", "left", 0.5).mirrored.side
        'right'
        """
        return replace(self, side=_OTHER.get(self.side, self.side))


def sparing_problems(sparings: Sequence[Sparing]) -> list[Problem]:
    """What is wrong with them: a level, a side or a share that cannot be."""
    problems = []
    for one in sparings:
        where = f"sparing of {one.level}"
        if one.level not in SPARED_LEVELS:
            allowed = ", ".join(SPARED_LEVELS)
            problems.append(Problem(where, None, one.level, allowed, nearest_names(one.level, SPARED_LEVELS)))
        if one.side not in _SIDES:
            problems.append(Problem(where, None, one.side, ", ".join(_SIDES), nearest_names(one.side, _SIDES)))
        if not 0.0 <= one.share <= 1.0:
            problems.append(Problem(where, None, f"{one.share:g}", "0 to 1, as a share of its range"))
    return problems
