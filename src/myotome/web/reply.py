"""The answer as the page says it: urgency, answer, disc, next. Made of an `Answer`; nothing is computed here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.answer import Answer
from myotome.exam import Case, Strength, words
from myotome.explain import Evidence, Explanation, LikelyCause, NextTest, asked_finding
from myotome.report import disc_marks, disc_section, is_settled, likelihood, spine_map
from myotome.web.cells import sides_of
from myotome.web.form import act

__all__ = ["Bar", "Comparison", "Reply", "Test", "Weight", "percent", "reply_of"]

_STEPS: Final = ("contradicted", "unproven", "possible", "probable", "proven")
_SHOWN, _WORTH, _OPEN = 4, 0.01, 0.4
_TELLS: Final = ((0.3, "much"), (0.08, "something"), (0.0, "little"))
_AT_BEDSIDE: Final = ("strength", "sensation", "reflex", "sign", "history")
_RESULTS: Final[Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]] = {
    "strength": ({"mrc": 4}, {"mrc": 5}),
    "sensation": ({"value": "reduced"}, {"value": "normal"}),
    "reflex": ({"value": "reduced"}, {"value": "normal"}),
    "sign": ({"value": "positive"}, {"value": "negative"}),
}
_NOTABLE: Final = 0.06


def percent(share: float) -> str:
    r"""A probability in words that promise nothing: never 0 or 100 %.

    Examples
    --------
    >>> percent(0.9999), percent(0.5), percent(0.001)
    ('>99\xa0%', '50\xa0%', '<1\xa0%')
    """
    if share >= 0.995:
        return ">99\u00a0%"
    return "<1\u00a0%" if share < 0.01 else f"{100 * share:.0f}\u00a0%"


@dataclass(frozen=True, slots=True)
class Bar:
    """One explanation with its share of the whole."""

    place: str
    cause: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Test:
    """A test that would tell something, and the buttons that enter its results."""

    label: str
    tells: str
    share: float
    bits: float
    minutes: float
    if_abnormal: str
    if_normal: str
    abnormal: str
    normal: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding says for the leading explanation against a rival."""

    label: str
    times: str
    share: float
    against: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Muscles: predicted and found weak, found alone, predicted but strong, predicted and not examined."""

    both: tuple[str, ...]
    only_found: tuple[str, ...]
    only_predicted: tuple[str, ...]
    not_examined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The whole answer, ready to be laid out."""

    answer: Answer
    state: str
    headline: str
    how: str
    cause: str
    bars: tuple[Bar, ...]
    rest: Bar
    steps: tuple[tuple[str, bool], ...]
    tests: tuple[Test, ...]
    to_order: tuple[Test, ...]
    settled: bool
    weights: tuple[Weight, ...]
    rival: str
    others: int
    comparison: Comparison | None
    spine: tuple[str, ...]
    spoken: str
    changed: str
    before: str

    @property
    def explanation(self) -> Explanation:
        """What the answer says of the findings."""
        return self.answer.explanation


def reply_of(answer: Answer, *, rival: str = "best", before: str = "", did: str = "") -> Reply:
    """Say an answer.

    Parameters
    ----------
    answer : Answer
    rival : str
        `kind` compares with the best explanation of another kind; else with the best of all others.
    before : str
        The lead of the answer that stood there, as `Reply.before` wrote it.
    did : str
        What was entered since.
    """
    told = answer.explanation
    lead = told.causes[0] if told.causes else None
    place, cause = _split(lead.label) if lead else ("", "")
    state = _state(answer.case, told)
    weights = told.evidence_of_another_kind if rival == "kind" and told.evidence_of_another_kind else told.evidence
    bars = tuple(_bar(one) for one in told.causes[:_SHOWN] if one.probability >= _WORTH)
    rest = max(0.0, 1.0 - sum(bar.share for bar in bars))
    tests = [_test(test, told) for test in told.next_tests]
    here = [test for test, made in zip(told.next_tests, tests, strict=True) if made is not None]
    bedside = [made for test, made in zip(here, filter(None, tests), strict=True) if _kind(test) in _AT_BEDSIDE]
    ordered = [made for test, made in zip(here, filter(None, tests), strict=True) if _kind(test) not in _AT_BEDSIDE]
    now = {"label": lead.label if lead else "", "p": lead.probability if lead else 0.0, "v": told.disc_to_blame.verdict}
    return Reply(
        answer=answer,
        state=state,
        headline=_capital(place) if state != "open" else _kind_words(told),
        how=_capital(likelihood(lead.probability if lead else 0.0)),
        cause=_capital(cause),
        bars=bars,
        rest=Bar("", "", rest, percent(rest)),
        steps=tuple((step, step == told.disc_to_blame.verdict) for step in _STEPS),
        tests=tuple(bedside[:_SHOWN]),
        to_order=tuple(ordered[:_SHOWN]),
        settled=state == "determined" and is_settled(told),
        weights=tuple(_weights(weights)),
        rival=weights[0].against if weights else "",
        others=sum(abs(one.weight) < _NOTABLE for one in weights),
        comparison=_comparison(answer),
        spine=tuple(_spine(answer)),
        spoken=_spoken(told, state, place),
        changed=_changed(before, did, now),
        before=json.dumps(now),
    )


