"""Scores of a folder of cases as a table, and the cases that were answered wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from myotome.evidence import Evaluation, ScoredCase, Scores
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.words.probabilities import class_in_words, percent

__all__ = ["print_scores"]

_Row = tuple[str, Callable[[Scores], float | None]]
_SHARES: tuple[_Row, ...] = (
    ("class right", lambda s: s.class_top1),
    ("class among the first three", lambda s: s.class_top3),
    ("place and side right", lambda s: s.place_top1),
    ("disc level right", lambda s: s.disc_level),
    ("disc verdict right", lambda s: s.disc_accuracy),
    ("disc blamed wrongly (of discs not to blame)", lambda s: s.false_blame),
    ("disc missed (of discs to blame)", lambda s: s.missed),
    ("red flags found (sensitivity)", lambda s: s.sensitivity),
    ("no red flag where none is (specificity)", lambda s: s.specificity),
)
_CALIBRATION: tuple[_Row, ...] = (
    ("log score (0 is best)", lambda s: s.log_score),
    ("Brier score (0 is best, 2 is worst)", lambda s: s.brier),
    ("calibration error of the class said", lambda s: s.ece),
)


def print_scores(evaluation: Evaluation, console: Console | None = None) -> None:
    """Print the scores; by default on the standard output, at most 100 columns wide."""
    page = console or page_console()
    print_sections(page, _sections(evaluation))


def _sections(evaluation: Evaluation) -> Iterator[RenderableType]:
    yield _block("Cases", evaluation.full, evaluation.bedside)
    if evaluation.doubtful.cases:
        yield _block("Cases with a doubtful answer", evaluation.doubtful, evaluation.doubtful_bedside)
    wrong = [case for case in evaluation.full.cases if _mistakes(case)]
    if wrong:
        yield section("Answered otherwise than known", *items("", (_line(case) for case in wrong)))


def _block(title: str, full: Scores, bedside: Scores) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    for _ in range(2):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(Text(f"{title}: {len(full.cases)}", style="bold"), "all findings", "bedside only")
    for label, read in _SHARES:
        table.add_row(label, _share(read(full)), _share(read(bedside)))
    for label, read in _CALIBRATION:
        table.add_row(label, _number(read(full)), _number(read(bedside)))
    return table


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.0f}%"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _line(case: ScoredCase) -> str:
    return f"{case.id}: {'; '.join(_mistakes(case))}"


def _mistakes(case: ScoredCase) -> list[str]:
    """Name what was answered otherwise than known."""
    said = f"class {class_in_words(case.class_said)} ({percent(case.probability)})"
    place = f"place {case.side_said or ''} {case.place_said or 'none'}, not {' or '.join(case.places_true)}"
    mistakes = (
        (case.class_correct, f"{said}, not {class_in_words(case.class_true)} ({percent(case.p_true)})"),
        (case.place_correct, place),
        (case.disc_level_correct, f"disc {case.disc_said or 'none'}, not {case.disc_true}"),
        (case.disc_verdict_correct, "disc missed" if case.disc_to_blame_true else "disc blamed wrongly"),
        (case.red_flag_correct, "red flag missed" if case.red_flag_true else "red flag raised wrongly"),
    )
    return [words for right, words in mistakes if right is False]
