"""What is each part of the model worth? The published patients, scored with one part at a time switched off.

Scores are of the posterior over single causes: fast, and close to the whole. A part that changes nothing when it is
switched off is lost somewhere: a test asks for that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from myotome.exam import Case
from myotome.explain import Floats, World, parameters, single_cause_posterior, world
from myotome.pathology import CLASSES, conditions
from myotome.tables import Table, ids, number, one_of, text

__all__ = ["PartScore", "ablation", "part_scores", "parts_of_the_model", "world_without"]

GENERATED = "kinds of disease at every place"
_PARTS = Table(
    "explain/parts_of_the_model.csv",
    {
        "part": text(),
        "parameter": one_of(ids("explain/fitted/likelihood_parameters", "name")),
        "without": number(),
    },
    key=("part", "parameter"),
)


@cache
def parts_of_the_model() -> Mapping[str, Mapping[str, float]]:
    """Parts that can be switched off, each with its parameters at the values where it says nothing."""
    parts: dict[str, dict[str, float]] = {}
    for row in _PARTS.rows():
        parts.setdefault(row["part"], {})[row["parameter"]] = row["without"]
    return {**parts, GENERATED: {}}


def world_without(part: str | None) -> World:
    """Return the world with one part of the model switched off; with all of them for None."""
    if part is None:
        return world()
    states = world().states
    if part == GENERATED:
        listed = [conditions()[cause.condition].placement != "generated" for cause in states.causes]
        return World(states.subset(np.flatnonzero(np.array(listed)[states.cause])))
    return World(states, {**parameters(), **parts_of_the_model()[part]})


@dataclass(frozen=True, slots=True)
class PartScore:
    """How well cases are answered without one part of the model.

    Attributes
    ----------
    part : str or None
        The part that is switched off.
    class_share : float
        Share of cases whose class is named first.
    log_score : float
        Mean log-probability of the true class.
    """

    part: str | None
    class_share: float
    log_score: float


def _classes(case: Case, within: World) -> Floats:
    """Probability of each class by single causes."""
    of_state = single_cause_posterior(case, within)
    number = np.array([CLASSES.index(conditions()[cause.condition].truth_class) for cause in within.states.causes])
    sums = np.bincount(number[within.states.cause], weights=of_state, minlength=len(CLASSES))
    return np.asarray(sums, dtype=np.float64)


def part_scores(cases: Sequence[Case], part: str | None) -> PartScore:
    """Score cases with known answers, one part of the model switched off.

    Parameters
    ----------
    cases : sequence of Case
        With their truth; others are passed over.
    part : str or None
        One of `parts_of_the_model`; None for the whole model.
    """
    within = world_without(part)
    known = [(case, CLASSES.index(case.truth.class_)) for case in cases if case.truth is not None]
    of_class = np.array([_classes(case, within) for case, _ in known])
    true = np.array([number for _, number in known])
    said = of_class[np.arange(len(true)), true]
    right = float((of_class.argmax(axis=1) == true).mean())
    return PartScore(part, right, float(np.log(np.maximum(said, 1e-6)).mean()))


def ablation(cases: Sequence[Case]) -> tuple[PartScore, ...]:
    """Scores of the whole model, and without each of its parts."""
    return tuple(part_scores(cases, part) for part in (None, *parts_of_the_model()))