def _state(case: Case, told: Explanation) -> str:
    """`empty`, `cannot_tell`, `open` (a kind leads and no single explanation does) or `determined`."""
    if not case.findings:
        return "empty"
    if str(told.outcome) != "determined":
        return "cannot_tell"
    return "open" if told.causes[0].probability < _OPEN else "determined"


def _kind_words(told: Explanation) -> str:
    kind, share = max(told.classes.items(), key=lambda item: item[1])
    return f"perhaps {words(kind, 'truth_classes')} ({percent(share)})"


def _bar(one: LikelyCause) -> Bar:
    place, cause = _split(one.label)
    return Bar(_capital(place), _capital(cause), one.probability, percent(one.probability))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _split(label: str) -> tuple[str, str]:
    """Place and cause of an explanation."""
    place, _, cause = label.partition(": ")
    return place, cause


def _kind(test: NextTest) -> str:
    return str(asked_finding(test.id)["type"])


def _test(test: NextTest, told: Explanation) -> Test:
    asked = asked_finding(test.id)
    most = max(0.2, *(one.information_bits for one in told.next_tests))
    results = _RESULTS.get(str(asked["type"]), _history_results(asked))
    put = [act(put={**asked, **result}) for result in results] or ["", ""]
    return Test(
        label=test.label,
        tells=next(word for least, word in _TELLS if test.information_bits >= least),
        share=test.information_bits / most,
        bits=test.information_bits,
        minutes=test.burden,
        if_abnormal=test.if_abnormal,
        if_normal=test.if_normal,
        abnormal=put[0],
        normal=put[1],
    )


def _history_results(asked: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Yes and no of an item of the history; nothing for what has more answers than two."""
    if asked["type"] != "history":
        return ()
    from myotome.exam import vocabulary

    entry = vocabulary().history[asked["item"]]
    if entry.value == "number" or entry.needs or (entry.values and not {"none", "unspecified"} <= {*entry.values}):
        return ()
    return ({"value": "unspecified"}, {"value": "none"}) if entry.values else ({"value": True}, {"value": False})


def _weights(evidence: tuple[Evidence, ...]) -> Iterator[Weight]:
    """The findings that choose between the two, the strongest first."""
    telling = sorted((one for one in evidence if abs(one.weight) >= _NOTABLE), key=lambda one: -abs(one.weight))
    most = max([1.0, *(abs(one.weight) for one in telling)])
    for one in telling:
        yield Weight(_capital(one.label), _times(one.weight), abs(one.weight) / most, one.weight < 0)


def _times(weight: float) -> str:
    """How many times more likely: a number that a reader can use."""
    ratio = 10 ** min(abs(weight), 9.0)
    return f"×{ratio:.1f}" if ratio < 9.5 else f"×{ratio:.0f}" if ratio < 95 else f"×{round(ratio, -1):.0f}"


def _comparison(answer: Answer) -> Comparison | None:
    """Which muscles the leading explanation would weaken, beside those that were found weak."""
    territory = answer.territory
    if territory is None:
        return None
    found = {
        (finding.muscles[0], side): finding
        for finding in answer.case.findings
        if isinstance(finding, Strength) and finding.muscles
        for side in sides_of({"side": finding.side})
    }
    wanted = {key for key, loss in territory.muscles.items() if loss >= _OPEN}
    ranked = sorted(wanted, key=lambda key: -territory.muscles[key])
    return Comparison(
        both=tuple(found[key].label for key in ranked if key in found and found[key].is_weak),
        only_found=tuple(one.label for key, one in found.items() if one.is_weak and key not in wanted),
        only_predicted=tuple(found[key].label for key in ranked if key in found and not found[key].is_weak),
        not_examined=tuple(f"{side} {words(name, 'muscles')}" for name, side in ranked if (name, side) not in found)[
            :6
        ],
    )


def _spine(answer: Answer) -> Iterator[str]:
    """Drawings of the discs in question; none where no disc is."""
    told = answer.explanation
    drawn = disc_marks(answer.case, told)
    if drawn:
        yield spine_map(drawn)
        if told.discs and told.discs[0].probability >= 0.05:
            yield disc_section(told.discs[0])


def _spoken(told: Explanation, state: str, place: str) -> str:
    """What a screen reader says once."""
    if state == "empty":
        return "Nothing entered yet."
    urgent = "Same day: emergency department. " if told.red_flag.urgent else ""
    lead = "Cannot tell yet." if state == "cannot_tell" else f"{place} {percent(told.causes[0].probability)}."
    return f"{urgent}{lead} Disc {told.disc_to_blame.verdict}."


def _changed(before: str, did: str, now: Mapping[str, Any]) -> str:
    """What the last entry changed; empty where nothing is known of it."""
    try:
        old = json.loads(before) if before and did else {}
        label, share, verdict = str(old["label"]), float(old["p"]), str(old["v"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    place = _split(str(now["label"]))[0]
    if label == now["label"]:
        moved = f"{place} {percent(share)} → {percent(now['p'])}"
    else:
        moved = f"{place} now leads ({percent(now['p'])}), before {_split(label)[0]}"
    disc = "" if verdict == now["v"] else f"; disc {verdict} → {now['v']}"
    return f"After {did}, {moved}{disc}."
