"""A course through published numbers: none before the first, straight between them, held after the last, and mixed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.forecast.cohorts.study_spread import spread_between
from myotome.forecast.outcomes import step_size
from myotome.forecast.published.anchors import Anchor, outcomes_followed

__all__ = ["PublishedCurve", "curve_through", "mixed", "simulated_curve"]

_SURE = 1.96
_HALF = 0.5
#: People behind a share of which only an interval was stated, to keep it off 0 and 1.
_FEW = 100.0
_LEAST = 1e-9
#: What a share is at the start, by its form; a `state` has its own number.
_AT_START = {"reached": 0.0, "change": 0.0, "left": 1.0}
_DIGITS = 4


@dataclass(frozen=True, eq=False)
class PublishedCurve:
    """One outcome over time, with a 95 % interval for a group of patients like these.

    Attributes
    ----------
    outcome, label : str
        Which, and in words.
    form : str
        `reached`, `change`, `left` or `state`, see `outcomes_followed`.
    weeks : tuple of float
        From now.
    middle, low, high : ndarray, shape (weeks,)
        Shares, 0 to 1; not a number before the first published one. The interval holds chance in those counted and
        differences between studies.
    reach : float
        Week of the last published number; later weeks repeat it.
    sources : tuple of str
        Keys of the sources.
    """

    outcome: str
    label: str
    form: str
    weeks: tuple[float, ...]
    middle: Floats
    low: Floats
    high: Floats
    reach: float
    sources: tuple[str, ...]

    @property
    def told(self) -> NDArray[np.bool_]:
        """At which of its weeks something is known: not before the first published number, nor if all is possible."""
        return np.asarray(self.high - self.low < 1.0)  # false where there is no number

    def at(self, week: float) -> tuple[float, float, float]:
        """Middle, low and high at one of its weeks."""
        place = self.weeks.index(week)
        return float(self.middle[place]), float(self.low[place]), float(self.high[place])

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; null where nothing was published yet."""
        ends = {name: [_rounded(float(x)) for x in getattr(self, name)] for name in ("middle", "low", "high")}
        return {"label": self.label, "form": self.form, **ends, "reach": self.reach, "sources": list(self.sources)}


def _rounded(share: float) -> float | None:
    return None if math.isnan(share) else round(share, _DIGITS)


def curve_through(own: Sequence[Anchor], weeks: Sequence[float], since: float = 0.0) -> PublishedCurve:
    """Draw the course of one outcome through its published numbers.

    Parameters
    ----------
    own : sequence of Anchor
        Of one outcome, severity and treatment; at least one.
    weeks : sequence of float
        From now, rising.
    since : float
        Weeks that have passed already: what was `reached` by then is known not to be, and what is `left` is relative to
        there is now. Between the start and the first published number that alone is taken to have come evenly.

    Returns
    -------
    PublishedCurve

    Examples
    --------
    >>> from myotome.forecast.published.anchors import anchors
    >>> own = [one for one in anchors("neuralgic_amyotrophy") if one.outcome == "recovered"]
    >>> early, late = (float(curve_through(own, (52.0,), since).middle[0]) for since in (0.0, 52.0))
    >>> round(early, 2), round(late, 2)
    (0.75, 0.2)
    """
    entry = outcomes_followed()[own[0].outcome]
    ordered = sorted(own, key=lambda one: one.weeks)
    at = np.asarray(weeks, dtype=np.float64) + since
    # The middle and both ends are three courses of their own: whoever does better at one time does better at the next.
    middle, low, high = (_through(ordered, entry, end, at) for end in (0.0, -_SURE, _SURE))
    now = float(_through(ordered, entry, 0.0, np.array([since]))[0])
    known = at >= ordered[0].weeks
    middle, low, high = (np.where(known, _from_now(line, now, entry["form"]), np.nan) for line in (middle, low, high))
    sources = tuple(dict.fromkeys(key for one in own for key in one.source.split("|")))
    label, form = entry["label"], entry["form"]
    return PublishedCurve(own[0].outcome, label, form, tuple(weeks), middle, low, high, ordered[-1].weeks, sources)


