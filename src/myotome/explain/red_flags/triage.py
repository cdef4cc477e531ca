"""Red flags: by rules that read the findings, and by the posterior of acute causes; neither lowers the other."""

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
from myotome.explain.red_flags.actions import Action, red_flag_actions
from myotome.explain.red_flags.by_probability import acute_states, serious_states
from myotome.explain.red_flags.conditions import red_flag_conditions, states_of
from myotome.explain.red_flags.covered import covering, still_soon
from myotome.explain.red_flags.dangers import IMAGES_SEEN, dangers, to_watch
from myotome.explain.red_flags.due import actions_due
from myotome.explain.red_flags.ranking import Concern, Mask, mass, ordered, steps
from myotome.explain.red_flags.rules import FiredRule, fired_rules
from myotome.pathology import States, conditions
from myotome.units import percent

__all__ = ["Again", "red_flags"]


@dataclass(frozen=True, eq=False)
class Again:
    """How another case is judged: at a glance by single causes, and as a whole."""

    glance: Callable[[Case], Floats]
    whole: Callable[[Case], Posterior]


_DAY = 24.0  # hours
_GLANCE = 0.25  # share of the limit that single causes must reach before the whole posterior is asked
_NARROWER = {
    "a cauda equina or conus lesion": frozenset({"cauda_equina", "conus"}),
    "an acute cord lesion": frozenset({"myelopathy"}),
}
_OPINION = "Specialist opinion within 2 weeks, with the images already made."
_GENERAL, _SEEN = "imaging_of_region", "images_surgery_today"
_COVERED = 0.5  # share of a probability that a rule must be about to lend it its action


def _limit() -> float:
    return constants("red_flag")["urgent_probability"]


def _of_classes(states: States, classes: frozenset[str]) -> Mask:
    """States of these classes."""
    return states.where(lambda name: conditions()[name].truth_class in classes)


def _by_rule(rule: FiredRule, posterior: Posterior, states: States) -> Concern:
    about = states_of(rule.condition, states)
    probability = mass(posterior, about) if about.any() else None
    emergency = mass(posterior, about & serious_states(states))
    places = frozenset(rule.findings)
    return Concern(rule.label, rule.urgency, rule.action, about, probability, emergency, places, (rule.source,))


def _settling(about: Mask, posterior: Posterior, states: States, of_case: QueryEvaluation) -> Action:
    """Return the test that settles the most likely of these causes, on the same day, or the images already made."""
    test = next((danger.test for danger in dangers(posterior, states, of_case, about)), "")
    if not test or test == IMAGES_SEEN:
        return red_flag_actions()[_SEEN if test else _GENERAL]
    return Action(test, test, 0, _DAY, False, "same-day assessment", test, "", to_watch(posterior, states, about))


def _action_for(about: Mask, by_rule: Sequence[Concern], posterior: Posterior) -> Action | None:
    """Return the action of the rule that is about most of this; None where none is about half of it."""
    shares = [mass(posterior, about & concern.about) for concern in by_rule]
    best = max(shares, default=0.0)
    if best < _COVERED * mass(posterior, about) or best == 0.0:
        return None
    return by_rule[shares.index(best)].action


def _named(posterior: Posterior, states: States, about: Mask, whole: float) -> str:
    """Return the narrower name where most of the probability lies there."""
    for words, classes in _NARROWER.items():
        if mass(posterior, about & _of_classes(states, classes)) >= _COVERED * whole:
            return words
    return "a cause that needs same-day action"


