"""What limbs do in each exercise, at its start and at its end: the load model poses the trunk and knows no legs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from myotome.tables import Row, Table, ids, list_of, number, one_of

__all__ = ["BODY_VIEWS", "MOMENTS", "WALKING", "Moment", "figures", "figures_table"]

#: The only exercise at home that is in neither table of exercises.
WALKING: Final = "walking"
MOMENTS: Final = ("start", "end")
#: Directions in space that go to the right and up on the page: x is forward, y up, z to the right.
BODY_VIEWS: Final[Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]]] = MappingProxyType(
    {
        "side": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
        "behind": ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0)),
        "front": ((0.0, 0.0, -1.0), (0.0, 1.0, 0.0)),
    }
)
_CLOSE: Final = ("foot", "foot_front", "hand", "hand_above", "hand_end_on")
_SHOWN: Final = (
    *("chair", "backrest", "wall_behind", "wall_ahead", "table", "bench", "large_ball", "soft_ball", "cushion"),
    *("bar", "weights", "band", "stick", "no_legs", "lower_legs_hidden"),
)
#: Degrees on the page: 0 hangs down, 90 points to the right, 180 up, -90 to the left.
_ANGLES: Final = (
    *("turned", "thigh", "shank", "foot", "thigh_far", "shank_far", "upper", "fore", "upper_far", "fore_far", "head"),
    *("toes", "sole", "hand", "fingers", "tips", "thumb", "spread"),
)


def _names() -> tuple[str, ...]:
    spine, limbs = ids("care/exercise/library", "exercise"), ids("care/exercise/limbs", "movement")
    return (*spine(), *limbs(), WALKING)


def _task_of_body(row: Row) -> str | None:
    """A whole body has a trunk, which a task poses; a hand or a foot alone has none."""
    return None if bool(row["task"]) == (row["view"] in BODY_VIEWS) else "a whole body has a task, a close-up has none"


_TABLE = Table(
    "report/figures/exercise_limbs.csv",
    {
        "figure": one_of(_names),
        "moment": one_of(MOMENTS),
        "task": one_of(ids("load/stances/tasks", "task"), optional=True),
        "view": one_of((*BODY_VIEWS, *_CLOSE)),
        "shows": list_of(one_of(_SHOWN), optional=True),
        **dict.fromkeys(_ANGLES, number(-180, 180, optional=True)),
    },
    key=("figure", "moment"),
    covers={"figure": _names},
    rules=(_task_of_body,),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the two drawings of an exercise.

    Attributes
    ----------
    figure, moment : str
        Name of the exercise or movement; `start` or `end`.
    task : str
        Task of the load model that poses the trunk; empty for a close-up of a hand or a foot.
    view : str
        From where it is seen.
    shows : frozenset of str
        Chair, wall, band and the like, and what is left out.
    """

    figure: str
    moment: str
    task: str
    view: str
    shows: frozenset[str]
    angles: Mapping[str, float]

    def angle(self, name: str, otherwise: float = 0.0) -> float:
        """Degrees on the page of a part, or of what it does where nothing is said."""
        return self.angles.get(name, otherwise)


@cache
def figures() -> Mapping[str, tuple[Moment, ...]]:
    """Start and end of every exercise, by its name; one drawing where it is held still.

    Examples
    --------
    >>> [one.moment for one in figures()["bridge"]], figures()["bridge"][1].task
    (['start', 'end'], 'bridge')
    """
    found: dict[str, tuple[Moment, ...]] = {}
    for row in _TABLE.rows():
        found[row["figure"]] = (*found.get(row["figure"], ()), _moment(row))
    return MappingProxyType(found)


def figures_table() -> Table:
    """The table itself."""
    return _TABLE


def _moment(row: Mapping[str, Any]) -> Moment:
    angles = {name: row[name] for name in _ANGLES if row[name] is not None}
    shows = frozenset(row["shows"])
    return Moment(row["figure"], row["moment"], row["task"] or "", row["view"], shows, MappingProxyType(angles))
