"""The sheet in plain words, for a clinician to hand over: when to get help first, no odds, no jargon left alone."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.answer import Answer
from myotome.care import TreatmentOption
from myotome.exam import Finding, Strength, plain_finding
from myotome.language import ENGLISH, Language, capitalised, listed, message, verbatim
from myotome.report.chapters.body import body_figure, spine_figures
from myotome.report.chapters.course.simulated import course_of
from myotome.report.chapters.exercises.home_sheet import home_sheet
from myotome.report.chapters.plain_cause import cause_plainly, in_person, plain_words
from myotome.report.document.parts import (
    Block,
    Bullets,
    Callout,
    Cell,
    Columns,
    Facts,
    Row,
    Section,
    Subheading,
    cited,
    paragraph,
    spans,
)
from myotome.report.figures.body_findings import body_findings
from myotome.report.words.guidelines import REFERENCE
from myotome.report.words.probabilities import weeks_in_words

__all__ = ["plain_chapters", "plain_facts"]

_HANDED = message(
    "A clinician who knows you hands this sheet over and goes through it with you. It explains what was found and what "
    "can be done. It decides nothing, and it replaces no examination."
)
_NOT_SEEN = message("If no warning is listed here, there can still be something urgent. If in doubt, ask for help.")
_DISC_SHOWN = ("proven", "probable", "possible")
_WEEKS = (6, 26)
_SUPPORTS = ("for", "consider")


def plain_facts(answer: Answer) -> Facts:
    """Whom the sheet is for."""
    known = answer.case.demographics
    age = "" if known.age is None else message("{years} years", years=known.age)
    printed = message("{day}", day=answer.made_on) if answer.made_on else ""
    rows = ((message("Case"), verbatim(answer.case.id)), (message("Age"), age), (message("Printed"), printed))
    return Facts(tuple((name, spans(value)) for name, value in rows if value))


def plain_chapters(answer: Answer, language: Language = ENGLISH) -> Iterator[Section]:
    """Every chapter of the sheet, in order: when to get help first, exercises at home last, on a page by themselves.

    The letters of the drawings are in the language already; sentences are messages, said in it with the document.
    """
    yield _help_first(answer)
    yield _what_was_found(answer)
    yield _on_the_body(answer, language)
    if (course := _how_it_goes(answer)) is not None:
        yield course
    yield _what_can_be_done(answer)
    yield _follow_up(answer)
    yield _questions(answer)
    yield _about()
    if (exercises := home_sheet(answer.plan.exercises, language)) is not None:
        yield exercises


def _help_first(answer: Answer) -> Section:
    referral = answer.plan.referral
    blocks: list[Block] = []
    flags = {flag.plain: flag.sources for flag in reversed(referral.flags)}
    if flags:
        shown = Bullets(tuple((cited(words, keys),) for words, keys in reversed(flags.items())))
        first, soon = message("First of all"), message("Soon")
        blocks.append(Callout("urgent", first, (shown,)) if referral.urgent else Callout("soon", soon, (shown,)))
    items = tuple((cited(line.plain, line.sources),) for line in referral.safety_net)
    if items:
        title = message("Go to an emergency department or call for help at once if")
        blocks.append(Callout("urgent", title, (Bullets(items),)))
    blocks.append(paragraph(_NOT_SEEN))
    if referral.urgent:
        blocks.append(paragraph(cited(message("Everything below comes after that."), strong=True)))
    return Section("help", message("When to get help"), tuple(blocks))


def _what_was_found(answer: Answer) -> Section:
    explanation = answer.explanation
    blocks: list[Block] = [paragraph(_HANDED), *cause_plainly(explanation)]
    if not in_person(explanation):
        blocks += [
            Subheading(message("Is a disc the cause?")),
            paragraph(plain_words()["verdict", explanation.disc_to_blame.verdict]),
        ]
    glossary = (
        message("{word}: {meaning}", word=name, meaning=words)
        for (kind, name), words in plain_words().items()
        if kind == "word"
    )
    told = message("{sentence}.", sentence=listed(glossary, "; "))
    blocks.append(paragraph(cited(message("Words that may come up. "), strong=True), told, small=True))
    return Section("found", message("What was found"), tuple(blocks))


def _on_the_body(answer: Answer, language: Language) -> Section:
    found, title = body_findings(answer.case, _finding_words), message("Where it was found")
    expected = None if in_person(answer.explanation) else answer.territory
    if found.is_empty and expected is None:
        return Section("body", title, (paragraph(message("Nothing was found that can be drawn on the body.")),))
    beside: list[Block] = []
    if found.changed:
        words = listed(dict.fromkeys(mark.words for mark in found.changed), "; ")
        told = message("The marks are muscles that were weak, or reflexes that had changed: {marks}.", marks=words)
        beside.append(paragraph(told))
    if (spine := _in_the_spine(answer, language)) is not None:
        beside = [Subheading(message("Where it is in the spine")), spine, *beside]
    drawn = Columns(((body_figure(found, expected, plain=True, language=language),), tuple(beside)), (1.0, 1.0))
    return Section("body", title, (drawn,))


def _finding_words(finding: Finding) -> str:
    """A finding as it is read aloud beside the drawing; a muscle with what it does."""
    muscle = finding.muscles[0] if isinstance(finding, Strength) and finding.muscles else ""
    does, said = plain_words().get(("muscle", muscle)), plain_finding(finding)
    return message("{finding} ({does})", finding=said, does=does) if does else said


def _in_the_spine(answer: Answer, language: Language) -> Row | None:
    """Draw the disc where it may be the cause; without shares, and only where that may be said on paper."""
    verdict = answer.explanation.disc_to_blame.verdict
    if in_person(answer.explanation) or verdict not in _DISC_SHOWN:
        return None
    return spine_figures(answer, plain=True, language=language)


def _how_it_goes(answer: Answer) -> Section | None:
    course = course_of(answer)
    if course is None or in_person(answer.explanation):
        return None
    items: list[Cell] = []
    known = answer.plan.forecast.of(REFERENCE)
    for week, spread in ((week, known[week]) for week in _WEEKS if week in known):
        recovered, operated = (round(100 * spread[name].mean) for name in ("recovered_perceived", "operated"))
        items.append(
            spans(
                message(
                    "After {weeks} weeks, of 100 people like you who wait and watch, about {recovered} call themselves "
                    "recovered, and about {operated} have had an operation.",
                    weeks=week,
                    recovered=recovered,
                    operated=operated,
                )
            )
        )
    blocks: tuple[Block, ...] = (
        Bullets(tuple(items)),
        paragraph(
            cited(
                message(
                    "This holds if a disc is the cause. It comes from a computer model fitted to studies of many "
                    "people. Nobody can say which of the hundred you will be."
                ),
                course.forecast.sources(),
            )
        ),
    )
    return Section("course", message("How it usually goes"), blocks)


def _what_can_be_done(answer: Answer) -> Section:
    treatments = answer.plan.treatments
    open_ = tuple(_option(one) for one in treatments if _is_open(one))
    disputed = tuple(_option(one) for one in treatments if one.stance == "mixed")
    blocks: list[Block] = []
    if open_ or disputed:
        blocks.append(paragraph(message("These are possibilities to talk over, not orders.")))
    if open_:
        blocks.append(Bullets(open_))
    if disputed:
        blocks += [Subheading(message("Guidelines disagree about these: ask first")), Bullets(disputed)]
    if not blocks:
        blocks.append(paragraph(message("Your clinician will go through what can be done.")))
    return Section("options", message("What can be done"), tuple(blocks))


def _is_open(option: TreatmentOption) -> bool:
    """Is an option fit to be read by a patient? Not if all that supports it comes from secondary sources."""
    if option.stance == "no guideline found":
        return True
    read = any(said.direction in _SUPPORTS and said.seen != "secondary" for said in option.recommendations)
    return option.stance in _SUPPORTS and (read or bool(option.outlook))


def _option(option: TreatmentOption) -> Cell:
    fit = [cited(message(" Not now for you: {reason}", reason=words), option.sources) for words in option.not_for_plain]
    return (cited(option.plain, option.sources), *fit)


def _follow_up(answer: Answer) -> Section:
    items = tuple(
        (
            cited(
                message("{what}: {when}.", what=capitalised(one.plain), when=weeks_in_words(one.at_weeks)), one.sources
            ),
        )
        for one in answer.plan.reexaminations
    )
    block: Block = Bullets(items) if items else paragraph(message("Your clinician will say when to come back."))
    return Section("again", message("What will be checked, and when"), (block,))


def _questions(answer: Answer) -> Section:
    items = tuple(spans(text) for text in dict.fromkeys(one.plain for one in answer.plan.questions))
    return Section(
        "questions", message("Questions you may ask"), (Bullets(items) if items else paragraph(message("None.")),)
    )


def _about() -> Section:
    about = message(
        "Made by a computer model from what was found when you were examined. It can be wrong, and it does not know "
        "you. It is for education, research and to support a professional's own judgement; it is no medical device."
    )
    return Section("about", message("About this sheet"), (paragraph(about),))
