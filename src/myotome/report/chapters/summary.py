"""The summary that is read first, on one page or screen: what is urgent, the cause, the disc, why, and what next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from myotome.exam import sided, words
from myotome.explain import Evidence, Explanation, MuscleNecessity, NextTest, RedFlag
from myotome.report.chapters.next_tests import LITTLE, informative, is_settled, little_more, meaning
from myotome.report.document.parts import Block, Bullets, Callout, Section, Subheading, cited, paragraph, spans
from myotome.report.figures.evidence import by_rival, heaviest
from myotome.report.words.certainty import certainty, verdict_in_words
from myotome.report.words.probabilities import capitalised, percent
from myotome.report.words.rivals import rival_in_words

if TYPE_CHECKING:
    from myotome.care import Plan, ReferralFlag

__all__ = ["red_flag_blocks", "summary_chapter"]

_ACTIONS, _REASONS, _RIVALS, _MUSCLES, _EACH_WAY, _TESTS = 3, 2, 2, 6, 3, 2
_WORTH_NAMING, _CANDIDATE, _CERTAIN = 0.01, 0.05, 0.95
_SILENCE = "No red flag rule holds. What was not asked or examined can still hide one."
_WHATEVER = "What the box asks for is due however likely that is."
_UNWEIGHED = 4
_FLAG_SETTLES = "What the red flag asks for. No other test comes before it or delays it."
_FLAG_FIRST = "Act on the red flag above before anything else."
_OPINION = "Arrange a specialist opinion within about two weeks, for the reason above."
_AS_BOXED = "Do what the box asks for, within about two weeks."
_NO_HURRY = "No red flag rule asks for action on the same day or for an opinion within two weeks."
_NO_IMAGE = "An image of the spine is not advised at this stage: back pain without a red flag (guidelines)."
_CONTRADICTORY = "Check the findings again before acting on this answer."


def summary_chapter(explanation: Explanation, plan: Plan | None = None, due: Sequence[ReferralFlag] = ()) -> Section:
    """Put the answer to one case on one page.

    Parameters
    ----------
    explanation : Explanation
    plan : Plan or None
        Of the same case: names the service to refer to and the treatments that guidelines support.
    due : sequence of ReferralFlag
        What the likely cause itself asks for; a plan has it among its own flags.
    """
    if explanation.outcome in _UNANSWERED:
        flag = explanation.red_flag
        boxes = red_flag_blocks(flag, _ACTIONS, _REASONS) if flag.urgent or flag.soon else ()
        blocks = (*boxes, *_UNANSWERED[explanation.outcome](explanation))
        return Section("summary", "Summary", blocks, alone=True)
    blocks = (
        *red_flag_blocks(explanation.red_flag, _ACTIONS, _REASONS),
        *_cause(explanation),
        *_disc(explanation),
        *_support(explanation),
        *_not_weighed(explanation),
        *(_what_next(explanation, due) if plan is None else _planned(explanation, plan)),
    )
    return Section("summary", "Summary", blocks, alone=True)


def _what_next(explanation: Explanation, due: Sequence[ReferralFlag]) -> Iterator[Block]:
    """Of an answer without a plan."""
    yield from _settling(explanation)
    yield Subheading("What to do now")
    yield Bullets(tuple(spans(line) for line in _now(explanation, due)))


def _planned(explanation: Explanation, plan: Plan) -> Iterator[Block]:
    from myotome.report.chapters.next_steps import NEXT_STEP, next_steps

    yield Subheading(NEXT_STEP)
    yield Bullets(tuple(spans(line) for line in next_steps(explanation, plan)))


def _no_complaint(explanation: Explanation) -> Iterator[Block]:
    yield paragraph(cited(explanation.outcome_sentence, strong=True), f" {explanation.disc_to_blame.reason}")


def _not_examined(explanation: Explanation) -> Iterator[Block]:
    yield paragraph(cited(explanation.outcome_sentence, strong=True))
    yield Subheading("Ask and examine first")
    yield Bullets(tuple(spans(f"{capitalised(test.label)}.") for test in explanation.next_tests))


_UNANSWERED: Mapping[str, Callable[[Explanation], Iterator[Block]]] = {
    "no_complaint": _no_complaint,
    "not_examined": _not_examined,
}


def red_flag_blocks(flag: RedFlag, actions: int | None = None, reasons: int | None = None) -> Iterator[Block]:
    """What is urgent and what is due soon, each in a box; a sentence where neither is."""
    if flag.urgent:
        why = f"Why: {_listed(flag.reasons, reasons)}."
        first = _first(flag.main_actions, actions, flag.leading_action)
        lines = Bullets(tuple((cited(action, strong=True),) for action in first))
        due = [paragraph(f"Due after that, within two weeks at the latest: {_due(flag, reasons)}")] if flag.soon else []
        yield Callout("urgent", "RED FLAG: act before anything else", (lines, paragraph(why), *_dangers(flag), *due))
    elif flag.soon:
        lines = Bullets(tuple((cited(action, strong=True),) for action in _first(flag.soon_actions, actions)))
        why = _listed(flag.soon, reasons)
        said = (lines, paragraph(f"Why: {why}.")) if flag.soon_actions else (paragraph(f"{capitalised(why)}."),)
        yield Callout("soon", "Soon: within about two weeks", said)
    yield from _chance(flag)


def _due(flag: RedFlag, reasons: int | None) -> str:
    """What is due within weeks beside what is due today, and why."""
    why = _listed(flag.soon, reasons)
    return f"{' '.join(flag.soon_actions)} Why: {why}." if flag.soon_actions else f"{why}."


def _chance(flag: RedFlag) -> Iterator[Block]:
    """How likely what is feared is; nothing where a rule asks for action about something the model does not weigh."""
    chance = f"Probability of a cause that needs same-day action: {percent(flag.probability)}."
    if not flag.urgent:
        silence = "" if flag.soon else f"{_SILENCE} "
        yield paragraph(silence, cited(chance, ("calibration_explain",)))
    elif not flag.steps or any(step.probability is not None for step in flag.steps):
        yield paragraph(cited(chance, ("calibration_explain",)), "" if flag.probability > 0.5 else f" {_WHATEVER}")


def _dangers(flag: RedFlag) -> Iterator[Block]:
    if flag.do_not_miss:
        named = (f"{one.label} ({percent(one.probability)}; settled by {one.test})" for one in flag.do_not_miss)
        yield paragraph(f"Do not miss: {'; '.join(named)}.")


def _listed(lines: Sequence[str], count: int | None) -> str:
    return "; ".join(_first(lines, count))


def _first(lines: Sequence[str], count: int | None, kept: str | None = None) -> list[str]:
    """Return the first lines, the kept one wherever it stands, and how many more there are."""
    shown = [line for place, line in enumerate(lines) if count is None or place < count or line == kept]
    more = len(lines) - len(shown)
    return shown if more <= 0 else [*shown, f"and {more} more"]


def _cause(explanation: Explanation) -> Iterator[Block]:
    yield Subheading("What explains the findings")
    if not explanation.causes:
        yield paragraph(cited(explanation.outcome_sentence, strong=True))
        return
    sure = certainty(explanation)
    yield paragraph(cited(sure.sentence, strong=True), f" {LITTLE}" if is_settled(explanation) else "")
    if others := sure.next_named(_RIVALS, _WORTH_NAMING):
        yield paragraph(others)
    yield from _old(explanation)


def _old(explanation: Explanation) -> Iterator[Block]:
    """What was probably there before, and what of the findings is its doing."""
    for old in explanation.old_diseases:
        named = f"{old.label} ({percent(old.probability)})"
        yield paragraph(f"Beside it, probably of long standing: {named}. It accounts for: {'; '.join(old.findings)}.")


def _sides_together(muscles: Sequence[MuscleNecessity]) -> list[tuple[str, str]]:
    """Each muscle with its share; both sides in one where they have the same."""
    shares: dict[tuple[str, str], list[str]] = {}
    for one in muscles:
        name = words(one.muscle, "muscles", "muscle_groups", "movements")
        shares.setdefault((name, percent(one.by_disc)), []).append(one.side)
    told = ((f"{name} (both)" if len(on) == 2 else sided(name, on[0]), share) for (name, share), on in shares.items())
    return list(told)


def _disc(explanation: Explanation) -> Iterator[Block]:
    verdict = explanation.disc_to_blame
    yield Subheading("Is a disc to blame?")
    yield paragraph(cited(verdict_in_words(explanation), strong=True), f" {capitalised(verdict.reason)}")
    if any(one.by_disc >= _CANDIDATE for one in explanation.muscles):
        told = _sides_together(explanation.muscles)
        named = ", ".join(f"{muscle} {share}" for muscle, share in told[:_MUSCLES])
        more = len(told) - _MUSCLES
        rest = f", and {more} more muscles" if more > 0 else ""
        yield paragraph(f"Probability that each weak muscle would be strong without the disc lesion: {named}{rest}.")
    if verdict.incidental:
        yield paragraph(f"On the image, but not needed for these findings: {'; '.join(verdict.incidental)}.")


def _support(explanation: Explanation) -> Iterator[Block]:
    compared = [list(explanation.evidence), *by_rival(explanation.evidence_of_another_kind)]
    weighed = [items for items in compared if heaviest(items)] or compared[:1]
    weighed = weighed[-1:] if explanation.red_flag.urgent else [weighed[0], *weighed[1:][-1:]]
    said: list[list[Block]] = []
    named: set[str] = set()
    for items in weighed:  # what is named against one rival is not said again against the next
        new = [item for item in items if item.label not in named]
        if lines := _for(new, explanation):
            said.append(lines)
            named |= {item.label for item in (*_speaking(new), *_opposing(new))}
    if said:
        yield Subheading("What supports it (in brackets: how many powers of ten a finding adds)")
        for lines in said:
            yield from lines


def _for(evidence: Sequence[Evidence], explanation: Explanation) -> list[Block]:
    """What speaks for the leader and against it, compared with one rival."""
    if not evidence:
        return []
    shown, rival = heaviest(evidence), rival_in_words(evidence[0].against, explanation)
    one = "it" if certainty(explanation).kind == "explanation" else "the first"
    if not shown:
        return [paragraph(f"Nothing found says much for {one} rather than {rival}, or against it.")]
    speaking = _speaking(evidence)
    opposing = _opposing(evidence)
    lines: list[Block] = []
    if speaking:
        lines.append(paragraph(cited(f"For {one} rather than {rival}: ", strong=True), _weighed(speaking)))
    if opposing:
        head = f"Against {one}: " if speaking else f"Against {one}, for {rival}: "
        lines.append(paragraph(cited(head, strong=True), _weighed(opposing)))
    return lines


def _speaking(evidence: Sequence[Evidence]) -> list[Evidence]:
    return [item for item in heaviest(evidence) if item.weight > 0][:_EACH_WAY]


def _opposing(evidence: Sequence[Evidence]) -> list[Evidence]:
    return [item for item in reversed(heaviest(evidence)) if item.weight < 0][:_EACH_WAY]


def _weighed(items: Sequence[Evidence]) -> str:
    return f"{'; '.join(f'{item.label} ({item.weight:+.1f})' for item in items)}."


def _not_weighed(explanation: Explanation) -> Iterator[Block]:
    """What was written down and changes no answer: whoever wrote it must not believe that it was weighed."""
    if explanation.unused:
        named = _first([one.label for one in explanation.unused], _UNWEIGHED)
        yield paragraph(f"Written down, but not weighed in this answer: {'; '.join(named)}.")


def _settling(explanation: Explanation) -> Iterator[Block]:
    urgent, sure = explanation.red_flag.urgent, certainty(explanation).probability
    if not explanation.next_tests or is_settled(explanation) or (urgent and sure > _CERTAIN):
        return
    yield Subheading("What would settle it")
    if explanation.red_flag.urgent:
        yield paragraph(_FLAG_SETTLES)
        return
    from myotome.care import not_advised_yet

    too_early, tests = not_advised_yet(explanation), dict[str, list[str]]()
    worth = informative(explanation.next_tests)
    for test in sorted(worth, key=lambda one: -one.information_bits):
        if test.id in too_early:
            continue
        tests.setdefault(meaning(test), []).append(test.label)
    lines = [f"{capitalised(_one_of(labels))}. {says}" for says, labels in tests.items()]
    yield (
        Bullets(tuple(spans(line.rstrip()) for line in lines[:_TESTS]))
        if lines
        else paragraph(little_more(explanation))
    )
    if keys := tuple(dict.fromkeys(too_early[test.id] for test in worth if test.id in too_early)):
        yield paragraph(cited(_NO_IMAGE, keys))


def _one_of(labels: Sequence[str]) -> str:
    """The best of the tests that would say the same."""
    more = len(labels) - 1
    return f"{labels[0]}, or {'another' if more == 1 else f'{more} others'} like it" if more else labels[0]


def _now(explanation: Explanation, due: Sequence[ReferralFlag]) -> Iterator[str]:
    flag = explanation.red_flag
    if explanation.outcome == "contradictory_findings":
        yield _CONTRADICTORY
    if flag.urgent:
        yield _FLAG_FIRST
    for one in due:
        yield f"{capitalised(one.when)}: {one.to_whom}. {capitalised(one.what)}.{_at_once(one)}"
    if flag.soon and not flag.urgent:
        yield _AS_BOXED if flag.soon_actions else _OPINION
    if not flag.urgent and not flag.soon and not due:
        yield _NO_HURRY
    if not flag.urgent and not is_settled(explanation) and (test := _first_test(explanation)) is not None:
        yield _next_in_words(test)


def _at_once(flag: ReferralFlag) -> str:
    """What the likely cause asks for on the same day, where it names it."""
    return "".join(f" {action}" for action in flag.actions) if flag.when == "today" else ""


def _next_in_words(test: NextTest) -> str:
    """What to ask or to examine next."""
    asked = test.label.removeprefix("ask: ")
    return f"Examine next: {test.label}." if asked == test.label else f"Ask next: {asked}."


def _first_test(explanation: Explanation) -> NextTest | None:
    """Return the best of the tests that are expected to say something and that no guideline advises against yet."""
    from myotome.care import not_advised_yet

    too_early = not_advised_yet(explanation)
    return next((test for test in informative(explanation.next_tests) if test.id not in too_early), None)
