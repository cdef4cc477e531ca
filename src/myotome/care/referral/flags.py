"""Red flags and where they lead: first in every plan, pointing to emergency pathways and detecting nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.care.referral.of_conditions import condition_referrals, may_refer
from myotome.care.referral.one_thing import one_box_each
from myotome.care.referral.records import MAY_MEAN, TODAY, WITHIN, Referral, ReferralFlag, told_plainly
from myotome.care.statement import Statement
from myotome.exam import Case
from myotome.explain import (
    Explanation,
    FiredRule,
    RedFlag,
    RedFlagStep,
    actions_due,
    covering,
    fired_rules,
    red_flag_conditions,
)
from myotome.language import SERVICES, listed
from myotome.patient import REGION_CELL, Circumstances, limit, scopes
from myotome.tables import Table, ids, list_of, one_of, text
from myotome.units import percent

__all__ = ["Referral", "ReferralFlag", "due_by_cause", "referral", "safety_net"]

_ANY = "any"
_OR = " or "
_RAISED = (
    "These findings ask for an emergency or urgent pathway before anything else in this plan. They are pointers, "
    "not a diagnosis: the pathway decides. What was not asked or examined can hide more."
)
_SOON = (
    "No red flag rule asks for same-day action; what is listed here calls for an opinion within the time stated. This "
    "detects nothing and excludes nothing: what was not asked or examined can hide a red flag."
)
_TODAY = (
    "No red flag rule asks for same-day action, but the likely cause asks for a step today. This detects nothing and "
    "excludes nothing: what was not asked or examined can hide a red flag."
)
_NONE = (
    "No red flag rule holds. That excludes nothing: what was not asked or examined can hide one. Follow the local "
    "emergency pathway on any doubt."
)


_FLAGGED = ids("explain/red_flags/conditions", "condition")
_SERVICES = Table(
    "care/referral/referral.csv",
    {
        "condition": one_of(lambda: (*_FLAGGED(), "any")),
        "to_whom": text(),
        "to_whom_soon": text(optional=True),
        "about": text(),
        "within": one_of(_FLAGGED, optional=True),
        "likely": list_of(one_of(scopes), optional=True),
    },
    key=("condition", "likely"),
    covers={"condition": _FLAGGED},
)
_SAFETY_NET = Table(
    "care/referral/safety_net.csv",
    {
        "scope": list_of(one_of(scopes), optional=True),
        "region": REGION_CELL,
        "wording": text(),
        "plain": text(),
    },
)


@cache
def _services() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Services of each condition of the rules; those for a likely kind of cause before the usual one."""
    rows = sorted(_SERVICES.rows(), key=lambda row: not row["likely"])
    named: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for row in rows:
        named[row["condition"]] = (*named.get(row["condition"], ()), row)
    return named


def _service(condition: str, patient: Circumstances, urgency: str) -> Mapping[str, Any]:
    """Service for a condition: another one where the likely cause belongs elsewhere, but never for what is urgent."""
    leading = limit("referral", "leading")
    fitting = (
        row
        for row in _services()[condition]
        if not row["likely"] or (urgency == "soon" and patient.probability(row["likely"]) >= leading)
    )
    return next(fitting)


@dataclass(frozen=True, slots=True)
class _FlagContext:
    """What a flag is about beside its conditions."""

    urgency: str
    actions: Sequence[str]
    why: Sequence[str]
    sources: Sequence[str]
    probability: float | None


def _flag(patient: Circumstances, named: Iterable[str], context: _FlagContext) -> ReferralFlag:
    """Make a flag about the named conditions of the rules; `any` where no rule names one."""
    fired = [_service(name, patient, context.urgency) for name in dict.fromkeys(named) or (_ANY,)]
    rows, about = _named(patient, fired)
    soon = context.urgency == "soon"
    whom = _joined(((soon and row["to_whom_soon"]) or row["to_whom"] for row in rows), SERVICES)
    when = WITHIN[context.urgency]
    return ReferralFlag(
        what=f"{MAY_MEAN} {about}",
        urgency=context.urgency,
        when=when,
        to_whom=whom,
        actions=tuple(context.actions),
        why=tuple(context.why),
        plain=told_plainly(when, whom),
        probability=context.probability,
        sources=tuple(dict.fromkeys((*context.sources, *(row["source"] for row in rows)))),
    )


def _named(patient: Circumstances, rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], str]:
    """The rows worth naming and what they are about: where one cause leads, not those all but excluded beside it."""
    shares = {part: _share(part, patient) for row in rows for part in _parts(row["about"])}
    known = [share for share in shares.values() if share is not None]
    least = limit("referral", "least") if max(known, default=0.0) >= limit("referral", "leading") else 0.0
    kept = {part for part, share in shares.items() if share is None or share >= least}
    likely = [row for row in rows if kept.intersection(_parts(row["about"]))]
    told = {row["condition"] for row in likely}
    named = [row for row in likely if row["within"] not in told]
    parts = dict.fromkeys(part for row in named for part in _parts(row["about"]) if part in kept)
    return named, listed(parts, _OR)


