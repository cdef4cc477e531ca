"""What matters most for this person: which number of the model, and which treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from myotome.arrays import Floats
from myotome.errors import UnknownNameError
from myotome.forecast.course import Settings, record_of, run_course
from myotome.forecast.outcomes import outcome, outcomes
from myotome.forecast.parameter_sets import ParameterSets, from_free, parameters, posterior, to_free
from myotome.forecast.persons.people import Start
from myotome.forecast.treatment_effects import Arm, arm_of, treatments
from myotome.plain_json import plain_fields

__all__ = ["Influence", "TreatmentEffect", "WhatIf", "what_if"]


_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Influence:
    """How much one parameter moves the outcome.

    Attributes
    ----------
    parameter : str
        Its name.
    first : float
        First-order Sobol index: share of the variance that would go if it alone were known.
    total : float
        Total Sobol index: share that would be left if all others were known. Both 0 to 1, with the error of a
        finite sample.
    """

    parameter: str
    first: float
    total: float
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"first": 4, "total": 4})


@dataclass(frozen=True, slots=True)
class TreatmentEffect:
    """What a treatment does to the outcome, with common random numbers: mean difference and its 95 % interval."""

    treatment: str
    difference: float
    low: float
    high: float
    evidence: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"difference": 4, "low": 4, "high": 4})


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Answer to: which number and which treatment matters most?

    Attributes
    ----------
    outcome, week : str, int
        What was looked at.
    mean, sd : float
        Of the outcome over the parameter sets.
    influences : tuple of Influence
        Largest total index first.
    treatments : tuple of TreatmentEffect
        Largest lowering first.
    """

    outcome: str
    week: int
    mean: float
    sd: float
    influences: tuple[Influence, ...]
    treatments: tuple[TreatmentEffect, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"mean": 4, "sd": 4})


@dataclass(frozen=True, eq=False)
class _Question:
    start: Start
    outcome: str
    week: int
    futures: int
    seed: int

    def answer(self, arm: Arm, sets: ParameterSets) -> Floats:
        """Mean outcome with each parameter set, for the same people, with common random numbers: shape (sets,)."""
        settings = Settings(max(self.week, 1), record_of((self.week,)), self.seed)
        read = outcome(self.outcome)
        means = []
        for number in range(len(sets)):
            course = run_course(self.start, arm, sets.subset([number]), self.futures, settings)
            means.append(float(read.of(course, self.week).mean()))
        return np.array(means)


def what_if(  # noqa: PLR0913
    start: Start,
    arm: Arm,
    outcome_name: str = "leg_pain",
    week: int = 52,
    base: int = 32,
    futures: int = 256,
    seed: int = 1,
) -> WhatIf:
    """Which parameter, and which treatment, matters most for this person?

    Parameters
    ----------
    start : Start
        The person.
    arm : Arm
        The treatment around which the parameters are varied; other treatments are compared with it.
    outcome_name : str
        One of `outcomes()` that is not a time.
    week : int
        When.
    base : int
        Rows of the two samples that the indices are computed from; their error falls with its square root.
    futures : int
        For each parameter set.
    seed : int
        Of the random numbers and of the samples.

    Returns
    -------
    WhatIf
        Indices over the spread that the fit left, each parameter taken alone: what the fit knows of their sums is not
        used, so that the shares say what would be worth measuring.

    Raises
    ------
    UnknownNameError
        There is no such outcome.
    """
    allowed = [name for name, entry in outcomes().items() if entry.form != "weeks_to"]
    if outcome_name not in allowed:
        raise UnknownNameError("outcome", outcome_name, allowed)
    asked = _Question(start, outcome_name, week, futures, seed)
    influences, said = _influences(asked, arm, base)
    order = sorted(influences, key=lambda one: (-one.total, one.parameter))
    effects = _effects(asked, arm)
    return WhatIf(outcome_name, week, float(said.mean()), float(said.std()), tuple(order), effects)


def _influences(asked: _Question, arm: Arm, base: int) -> tuple[list[Influence], Floats]:
    """Sobol indices by the estimators of Saltelli and Jansen."""
    free = [entry for entry in parameters() if entry.free]
    known = to_free(posterior())
    centre, spread = known.mean(axis=0), known.std(axis=0)
    draws = np.random.default_rng(asked.seed)
    first, second = (centre + spread * draws.standard_normal((base, len(free))) for _ in range(2))
    of_first, of_second = (asked.answer(arm, from_free(sample)) for sample in (first, second))
    everything = np.concatenate([of_first, of_second])
    variance = max(float(everything.var()), _LEAST)
    influences = []
    for number, entry in enumerate(free):
        if ":" in entry.name and entry.name.split(":")[0] not in arm.treatments:
            continue
        mixed = first.copy()
        mixed[:, number] = second[:, number]
        said = asked.answer(arm, from_free(mixed))
        main = float((of_second * (said - of_first)).mean()) / variance
        total = float(((of_first - said) ** 2).mean()) / 2.0 / variance
        influences.append(Influence(entry.name, min(max(main, 0.0), 1.0), min(total, 1.0), entry.note))
    return influences, everything


def _effects(asked: _Question, arm: Arm) -> tuple[TreatmentEffect, ...]:
    """Every treatment on top of the arm, against the arm alone."""
    sets = posterior()
    alone = asked.answer(arm, sets)
    effects = []
    for name in treatments():
        if name in arm.treatments:
            continue
        other = Arm(name, (*arm.treatments, name)) if arm.treatments != ("no_surgery",) else arm_of(name)
        apart = asked.answer(other, sets) - alone
        low, high = np.percentile(apart, (2.5, 97.5))
        effects.append(TreatmentEffect(name, float(apart.mean()), float(low), float(high), arm_of(name).evidence()))
    return tuple(sorted(effects, key=lambda one: (one.difference, one.treatment)))
