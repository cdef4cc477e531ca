"""The leading explanations as hypotheses: one, two or three states at once, with the answer that each gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Case
from myotome.explain.conclusions.explanations import Groups
from myotome.explain.conclusions.joint_causes import JointCause, two_causes
from myotome.explain.inference.posterior import Hypothesis, Posterior
from myotome.explain.inference.rank_cut import cut
from myotome.explain.likelihood.model_world import World
from myotome.explain.likelihood.observations import Floats, Observation
from myotome.pathology import Cause, conditions, lineage, regions_of_case, regions_of_cause

__all__ = ["Hypotheses", "leading_hypotheses"]

_SINGLES = 12
_TOGETHER = 60
_PRINTED = 0.01
_DOUBT = 0.05
_AT_LEAST = 4


@dataclass(frozen=True, eq=False)
class Hypotheses:
    """The hypotheses that the next tests shall distinguish.

    Attributes
    ----------
    world : World
        The states that the hypotheses consist of, alone.
    members : ndarray of int, shape (hypotheses, 3)
        States of each hypothesis; the number of states stands for none.
    joint : ndarray, shape (hypotheses, answers)
        Probability of each hypothesis and its answer; a hypothesis of several states is shared out among theirs, by
        how well each explains the findings alone, unless two are both needed: then they are the answer together.
        Sums to 1; where one answer has all but a twentieth, the others share that twentieth.
    labels : tuple of str
        Each answer in words.
    names : frozenset of str
        Names that a test may aim at: conditions, families, classes, places and spinal regions of the answers.
    of_state : tuple of frozenset
        The same for each state.
    """

    world: World
    members: NDArray[np.intp]
    joint: Floats
    labels: tuple[str, ...]
    names: frozenset[str]
    of_state: tuple[frozenset[str], ...]

    @cached_property
    def weight(self) -> Floats:
        """Probability of each hypothesis."""
        return np.asarray(self.joint.sum(axis=1))

    def left_standing(self, observation: Observation, seen: frozenset[str] | None = None) -> Floats:
        """What each hypothesis leaves standing of an observation: shape (hypotheses, things).

        Parameters
        ----------
        observation : Observation
            Made for the world of these states.
        seen : frozenset of str or None
            What an image is aimed at: states of other names leave everything standing. None for every other test.
        """
        survival = np.ones((len(self.world.states) + 1, observation.survival.shape[1]))
        survival[observation.touched] = observation.survival
        if seen is not None:
            survival[:-1][[seen.isdisjoint(names) for names in self.of_state]] = 1.0
        return np.asarray(survival[self.members].prod(axis=1))

    def gains_most(self, chance: Floats) -> str:
        """Answer that gains most from an outcome with this probability under each hypothesis."""
        after = chance @ self.joint
        gain = after / max(float(after.sum()), 1e-300) - self.joint.sum(axis=0)
        return self.labels[int(np.argmax(gain))]


def _answer(cause: Cause) -> tuple[object, ...]:
    """Class and place, or the condition where there is no place, and whether it is a disc: one answer."""
    place = tuple(sorted(cause.places)) or cause.condition
    return (conditions()[cause.condition].truth_class, place, cause.is_herniation)


def _answers(causes: Sequence[Cause]) -> NDArray[np.intp]:
    """Number of the answer that each cause gives."""
    index: dict[tuple[object, ...], int] = {}
    return np.array([index.setdefault(_answer(cause), len(index)) for cause in causes], dtype=np.intp)


def _scaled(hypotheses: Sequence[Hypothesis], whole: float) -> list[Hypothesis]:
    """Hypotheses that stand for a larger number, which weigh so much together."""
    mass = sum(one.probability for one in hypotheses)
    return [Hypothesis(one.states, one.probability * whole / mass) for one in hypotheses if one.probability > 0.0]


def _alone(posterior: Posterior, members: NDArray[np.intp]) -> list[Hypothesis]:
    """Most likely states of one answer, what ties with the last of them included, with the weight of all."""
    order = members[np.argsort(-posterior.sole_cause[members], kind="stable")]
    heavy = order[: cut(posterior.sole_cause[order], _SINGLES)]
    singles = [Hypothesis((int(state),), float(posterior.sole_cause[state])) for state in heavy]
    return _scaled(singles, float(posterior.sole_cause[members].sum()))


def _together(posterior: Posterior) -> list[Hypothesis]:
    """Most likely pairs and triples of states, with the weight of all."""
    kinds = zip((posterior.pairs, posterior.triples), posterior.by_number[1:], strict=True)
    heavy = ((kind[: cut([one.probability for one in kind], _TOGETHER)], whole) for kind, whole in kinds)
    return [one for kind, whole in heavy for one in _scaled(kind, whole)]


@dataclass(frozen=True, eq=False)
class _Ballot:
    """What every state, and every two answers that are both needed, would have as the answer."""

    of_state: NDArray[np.intp]
    of_two: Mapping[frozenset[int], int]

    @property
    def count(self) -> int:
        """Number of answers."""
        return int(self.of_state.max()) + 1 + len(self.of_two)

    def shares(self, hypotheses: Sequence[Hypothesis], posterior: Posterior) -> Floats:
        """Probability of each hypothesis and its answer: shape (hypotheses, answers)."""
        result = np.zeros((len(hypotheses), self.count))
        for row, one in zip(result, hypotheses, strict=True):
            states = list(one.states)
            answers = self.of_state[states]
            both = self.of_two.get(frozenset(answers.tolist()))
            fit = np.exp(posterior.compiled.singles[states] - posterior.compiled.singles[states].max())
            np.add.at(row, answers if both is None else [both] * len(states), one.probability * fit / fit.sum())
        return result


@lru_cache(maxsize=2)  # as the explanations are
def _usual_answers(groups: Groups) -> tuple[NDArray[np.intp], Mapping[int, int]]:
    """Answer of each state, and of each explanation."""
    of_state = _answers(groups.states.causes)[groups.states.cause]
    return of_state, dict(zip(groups.of_state.tolist(), of_state.tolist(), strict=True))


def _ballot(groups: Groups, joint_causes: Sequence[JointCause]) -> _Ballot:
    of_state, of_group = _usual_answers(groups)
    pairs = dict.fromkeys(frozenset(of_group[group] for group in two.groups) for two in joint_causes)
    first = int(of_state.max()) + 1
    return _Ballot(of_state, {pair: first + number for number, pair in enumerate(pairs) if len(pair) == 2})


def _worth_distinguishing(sums: Floats) -> NDArray[np.intp]:
    """Answers likely enough to be printed, and always the first few; the rest would only distract."""
    order = np.argsort(-sums, kind="stable")
    count = max(cut(sums[order], _AT_LEAST), int((sums >= _PRINTED).sum()))
    return np.asarray(order[:count][sums[order[:count]] > 0.0])


def _with_doubt(joint: Floats) -> Floats:
    """Leave some doubt in what looks settled: no picture is so clear that nothing need be confirmed."""
    sums = joint.sum(axis=0) / joint.sum()
    doubt = _DOUBT - (1.0 - float(sums.max()))
    if doubt <= 0.0 or len(sums) == 1:
        return np.asarray(joint / joint.sum())
    wanted = np.where(sums == sums.max(), 1.0 - _DOUBT, sums + doubt / (len(sums) - 1))
    return np.asarray(joint / joint.sum() * (wanted / wanted.sum() / sums))


def _names(cause: Cause, complaint: frozenset[str]) -> frozenset[str]:
    """Names under which a test may aim at a cause."""
    kinds = {cause.condition, conditions()[cause.condition].truth_class, *lineage(cause.condition)}
    return frozenset(kinds).union(cause.places, regions_of_cause(cause, complaint))


def _label(ballot: _Ballot, answer: int, posterior: Posterior, groups: Groups) -> str:
    """One answer in the words of its heaviest explanation; of both where it is two."""
    for pair, number in ballot.of_two.items():
        if number == answer:
            return "; and ".join(_label(ballot, one, posterior, groups) for one in sorted(pair))
    explains = np.where(ballot.of_state == answer, posterior.responsibility, 0.0)
    return groups.label(int(np.argmax(groups.sums(explains))), explains)


def _members(hypotheses: Sequence[Hypothesis], states: NDArray[np.intp]) -> NDArray[np.intp]:
    """Places of each hypothesis among some states, filled up to three with their number."""
    result = np.full((len(hypotheses), 3), len(states), dtype=np.intp)
    for row, one in zip(result, hypotheses, strict=True):
        row[: len(one.states)] = np.searchsorted(states, one.states)
    return result


def leading_hypotheses(case: Case, posterior: Posterior, world: World, groups: Groups) -> Hypotheses:
    """Which explanations remain to be distinguished, and which hypotheses carry them?

    Parameters
    ----------
    case : Case
        For the part of the spine that its complaints concern.
    posterior : Posterior
        Of this case.
    world : World
        States and wiring.
    groups : Groups
        For the words of the explanations.

    Returns
    -------
    Hypotheses
        The most likely hypotheses of one cause, of two and of three.
    """
    ballot, more = _ballot(groups, two_causes(posterior, groups)), _together(posterior)
    sums = np.bincount(ballot.of_state, weights=posterior.sole_cause, minlength=ballot.count)
    kept = _worth_distinguishing(sums + ballot.shares(more, posterior).sum(axis=0))
    singles = [one for answer in kept for one in _alone(posterior, np.flatnonzero(ballot.of_state == answer))]
    joint = ballot.shares(singles + more, posterior)[:, kept]
    used = np.flatnonzero(joint.sum(axis=1) > 0.0)
    hypotheses = [(singles + more)[row] for row in used]
    states = np.array(sorted({state for one in hypotheses for state in one.states}), dtype=np.intp)
    within, complaint = world.subset(states), regions_of_case(case)
    of_state = tuple(_names(within.states.cause_of(state), complaint) for state in range(len(states)))
    single = frozenset(kept.tolist()).union(*(pair for pair, number in ballot.of_two.items() if number in kept))
    named = (names for names, state in zip(of_state, states, strict=True) if ballot.of_state[state] in single)
    return Hypotheses(
        world=within,
        members=_members(hypotheses, states),
        joint=_with_doubt(joint[used]),
        labels=tuple(_label(ballot, int(answer), posterior, groups) for answer in kept),
        names=frozenset().union(*named),
        of_state=of_state,
    )