def _parts(about: str) -> list[str]:
    """The things that a condition of the rules is about, where each is that of another condition; else the whole."""
    parts = about.split(_OR)
    return parts if all(part in _causes() for part in parts) else [about]


@cache
def _causes() -> Mapping[str, frozenset[str]]:
    """Diseases of the model behind what the conditions of the rules are about; none where the model has none."""
    found: dict[str, frozenset[str]] = {}
    for row in _SERVICES.rows():
        found[row["about"]] = found.get(row["about"], frozenset()) | red_flag_conditions().get(
            row["condition"], frozenset()
        )
    return found


def _share(part: str, patient: Circumstances) -> float | None:
    """Probability of what a flag is about; None where the model does not weigh it."""
    causes = _causes()[part]
    return patient.probability(causes) if causes else None


def _joined(texts: Iterable[str], between: str) -> str:
    """Texts in a row, each part of them once."""
    return listed(dict.fromkeys(part for text in texts for part in text.split(between)), between)


def _named_by(step: RedFlagStep, fired: Sequence[FiredRule]) -> list[str]:
    return [rule.condition for rule in fired if rule.label in step.reasons]


def _parted(steps: Sequence[RedFlagStep]) -> tuple[list[RedFlagStep], list[RedFlagStep]]:
    """Steps to tell, and those about something very unlikely, explained by an emergency at least as urgent."""
    order = list(WITHIN)
    lead = [one for one in steps if (one.probability or 0.0) >= limit("referral", "leading")]
    first = min((order.index(one.urgency) for one in lead), default=len(order))
    folded = [
        one
        for one in steps
        if one.probability is not None
        and one.probability < limit("referral", "least")
        and order.index(one.urgency) >= first
    ]
    return [one for one in steps if one not in folded], folded


def _of_steps(flag: RedFlag, fired: Sequence[FiredRule], patient: Circumstances) -> list[ReferralFlag]:
    stated, folded = _parted(flag.steps)
    hidden = dict.fromkeys(name for one in folded for name in _named_by(one, fired))
    under = _milder(flag, stated, fired)
    made = []
    for step, milder in zip(stated, under, strict=True):
        about = _named_by(step, fired)
        why = list(dict.fromkeys((*step.reasons, *milder)))
        if folded and step is _leader(stated):
            names = " or ".join(_service(name, patient, step.urgency)["about"] for name in hidden) or "another cause"
            why += [reason for one in folded for reason in one.reasons]
            why.append(f"{names}: considered, below {limit('referral', 'least'):.0%} here")
        context = _FlagContext(step.urgency, (step.action,), why, step.sources, step.probability)
        made.append(_flag(patient, about, context))
    return made


def _leader(steps: Sequence[RedFlagStep]) -> RedFlagStep:
    return max(steps, key=lambda one: one.probability or 0.0)


def _without_steps(flag: RedFlag, fired: Sequence[FiredRule], patient: Circumstances) -> list[ReferralFlag]:
    """Return the flag of an answer that lists no steps: nothing urgent is ever left out."""
    about = [rule.condition for rule in fired if rule.urgency != "soon"]
    return [_flag(patient, about, _FlagContext("urgent", flag.actions, flag.reasons, (), flag.probability))]


def _milder(flag: RedFlag, steps: Sequence[RedFlagStep], fired: Sequence[FiredRule]) -> list[list[str]]:
    """Reasons due within weeks that a same-day flag says already: each once, with the step that it is nearest to."""
    under: list[list[str]] = [[] for _ in steps]
    for rule in fired:
        fits = [_nearness(rule, step, flag, fired) for step in steps] if rule.urgency == "soon" else []
        if any(fits):
            under[fits.index(max(fits))].append(rule.label)
    return under


def _nearness(rule: FiredRule, step: RedFlagStep, flag: RedFlag, fired: Sequence[FiredRule]) -> int:
    """How near a rule is to a step: about the same, covered by it, or 1 where it is told nowhere else."""
    about = _named_by(step, fired)
    if rule.condition in about:
        return 3
    if covering(rule.condition) & set(about):
        return 2
    return int(rule.label not in flag.soon)


def _soon(flag: RedFlag, fired: Sequence[FiredRule], urgent: set[str], patient: Circumstances) -> list[ReferralFlag]:
    """Flags of what is due within weeks; what an urgent flag covers is listed there, at the earlier time."""
    rules = {rule.label: rule for rule in fired if rule.urgency == "soon"}
    told = [rules[label] for label in flag.soon if label in rules and not urgent & covering(rules[label].condition)]
    made = [
        _soon_flag(group, patient) for group in sorted(_together(told), key=lambda group: not _leads(group, patient))
    ]
    by_probability = [label for label in flag.soon if label not in rules]
    return made + [_flag(patient, [], _FlagContext("soon", (), (label,), (), None)) for label in by_probability]


