"""Two causes at once: the pairs of explanations that are more likely than either explanation alone."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from myotome.explain.conclusions.explanations import Groups
from myotome.explain.explanation import LikelyCause
from myotome.explain.inference.posterior import Posterior
from myotome.explain.likelihood.observations import Floats

__all__ = ["JointCause", "likely_causes", "two_causes"]

_LOOKED_AT = 6
_NAMED = 0.05


@dataclass(frozen=True, slots=True)
class JointCause:
    """Two explanations that hold at once.

    Attributes
    ----------
    groups : tuple of int
        Numbers of the explanations, the one that explains more of the findings first.
    probability : float
        Of exactly these two.
    shares : tuple of float
        How the probability is shared out between them, by how well each explains the findings alone.
    """

    groups: tuple[int, int]
    probability: float
    shares: tuple[float, float]


#: Causes, evidence and next tests of one case ask for the same pairs.
_KNOWN: WeakKeyDictionary[Posterior, dict[Groups, tuple[JointCause, ...]]] = WeakKeyDictionary()


def _weigh(posterior: Posterior, groups: Groups, one: int, other: int) -> JointCause:
    """Exact probability of two explanations at once, over all their states."""
    first, second = (np.flatnonzero((groups.of_state == group) & (posterior.prior > 0.0)) for group in (one, other))
    weight = posterior.pair_probability(first, second)
    ahead = posterior.compiled.singles[first][:, None] - posterior.compiled.singles[second][None, :]
    of_first = float((weight / (1.0 + np.exp(np.clip(-ahead, -600.0, 600.0)))).sum())
    whole = float(weight.sum())
    shares = (of_first, whole - of_first)
    return (
        JointCause((one, other), whole, shares)
        if of_first >= shares[1]
        else JointCause((other, one), whole, shares[::-1])
    )


def _candidates(posterior: Posterior, groups: Groups) -> list[tuple[int, int]]:
    """Pairs of different explanations among the heaviest pairs of states, the heaviest first."""
    sums: dict[tuple[int, int], float] = {}
    for pair in posterior.pairs:
        one, other = sorted(int(groups.of_state[state]) for state in pair.states)
        if one != other:
            sums[one, other] = sums.get((one, other), 0.0) + pair.probability
    return sorted(sums, key=lambda pair: (-sums[pair], pair))[:_LOOKED_AT]


def two_causes(posterior: Posterior, groups: Groups) -> tuple[JointCause, ...]:
    """Which two explanations are more likely together than either of them alone?

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    groups : Groups
        The explanations.

    Returns
    -------
    tuple of JointCause
        The most likely first; those below 5 percent are left out.
    """
    known = _KNOWN.setdefault(posterior, {})
    if groups not in known:
        known[groups] = _two_causes(posterior, groups)
    return known[groups]


def _two_causes(posterior: Posterior, groups: Groups) -> tuple[JointCause, ...]:
    alone = groups.sums(posterior.sole_cause)
    weighed = [_weigh(posterior, groups, *pair) for pair in _candidates(posterior, groups)]
    listed = [two for two in weighed if two.probability >= max(_NAMED, *(alone[group] for group in two.groups))]
    return tuple(sorted(listed, key=lambda two: (-two.probability, two.groups)))


def _joined(cause: LikelyCause, other: LikelyCause, probability: float) -> LikelyCause:
    side = cause.side if cause.side == other.side else "bilateral"
    return LikelyCause(
        f"{cause.label}; and {other.label}",
        (*cause.conditions, *other.conditions),
        tuple(dict.fromkeys((*cause.classes, *other.classes))),
        tuple(dict.fromkeys((*cause.places, *other.places))),
        side,
        probability,
    )


def _without(sums: Floats, pairs: tuple[JointCause, ...]) -> Floats:
    """What each explanation explains beyond the pairs that are listed by themselves."""
    rest = sums.copy()
    for two in pairs:
        for group, share in zip(two.groups, two.shares, strict=True):
            rest[group] = max(0.0, rest[group] - share)
    return rest


def likely_causes(posterior: Posterior, groups: Groups, count: int = 8) -> tuple[LikelyCause, ...]:
    """Return the most likely explanations, best first: one cause each, or two where both are needed.

    Parameters
    ----------
    posterior : Posterior
        Of a case.
    groups : Groups
        The explanations.
    count : int
        At most so many.
    """
    pairs = two_causes(posterior, groups)
    single = _without(groups.sums(posterior.responsibility), pairs)
    order = np.argsort(-single, kind="stable")[:count]
    causes = [groups.cause(int(number), posterior.responsibility, float(single[number])) for number in order]
    for two in pairs:
        one, other = (groups.cause(group, posterior.responsibility, 0.0) for group in two.groups)
        causes.append(_joined(one, other, two.probability))
    return tuple(sorted(causes, key=lambda cause: -cause.probability)[:count])
