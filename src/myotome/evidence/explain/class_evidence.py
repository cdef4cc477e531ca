"""How the probability of the true class of published cases changes with shared strengths of the model.

Each case is seen through its single causes. What a strength does to the log-likelihood of every state is worked out by
a small step, once for all cases; the posterior under strengths near by then follows without a second look at a case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.evidence.explain.free_parameters import FreeParameter
from myotome.exam import Case
from myotome.explain import Floats, World, log_joint, parameters, world
from myotome.pathology import CLASSES, conditions, settings

__all__ = ["CaseEvidence", "class_evidence", "class_probability"]

#: Half the memory, and precise enough for a slope.
Singles = NDArray[np.float32]
_STEP = 0.1  # on the scale of the fit
_KEPT = 14.0  # log; states that lie further below the best say nothing


@dataclass(frozen=True, eq=False)
class CaseEvidence:
    """One case with a known class.

    Attributes
    ----------
    id, family : str
        The case, and the family of its source, which is never split.
    log_joint : ndarray, shape (states,)
        Log of prior times likelihood of the states that matter.
    slope : ndarray, shape (strengths, states)
        How it changes with each strength, on the scale of its fit.
    state_class : ndarray of int, shape (states,)
        Class of each state.
    true_class : int
        Position of the true class.
    published : bool
        Whether the case has the prior of print.
    """

    id: str
    family: str
    log_joint: Singles
    slope: Singles
    state_class: NDArray[np.intp]
    true_class: int
    published: bool


def _class_of_state(within: World) -> NDArray[np.intp]:
    number = [CLASSES.index(conditions()[cause.condition].truth_class) for cause in within.states.causes]
    return np.array(number, dtype=np.intp)[within.states.cause]


def _joints(cases: Sequence[Case], given: Mapping[str, float]) -> Iterator[Floats]:
    """Log of prior times likelihood; published cases have the prior of no setting, from which shares are fitted."""
    within = World(world().states, given)
    back = _back_to_no_setting()[_class_of_state(within)]
    return (log_joint(case, within) + (back if case.setting == "published_case" else 0.0) for case in cases)


def _back_to_no_setting() -> Floats:
    """Log factor of each class from the shares learned before to those where no setting is named."""
    learned, none = settings()["published_case"], settings()["unspecified"]
    return np.array([np.log(none[name] / learned[name]) for name in CLASSES])


def class_evidence(
    cases: Sequence[Case],
    strengths: Sequence[FreeParameter],
    families: Mapping[str, str],
    at: Mapping[str, float] | None = None,
) -> tuple[CaseEvidence, ...]:
    """Work out the evidence of published cases, and its slope in every strength.

    Parameters
    ----------
    cases : sequence of Case
        With their truth; doubtful ones are for the caller to leave out.
    strengths : sequence of FreeParameter
        What may be fitted.
    families : mapping
        Case to the family of its source.
    at : mapping or None
        Parameters at which the slopes are taken; those of the package where None.
    """
    start = dict(parameters() if at is None else at)
    of_state = _class_of_state(world())
    base = [joint.astype(np.float32) for joint in _joints(cases, start)]
    keep = [np.flatnonzero(joint > joint.max() - _KEPT) for joint in base]
    slopes = [np.zeros((len(strengths), len(kept)), np.float32) for kept in keep]
    for number, one in enumerate(strengths):
        moved = {**start, one.name: one.from_scale(one.to_scale(start[one.name]) + _STEP)}
        for case, joint in enumerate(_joints(cases, moved)):
            slopes[case][number] = (joint[keep[case]] - base[case][keep[case]]) / _STEP
    return tuple(
        CaseEvidence(
            case.id,
            families[case.id],
            joint[kept],
            slope,
            of_state[kept],
            CLASSES.index(case.truth.class_),
            case.setting == "published_case",
        )
        for case, joint, kept, slope in zip(cases, base, keep, slopes, strict=True)
        if case.truth is not None
    )


def class_probability(one: CaseEvidence, move: Floats, shift: Floats) -> tuple[Floats, Floats]:
    """Probability of each class, and of each state.

    Parameters
    ----------
    one : CaseEvidence
        A case.
    move : ndarray, shape (strengths,)
        How far each strength is moved, on its scale.
    shift : ndarray, shape (classes,)
        Log factor of the prior of each class among published cases.
    """
    log = one.log_joint + move @ one.slope + (shift[one.state_class] if one.published else 0.0)
    of_state = np.exp(log - log.max())
    of_state /= of_state.sum()
    of_class = np.bincount(one.state_class, weights=of_state, minlength=len(CLASSES))
    return np.asarray(of_class, dtype=np.float64), np.asarray(of_state, dtype=np.float64)
