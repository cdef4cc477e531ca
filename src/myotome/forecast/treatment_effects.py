"""Treatments as data: which edge of the loop each one cuts, by how much and when; and the arms made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem, UnknownNameError
from myotome.forecast.kernel.indices import Edge, SurgeryPlan
from myotome.forecast.treatment_timing import USUAL, Timing, timed
from myotome.tables import Table, identifier, number, one_of, yes_no

__all__ = [
    "Arm",
    "Effect",
    "acts",
    "arm_of",
    "contradiction",
    "effects",
    "plan",
    "problem_of_treatment",
    "timings",
    "treatments",
]

_ADDED = ("closure",)
_KINDS = ("randomised", "observational", "model only")
_ALLOWED = "a name, and where wanted `@from-until` in weeks and `x` with the share kept to, as nsaid@0-6x0.8"


@dataclass(frozen=True, slots=True)
class Effect:
    """One treatment on one edge.

    Attributes
    ----------
    edge : str
        An `Edge` that acts week by week, or a `SurgeryPlan` entry that says how surgery is dealt with.
    effect, low, high : float
        Size and 95 % range, in the unit of the edge.
    from_week, to_week, fade_weeks : float
        Full effect between the weeks, then falling by a factor e in so many weeks (0: at once).
    evidence : str
        What kind of study it rests on: `randomised`, `observational` or `model only`.
    studied_in : str
        Part of the spine in which it was studied: `lumbar`, `cervical`, or `any`.
    """

    treatment: str
    edge: str
    effect: float
    low: float
    high: float
    unit: str
    from_week: float
    to_week: float
    fade_weeks: float
    free: bool
    evidence: str
    studied_in: str
    source: str
    seen: str
    note: str

    @property
    def name(self) -> str:
        """Name as a parameter."""
        return f"{self.treatment}:{self.edge}"

    def profile(self, weeks: int, timing: Timing = USUAL) -> NDArray[np.float64]:
        """How much of the effect there is in each week: shape (weeks,), 0 to 1."""
        return timing.profile(weeks, self.from_week, self.to_week, self.fade_weeks)


def _outside(row: Mapping[str, Any]) -> str | None:
    return None if row["low"] <= row["effect"] <= row["high"] else "low <= effect <= high does not hold"


_EFFECTS = Table(
    "forecast/treatments.csv",
    {
        "treatment": identifier(),
        "edge": one_of((*Edge.__members__, *SurgeryPlan.__members__)),
        "effect": number(-100, 1000),
        "low": number(-100, 1000),
        "high": number(-100, 1000),
        "from_week": number(0, 1000),
        "to_week": number(0, 1000),
        "fade_weeks": number(0, 1000),
        "free": yes_no(),
        "study_kind": one_of(_KINDS),
        "studied_in": one_of(("any", "cervical", "lumbar")),
    },
    key=("treatment", "edge"),
    rules=(_outside,),
)


@cache
def effects() -> tuple[Effect, ...]:
    """Every row of forecast/treatments.csv."""
    numbers = ("effect", "low", "high", "from_week", "to_week", "fade_weeks")
    names = ("treatment", "edge", *numbers, "unit", "studied_in", "source", "seen", "note")
    return tuple(
        Effect(**{name: row[name] for name in names}, free=row["free"], evidence=row["study_kind"])
        for row in _EFFECTS.rows()
    )


@cache
def treatments() -> Mapping[str, tuple[Effect, ...]]:
    """Effects of each treatment by its name.

    Examples
    --------
    >>> [effect.edge for effect in treatments()["muscle_relaxant"]]
    ['spasm_relief', 'back_relief']
    """
    names = dict.fromkeys(effect.treatment for effect in effects())
    return {name: tuple(effect for effect in effects() if effect.treatment == name) for name in names}


def contradiction(names: Sequence[str]) -> str:
    """Say which treatments of one arm exclude each other, or nothing.

    Examples
    --------
    >>> contradiction(["nsaid", "discectomy_early"])
    ''
    """
    planned = [name for name in names if any(effect.edge == "planned" for effect in treatments().get(name, ()))]
    if planned and "no_surgery" in names:
        return f"no_surgery and {planned[0]} exclude each other: leave one out."
    if len(set(planned)) > 1:
        return f"{' and '.join(planned)} are different plans for one operation: keep one of them."
    return ""


@dataclass(frozen=True, slots=True)
class Arm:
    """What one arm of a comparison gets.

    Attributes
    ----------
    name : str
        Name of the arm.
    treatments : tuple of str
        Names from `treatments()`.
    overrides : mapping
        Entries of `SurgeryPlan` that this arm states for itself, for example `uptake`.
    adherence : (float, float) or None
        To exercise, instead of that of the people; 0 to 1.
    timing : mapping
        When a treatment is given and how far it is kept to, where the arm says so for itself.
    """

    name: str
    treatments: tuple[str, ...]
    overrides: Mapping[str, float] = field(default_factory=dict)
    adherence: tuple[float, float] | None = None
    timing: Mapping[str, Timing] = field(default_factory=dict)

    def rows(self) -> tuple[Effect, ...]:
        """Every effect in the arm."""
        return tuple(effect for name in self.treatments for effect in treatments()[name])

    def evidence(self) -> str:
        """Return the best kind of study behind each treatment; of several together, the weakest of these."""
        best = (min(_KINDS.index(effect.evidence) for effect in treatments()[name]) for name in self.treatments)
        return _KINDS[max(best)]

    def studied_in(self) -> tuple[str, ...]:
        """Parts of the spine in which its treatments were studied; empty where that does not matter."""
        return tuple(dict.fromkeys(effect.studied_in for effect in self.rows() if effect.studied_in != "any"))

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind its effects."""
        return tuple(dict.fromkeys(effect.source for effect in self.rows()))


