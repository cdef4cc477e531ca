"""The answer of one person's forecast, as plain frozen records that turn into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from myotome import __version__
from myotome.arrays import Floats
from myotome.forecast.spasm_pressure import Pressure
from myotome.forecast.summary.bands import LEVELS
from myotome.ledger import tables_hash

__all__ = ["ArmForecast", "Band", "Difference", "Forecast", "ForecastOptions", "shown_weeks"]


_DIGITS = 4


def shown_weeks(weeks: int) -> tuple[int, ...]:
    """Weeks that pages and figures show: every week for half a year, then every second one, and the last."""
    return tuple(sorted({*range(min(weeks, 26) + 1), *range(26, weeks + 1, 2), weeks} & set(range(weeks + 1))))


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """How a forecast is made.

    Attributes
    ----------
    weeks : int
        How far, 1 to 520.
    futures : int
        How many futures are drawn for each arm, 64 or more.
    seed : int
        Of the random numbers, common to every arm.
    pressure : Pressure or None
        Disc pressure under spasm; None for the table of the package.
    weekly : bool
        Bands and events of every week; else of those that pages and figures show, which is quicker.
    """

    weeks: int = 104
    futures: int = 10_000
    seed: int = 1
    pressure: Pressure | None = None
    weekly: bool = False


@dataclass(frozen=True, eq=False)
class Band:
    """One outcome over the weeks: mean and quantiles between futures, each of shape (weeks,)."""

    mean: Floats
    quantiles: Floats

    def to_dict(self) -> dict[str, list[float]]:
        """Plain JSON."""
        names = [f"q{round(100 * level):02d}" for level in LEVELS]
        rows = zip(names, self.quantiles, strict=True)
        return {"mean": _plain(self.mean)} | {name: _plain(row) for name, row in rows}


@dataclass(frozen=True, eq=False)
class ArmForecast:
    """The course under one treatment.

    Attributes
    ----------
    weeks : tuple of int
        Weeks of the bands and of the events; 0, 1, 2 ... where `ForecastOptions.weekly` asks for it.
    outcomes : mapping
        Band of each outcome; `mrc.left tibialis_anterior` for a weak muscle.
    events : mapping
        Probability that each event has happened by each of the weeks.
    weeks_to_recovery : tuple of (float or None)
        Week by which 25, 50 and 75 of 100 futures have recovered, as perceived; None where fewer do.
    """

    weeks: tuple[int, ...]
    outcomes: Mapping[str, Band]
    events: Mapping[str, Floats]
    weeks_to_recovery: tuple[float | None, float | None, float | None]

    def shown(self) -> list[int]:
        """Where in `weeks` those stand that pages and figures show."""
        return [self.weeks.index(week) for week in shown_weeks(self.weeks[-1])]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "weeks": list(self.weeks),
            "outcomes": {name: band.to_dict() for name, band in self.outcomes.items()},
            "events": {name: _plain(row) for name, row in self.events.items()},
            "weeks_to_recovery": dict(zip(("q25", "q50", "q75"), self.weeks_to_recovery, strict=True)),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What an arm changes against another, future by future, with common random numbers.

    Attributes
    ----------
    outcome : str
        A variable, or an event.
    week : int
        When.
    mean : float
        Mean of the difference; negative is less pain, less disability, fewer events.
    low, high : float
        95 % interval of that mean: from not knowing the parameters, and chance in so many futures.
    better : float
        Share of futures in which this arm is lower.
    """

    arm: str
    against: str
    outcome: str
    week: int
    mean: float
    low: float
    high: float
    better: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        numbers = {name: round(getattr(self, name), _DIGITS) for name in ("mean", "low", "high", "better")}
        return {"arm": self.arm, "against": self.against, "outcome": self.outcome, "week": self.week, **numbers}


@dataclass(frozen=True, eq=False)
class Forecast:
    """The answer for one person.

    Attributes
    ----------
    arms : mapping
        Course under each treatment, the first being what the others are compared with.
    differences : tuple of Difference
        Every arm against the first.
    evidence : mapping
        For each arm the best kind of study behind it, and that of each edge it cuts.
    """

    arms: Mapping[str, ArmForecast]
    differences: tuple[Difference, ...]
    evidence: Mapping[str, Mapping[str, Any]]
    source_keys: tuple[str, ...]
    options: ForecastOptions = field(default_factory=ForecastOptions)

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind this answer."""
        return self.source_keys

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON, as `myotome forecast --json` prints it."""
        return {
            "arms": {name: arm.to_dict() for name, arm in self.arms.items()},
            "differences": [difference.to_dict() for difference in self.differences],
            "evidence": {name: dict(entry) for name, entry in self.evidence.items()},
            "sources": list(self.source_keys),
            "futures": self.options.futures,
            "seed": self.options.seed,
            "tables_hash": tables_hash(),
            "version": __version__,
        }


def _plain(row: Floats) -> list[float]:
    return [round(float(value), _DIGITS) for value in row]