@dataclass(frozen=True, eq=False)
class _Patient:
    """What the flags of one patient are judged on.

    Attributes
    ----------
    acute : ndarray of bool, shape (states,)
        Causes whose probability alone raises a same-day flag, as fresh as the complaint is.
    """

    states: States
    of_case: QueryEvaluation
    acute: Mask

    def concerns(self, posterior: Posterior, by_rule: Sequence[Concern]) -> list[Concern]:
        """Return the acute causes as one concern, where they are over the limit."""
        probability = mass(posterior, self.acute)
        if probability < _limit():
            return []
        label = f"probability of {_named(posterior, self.states, self.acute, probability)} {percent(probability)}"
        action = _action_for(self.acute, by_rule, posterior)
        action = action or _settling(self.acute, posterior, self.states, self.of_case)
        return [Concern(label, "urgent", action, self.acute, probability)]

    def likely_conditions(self, posterior: Posterior) -> frozenset[str]:
        """Conditions of the rules that the acute causes are mostly about, where they are over the limit."""
        whole = mass(posterior, self.acute)
        if whole < _limit():
            return frozenset()
        shares = {name: mass(posterior, self.acute & states_of(name, self.states)) for name in red_flag_conditions()}
        return frozenset(name for name, share in shares.items() if share >= _COVERED * whole)

    def is_said(self, rule: FiredRule, posterior: Posterior) -> bool:
        """Whether a rule due within weeks says nothing beside a same-day flag: said by it, or next to impossible."""
        about = states_of(rule.condition, self.states)
        unlikely = bool(about.any()) and mass(posterior, about) < constants("red_flag")["set_back_probability"]
        return unlikely or bool(self.likely_conditions(posterior) & covering(rule.condition))

    def soon(self, posterior: Posterior) -> tuple[list[str], list[str]]:
        """Name the most likely cause that is serious and not acute, and its test, where they are over the limit."""
        about = serious_states(self.states) & ~self.acute
        probability = mass(posterior, about)
        if probability < _limit():
            return [], []
        named = dangers(posterior, self.states, self.of_case, about)[:1]
        whole = f"probability of a cause that must not wait longer {percent(probability)}"
        tests = [
            _OPINION if danger.test == IMAGES_SEEN else f"{danger.test[:1].upper()}{danger.test[1:]} within 2 weeks."
            for danger in named
        ]
        return [", first of all ".join([whole, *(danger.label for danger in named)])], tests


def _judged_on(case: Case, posterior: Posterior, acute: Mask, again: Again) -> Posterior:
    """Return the posterior that makes an emergency more likely: of the case, or of its abnormal findings alone.

    The second is worked out only where it can matter: where the first raises nothing, something was normal, and single
    causes come within a factor of the limit.
    """
    abnormal = abnormal_part(case)
    if mass(posterior, acute) >= _limit() or abnormal.findings == case.findings:
        return posterior
    if float(again.glance(abnormal)[acute].sum()) < _GLANCE * _limit():
        return posterior
    alone = again.whole(abnormal)
    return alone if mass(alone, acute) >= _limit() else posterior


def red_flags(case: Case, posterior: Posterior, states: States, again: Again) -> RedFlag:
    """Must this patient be seen the same day?

    Parameters
    ----------
    case : Case
        The rules read its findings and nothing else.
    posterior : Posterior
        Of this case. It orders the actions, and a high probability of an acute cause is a red flag by itself.
    states : States
        Which causes are serious.
    again : Again
        Judges another case: where no rule holds, the abnormal findings alone are judged as well.

    Returns
    -------
    RedFlag
        Urgent if any rule or any probability says so. No normal finding takes it back.
    """
    of_case = evaluation(case)
    fired = fired_rules(case, of_case)
    patient = _Patient(states, of_case, acute_states(case, states, of_case))
    by_rule = [_by_rule(rule, posterior, states) for rule in fired if rule.urgency != "soon"]
    judged = posterior if by_rule else _judged_on(case, posterior, patient.acute, again)
    concerns = [*by_rule, *patient.concerns(judged, by_rule)]
    feared = np.logical_or.reduce([patient.acute, *(concern.about for concern in by_rule)])
    limits = constants("red_flag")
    ranked = ordered(concerns, judged, limits["leading_emergency"], limits["set_back_probability"])
    ranked_steps = steps(ranked, judged)
    due = [rule for rule in still_soon(fired) if not (concerns and patient.is_said(rule, judged))]
    by_rule_soon = ([rule.label for rule in due], actions_due(due))
    soon, soon_actions = by_rule_soon if due or concerns else patient.soon(judged)
    return RedFlag(
        urgent=bool(concerns),
        reasons=tuple(dict.fromkeys(reason for step in ranked_steps for reason in step.reasons)),
        actions=tuple(step.action for step in ranked_steps),
        soon=tuple(dict.fromkeys(soon)),
        probability=mass(judged, feared),
        steps=ranked_steps,
        do_not_miss=dangers(judged, states, of_case, serious_states(states) & feared),
        soon_actions=tuple(soon_actions),
    )
