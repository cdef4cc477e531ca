"""The answer as the page says it: urgency, answer, disc, next. Made of an `Answer`; nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from myotome.answer import Answer
from myotome.explain import Explanation, Territory
from myotome.report import certainty, held_back, is_settled
from myotome.web.answer.changes import changed, remembered, spoken
from myotome.web.answer.comparison import Comparison, comparison_of, spine_of
from myotome.web.answer.shares import Bar, bars_of, capital, percent, place_and_cause
from myotome.web.answer.tests_to_do import Test, tests_of
from myotome.web.answer.weights import Against, against
from myotome.web.body.predicted import shows_something

__all__ = ["Asked", "Reply", "reply_of"]

_STEPS: Final = ("contradicted", "unproven", "possible", "probable", "proven")
#: How the page stands by what is more likely than not.
_STATES: Final = {"explanation": "determined", "class": "open", "disc": "cannot_tell", "open": "cannot_tell"}


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
    open_because: str
    cause: str
    bars: tuple[Bar, ...]
    rest: Bar
    steps: tuple[tuple[str, bool], ...]
    held_back: bool
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
    sure = certainty(told)
    place, cause = place_and_cause(sure.said[0].label) if sure.said else ("", "")
    state = _STATES[sure.kind] if answer.case.findings else "empty"
    bars, rest = bars_of(told)
    bedside, ordered = tests_of(told)
    now = remembered(told)
    return Reply(
        answer=answer,
        explanation=told,
        state=state,
        headline=capital(place) if state != "open" else f"{sure.name} ({percent(sure.probability)})",
        how=capital(sure.how),
        open_because=sure.sentence if sure.kind == "disc" else sure.why_open,
        cause=capital(cause),
        bars=bars,
        rest=rest,
        steps=tuple((step, step == told.disc_to_blame.verdict) for step in _STEPS),
        held_back=held_back(told),
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
