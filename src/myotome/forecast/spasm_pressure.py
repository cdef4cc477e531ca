"""Disc pressure under protective spasm: what the muscles add through a day.

Spasm braces: it adds to what the muscles do anyway, so that it presses in bending and lifting as in standing. What the
herniation, the root and the annulus bear is the mean over a day of activities, as doses of load are reckoned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from myotome.tables import Table, fraction, identifier, ids, number, one_of, text

__all__ = [
    "PRESSURE",
    "STANDING",
    "Activity",
    "Pressure",
    "activities",
    "no_loop",
    "pressure_like",
    "pressure_of_day",
    "usual_pressure",
]

#: The activity in which a person is compared with the reference man.
STANDING: Final = "standing"


@dataclass(frozen=True, slots=True)
class Activity:
    """Part of a day.

    Attributes
    ----------
    name, task : str
        Its name, and the task of the model of loads that stands for it.
    share : float
        Of a day.
    activation : float
        What full spasm adds to the activation of the muscles along the spine, 0 to 1.
    """

    name: str
    task: str
    share: float
    activation: float


@dataclass(frozen=True, slots=True)
class Pressure:
    """Disc pressure under full spasm, relative to the same without; it rises in proportion to spasm.

    Attributes
    ----------
    daily : float
        Of the mean over a day, 1 or more.
    """

    daily: float


_ACTIVITIES = Table(
    "forecast/activities.csv",
    {
        "activity": identifier(),
        "task": text(),
        "share": fraction(),
        "activation": fraction(),
    },
    key=("activity",),
    sums={"share": ()},
)
#: Made by the model of loads, which the forecast does not know.
PRESSURE = Table(
    "forecast/derived/pressure.csv",
    {"activity": one_of(ids("forecast/activities", "activity")), "calm": number(0, 20), "braced": number(0, 20)},
    key=("activity",),
    made_by="python -m myotome.evidence.forecast.pressure",
)


@cache
def activities() -> tuple[Activity, ...]:
    """What a day is made of.

    Examples
    --------
    >>> round(sum(one.share for one in activities()), 6)
    1.0
    """
    return tuple(Activity(row["activity"], row["task"], row["share"], row["activation"]) for row in _ACTIVITIES.rows())


def pressure_of_day(calm: Mapping[str, float], braced: Mapping[str, float]) -> Pressure:
    """Put a day together.

    Parameters
    ----------
    calm, braced : mapping of activity to float
        Pressure of the disc without spasm and under full spasm, in MPa.

    Returns
    -------
    Pressure
        Never below that without spasm.

    Examples
    --------
    >>> same = {one.name: 1.0 for one in activities()}
    >>> pressure_of_day(same, same)
    Pressure(daily=1.0)
    """
    of_day = {one.name: one.share for one in activities()}
    usual = sum(share * calm[name] for name, share in of_day.items())
    tense = sum(share * max(braced[name], calm[name]) for name, share in of_day.items())
    return Pressure(tense / usual)


@cache
def usual_pressure() -> Pressure:
    """Return the pressure under spasm that the mechanics of the spine gives for the reference man."""
    return pressure_of_day(_usual("calm"), _usual("braced"))


def pressure_like(calm: float, braced: float) -> Pressure:
    """Pressure over a day of someone else, from what the disc bears standing.

    What spasm adds is much the same in every activity, and what a disc bears without goes with the size of the person:
    both are taken to differ from the reference man as in standing.

    Parameters
    ----------
    calm, braced : float
        Pressure of the disc in standing without spasm and under full spasm, in MPa.

    Examples
    --------
    >>> pressure_like(0.5, 0.5)
    Pressure(daily=1.0)
    """
    of_reference = _usual("braced")[STANDING] / _usual("calm")[STANDING] - 1.0
    rise = max(braced / calm - 1.0, 0.0)
    return Pressure(1.0 + (usual_pressure().daily - 1.0) * rise / of_reference)


@cache
def _usual(name: str) -> Mapping[str, float]:
    return {row["activity"]: row[name] for row in PRESSURE.rows()}


def no_loop() -> Pressure:
    """Pressure that spasm does not touch: the loop is cut."""
    return Pressure(1.0)
