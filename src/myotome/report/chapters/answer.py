"""The first chapters for a clinician: who, red flags, the answer, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer.answer import Answer
from myotome.care import Referral, ReferralFlag
from myotome.exam.wording import sided, words
from myotome.explain.explanation import Explanation
from myotome.report.document.citations import without_scheme
from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
    Cell,
    Facts,
    Figure,
    Section,
    Subheading,
    TableOf,
    cell,
    cited,
    paragraph,
    spans,
)
from myotome.report.figures.evidence import evidence_figure, heaviest
from myotome.report.words.probabilities import capitalised, cause_in_words, class_in_words, likelihood, percent
from myotome.units import duration_in_words

__all__ = ["answer_chapter", "patient_facts", "red_flag_chapter", "running_line"]

_RIVALS, _DISCS = 4, 4
_WORTH_NAMING = 0.01
_IN_WEEKS = 2.0
_TEN_TIMES = (
    "A weight of 1 makes the leading explanation ten times as likely against its rival; of 2, a hundred times. A bar "
    "to the left speaks against it."
)


def running_line(of: Answer, kind: str) -> str:
    """What stands on every page: the case, who, the day and the kind of report."""
    who = ", ".join(part for part in _who(of) if part)
    day = of.made_on.isoformat() if of.made_on else ""
    return " · ".join(part for part in (f"Case {of.case.id}", who, day, kind) if part)


def _who(of: Answer) -> tuple[str, ...]:
    known = of.case.demographics
    age = "age not given" if known.age is None else f"{known.age:g} years"
    return (known.sex or "sex not given", age)


def patient_facts(of: Answer) -> Facts:
    """Name every fact of the patient that the case holds; unknown ones say so."""
    case, known = of.case, of.case.demographics
    weeks = case.weeks_since_onset
    onset = "not given" if weeks is None else _ago(weeks)
    size = ", ".join(
        f"{value:g} {unit}" for value, unit in ((known.height_cm, "cm"), (known.weight_kg, "kg")) if value is not None
    )
    told = (
        ("Case", case.id),
        ("Patient", ", ".join(_who(of))),
        ("Onset", onset),
        ("Size", size or "not given"),
        ("Seen in", (case.setting or "not given").replace("_", " ")),
        ("Printed", of.made_on.isoformat() if of.made_on else ""),
        ("Source", without_scheme(case.source or "")),
        ("Note", without_scheme(case.note or "")),
    )
    return Facts(tuple((name, spans(value)) for name, value in told if value))


def _ago(weeks: float) -> str:
    """Time since onset: days while they are few."""
    if weeks >= _IN_WEEKS:
        return f"{duration_in_words(weeks)} ago"
    days = round(7 * weeks)
    return f"{days} day{'s' * (days != 1)} ago" if days else "today"


def red_flag_chapter(of: Answer) -> Section:
    """Red flags and where they lead; nothing leaves this chapter out."""
    told, flag = of.plan.referral, of.explanation.red_flag
    blocks: list[Block] = [*_flags(told)]
    probability = f"Probability, in this model, of a cause that needs same-day action: {percent(flag.probability)}."
    blocks.append(
        paragraph(cited(told.statement, strong=told.urgent), " ", cited(probability, ("calibration_explain",)))
    )
    if told.safety_net:
        blocks.append(Subheading("What must bring the patient back at once"))
        blocks.append(Bullets(tuple((cited(line.text, line.sources),) for line in told.safety_net)))
    return Section("red-flags", "Red flags and referral", tuple(blocks))


def _flags(told: Referral) -> Iterator[Block]:
    urgent = [flag for flag in told.flags if flag.urgency != "soon"]
    soon = [flag for flag in told.flags if flag.urgency == "soon"]
    if urgent:
        yield Callout("urgent", "Red flag: refer before anything else", tuple(_told(urgent)))
    if soon:
        yield Callout("soon", "Soon, in the time told", tuple(_told(soon)))


def _told(flags: list[ReferralFlag]) -> Iterator[Block]:
    for flag in flags:
        chance = "" if flag.probability is None else f" (probability {percent(flag.probability)})"
        head = f"{capitalised(flag.when)}, to: {flag.to_whom}."
        yield paragraph(cited(head, strong=True), f" {capitalised(flag.what)}{chance}.", cited("", flag.sources))
        yield Bullets(tuple(spans(action) for action in flag.actions))
        yield paragraph(f"Why: {'; '.join(flag.why)}.", small=True)


def answer_chapter(of: Answer) -> Section:
    """The verdict, the leading explanation and its rivals, the evidence, discs and muscles."""
    answer = of.explanation
    blocks: list[Block] = [*_verdict(answer), *_causes(answer), *_discs(answer)]
    blocks += [*_muscles(answer), *_evidence(answer)]
    if answer.unused:
        blocks.append(Subheading("Findings not used"))
        blocks.append(Bullets(tuple(spans(f"{item.label}: {item.reason}") for item in answer.unused)))
    blocks.append(
        paragraph(cited("What the probabilities and weights of this chapter rest on:", answer.sources()), small=True)
    )
    return Section("answer", "Answer: which lesion, and is a disc to blame?", tuple(blocks))


def _verdict(answer: Explanation) -> Iterator[Block]:
    verdict = answer.disc_to_blame
    if answer.causes:
        lead = answer.causes[0]
        told = f"{capitalised(likelihood(lead.probability))} ({percent(lead.probability)}): {cause_in_words(lead)}."
        yield paragraph(cited(told, strong=True), f" {answer.outcome_sentence}")
    else:
        yield paragraph(cited(answer.outcome_sentence, strong=True))
    told = f"Is a disc to blame? {capitalised(verdict.verdict)} ({percent(verdict.probability)})."
    yield paragraph(cited(told, strong=True), f" {capitalised(verdict.reason)}")
    if verdict.incidental:
        yield paragraph("On the image, but not needed for these findings:")
        yield Bullets(tuple(spans(one) for one in verdict.incidental))


def _evidence(answer: Explanation) -> Iterator[Block]:
    picture = evidence_figure(answer)
    if picture is None:
        return
    shown = heaviest(answer.evidence)
    told = "; ".join(f"{item.label} {item.weight:+.1f}" for item in shown)
    yield Subheading("What speaks for it, and what against")
    silent = len(answer.evidence) - len(shown)
    more = f" {silent} further findings say little to choose between the two." if silent else ""
    alternative = f"Weights of evidence, in powers of ten: {told}."
    yield Figure(picture, f"{_TEN_TIMES}{more}", alternative, 0.66)


def _causes(answer: Explanation) -> Iterator[Block]:
    rows = [
        (cell(cause_in_words(cause)), cell(percent(cause.probability)))
        for cause in answer.causes[: 1 + _RIVALS]
        if cause.probability >= _WORTH_NAMING
    ]
    ranked = sorted(answer.classes.items(), key=lambda item: -item[1])
    classes = [f"{class_in_words(name)} {percent(p)}" for name, p in ranked if p >= _WORTH_NAMING]
    if rows:
        yield TableOf("Likely causes", ("cause", "probability"), tuple(rows), (5.0, 1.0), frozenset({1}))
    if classes:
        yield paragraph(f"By kind of cause: {', '.join(classes)}.")


def _discs(answer: Explanation) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for one in [disc for disc in answer.discs[:_DISCS] if disc.probability >= _WORTH_NAMING]:
        types = ", ".join(f"{name} {percent(share)}" for name, share in one.types.items() if share >= _WORTH_NAMING)
        place = sided(one.zone, one.side)
        rows.append(
            (
                cell(one.disc),
                cell(place),
                cell(words(one.structure, "nerves")),
                cell(types),
                cell(percent(one.probability)),
            )
        )
    if rows:
        head = ("disc", "side and zone", "meets", "types it may be of", "probability")
        yield TableOf("Herniated discs that may be the cause", head, tuple(rows), (1, 2, 1.2, 4, 1.3), frozenset({4}))


def _muscles(answer: Explanation) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for one in answer.muscles:
        name = sided(words(one.muscle, "muscles", "muscle_groups", "movements"), one.side)
        chief = one.lesions[0] if one.lesions else ("none found", 0.0)
        rows.append((cell(name), cell(percent(one.by_disc)), cell(percent(chief[1])), cell(chief[0])))
    if rows:
        head = ("weak muscle", "without a disc lesion", "without its chief lesion", "chief lesion")
        title = "How likely would each weak muscle be strong again?"
        yield TableOf(title, head, tuple(rows), (2, 1.2, 1.2, 4), frozenset({1, 2}))
