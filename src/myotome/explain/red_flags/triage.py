"""Red flags: by rules that read the findings, and by the posterior of urgent causes; neither lowers the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from myotome.arrays import Floats
from myotome.exam import Case, QueryEvaluation, evaluation
from myotome.explain.explanation import RedFlag
from myotome.explain.inference.posterior import Posterior
from myotome.explain.model_constants import constants
from myotome.explain.red_flags.abnormal import abnormal_part
from myotome.explain.red_flags.actions import Action, red_flag_actions, still_to_do
from myotome.explain.red_flags.conditions import states_of
from myotome.explain.red_flags.covered import still_soon
from myotome.explain.red_flags.dangers import dangers
from myotome.explain.red_flags.ranking import Concern, Mask, mass, ordered, steps
from myotome.explain.red_flags.rules import FiredRule, fired_rules
from myotome.pathology import States, conditions

__all__ = ["Again", "red_flags"]


@dataclass(frozen=True, eq=False)
class Again:
    """How another case is judged: at a glance by single causes, and as a whole."""

    glance: Callable[[Case], Floats]
    whole: Callable[[Case], Posterior]


_GLANCE = 0.25  # share of the limit that single causes must reach before the whole posterior is asked
_NARROWER = {
    "a cauda equina or conus lesion": frozenset({"cauda_equina", "conus"}),
    "an acute cord lesion": frozenset({"myelopathy"}),
}
_GENERAL = "imaging_of_region"
_COVERED = 0.5  # share of a probability that a rule must be about to lend it its action


def _emergencies(states: States, classes: frozenset[str] = frozenset()) -> Mask:
    """States of these classes (all where empty) that need same-day action."""
    of_cause = [conditions()[cause.condition] for cause in states.causes]
    hit = [one.urgent and (not classes or one.truth_class in classes) for one in of_cause]
    return np.array(hit)[states.cause]


def _by_rule(rule: FiredRule, posterior: Posterior, states: States, of_case: QueryEvaluation) -> Concern:
    about = states_of(rule.condition, states)
    probability = mass(posterior, about) if about.any() else None
    emergency = mass(posterior, about & _emergencies(states))
    places = frozenset(rule.findings)
    action = still_to_do(rule.action, of_case)
    return Concern(rule.label, rule.urgency, action, about, probability, emergency, places, (rule.source,))


def _action_for(about: Mask, by_rule: Sequence[Concern], posterior: Posterior) -> Action:
    """Return the action of the rule that is about most of this, or the general one where none is about half of it."""
    shares = [mass(posterior, about & concern.about) for concern in by_rule]
    best = max(shares, default=0.0)
    if best < _COVERED * mass(posterior, about) or best == 0.0:
        return red_flag_actions()[_GENERAL]
    return by_rule[shares.index(best)].action


def _named(posterior: Posterior, states: States, whole: float) -> str:
    """Return the narrower name where most of the probability lies there."""
    for words, classes in _NARROWER.items():
        if mass(posterior, _emergencies(states, classes)) >= _COVERED * whole:
            return words
    return "a cause that needs same-day action"


def _by_posterior(posterior: Posterior, states: States, by_rule: Sequence[Concern]) -> list[Concern]:
    """Return the causes that need same-day action as one concern, where they are over the limit."""
    about = _emergencies(states)
    probability = mass(posterior, about)
    if probability < constants("red_flag")["urgent_probability"]:
        return []
    label = f"probability of {_named(posterior, states, probability)} {probability:.2f}"
    return [Concern(label, "urgent", _action_for(about, by_rule, posterior), about, probability)]


def _judged_on(case: Case, posterior: Posterior, states: States, again: Again) -> Posterior:
    """Return the posterior that makes an emergency more likely: of the case, or of its abnormal findings alone.

    The second is worked out only where it can matter: where the first raises nothing, something was normal, and single
    causes come within a factor of the limit.
    """
    about = _emergencies(states)
    abnormal = abnormal_part(case)
    limit = constants("red_flag")["urgent_probability"]
    if mass(posterior, about) >= limit or abnormal.findings == case.findings:
        return posterior
    if float(again.glance(abnormal)[about].sum()) < _GLANCE * limit:
        return posterior
    alone = again.whole(abnormal)
    return alone if _by_posterior(alone, states, ()) else posterior


def red_flags(case: Case, posterior: Posterior, states: States, again: Again) -> RedFlag:
    """Must this patient be seen the same day?

    Parameters
    ----------
    case : Case
        The rules read its findings and nothing else.
    posterior : Posterior
        Of this case. It orders the actions, and a high probability of an emergency is a red flag by itself.
    states : States
        Which causes are urgent.
    again : Again
        Judges another case: where no rule holds, the abnormal findings alone are judged as well.

    Returns
    -------
    RedFlag
        Urgent if any rule or any probability says so. No normal finding takes it back.
    """
    fired, of_case = fired_rules(case), evaluation(case)
    by_rule = [_by_rule(rule, posterior, states, of_case) for rule in fired if rule.urgency != "soon"]
    judged = posterior if by_rule else _judged_on(case, posterior, states, again)
    concerns = [*by_rule, *_by_posterior(judged, states, by_rule)]
    limits = constants("red_flag")
    ranked = ordered(concerns, judged, limits["leading_emergency"], limits["set_back_probability"])
    ranked_steps = steps(ranked, judged)
    return RedFlag(
        urgent=bool(concerns),
        reasons=tuple(dict.fromkeys(reason for step in ranked_steps for reason in step.reasons)),
        actions=tuple(step.action for step in ranked_steps),
        soon=tuple(dict.fromkeys(rule.label for rule in still_soon(fired))),
        probability=mass(judged, _emergencies(states)),
        steps=ranked_steps,
        do_not_miss=dangers(judged, states, of_case),
    )
