"""The chapter of the likely course: fan charts by treatment, the numbers, and what each treatment changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from myotome.answer.answer import Answer
from myotome.care import Plan, TreatmentOption
from myotome.forecast import Forecast
from myotome.report.document.parts import (
    Block,
    Bullets,
    Cell,
    Figure,
    Row,
    Section,
    TableOf,
    cell,
    cited,
    paragraph,
)
from myotome.report.figures.fan_chart import OUTCOMES, PAINS, described, fan_chart
from myotome.report.words.probabilities import capitalised, percent

__all__ = ["ADVISED_AGAINST", "charts_of", "course_chapter", "pains_of", "shown_arms"]

ADVISED_AGAINST = ("against", "insufficient evidence")
_ARMS = 6
_WEEKS = (13, 52)
_PAINS = {"C": ("arm pain", "neck pain"), "T": ("pain around the trunk", "back pain")}


def pains_of(of: Answer) -> tuple[str, str]:
    """What the pain of the root and that of the spine are called, by where the likeliest disc lies."""
    disc = of.explanation.discs[0].disc if of.explanation.discs else "L"
    return _PAINS.get(disc[0], PAINS)


def shown_arms(plan: Plan) -> Forecast | None:
    """Forecast of the options that are worth a chart: waiting first, those advised against left out."""
    told = plan.forecast.told
    if told is None:
        return None
    wanted = [one.arm for one in plan.treatments if one.arm in told.arms and one.stance not in ADVISED_AGAINST]
    names = list(dict.fromkeys([next(iter(told.arms)), *wanted]))[:_ARMS]
    return replace(told, arms={name: told.arms[name] for name in names})


def charts_of(told: Forecast, outcomes: Sequence[str], pains: tuple[str, str]) -> Row:
    """Fan charts of some outcomes, beside each other."""
    figures = []
    for name in outcomes:
        title = OUTCOMES[name][0].replace(PAINS[0], pains[0]).replace(PAINS[1], pains[1])
        alternative = f"Forecast of {title}. {described(told, name)}."
        figures.append(
            Figure(
                fan_chart(told, name, pains),
                f"{capitalised(title)}{', by treatment' if len(told.arms) > 1 else ''}.",
                alternative,
                0.48,
            )
        )
    return Row(tuple(figures))


def course_chapter(of: Answer) -> Section:
    """The likely course under each treatment, as charts and in numbers; or why there is none."""
    told = shown_arms(of.plan)
    if told is None:
        reason = paragraph(f"No forecast is shown: {of.plan.forecast.reason}.")
        return Section("course", "The likely course", (reason,))
    covered = percent(of.plan.forecast.covered)
    about = (
        f"If a herniated disc at a root is the cause (probability {covered}). Bands hold half "
        f"and 90 of 100 of {told.options.futures} futures for this person: chance and what the model does not know."
    )
    blocks: list[Block] = [
        paragraph(cited(about, told.sources())),
        charts_of(told, tuple(OUTCOMES), pains_of(of)),
        *_numbers(of, told),
        paragraph(
            "Each treatment meets the same luck, so that differences between them are not chance. "
            "The kind of study behind each:"
        ),
        _evidence(told),
    ]
    return Section("course", "The likely course", tuple(blocks))


def _numbers(of: Answer, told: Forecast) -> Iterator[Block]:
    pain, _ = pains_of(of)
    rows = []
    for one in of.plan.treatments:
        if one.arm in told.arms and one.outlook:
            rows.append(_outlook_row(one))
    head = (
        "option",
        f"{pain}, week 13",
        f"{pain}, week 52",
        "disability, week 52",
        "recovered, 13 and 52",
        "operated by 52",
    )
    if rows:
        title = "Median, in brackets half of the futures; shares of futures"
        yield TableOf(title, head, tuple(rows), (3.2, 1.5, 1.5, 1.5, 1.5, 1.1), frozenset(range(1, 6)))
    changes = [_change_row(one) for one in of.plan.treatments if one.arm in told.arms and one.difference]
    if changes:
        changed = (
            "option",
            *(f"{name}, week {week}" for name, week in ((pain, 13), (pain, 52), ("disability", 52), ("recovered", 52))),
        )
        title = "Change against watchful waiting, with the 95 % interval from not knowing the model's numbers"
        yield TableOf(title, changed, tuple(changes), (3, 1.8, 1.8, 1.8, 2), frozenset({1, 2, 3, 4}))


def _outlook_row(one: TreatmentOption) -> tuple[Cell, ...]:
    early, late = (one.outlook[week] for week in _WEEKS)
    recovered = f"{percent(early['recovered_perceived'].mean)}, {percent(late['recovered_perceived'].mean)}"
    told = [
        f"{found.q50:.{digits}f} [{found.q25:.{digits}f}-{found.q75:.{digits}f}]"
        for found, digits in ((early["leg_pain_nrs"], 1), (late["leg_pain_nrs"], 1), (late["odi"], 0))
    ]
    return (cell(capitalised(one.wording)), *map(cell, told), cell(recovered), cell(percent(late["operated"].mean)))


def _change_row(one: TreatmentOption) -> tuple[Cell, ...]:
    wanted = (("leg_pain_nrs", 13, 1), ("leg_pain_nrs", 52, 1), ("odi", 52, 1), ("recovered_perceived", 52, 2))
    cells = []
    for name, week, digits in wanted:
        change = one.difference.get(week, {}).get(name)
        limits = "" if change is None else f"{_signed(change.low, digits)} to {_signed(change.high, digits)}"
        cells.append(cell("not told" if change is None else f"{_signed(change.mean, digits)} ({limits})"))
    return (cell(capitalised(one.wording)), *cells)


def _signed(value: float, digits: int) -> str:
    """Number with its sign; what rounds to nothing has none."""
    told = f"{value:+.{digits}f}"
    return told[1:] if float(told) == 0.0 else told


def _evidence(told: Forecast) -> Block:
    items = []
    for arm, entry in told.evidence.items():
        if arm in told.arms:
            keys = tuple(dict.fromkeys(edge["source"] for edge in entry["edges"]))
            items.append((cited(f"{arm.replace('_', ' ')}: {entry['kind']}", keys),))
    return Bullets(tuple(items)) if items else paragraph("No kind of study is known.")