def arm_of(text: str) -> Arm:
    """Make an arm of treatments joined by `+`.

    Parameters
    ----------
    text : str
        For example `nsaid`, `discectomy_early+rehabilitation_after_surgery`, or with the weeks and the share that is
        kept to, `exercise_general@4-104x0.6`.

    Returns
    -------
    Arm
        Named as the text.

    Raises
    ------
    UnknownNameError
        A name is not that of a treatment.
    InputError
        A treatment is named twice, two exclude each other, or what stands beside a name is no timing.

    Examples
    --------
    >>> arm_of("nsaid+core_stabilisation").treatments
    ('nsaid', 'core_stabilisation')
    """
    given = [_given(part.strip()) for part in text.split("+")]
    names = tuple(name for name, _ in given)
    if len(set(names)) < len(names):
        raise InputError(
            [Problem("treatment", None, text, "each treatment once", (), "Duplicate treatment: name each once.")]
        )
    if conflict := contradiction(names):
        raise InputError([Problem("treatment", None, repr(text), "at most one plan for surgery", (), conflict)])
    return Arm(text, names, timing=timings(given))


def _given(part: str) -> tuple[str, Timing]:
    if part in treatments():
        return part, USUAL
    if message := problem_of_treatment(part):
        raise InputError([Problem("treatment", None, repr(part), _ALLOWED, (), message)])
    read = timed(part)
    if read is None or read[0] not in treatments():
        raise UnknownNameError("treatment", part if read is None else read[0], treatments())
    return read


def problem_of_treatment(text: str) -> str:
    """Say what is wrong with how a known treatment is given, or nothing.

    Examples
    --------
    >>> problem_of_treatment("nsaid@2-8"), problem_of_treatment("discectomy_early@2-8")
    ('', 'An operation has its weeks in the arm of a cohort (`wait_weeks`), not beside its name.')
    """
    name = re.split("[@]|x[0-9.]", text, maxsplit=1)[0]
    if name not in treatments() or text == name:
        return ""
    if timed(text) is None:
        return f"What stands beside {name} is no timing."
    if any(effect.edge in SurgeryPlan.__members__ for effect in treatments()[name]):
        return "An operation has its weeks in the arm of a cohort (`wait_weeks`), not beside its name."
    return ""


def timings(given: Iterable[tuple[str, Timing]]) -> dict[str, Timing]:
    """Those that are not as the table says."""
    return {name: timing for name, timing in given if timing != USUAL}


def plan(arm: Arm, of_effects: NDArray[np.float64]) -> NDArray[np.float32]:
    """How each parameter set deals with surgery in this arm.

    Parameters
    ----------
    arm : Arm
        The arm. One without any surgery lets people cross over, as usual care does.
    of_effects : ndarray, shape (sets, effects)
        Size of every effect in every set.

    Returns
    -------
    ndarray of float32, shape (sets, len(SurgeryPlan))
        In the order of `SurgeryPlan`.
    """
    result = np.zeros((len(of_effects), len(SurgeryPlan)), dtype=np.float32)
    result[:, SurgeryPlan.crossover] = 1.0
    for column, effect in enumerate(effects()):
        if effect.treatment in arm.treatments and effect.edge in SurgeryPlan.__members__:
            place = SurgeryPlan[effect.edge]
            before = result[:, place] if effect.edge in _ADDED else 0.0
            result[:, place] = before + of_effects[:, column]
    for name, value in arm.overrides.items():
        result[:, SurgeryPlan[name]] = value
    return result


def acts(arm: Arm, of_effects: NDArray[np.float64], weeks: int) -> NDArray[np.float32]:
    """What the arm does on each edge in each week.

    Parameters
    ----------
    arm : Arm
        The arm.
    of_effects : ndarray, shape (sets, effects)
        Size of every effect in every set.
    weeks : int
        How many weeks.

    Returns
    -------
    ndarray of float32, shape (sets, weeks, len(Edge))
        Reliefs of several treatments multiply what is left; rates and doses add up.
    """
    left = np.ones((len(of_effects), weeks, len(Edge)))
    added = np.zeros_like(left)
    for column, effect in enumerate(effects()):
        if effect.treatment in arm.treatments and effect.edge in Edge.__members__:
            size = of_effects[:, column, None] * effect.profile(weeks, arm.timing.get(effect.treatment, USUAL))
            place = Edge[effect.edge]
            if effect.edge.endswith("_relief"):
                left[:, :, place] *= 1.0 - size
            else:
                added[:, :, place] += size
    return np.asarray(added + 1.0 - left, dtype=np.float32)
