"""Red flags: by rules that read the findings, and by the posterior of urgent causes; neither lowers the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from myotome.exam import Case, QueryEvaluation, evaluation
from myotome.explain.explanation import RedFlag
from myotome.explain.inference.posterior import Posterior
from myotome.explain.model_constants import constants
from myotome.explain.red_flags.actions import Action, red_flag_actions, still_to_do
from myotome.explain.red_flags.conditions import states_of
from myotome.explain.red_flags.covered import still_soon
from myotome.explain.red_flags.ranking import Concern, Mask, mass, ordered, steps
from myotome.explain.red_flags.rules import FiredRule, fired_rules
from myotome.pathology import States, conditions

__all__ = ["red_flags"]

_SACRAL = frozenset({"cauda_equina", "conus"})
_CORD = frozenset({"myelopathy"})
_GENERAL = "imaging_of_region"
_COVERED = 0.5  # share of a probability that a rule must be about to lend it its action


def _about(states: States, wanted: frozenset[str], urgent: bool) -> Mask:
    """States of these classes (all where empty) that need same-day action, or all of them."""
    hit = [
        (not wanted or conditions()[cause.condition].truth_class in wanted)
        and (conditions()[cause.condition].urgent or not urgent)
        for cause in states.causes
    ]
    return np.array(hit)[states.cause]


def _by_rule(rule: FiredRule, posterior: Posterior, states: States, of_case: QueryEvaluation) -> Concern:
    about = states_of(rule.condition, states)
    probability = mass(posterior, about) if about.any() else None
    emergency = mass(posterior, about & _about(states, frozenset(), True))
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


def _by_posterior(posterior: Posterior, states: States, by_rule: Sequence[Concern]) -> list[Concern]:
    """Probabilities over their limits; that of all urgent causes only where no other is."""
    raised: list[Concern] = []
    for words, limit, about in (
        ("a cauda equina or conus lesion", "sacral_probability", _about(states, _SACRAL, False)),
        ("an acute cord lesion", "cord_probability", _about(states, _CORD, True)),
        ("a cause that needs same-day action", "urgent_probability", _about(states, frozenset(), True)),
    ):
        probability = mass(posterior, about)
        if probability >= constants("red_flag")[limit] and not (raised and limit == "urgent_probability"):
            label = f"probability of {words} {probability:.2f}"
            raised.append(Concern(label, "urgent", _action_for(about, by_rule, posterior), about, probability))
    return raised


def red_flags(case: Case, posterior: Posterior, states: States) -> RedFlag:
    """Must this patient be seen the same day?

    Parameters
    ----------
    case : Case
        The rules read its findings and nothing else.
    posterior : Posterior
        Of this case; a probability over a stated limit is urgent even where it does not lead. It orders the
        actions too.
    states : States
        Which causes are urgent.

    Returns
    -------
    RedFlag
        Urgent if any rule or any probability says so. No finding takes a rule back.
    """
    fired = fired_rules(case)
    of_case = evaluation(case)
    by_rule = [_by_rule(rule, posterior, states, of_case) for rule in fired if rule.urgency != "soon"]
    concerns = [*by_rule, *_by_posterior(posterior, states, by_rule)]
    ranked = ordered(
        concerns, posterior, constants("red_flag")["leading_emergency"], constants("red_flag")["set_back_probability"]
    )
    ranked_steps = steps(ranked, posterior)
    return RedFlag(
        urgent=bool(concerns),
        reasons=tuple(dict.fromkeys(reason for step in ranked_steps for reason in step.reasons)),
        actions=tuple(step.action for step in ranked_steps),
        soon=tuple(dict.fromkeys(rule.label for rule in still_soon(fired))),
        probability=mass(posterior, _about(states, frozenset(), True)),
        steps=ranked_steps,
    )
