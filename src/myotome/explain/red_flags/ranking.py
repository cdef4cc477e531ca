"""The order of the actions of a patient's red flags, and which of them are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from myotome.explain.explanation import RedFlagStep
from myotome.explain.inference.posterior import Posterior
from myotome.explain.model_constants import constants
from myotome.explain.red_flags.actions import Action, merged
from myotome.explain.red_flags.rules import Urgency

__all__ = ["Concern", "mass", "ordered", "steps"]

Standing = Literal["own", "leading", "set_back"]
_STANDINGS = ("own", "leading", "set_back")
_URGENCIES = ("immediate", "urgent", "soon")
_UNKNOWN = 0.5  # a disease that the model does not hold: neither likely nor unlikely
_DIGITS = 2  # closer ones tie: the sooner act comes first

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Concern:
    """One reason to act: a rule that holds, or a probability over its limit.

    Attributes
    ----------
    about : ndarray of bool, shape (states,)
        The states it is about; none where the model holds no such disease.
    probability : float or None
        Posterior of these states; None where there are none.
    emergency : float
        Posterior of those among them that need same-day action.
    findings : frozenset of int
        What made a rule hold; empty for a probability.
    sources : tuple of str
        Of the rule; empty for a probability.
    standing : str
        `set_back` where a leading emergency explains its findings as well, `leading` for that emergency where it is
        less urgent itself, else `own`.
    """

    label: str
    urgency: Urgency
    action: Action
    about: Mask
    probability: float | None
    emergency: float = 0.0
    findings: frozenset[int] = frozenset()
    sources: tuple[str, ...] = ()
    standing: Standing = "own"

    @property
    def by_posterior(self) -> bool:
        """Whether the posterior raises it, and not a finding."""
        return not self.sources

    @property
    def place(self) -> tuple[int, int]:
        """Urgency, then standing; a leading emergency stands before the immediate ones that it sets back."""
        urgency = 0 if self.standing == "leading" else _URGENCIES.index(self.urgency)
        return urgency, _STANDINGS.index(self.standing)


def mass(posterior: Posterior, about: Mask) -> float:
    """Posterior of these states, each as a cause that the findings need."""
    return min(1.0, float(posterior.necessity[about].sum()))


def _rank(probability: float | None) -> float:
    """Sort the more likely first."""
    return -round(_UNKNOWN if probability is None else probability, _DIGITS)


def _fit(posterior: Posterior, about: Mask, findings: frozenset[int]) -> float:
    """Log-probability of these findings under these states, each as likely as the whole case makes it."""
    given = np.array(
        [pattern.observation.finding in findings for pattern in posterior.compiled.patterns], dtype=np.bool_
    )
    weights = posterior.necessity[about] if posterior.necessity[about].sum() > 0.0 else posterior.prior[about]
    if not given.any() or not weights.sum() > 0.0:
        return -np.inf
    together = posterior.compiled.log_likelihood[given][:, about].sum(axis=0)
    with np.errstate(divide="ignore"):
        return float(np.logaddexp.reduce(together + np.log(weights / weights.sum())))


def _better_explained(concern: Concern, leader: Concern, posterior: Posterior) -> bool:
    """Whether the leader explains what raised a concern as well as what the concern is about, or not notably worse."""
    best = _fit(posterior, leader.about, concern.findings)
    notable = np.log(10.0) * constants("evidence")["notable"]
    return bool(np.isfinite(best) and best >= _fit(posterior, concern.about, concern.findings) - notable)


def ordered(concerns: Sequence[Concern], posterior: Posterior, leading: float, unlikely: float) -> tuple[Concern, ...]:
    """Concerns with the most urgent first and otherwise the most likely.

    Parameters
    ----------
    concerns : sequence of Concern
        In the order of the table of rules.
    posterior : Posterior
        Of the same case.
    leading, unlikely : float
        From which probability of an emergency a rule's concern leads, and below which probability one is set back
        behind it, if the leader explains its findings as well.

    Returns
    -------
    tuple of Concern
        All of them: none is dropped and none loses its urgency.
    """
    leader = max((one for one in concerns if one.findings), key=lambda one: one.emergency, default=None)
    if leader is None or leader.emergency < leading:
        return tuple(sorted(concerns, key=lambda one: _key((one,))))
    behind = [_may_wait(one, unlikely) and _better_explained(one, leader, posterior) for one in concerns]
    marked = [replace(one, standing="set_back") if late else one for one, late in zip(concerns, behind, strict=True)]
    if any(behind) and leader.urgency != "immediate":
        marked[concerns.index(leader)] = replace(leader, standing="leading")
    return tuple(sorted(marked, key=lambda one: _key((one,))))


def _may_wait(concern: Concern, unlikely: float) -> bool:
    """Whether it is unlikely and only finds out: what keeps from harm meanwhile waits for nothing."""
    improbable = concern.probability is not None and concern.probability < unlikely
    return bool(concern.findings) and improbable and not concern.action.guards


def _key(concerns: Iterable[Concern]) -> tuple[tuple[int, int], bool, float, bool, float]:
    """Sort key of concerns that share an action: as early as the earliest of them.

    What keeps from harm meanwhile (a spine held still) stands before what only finds out, however likely.
    """
    every = list(concerns)
    return (
        min(one.place for one in every),
        not any(one.action.guards for one in every),
        min(_rank(one.probability) for one in every),
        all(one.by_posterior for one in every),
        min(one.action.hours for one in every),
    )


def steps(concerns: Sequence[Concern], posterior: Posterior) -> tuple[RedFlagStep, ...]:
    """What to do, one step for each act, with everything that asks for it.

    Parameters
    ----------
    concerns : sequence of Concern
        As `ordered` gives them.
    posterior : Posterior
        Of the same case.

    Returns
    -------
    tuple of RedFlagStep
        The most urgent first, then the most likely. A step is as urgent and as soon as anything in it, and as wide as
        anything in it that a likely emergency leaves open.
    """
    acts: dict[str, list[Concern]] = {}
    for concern in concerns:
        acts.setdefault(concern.action.act, []).append(concern)
    groups = sorted(_contained(acts), key=_key)
    made = [_step(group, posterior) for group in groups]
    known = [step.probability for step in made if step.probability is not None]
    best = made.index(next(step for step in made if step.probability == max(known))) if known else -1
    return tuple(replace(step, leads=number == best) for number, step in enumerate(made))


def _contained(acts: Mapping[str, list[Concern]]) -> list[list[Concern]]:
    """Concerns of each act; an act that another one contains, and does no later, is done with it."""
    groups = {act: list(group) for act, group in acts.items()}
    for act, group in acts.items():
        whole = next((name for name, other in acts.items() if _does(other, act, group)), None)
        if whole is not None:
            groups[whole] += groups.pop(act)
    return list(groups.values())


def _does(whole: Sequence[Concern], act: str, group: Sequence[Concern]) -> bool:
    """Whether one act contains another at least as soon, and asks for it at least as urgently."""
    hours = min((one.action.hours for one in whole if one.action.includes == act), default=np.inf)
    soonest = min(one.action.hours for one in group)
    urgency = min(_URGENCIES.index(one.urgency) for one in whole)
    return bool(hours <= soonest < np.inf and urgency <= min(_URGENCIES.index(one.urgency) for one in group))


def _telling(group: Sequence[Concern], posterior: Posterior) -> list[Concern]:
    """Concerns that widen the act: what only a likely emergency accounts for asks for no more than that one does.

    A rule looks for many diseases. Where next to nothing is left of them beside the narrowest likely emergency, its
    wider image and its other thoughts would hide what has to be done; what is due sooner always stays.
    """
    limits = constants("red_flag")
    likely = [one for one in group if one.emergency >= limits["leading_emergency"]]
    if not likely:
        return list(group)
    leader = min(likely, key=lambda one: int(one.about.sum()))
    return [
        one
        for one in group
        if one.action.breadth <= leader.action.breadth
        or one.action.hours < leader.action.hours
        or not one.about.any()
        or mass(posterior, one.about & ~leader.about) >= limits["set_back_probability"]
    ]


def _action_of(every: Sequence[Concern], posterior: Posterior) -> Action:
    """One action from all concerns of one act, with what an act that it contains asks for besides."""
    act = every[0].action.act
    own_act = [one for one in every if one.action.act == act]
    kept = _telling(own_act, posterior)
    group = [one for one in every if one.action.act != act or any(one is other for other in kept)]
    own = merged([one.action for one in group if one.action.act == act])
    return replace(own, also=tuple(dict.fromkeys((*own.also, *(more for one in group for more in one.action.also)))))


def _step(group: Sequence[Concern], posterior: Posterior) -> RedFlagStep:
    """One step from all concerns of one act, those of findings named first."""
    about = np.logical_or.reduce([concern.about for concern in group])
    ordered = sorted(group, key=lambda concern: concern.by_posterior)
    return RedFlagStep(
        action=_action_of(group, posterior).text,
        urgency=min((concern.urgency for concern in group), key=_URGENCIES.index),
        probability=mass(posterior, about) if about.any() else None,
        reasons=tuple(dict.fromkeys(concern.label for concern in ordered)),
        sources=tuple(sorted({source for concern in ordered for source in concern.sources})),
        set_back=all(concern.standing == "set_back" for concern in group),
    )
