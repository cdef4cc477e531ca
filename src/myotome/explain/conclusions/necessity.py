"""Probability of necessity: would a weak muscle be strong again if a lesion were taken away?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.exam import Case, Strength
from myotome.explain.conclusions.explanations import Groups
from myotome.explain.explanation import MuscleNecessity
from myotome.explain.inference.patterns import Pattern
from myotome.explain.inference.posterior import Posterior
from myotome.pathology import States

__all__ = ["clinical_need", "muscle_necessity"]

_LEAST = 1e-3
_CARRIES = 1e-7  # probability of a state alone, below which it is not looked at


@dataclass(frozen=True, eq=False)
class _Hypotheses:
    """States alone that carry any weight, and the most likely pairs.

    Attributes
    ----------
    single : ndarray of int, shape (singles,)
        States.
    pair : ndarray of int, shape (pairs, 2)
        Two states each.
    probability : tuple of ndarray, shape (singles,) and (pairs,)
        Of each.
    """

    single: NDArray[np.intp]
    pair: NDArray[np.intp]
    probability: tuple[Floats, Floats]

    @classmethod
    def of(cls, posterior: Posterior) -> _Hypotheses:
        single = np.flatnonzero(posterior.sole_cause > _CARRIES)
        probability = np.array([pair.probability for pair in posterior.pairs], dtype=np.float64)
        return cls(single, _members(posterior), (posterior.sole_cause[single], probability))

    @property
    def covered(self) -> float:
        return float(self.probability[0].sum() + self.probability[1].sum())


def _members(posterior: Posterior) -> NDArray[np.intp]:
    """States of each listed pair: shape (pairs, 2)."""
    return np.array([pair.states for pair in posterior.pairs], dtype=np.intp).reshape(len(posterior.pairs), 2)


def _lost(without: Floats, whole: Floats) -> Floats:
    """Share of a probability that is lost when a cause is taken away; both as logs."""
    return np.asarray(np.maximum(0.0, 1.0 - np.exp(np.minimum(without - whole, 0.0))))


def _shares(pattern: Pattern, of: _Hypotheses) -> tuple[Floats, Floats]:
    """Probability of each hypothesis times what is lost without the state: shape (singles,) and (pairs, 2)."""
    alone, rows, pair = pattern.reduced.alone, pattern.rows, pattern.of_state[of.pair]
    of_single = pattern.of_state[of.single]
    single = np.where(of_single > 0, _lost(alone[0], alone[of_single]), 0.0)
    both = pattern.observation.log_likelihood(rows[pair[:, 0]] * rows[pair[:, 1]])
    # without the first the second is left
    of_pair = np.where(pair > 0, _lost(alone[pair[:, ::-1]], both[:, None]), 0.0)
    return single * of.probability[0], of_pair * of.probability[1][:, None]


def _clinical_loss(posterior: Posterior) -> Floats:
    """For each listed pair: share of the probability of all findings but images lost without its first, its second."""
    members = _members(posterior)
    lost = np.zeros(members.shape)
    for pattern, alone in zip(posterior.compiled.patterns, posterior.compiled.log_likelihood, strict=True):
        if not pattern.observation.image:
            rows = pattern.rows[pattern.of_state[members]]
            both = pattern.observation.log_likelihood(rows[:, 0] * rows[:, 1])
            lost += alone[members[:, ::-1]] - both[:, None]
    return np.maximum(0.0, 1.0 - np.exp(np.minimum(lost, 0.0)))


def clinical_need(posterior: Posterior, wanted: NDArray[np.bool_]) -> float:
    """Probability that the findings, images apart, need one of some states.

    A herniation that an image shows explains that image whatever it does to the patient; it is to blame only where it
    explains what was found beside the image.

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    wanted : ndarray of bool, shape (states,)
        The states.
    """
    alone = float(posterior.sole_cause[wanted].sum())
    paired = max(0.0, float((posterior.any_cause - posterior.sole_cause)[wanted].sum()))
    members = _members(posterior)
    weight = np.array([pair.probability for pair in posterior.pairs])[:, None] * wanted[members]
    listed = float(weight.sum())
    share = float((weight * _clinical_loss(posterior)).sum()) / listed if listed > 0.0 else 0.0
    return min(1.0, alone + paired * share)


def _by_lesion(
    pattern: Pattern, of: _Hypotheses, groups: Groups, herniates: NDArray[np.bool_]
) -> tuple[float, list[tuple[int, float]]]:
    """How far a disc is needed for one weakness, and the three lesions most needed, each with its share."""
    share = np.concatenate([part.ravel() for part in _shares(pattern, of)])
    state = np.concatenate([of.single, of.pair.ravel()])
    lesions = np.bincount(groups.of_state[state], weights=share, minlength=len(groups.groups)) / of.covered
    likely = np.argsort(-lesions, kind="stable")[:3]
    disc = float(share[herniates[state]].sum()) / of.covered
    return disc, [(int(number), float(lesions[number])) for number in likely]


def _sides(finding: Strength) -> tuple[str, ...]:
    return ("left", "right") if finding.side == "bilateral" else (finding.side,)


def muscle_necessity(case: Case, posterior: Posterior, groups: Groups, states: States) -> tuple[MuscleNecessity, ...]:
    """For each weak muscle: the share of the posterior in which removing a lesion would restore it.

    Parameters
    ----------
    case : Case
        Its weak muscles and movements, in its order.
    posterior : Posterior
        Of this case.
    groups : Groups
        The explanations, for naming lesions.
    states : States
        Which causes are herniations.

    Returns
    -------
    tuple of MuscleNecessity
        The probability of necessity of a disc lesion, and of the most likely lesions. It compares the model with and
        without the lesion; it is no forecast of what an operation restores.
    """
    weak = [finding for finding in case.findings if isinstance(finding, Strength) and finding.is_weak]
    if not weak:
        return ()
    result, of = [], _Hypotheses.of(posterior)
    for finding in weak:
        patterns = [pattern for pattern in posterior.compiled.patterns if pattern.observation.finding == finding.index]
        for side in _sides(finding):
            for pattern in patterns:
                if not pattern.observation.label.endswith(f"({side})"):
                    continue
                disc, likely = _by_lesion(pattern, of, groups, states.herniates)
                named = tuple(
                    (groups.label(n, posterior.responsibility), share) for n, share in likely if share > _LEAST
                )
                result.append(MuscleNecessity(finding.name, side, min(disc, 1.0), named))
    return tuple(result)
