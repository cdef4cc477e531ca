"""The page that is read first, and often alone: urgency, answer, disc, what was found, why, what next, and limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myotome.answer import Answer
from myotome.care import Plan, ReferralFlag
from myotome.explain import Evidence, Explanation
from myotome.outcomes import Outcome
from myotome.report.chapters.body import body_figure, spine_figures
from myotome.report.chapters.course.first_look import first_look
from myotome.report.chapters.next_steps import NEXT_STEP, next_steps
from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
    Columns,
    Section,
    Span,
    Subheading,
    cited,
    paragraph,
    spans,
)
from myotome.report.figures.body_findings import body_findings
from myotome.report.figures.evidence import by_rival, heaviest
from myotome.report.words.certainty import certainty, verdict_in_words
from myotome.report.words.probabilities import (
    capitalised,
    percent,
)
from myotome.report.words.rivals import rival_in_words

__all__ = ["first_page"]

_ACTIONS, _REASONS, _RIVALS, _EACH_WAY, _FLAGS = 2, 3, 2, 3, 3
_WORTH_NAMING = 0.01
#: Beyond it how many times a finding shifts the odds says no more.
_MOST = 1000
_STEPS = ("contradicted", "unproven", "possible", "probable", "proven")
_SILENCE = "No red flag rule holds among what was asked; what was not asked or examined can still hide one."
_OPEN = (Outcome.NOT_EXAMINED, Outcome.NO_COMPLAINT)
_LIMITS = (
    "Supports a decision, does not take it; no medical device; not validated on consecutive patients. Probabilities "
    "hold among the causes that the model knows. ×10: ten times as likely under this explanation as under the other."
)


def first_page(answer: Answer) -> Section:
    """Put the answer about one patient on one page.

    Parameters
    ----------
    answer : Answer
    """
    explanation, plan = answer.explanation, answer.plan
    blocks: list[Block] = [*_urgency(explanation, plan)]
    blocks.append(Columns((tuple(_answer(explanation)), tuple(_disc(explanation))), (1.0, 1.0)))
    right = (*_why(answer), *_next(explanation, plan))
    blocks.append(Columns((tuple(_found(answer)), right), (1.0, 1.0)))
    blocks += first_look(answer)
    blocks.append(paragraph(cited("Limits. ", strong=True), _LIMITS, small=True))
    return Section("summary", "Summary", tuple(blocks), alone=True)


def _urgency(explanation: Explanation, plan: Plan) -> Iterator[Block]:
    """One box for the most urgent, and a line for each of the others; no flag twice."""
    chance = f"Probability of a cause that needs same-day action: {percent(explanation.red_flag.probability)}."
    if not plan.referral.flags:
        yield Callout("note", "No red flag among what was asked", (paragraph(f"{_SILENCE} {chance}"),))
        return
    first, *others = plan.referral.flags
    lines: list[Block] = [paragraph(f"{capitalised(first.what)}. {_listed(first.actions, _ACTIONS)}")]
    lines.append(paragraph(f"Why: {'; '.join(first.why[:_REASONS])}."))
    same = [flag for flag in others if (flag.urgency == "soon") == (first.urgency == "soon")][:_FLAGS]
    if same:
        lines.append(paragraph("Also: ", "; ".join(f"{flag.what} ({flag.to_whom}, {flag.when})" for flag in same), "."))
    if first.urgency == "soon":
        lines.append(paragraph(chance))
    yield Callout("soon" if first.urgency == "soon" else "urgent", _sent(first), tuple(lines))


def _sent(flag: ReferralFlag) -> str:
    return f"{capitalised(flag.when)}: {flag.to_whom}"


def _listed(lines: Sequence[str], count: int) -> str:
    return " ".join(f"{line.rstrip('.')}." for line in lines[:count])


def _answer(explanation: Explanation) -> Iterator[Block]:
    yield Subheading("What explains the findings")
    if not explanation.causes or explanation.outcome in _OPEN:
        yield paragraph(cited(explanation.outcome_sentence, strong=True))
        return
    sure = certainty(explanation)
    yield paragraph(cited(sure.sentence, explanation.sources()[:1], strong=True))
    if others := sure.next_named(_RIVALS, _WORTH_NAMING):
        yield paragraph(others)
    for old in explanation.old_diseases:
        yield paragraph(f"Beside it, probably of long standing: {old.label} ({percent(old.probability)}).")


def _disc(explanation: Explanation) -> Iterator[Block]:
    verdict = explanation.disc_to_blame
    yield Subheading("Is a disc to blame?")
    yield paragraph(cited(verdict_in_words(explanation), strong=True), f" {capitalised(verdict.reason)}")
    if verdict.verdict in _STEPS:
        scale: list[str | Span] = []
        for place, step in enumerate(_STEPS):
            scale += [*([" · "] if place else []), cited(step, strong=step == verdict.verdict)]
        yield paragraph(*scale, small=True)
    if verdict.incidental:
        yield paragraph(f"On the image, but not needed for these findings: {'; '.join(verdict.incidental)}.")


def _found(answer: Answer) -> Iterator[Block]:
    found = body_findings(answer.case)
    yield Subheading("Found, and predicted")
    if found.is_empty and answer.territory is None:
        yield paragraph("No finding of this case has a place on the body chart.")
        return
    yield body_figure(found, answer.territory)


def _why(answer: Answer) -> Iterator[Block]:
    drawn = spine_figures(answer)
    yield Subheading("The disc, and what speaks for the answer" if drawn else "What speaks for the answer")
    if drawn is not None:
        yield drawn
    explanation = answer.explanation
    telling = [one for one in by_rival(explanation.evidence_of_another_kind) if heaviest(one)]
    telling = telling or ([list(explanation.evidence)] if heaviest(explanation.evidence) else [])
    if not telling:
        yield paragraph("No finding separates the leading explanation from its rivals.")
        return
    evidence = telling[-1]  # the last is the farthest from the answer: what a lesion itself shows
    shown = heaviest(evidence)
    yield paragraph(f"Compared with {rival_in_words(evidence[0].against, explanation)}:")
    speaking = [item for item in shown if item.weight > 0][:_EACH_WAY]
    opposing = [item for item in reversed(shown) if item.weight < 0][:_EACH_WAY]
    yield Bullets(tuple(spans(cited("For: ", strong=True), _weighed(item)) for item in speaking)
                  + tuple(spans(cited("Against: ", strong=True), _weighed(item)) for item in opposing))  # fmt: skip
    if not opposing:
        yield paragraph("Nothing found speaks clearly against it.")


def _weighed(item: Evidence) -> str:
    """The finding, and how many times it shifts the odds, to two figures."""
    times = 10.0 ** abs(item.weight)
    return f"{item.label} (over ×{_MOST:,g})" if times > _MOST else f"{item.label} (×{float(f'{times:.2g}'):,g})"


def _next(explanation: Explanation, plan: Plan) -> Iterator[Block]:
    yield Subheading(NEXT_STEP)
    yield Bullets(tuple(spans(line) for line in next_steps(explanation, plan)))
