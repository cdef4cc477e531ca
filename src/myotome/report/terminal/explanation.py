"""The answer to one case as a page of text: red flags first, then the answer and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from myotome.explain.explanation import Explanation, NextTest
from myotome.report.terminal.answer import answer_section, classes_section, disc_section, muscles_section
from myotome.report.terminal.console import page_console
from myotome.report.terminal.evidence_bars import evidence_section, unused_section
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.terminal.red_flags import red_flag_section
from myotome.report.words.probabilities import percent

__all__ = ["print_explanation", "print_next_tests", "print_red_flags"]

_TESTS = 5
_SENT_FOR = ("lab_", "imaging_", "emg_", "ncs_")
_SURE = 0.95
_SETTLED = "The answer looks settled. The bits leave it a doubt of one in twenty: what the tests would confirm."
_LITTLE = "None of them is expected to change the answer much."
_COUNTED_BITS = 0.01
_TELLING_BITS = 0.05


def print_explanation(explanation: Explanation, with_sources: bool = False, console: Console | None = None) -> None:
    """Print the answer to one case.

    Parameters
    ----------
    explanation : Explanation
        The answer.
    with_sources : bool
        Cite the sources behind the answer in full.
    console : Console, optional
        Where to print; by default the standard output, at most 100 columns wide.
    """
    page = console or page_console()
    page.print(Rule(Text(explanation.id), align="left", characters="-", style="dim"))
    print_sections(page, _sections(explanation, with_sources, page))


def _sections(explanation: Explanation, with_sources: bool, console: Console) -> Iterator[RenderableType]:
    yield red_flag_section(explanation.red_flag)
    yield answer_section(explanation)
    yield classes_section(explanation, console)
    yield disc_section(explanation)
    optional = (
        muscles_section(explanation.muscles),
        evidence_section(explanation, console),
        next_tests_section(explanation.next_tests, _TESTS, _is_settled(explanation)),
        unused_section(explanation.unused),
        sources_section(explanation.sources()) if with_sources else None,
    )
    yield from (part for part in optional if part is not None)
    yield _footing(explanation)


def print_red_flags(explanation: Explanation, console: Console | None = None) -> None:
    """Print the red flags alone."""
    print_sections(console or page_console(), (red_flag_section(explanation.red_flag),))


def print_next_tests(explanation: Explanation, tests: Sequence[NextTest], console: Console | None = None) -> None:
    """Print red flags, then the tests that would tell most."""
    page = console or page_console()
    nothing = Text("No further test is expected to tell anything about the answer.")
    print_sections(
        page,
        (
            red_flag_section(explanation.red_flag),
            next_tests_section(tests, settled=_is_settled(explanation)) or nothing,
        ),
    )


def next_tests_section(
    tests: Sequence[NextTest], at_most: int | None = None, settled: bool = False
) -> RenderableType | None:
    """List tests not yet done, best first by information for their burden, those to be sent for apart.

    Parameters
    ----------
    tests : sequence of NextTest
        Best first.
    at_most : int, optional
        So many at the bedside, and one fewer of those to be sent for.
    settled : bool
        Whether the answer is all but sure, so that the tests could only confirm it.
    """
    if not tests:
        return None
    about = "Best first: information expected (bits) for the burden (in minutes at the bedside)."
    telling = any(test.information_bits >= _TELLING_BITS for test in tests)
    little = [Text(_SETTLED)] if settled else [] if telling else [Text(_LITTLE)]
    sent_for = [test for test in tests if test.id.startswith(_SENT_FOR)]
    beside = [test for test in tests if test not in sent_for][:at_most]
    few = sent_for[: None if at_most is None else at_most - 1]
    lines = [*_listed("At the bedside:", beside), *_listed("To be sent for:", few, len(beside))]
    return section("Next tests", Text(about, style="dim"), *little, *lines)


def _is_settled(explanation: Explanation) -> bool:
    return bool(explanation.causes) and explanation.causes[0].probability > _SURE


def _listed(head: str, tests: Sequence[NextTest], before: int = 0) -> list[RenderableType]:
    lines = [line for number, test in enumerate(tests, start=before + 1) for line in _test_lines(number, test)]
    return [Text(head), *lines] if lines else []


def _test_lines(number: int, test: NextTest) -> list[RenderableType]:
    bits = f"{test.information_bits:.2f}" if test.information_bits >= _COUNTED_BITS else f"<{_COUNTED_BITS}"
    cost = f"{bits} bit for {test.burden:g} min"
    results = ("yes", "no") if test.id.startswith("history_") else ("abnormal", "normal")
    meanings = zip(results, (test.if_abnormal, test.if_normal), strict=True)
    told = (f"if {result}, likelier: {meaning}" for result, meaning in meanings if test.if_abnormal != test.if_normal)
    return [Text.assemble(f"{number:2}. {test.label}", (f"  {cost}", "dim")), *items("", told, mark="   ")]


def sources_section(keys: Iterable[str]) -> RenderableType:
    """Cite sources in full, by key."""
    from myotome.sources import sources

    ledger = sources()
    cited = (f"{key}: {ledger[key].text if key in ledger else 'not in the ledger'}" for key in keys)
    return section("Sources", *items("", cited))


def _footing(explanation: Explanation) -> RenderableType:
    left_out = f"Left out: states with more causes than were weighed, at most {percent(explanation.left_out)} together."
    made_by = f"myotome {explanation.version}, tables {explanation.tables_hash}. Supports a decision; does not take it."
    return Group(Text(left_out, style="dim"), Text(made_by, style="dim"))
