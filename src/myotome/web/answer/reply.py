"""The answer as the page says it: urgency, answer, disc, next. Made of an `Answer`; nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from myotome.answer import Answer
from myotome.exam import Case, words
from myotome.explain import Explanation, Territory, said_together
from myotome.report import is_settled, likelihood
from myotome.web.answer.changes import changed, remembered, spoken
from myotome.web.answer.comparison import Comparison, comparison_of, spine_of
from myotome.web.answer.shares import Bar, bars_of, capital, percent, place_and_cause
from myotome.web.answer.tests_to_do import Test, tests_of
from myotome.web.answer.weights import Against, against
from myotome.web.body.predicted import shows_something
from myotome.web.limits import limits

__all__ = ["Asked", "Reply", "reply_of"]

_STEPS: Final = ("contradicted", "unproven", "possible", "probable", "proven")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks of an answer.

    Attributes
    ----------
    rival : str
        Explanation that the lead is compared with; empty for the best of all others.
    before : str
        The answer that stood there, as `changes.remembered` wrote it.
    did : str
        What was entered since, in words.
    tests : bool
        Whether the next tests are looked for too; without them the answer comes sooner.
    """

    rival: str = ""
    before: str = ""
    did: str = ""
    tests: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole answer, ready to be laid out."""

    answer: Answer
    explanation: Explanation
    state: str
    headline: str
    how: str
    cause: str
    bars: tuple[Bar, ...]
    rest: Bar
    steps: tuple[tuple[str, bool], ...]
    tests_known: bool
    tests: tuple[Test, ...]
    to_order: tuple[Test, ...]
    settled: bool
    evidence: Against
    territory: Territory | None
    comparison: Comparison | None
    spine: tuple[str, ...]
    spoken: str
    changed: str
    before: str


def reply_of(answer: Answer, asked: Asked = Asked()) -> Reply:
    """Say an answer."""
    told = answer.explanation if asked.tests else answer.assessment.conclusions
    lead = said_together(told.causes, told.diseases)[0] if told.causes else None
    place, cause = place_and_cause(lead.label) if lead else ("", "")
    state = _state(answer.case, told)
    bars, rest = bars_of(told)
    bedside, ordered = tests_of(told)
    now = remembered(told)
    return Reply(
        answer=answer,
        explanation=told,
        state=state,
        headline=capital(place) if state != "open" else _kind_words(told),
        how=capital(likelihood(lead.probability if lead else 0.0)),
        cause=capital(cause),
        bars=bars,
        rest=rest,
        steps=tuple((step, step == told.disc_to_blame.verdict) for step in _STEPS),
        tests_known=asked.tests,
        tests=bedside,
        to_order=ordered,
        settled=state == "determined" and is_settled(told),
        evidence=against(answer, told, asked.rival),
        territory=answer.territory if shows_something(answer.case) else None,
        comparison=comparison_of(answer),
        spine=tuple(spine_of(answer, told)),
        spoken=spoken(told, state, place),
        changed=changed(asked.before, asked.did, now),
        before=now,
    )


def _state(case: Case, told: Explanation) -> str:
    """`empty`, `cannot_tell`, `open` (a kind leads and no single explanation does) or `determined`."""
    if not case.findings:
        return "empty"
    if str(told.outcome) != "determined":
        return "cannot_tell"
    return (
        "open" if said_together(told.causes, told.diseases)[0].probability < limits("state")["leads"] else "determined"
    )


def _kind_words(told: Explanation) -> str:
    kind, share = max(told.classes.items(), key=lambda item: item[1])
    return f"perhaps {words(kind, 'truth_classes')} ({percent(share)})"