def _together(rules: Sequence[FiredRule]) -> list[list[FiredRule]]:
    """Rules about one thing, in their order: about causes in common, or about what covers the first of them."""
    groups: list[list[FiredRule]] = []
    for rule in rules:
        known = (group for group in groups if rule.condition in covering(group[0].condition))
        found = next(known, None)
        if found is None:
            groups.append([rule])
        else:
            found.append(rule)
    return groups


def _leads(rules: Sequence[FiredRule], patient: Circumstances) -> bool:
    """Are these rules about what is more likely than not? Their box stands first."""
    causes = frozenset[str]().union(*(red_flag_conditions().get(rule.condition, frozenset()) for rule in rules))
    return bool(causes) and patient.probability(causes) >= limit("referral", "leading")


def _soon_flag(rules: Sequence[FiredRule], patient: Circumstances) -> ReferralFlag:
    """One flag from rules about one thing, each act once."""
    why, sources = [rule.label for rule in rules], [rule.source for rule in rules]
    return _flag(
        patient,
        [rule.condition for rule in rules],
        _FlagContext("soon", actions_due(rules), (*dict.fromkeys(why),), sources, None),
    )


def _of_conditions(patient: Circumstances) -> list[ReferralFlag]:
    """Flags that a likely cause itself asks for: no red flag, so never more urgent than `soon`, though due today."""
    return [
        ReferralFlag(
            what=f"{MAY_MEAN} {row['about']}",
            urgency="soon",
            when=row["when"],
            to_whom=row["to_whom"],
            actions=(f"{row['action']}.",),
            why=(f"the likely cause: probability {percent(share)}",),
            plain=told_plainly(row["when"], _joined([row["to_whom"]], SERVICES)),
            probability=share,
            sources=(row["source"],),
        )
        for row, share in condition_referrals(patient)
    ]


def due_by_cause(case: Case, explanation: Explanation) -> tuple[ReferralFlag, ...]:
    """What does the likely cause itself ask for, beside the red flags?

    Parameters
    ----------
    case : Case
    explanation : Explanation
        Of the same case.

    Returns
    -------
    tuple of ReferralFlag
        None where no cause in the answer asks for a service of its own.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> from myotome.explain import explain
    >>> rash = {"type": "sign", "sign": "vesicular_rash", "side": "left", "value": "positive", "dermatomes": ["T6"]}
    >>> burning = {"type": "pain", "areas": ["lateral_chest_wall"], "side": "left", "radiating": True}
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 58, "sex": "female"},
    ...     "onset": {"value": 2, "unit": "days"}, "findings": [rash, burning]})
    >>> [flag.when for flag in due_by_cause(case, explain(case))]
    ['today']
    """
    if not any(may_refer(cause.conditions) for cause in explanation.causes):
        return ()
    # the course comes with it, and its kernels: most answers need neither
    from myotome.patient import Assessment

    return tuple(_of_conditions(Assessment(case).circumstances))


def safety_net(patient: Circumstances) -> tuple[Statement, ...]:
    """Safety-netting: when to return immediately, given the differential."""
    return tuple(
        Statement.of_row(row)
        for row in _SAFETY_NET.rows()
        if not row["scope"] or patient.probability(row["scope"], row["region"]) >= limit("limit", "in_play")
    )


def referral(explanation: Explanation, patient: Circumstances) -> Referral:
    """Where must this patient be sent, how soon and why? First in every plan.

    Parameters
    ----------
    explanation : Explanation
        Its red flags are taken as they are; none is left out or weighed again.
    patient : Circumstances
        For what should bring the patient back.

    Returns
    -------
    Referral
        The most urgent first. It points to pathways and claims to detect nothing.
    """
    flag, fired = explanation.red_flag, fired_rules(patient.case)
    made = _of_steps(flag, fired, patient)
    if flag.urgent and not made:
        made = _without_steps(flag, fired, patient)
    stated, _ = _parted(flag.steps)
    urgent = {name for one in stated for name in _named_by(one, fired)}
    due = [*_soon(flag, fired, urgent, patient), *_of_conditions(patient)]
    made = [*one_box_each(made), *sorted(due, key=lambda one: one.when != TODAY)]
    return Referral(tuple(made), _statement(flag, made), safety_net(patient))


def _statement(flag: RedFlag, made: Sequence[ReferralFlag]) -> str:
    if flag.urgent:
        return _RAISED
    return _TODAY if any(one.when == TODAY for one in made) else _SOON if made else _NONE