def _through(ordered: Sequence[Anchor], entry: Mapping[str, Any], deviations: float, at: Floats) -> Floats:
    """A course so many deviations from the middle; before the first number it serves only to say how far it is now."""
    form, first = entry["form"], ordered[0].weeks
    places = [one.weeks for one in ordered]
    values = [_moved(one, deviations, entry["class"]) for one in ordered]
    if form in _AT_START and first > 0.0:
        places, values = [0.0, *places], [_AT_START[form], *values]
    return np.interp(at, places, np.maximum.accumulate(values) if form == "reached" else values)


def _moved(anchor: Anchor, deviations: float, class_: str) -> float:
    """Move a share by its error and by how far studies lie apart, on the scale of a logit."""
    if deviations == 0.0:
        return anchor.value
    error = math.hypot(_error(anchor), _apart(class_))
    return 1.0 / (1.0 + math.exp(-(_logit(anchor.value, anchor.n) + deviations * error)))


def _apart(class_: str) -> float:
    """How far studies of a class of outcome lie apart, on the scale of a logit."""
    return spread_between(class_, False) * step_size("logit", "fraction", "")


def _error(anchor: Anchor) -> float:
    if anchor.low is not None and anchor.high is not None:
        return (_logit(anchor.high, anchor.n) - _logit(anchor.low, anchor.n)) / (2.0 * _SURE)
    share = _kept(anchor.value, anchor.n)
    return 1.0 / math.sqrt(((anchor.n or _FEW) + 1.0) * share * (1.0 - share))


def _kept(share: float, counted: float | None) -> float:
    """Keep a share off 0 and 1 by half a person."""
    people = counted or _FEW
    return (share * people + _HALF) / (people + 1.0)


def _logit(share: float, counted: float | None) -> float:
    kept = _kept(share, counted)
    return math.log(kept / (1.0 - kept))


def _from_now(line: Floats, now: float, form: str) -> Floats:
    """Of those who have not reached it yet, or relative to what there is now."""
    if form == "reached":
        return np.clip((line - now) / max(1.0 - now, _LEAST), 0.0, 1.0)
    return line / max(now, _LEAST) if form == "left" else line


def mixed(parts: Iterable[tuple[float, PublishedCurve]]) -> PublishedCurve:
    """Mix courses of one outcome by how likely each is.

    Parameters
    ----------
    parts : iterable of pairs
        Weight, and the course; the weights need not sum to one.

    Returns
    -------
    PublishedCurve
        Middle and ends are mixed alike, as if one luck moved all; its reach is that of the shortest, and it begins with
        the one that begins last.
    """
    weighed = [(weight, one) for weight, one in parts if weight > 0.0]
    total, first = sum(weight for weight, _ in weighed), weighed[0][1]
    ends = {
        name: np.asarray(sum(weight / total * getattr(one, name) for weight, one in weighed), dtype=np.float64)
        for name in ("middle", "low", "high")
    }
    sources = tuple(dict.fromkeys(key for _, one in weighed for key in one.sources))
    reach = min(one.reach for _, one in weighed)
    return PublishedCurve(first.outcome, first.label, first.form, first.weeks, **ends, reach=reach, sources=sources)


def simulated_curve(
    outcome: str, weeks: Sequence[float], simulated_weeks: Sequence[float], shares: Floats
) -> PublishedCurve:
    """Bring what was simulated into the form of a published course, with the same spread between studies."""
    entry = outcomes_followed()[outcome]
    middle = np.interp(np.asarray(weeks), simulated_weeks, shares)
    apart = _SURE * _apart(entry["class"])
    odds = middle / np.maximum(1.0 - middle, _LEAST)
    low, high = (odds * factor / (1.0 + odds * factor) for factor in (math.exp(-apart), math.exp(apart)))
    reach = float(simulated_weeks[-1])
    return PublishedCurve(outcome, entry["label"], entry["form"], tuple(weeks), middle, low, high, reach, ())
