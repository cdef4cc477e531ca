"""Cards: a red flag first and alone of its kind, then what to see soon, what to examine, what the order means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from myotome.answer import Answer, assess
from myotome.care import Recommendation
from myotome.exam import Case
from myotome.interop.cds.calls import CdsCall, resources_of
from myotome.interop.fhir import Terms
from myotome.interop.fhir.terms import OVERRIDE_REASON, codes

__all__ = ["LONGEST_SUMMARY", "cards_of", "summary_of"]

LONGEST_SUMMARY: Final = 139
_MOST_CARDS: Final = 3
_LISTED: Final = 6
_MARKS: Final = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
_IMAGE, _OPIOID, _REFERRAL = ("imaging-modality", "MRI"), ("history-item", "opioid_use"), ("output", "referral")
_Card = dict[str, Any]


@dataclass(frozen=True)
class CardContext:
    """What the cards of one call share."""

    call: CdsCall
    terms: Terms
    page: str | None
    notes: tuple[str, ...]

    def card(self, name: str, indicator: str, summary: str, lines: Sequence[str]) -> _Card:
        """One card; its id is the same at every call of the occasion."""
        told = [*lines[:_LISTED], *self.notes]
        uuid = uuid5(NAMESPACE_URL, f"{self.call.instance}/{self.call.service}/{name}")
        link = [] if self.page is None else [{"label": "Open Myotome", "url": self.page, "type": "absolute"}]
        return {
            "uuid": str(uuid),
            "summary": summary_of(summary),
            "indicator": indicator,
            **({"detail": "\n".join(f"- {_inert(line)}" for line in told)} if told else {}),
            "source": {"label": "Myotome", **({} if self.page is None else {"url": self.page})},
            "overrideReasons": [self.terms.coding(OVERRIDE_REASON, code) for code in codes(OVERRIDE_REASON)],
            **({"links": link} if link else {}),
        }


def summary_of(words: str) -> str:
    """One sentence of fewer than 140 characters, cut between words.

    Examples
    --------
    >>> summary_of("Examine next: toe walking (right)."), len(summary_of("word " * 60)) < 140
    ('Examine next: toe walking (right).', True)
    """
    plain = " ".join(words.split())
    if len(plain) <= LONGEST_SUMMARY:
        return plain
    return plain[: LONGEST_SUMMARY - 1].rpartition(" ")[0] + "…"


def _inert(line: str) -> str:
    """Text that Markdown and HTML show as it is written."""
    return _MARKS.sub(r"\\\1", escape(" ".join(line.split()), quote=False))


def cards_of(case: Case, context: CardContext) -> list[_Card]:
    """Cards for a patient, the worst first, three at most."""
    answer = assess(case)
    orders = list(_orders(answer, context)) if context.call.hook != "patient-view" else []
    view = list(_view(answer, context)) if context.call.hook == "patient-view" else []
    return [*_flags(answer, context), *orders, *view][:_MOST_CARDS]


def _flags(answer: Answer, context: CardContext) -> Iterator[_Card]:
    flag = answer.assessment.conclusions.red_flag
    if flag.urgent:
        at_once = any(step.urgency == "immediate" for step in flag.steps)
        words = f"Red flag, {'at once' if at_once else 'the same day'}: {', '.join(flag.reasons[:2])}."
        yield context.card("red-flag", "critical", words, [*flag.actions, *flag.reasons])
    elif flag.soon:
        words = f"To be assessed within weeks: {', '.join(flag.soon[:2])}."
        yield context.card("soon", "warning", words, [*flag.soon_actions, *flag.soon])


def _view(answer: Answer, context: CardContext) -> Iterator[_Card]:
    """What explains the findings, and what to examine next; nothing that would delay what cannot wait."""
    if not answer.case.findings or answer.assessment.conclusions.red_flag.urgent:
        return
    explanation = answer.explanation
    if explanation.next_tests:
        tests = [f"{one.label}: if abnormal, {one.if_abnormal}" for one in explanation.next_tests]
        words = f"Examine next: {explanation.next_tests[0].label}."
        yield context.card("examine", "info", words, [f"Most likely: {explanation.causes[0].label}", *tests])


def _orders(answer: Answer, context: CardContext) -> Iterator[_Card]:
    """What the findings say of each kind of order, once."""
    meant = {pair for order in _selected(context.call) for pair in _meanings(order, context.terms).items()}
    if _IMAGE in meant:
        yield _image(answer, context)
    if _OPIOID in meant:
        yield from _treatment(answer, "opioid", context)
    if _REFERRAL in meant:
        lines = [f"{one.to_whom}, {one.when}: {one.what}" for one in answer.plan.referral.flags]
        words = f"Referral: {lines[0]}." if lines else "Referral: no finding of the record calls for one by itself."
        yield context.card("referral", "info", words, lines)


def _selected(call: CdsCall) -> Iterator[Mapping[str, Any]]:
    """The orders that are asked about: at order-select the selected ones alone."""
    selections = call.context.get("selections")
    for order in resources_of(call.context.get("draftOrders", {})):
        if selections is None or f"{order.get('resourceType')}/{order.get('id')}" in selections:
            yield order


def _meanings(order: Mapping[str, Any], terms: Terms) -> dict[str, str]:
    return {**terms.meanings(order.get("code")), **terms.meanings(order.get("medicationCodeableConcept"))}


def _image(answer: Answer, context: CardContext) -> _Card:
    """Whether an image would change the answer, and what the images there are say of the disc."""
    verdict = answer.assessment.conclusions.disc_to_blame
    tests = answer.plan.investigations
    image = next((one for one in tests if "magnetic" in one.wording.lower() or "MRI" in one.wording), None)
    lines = [f"Disc to blame: {verdict.verdict.replace('_', ' ')}. {verdict.reason}"]
    if image is None:
        return context.card(
            "image", "info", "MRI: it is not among the tests that would change this answer most.", lines
        )
    words = f"MRI: it would help to tell {image.question}."
    return context.card("image", "info", words, [*lines, image.why, *_advice(image.recommendations)])


def _treatment(answer: Answer, named: str, context: CardContext) -> Iterator[_Card]:
    """What guidelines say of a treatment for this patient."""
    for option in answer.plan.options:
        if named in option.treatment:
            indicator = "warning" if option.stance == "against" else "info"
            words = f"{option.wording}: guidelines for this patient: {option.stance}."
            yield context.card(named, indicator, words, [*_advice(option.recommendations), *option.not_for])
            return


def _advice(recommendations: Sequence[Recommendation]) -> list[str]:
    return [f"{one.guideline}: {one.direction}, {one.what}" for one in recommendations]
