"""The chapter of tests not yet done: what each would show, when it is best done, and what it costs the patient."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from myotome.explain import TO_ORDER, Explanation, NextTest, said_together
from myotome.report.document.parts import (
    Block,
    Cell,
    Section,
    Span,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.words.certainty import held_back
from myotome.report.words.guidelines import joined, recommendation
from myotome.report.words.probabilities import capitalised

if TYPE_CHECKING:
    from myotome.care import Investigation, Plan

__all__ = ["LITTLE", "informative", "is_settled", "little_more", "meaning", "next_test_chapter", "worth_testing"]

_NO_DELAY = "Nothing here waits for, or delays, what the red flag asks for. "

LITTLE = "No single further test is likely to change this answer."
_DISC_OPEN = "Whether a disc is to blame stays open until an image answers it."
_FLAG_FIRST = "What the red flag asks for comes before any other test."
_DONE = "Every proposed test is done or passed over."
_SURE = 0.95
#: Verdicts on the disc that an image, or an answer that needs no disc, has closed.
_CLOSED = frozenset({"proven", "contradicted", "unproven"})
_EXAMINATION = frozenset({"strength", "sensation", "reflex", "sign"})
_COUNTED_BITS, _INFORMATIVE_BITS = 0.01, 0.05
_ABOVE = "as above"
_ABOUT = (
    "Best first: the information expected about the answer (bits) for the burden (minutes at the bedside, or what "
    "counts as much)."
)


def is_settled(explanation: Explanation) -> bool:
    """Is the answer all but sure, its disc no longer in question, and nothing asked for on the same day?"""
    said = said_together(explanation.causes, explanation.diseases)
    sure = bool(said) and said[0].probability > _SURE and not held_back(explanation)
    return sure and not explanation.red_flag.urgent and _disc_is_closed(explanation)


def _disc_is_closed(explanation: Explanation) -> bool:
    return explanation.disc_to_blame.verdict in _CLOSED


def little_more(explanation: Explanation) -> str:
    """Say why no test stands out; never that none would tell, beside a same-day box or with the disc in question."""
    if explanation.red_flag.urgent:
        return _FLAG_FIRST
    return LITTLE if _disc_is_closed(explanation) else _DISC_OPEN


def informative(tests: Sequence[NextTest]) -> list[NextTest]:
    """Tests that are expected to say something about the answer."""
    return [test for test in tests if test.information_bits >= _INFORMATIVE_BITS]


def worth_testing(explanation: Explanation, passed: Collection[str]) -> tuple[list[NextTest], str]:
    """Which tests are still worth their burden, those at the bedside first; where none is, why.

    One test of each kind at the bedside is worth it whatever it is expected to tell: a pain alone is no examination,
    and how weak a muscle is decides what is done.

    Parameters
    ----------
    explanation : Explanation
        With its next tests.
    passed : collection of str
        Ids of tests that were proposed before, done or passed over.
    """
    left = [test for test in explanation.next_tests if test.id not in passed]
    owed = _EXAMINATION - {_kind(name) for name in passed}
    if first := [test for test in left if _kind(test.id) in owed]:
        return first, ""
    if is_settled(explanation):
        return [], LITTLE
    worth = sorted(informative(left), key=_is_ordered)
    return worth, "" if worth else little_more(explanation) if left else _DONE


def _is_ordered(test: NextTest) -> bool:
    """Whether a test is not done at the bedside."""
    return _kind(test.id) in TO_ORDER


def _kind(test: str) -> str:
    """Kind of a test, by its id."""
    return test.partition("_")[0]


def meaning(test: NextTest) -> str:
    """What each result would make more likely; nothing where both results favour the same.

    Examples
    --------
    >>> meaning(NextTest("history_cancer", "ask: cancer", 0.1, 1.0, "a tumour", "a disc"))
    'If yes, more likely: a tumour; if no: a disc.'
    """
    if test.if_abnormal == test.if_normal:
        return ""
    yes, no = ("yes", "no") if test.id.startswith("history_") else ("abnormal", "normal")
    one, other = _told_apart(test.if_abnormal, test.if_normal)
    return f"If {yes}, more likely: {one}; if {no}: {other}."


def _told_apart(one: str, other: str) -> tuple[str, str]:
    """Two causes in a sentence: a place that both share is not said.

    Examples
    --------
    >>> _told_apart("C7 root, left: a disc", "C7 root, left: bone"), _told_apart("a tumour", "a disc")
    (('a disc', 'bone'), ('a tumour', 'a disc'))
    """
    (place, _, disease), (elsewhere, _, rival) = one.partition(": "), other.partition(": ")
    return (disease, rival) if disease and rival and place == elsewhere else (one, other)


def next_test_chapter(
    explanation: Explanation, plan: Plan | None = None, tests: Sequence[NextTest] | None = None
) -> Section:
    """Tests at the bedside, then those to order.

    Parameters
    ----------
    explanation : Explanation
    plan : Plan or None
        Of the same case: adds when a test is best done, how good it is, cautions and guidelines.
    tests : sequence of NextTest or None
        Other tests than those of the explanation.
    """
    shown = explanation.next_tests if tests is None else tests
    planned = {one.test: one for one in plan.investigations} if plan is not None else {}
    if plan is not None:
        shown = [test for test in shown if test.id in planned]
    ordered = [test for test in shown if _is_ordered(test)]
    beside = [test for test in shown if test not in ordered]
    blocks: list[Block] = []
    if shown:
        little = is_settled(explanation) or not informative(shown)
        first = _NO_DELAY if explanation.red_flag.urgent else f"{little_more(explanation)} " if little else ""
        blocks.append(paragraph(first, cited(_ABOUT, ("judgement",))))
    for title, group in (("At the bedside", beside), ("To order", ordered)):
        if group:
            rows = tuple(_rows(group, planned))
            head = ("test", "bits", "burden, min", "what it would show")
            blocks.append(TableOf(f"{title}, best first", head, rows, (2.2, 0.7, 0.9, 5), frozenset({1, 2})))
    nothing = paragraph("No further test is expected to say anything about the answer.")
    return Section("investigations", "Next tests", tuple(blocks) or (nothing,))


def _rows(tests: Sequence[NextTest], planned: Mapping[str, Investigation]) -> Iterator[tuple[Cell, ...]]:
    before: Cell = ()
    for test in tests:
        says = (*spans(meaning(test)), *(_more(planned[test.id]) if test.id in planned else ()))
        bits = f"{test.information_bits:.2f}" if test.information_bits >= _COUNTED_BITS else f"<{_COUNTED_BITS}"
        yield cell(test.label), cell(bits), cell(f"{test.burden:g}"), cell(_ABOVE) if says == before else says
        before = says


def _more(investigation: Investigation) -> Cell:
    """When a test is best done, cautions, quality, radiation, and what guidelines say of it."""
    unknown = "radiation dose not found" if investigation.radiation_msv is None else ""
    dose = f"radiation {investigation.radiation_msv:g} mSv" if investigation.radiation_msv else unknown
    invasive = "" if investigation.invasiveness in ("", "none") else investigation.invasiveness
    parts = (investigation.when, *investigation.cautions, *investigation.quality, dose, invasive)
    more = "; ".join(filter(None, parts))
    said: list[Span] = [cited(f" {capitalised(more)}. ", investigation.sources)] if more else []
    advised = joined([recommendation(each) for each in investigation.recommendations])
    return (*said, *([Span(" ")] if advised and not said else []), *advised)
