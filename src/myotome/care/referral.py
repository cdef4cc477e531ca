"""Red flags and where they lead: first in every plan, pointing to emergency pathways and detecting nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.care.circumstances import Circumstances
from myotome.care.limits import limit
from myotome.care.statement import Statement, listed
from myotome.explain.explanation import Explanation, RedFlag, RedFlagStep
from myotome.explain.red_flag_rules import FiredRule, fired_rules
from myotome.sources import read_csv

__all__ = ["Referral", "ReferralFlag", "referral", "safety_net"]

WITHIN = {"immediate": "at once, within hours", "urgent": "the same day", "soon": "within about 2 weeks"}
_ANY = "any"
_RAISED = (
    "These findings ask for an emergency or urgent pathway before anything else in this plan. They are pointers, "
    "not a diagnosis: the pathway decides. What was not asked or examined can hide more."
)
_SOON = (
    "Nothing found asks for same-day action; what stands here asks for an opinion within about two weeks. This "
    "detects nothing and excludes nothing: what was not asked or examined can hide a red flag."
)
_NONE = (
    "No red flag rule holds. That excludes nothing: what was not asked or examined can hide one. Follow the local "
    "emergency pathway on any doubt."
)


@dataclass(frozen=True, slots=True)
class ReferralFlag:
    """One reason to send the patient on.

    Attributes
    ----------
    what : str
        What the findings may mean.
    urgency, when : str
        `immediate`, `urgent` or `soon`, and the same in words.
    to_whom : str
        Service; hospitals differ, so it is a pointer.
    actions : tuple of str
        What the rules ask for.
    why : tuple of str
        The findings, or the probability, behind it.
    probability : float or None
        Of the conditions it is about, together; None where the model holds none of them.
    """

    what: str
    urgency: str
    when: str
    to_whom: str
    actions: tuple[str, ...]
    why: tuple[str, ...]
    plain: str
    probability: float | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "what": self.what,
            "urgency": self.urgency,
            "when": self.when,
            "to_whom": self.to_whom,
            "actions": list(self.actions),
            "why": list(self.why),
            "plain": self.plain,
            "probability": None if self.probability is None else round(self.probability, 4),
            "sources": list(self.sources),
        }


@dataclass(frozen=True, slots=True)
class Referral:
    """Everything that asks for a referral, the most urgent first, and what must bring the patient back."""

    flags: tuple[ReferralFlag, ...]
    statement: str
    safety_net: tuple[Statement, ...] = ()

    @property
    def urgent(self) -> bool:
        """Must the patient be seen the same day?"""
        return any(flag.urgency != "soon" for flag in self.flags)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "urgent": self.urgent,
            "flags": [flag.to_dict() for flag in self.flags],
            "statement": self.statement,
            "safety_net": [line.to_dict() for line in self.safety_net],
        }


@cache
def _services() -> Mapping[str, Mapping[str, str]]:
    return {row["condition"]: row for row in read_csv("care_referral.csv", {})}


def _flag(
    named: Iterable[str], urgency: str, actions: Sequence[str], why: Sequence[str], more: Sequence[str], p: float | None
) -> ReferralFlag:
    """Make a flag about the named conditions of the rules; `any` where no rule names one."""
    rows = [_services()[name] for name in dict.fromkeys(named)] or [_services()[_ANY]]
    about = " or ".join(dict.fromkeys(row["about"] for row in rows))
    whom = "; ".join(dict.fromkeys(row["to_whom"] for row in rows))
    plain = f"What was found may mean something that must be looked at {WITHIN[urgency]}: {whom}."
    sources = tuple(dict.fromkeys((*more, *(row["source"] for row in rows))))
    what = f"findings that may mean {about}"
    return ReferralFlag(what, urgency, WITHIN[urgency], whom, tuple(actions), tuple(why), plain, p, sources)


def _of_step(step: RedFlagStep, fired: Sequence[FiredRule]) -> ReferralFlag:
    about = [rule.condition for rule in fired if rule.label in step.reasons]
    return _flag(about, step.urgency, (step.action,), _reasons_too(step, fired), step.sources, step.probability)


def _without_steps(flag: RedFlag, fired: Sequence[FiredRule]) -> list[ReferralFlag]:
    """Return the flag of an answer that lists no steps: nothing urgent is ever left out."""
    about = [rule.condition for rule in fired if rule.urgency != "soon"]
    return [_flag(about, "urgent", flag.actions, flag.reasons, (), flag.probability)]


def _soon(flag: RedFlag, fired: Sequence[FiredRule], covered: Mapping[str, str]) -> list[ReferralFlag]:
    """Flags of what is due within weeks; what an urgent flag covers is told there, with the sooner time."""
    rules = {rule.label: rule for rule in fired if rule.urgency == "soon"}
    made = []
    for label in flag.soon:
        rule = rules.get(label)
        if rule and rule.condition in covered:
            continue
        about, action = ([rule.condition], (rule.action.text,)) if rule else ([], ())
        made.append(_flag(about, "soon", action, (label,), (rule.source,) if rule else (), None))
    return made


def _reasons_too(step: RedFlagStep, fired: Sequence[FiredRule]) -> tuple[str, ...]:
    """Reasons of a step, and those of milder rules about the same."""
    about = {rule.condition for rule in fired if rule.label in step.reasons}
    milder = (rule.label for rule in fired if rule.urgency == "soon" and rule.condition in about)
    return tuple(dict.fromkeys((*step.reasons, *milder)))


def safety_net(of: Circumstances) -> tuple[Statement, ...]:
    """What must bring the patient back at once, given what is in play."""
    rows = read_csv("care_safety_net.csv", {})
    return tuple(
        Statement.of_row(row)
        for row in rows
        if not row["scope"] or of.probability(listed(row["scope"]), row["region"]) >= limit("limit", "in_play")
    )


def referral(explanation: Explanation, of: Circumstances) -> Referral:
    """Where must this patient be sent, how soon and why? First in every plan.

    Parameters
    ----------
    explanation : Explanation
        Its red flags are taken as they are; none is left out or weighed again.
    of : Circumstances
        For what should bring the patient back.

    Returns
    -------
    Referral
        The most urgent first. It points to pathways and claims to detect nothing.
    """
    flag, fired = explanation.red_flag, fired_rules(of.case)
    made = [_of_step(step, fired) for step in flag.steps]
    if flag.urgent and not made:
        made = _without_steps(flag, fired)
    said = {reason for step in flag.steps for reason in step.reasons}
    covered = {rule.condition: rule.urgency for rule in fired if rule.label in said}
    made += _soon(flag, fired, covered)
    statement = _RAISED if flag.urgent else _SOON if made else _NONE
    return Referral(tuple(made), statement, safety_net(of))
