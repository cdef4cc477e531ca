"""The chapters of what may be done and what comes then: the course by treatment, options, tests, looking again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from myotome.care import Investigation, Plan, Recommendation, Reexamination, TreatmentOption
from myotome.forecast import Forecast
from myotome.report.document import (
    Block,
    Bullets,
    Cell,
    Figure,
    Row,
    Section,
    Span,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.fan_chart import OUTCOMES, PAINS, described, fan_chart
from myotome.report.gathered import Gathered
from myotome.report.phrases import capitalised, percent

__all__ = [
    "ADVISED_AGAINST",
    "charts_of",
    "course_chapter",
    "investigation_chapter",
    "looking_again_chapter",
    "options_chapter",
    "pains_of",
    "question_chapter",
    "shown_arms",
    "weeks_in_words",
]

ADVISED_AGAINST = ("against", "insufficient evidence")
_ARMS = 6
_WEEKS = (13, 52)
_PAINS = {"C": ("arm pain", "neck pain"), "T": ("pain around the trunk", "back pain")}
_NOT_ORDERS = "Possibilities to weigh with the patient, not orders."


def pains_of(of: Gathered) -> tuple[str, str]:
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
        figures.append(Figure(fan_chart(told, name, pains), f"{capitalised(title)}, by treatment.", alternative, 0.48))
    return Row(tuple(figures))


def course_chapter(of: Gathered) -> Section:
    """The likely course under each treatment, as charts and in numbers; or why there is none."""
    told = shown_arms(of.plan)
    if told is None:
        reason = paragraph(f"No forecast is shown: {of.plan.forecast.reason}.")
        return Section("course", "The likely course", (reason,))
    about = (
        f"If a herniated disc at a root is the cause (probability {percent(of.plan.forecast.covered)}). Bands hold half "
        f"and 90 of 100 of {told.options.futures} futures for this person: chance and what the model does not know."
    )
    blocks: list[Block] = [
        paragraph(cited(about, told.sources())),
        charts_of(told, tuple(OUTCOMES), pains_of(of)),
        *_numbers(of, told),
        paragraph("Each treatment meets the same luck, so that differences between them are not chance. The kind of study behind each:"),
        _evidence(told),
    ]
    return Section("course", "The likely course", tuple(blocks))


def _numbers(of: Gathered, told: Forecast) -> Iterator[Block]:
    pain, _ = pains_of(of)
    rows = []
    for one in of.plan.treatments:
        if one.arm in told.arms and one.outlook:
            rows.append(_outlook_row(one))
    head = ("option", f"{pain}, week 13", f"{pain}, week 52", "disability, week 52", "recovered, 13 and 52", "operated by 52")
    if rows:
        title = "Median, in brackets half of the futures; shares of futures"
        yield TableOf(title, head, tuple(rows), (3.2, 1.5, 1.5, 1.5, 1.5, 1.1), frozenset(range(1, 6)))
    changes = [_change_row(one) for one in of.plan.treatments if one.arm in told.arms and one.difference]
    if changes:
        head = ("option", *(f"{name}, week {week}" for name, week in ((pain, 13), (pain, 52), ("disability", 52), ("recovered", 52))))
        title = "Change against watchful waiting, with the 95 % interval from not knowing the model's numbers"
        yield TableOf(title, head, tuple(changes), (3, 1.8, 1.8, 1.8, 2), frozenset({1, 2, 3, 4}))


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


def options_chapter(of: Gathered) -> Section:
    """Treatments side by side: what guidelines say, the kind of evidence, and what speaks against each here."""
    open_ = [one for one in of.plan.treatments if one.stance not in ADVISED_AGAINST and not one.not_for]
    others = [one for one in of.plan.treatments if one not in open_]
    blocks: list[Block] = [paragraph(_NOT_ORDERS)]
    if open_:
        rows = tuple(_option_row(one) for one in open_)
        head = ("option", "what guidelines say", "evidence of the outlook", "to know")
        blocks.append(TableOf("Options", head, rows, (2.2, 4, 1.5, 2.3)))
    if others:
        blocks.append(Subheading("Advised against, not settled, or unfit for this person"))
        blocks.append(Bullets(tuple(_against(one) for one in others)))
    blocks += [paragraph(gap) for gap in of.plan.gaps]
    return Section("options", "Options", tuple(blocks))


def _option_row(one: TreatmentOption) -> tuple[Cell, ...]:
    said = _joined([_said(rec) for rec in one.recommendations]) or spans("no guideline found")
    reasons = "; ".join(reason for reason in one.reasons if not reason.startswith("recommendations exist"))
    head = (cited(capitalised(one.wording), strong=True), cited("", () if one.recommendations else one.sources))
    return (head, said, cell(one.evidence_kind), cell(reasons))


def _said(one: Recommendation) -> Span:
    phase = "" if one.phase in ("", "any") else f", {one.phase}"
    strength = f" ({one.strength})" if one.strength else ""
    detail = f", {one.detail}" if one.detail else ""
    told = f"{one.guideline} {one.year}: {one.direction}{strength}{phase}: {one.what}{detail}"
    return cited(f"{told}; read at second hand" if one.seen == "secondary" else told, (one.source,))


def _joined(parts: Sequence[Span]) -> Cell:
    """Parts with a semicolon between them."""
    out: list[Span] = []
    for place, part in enumerate(parts):
        out += [Span("; "), part] if place else [part]
    return tuple(out)


def _against(one: TreatmentOption) -> Cell:
    why = "; ".join(one.not_for)
    told = Span(f"{capitalised(one.wording)}: ", strong=True)
    if why:
        return (told, cited(why, one.sources))
    return (told, *_joined([_said(rec) for rec in one.recommendations]))


def investigation_chapter(of: Gathered) -> Section:
    """Tests not yet done, those at the bedside and those to be sent for."""
    blocks: list[Block] = []
    for setting, title in (("bedside", "At the bedside"), ("sent for", "To be sent for")):
        found = [one for one in of.plan.investigations if one.setting == setting]
        if found:
            head = ("test", "what it would tell", "bits", "burden, min")
            rows = tuple(_test_row(one) for one in found)
            blocks += [Subheading(title), TableOf(f"{title}, best first", head, rows, (2.2, 5, 0.7, 0.9), frozenset({2, 3}))]
    if not blocks:
        blocks.append(paragraph("No further test is expected to tell much about the answer."))
    else:
        about = "Bits: information expected about the answer. Burden: minutes at the bedside, or what counts as much."
        blocks.append(paragraph(cited(about, ("judgement",)), small=True))
    return Section("investigations", "Tests that would tell more", tuple(blocks))


def _test_row(one: Investigation) -> tuple[Cell, ...]:
    dose = "" if not one.radiation_msv else f"radiation {one.radiation_msv:g} mSv"
    invasive = "" if one.invasiveness in ("", "none") else one.invasiveness
    more = "; ".join(part for part in (one.when, *one.quality, dose, invasive) if part)
    said = [_said(rec) for rec in one.recommendations]
    told: list[Span] = [Span(f"{capitalised(one.why)}. ")]
    told += [cited(f"{capitalised(more)}. ", one.sources)] if more else []
    return (cell(one.wording), (*told, *_joined(said)), cell(f"{one.information_bits:.2f}"), cell(f"{one.burden:g}"))


def looking_again_chapter(of: Gathered) -> Section:
    """What to examine again, when, and which change counts."""
    rows = tuple(_again_row(one) for one in of.plan.reexaminations)
    head = ("what", "at weeks", "why", "change that counts", "expected, as forecast")
    blocks: tuple[Block, ...] = (TableOf("To look at again", head, rows, (1.8, 1.3, 2, 3, 2.4)),)
    return Section("again", "What to look at again, and when", blocks if rows else (paragraph("Nothing was found."),))


def _again_row(one: Reexamination) -> tuple[Cell, ...]:
    weeks, counts = weeks_in_words(one.at_weeks), "; ".join(one.change_that_counts)
    first = (cited(capitalised(one.wording)), cited("", one.sources))
    return (first, cell(weeks), cell(one.why), cell(counts), cell("; ".join(one.expected)))


def weeks_in_words(weeks: Sequence[float]) -> str:
    """Weeks as numbers; the first days in words."""
    named = ["now" if week == 0 else "in a few days" if week < 1 else f"{week:g}" for week in weeks]
    return ", ".join(named)


def question_chapter(of: Gathered) -> Section:
    """Questions to whoever made the diagnosis."""
    items = tuple(
        (cited(one.text, one.sources, strong=True), Span(f" {capitalised(one.why)}.")) for one in of.plan.questions
    )
    block: Block = Bullets(items) if items else paragraph("None.")
    return Section("questions", "Questions to whoever made the diagnosis", (block,))
