"""A plan in plain words, for a clinician to hand over."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.text import Text

from myotome.care import Plan, TreatmentOption
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.words.probabilities import weeks_in_words

__all__ = ["print_for_patient"]

_REFERENCE = "watchful_waiting"
_HANDED = (
    "A clinician who knows you hands this over and goes through it with you. It explains; it decides nothing, and it "
    "replaces no examination."
)
_NOT_SEEN = "That nothing urgent stands here does not mean that there is nothing urgent."
_OPEN = ("for", "consider")


def print_for_patient(plan: Plan, console: Console | None = None) -> None:
    """Print a plan in plain words.

    Parameters
    ----------
    plan : Plan
        The plan.
    console : Console, optional
        Where to print; by default the standard output, at most 100 columns wide.
    """
    page = console or page_console()
    page.print(Rule(Text(f"{plan.id}: for you to talk over"), align="left", characters="-", style="dim"))
    print_sections(page, _sections(plan))


def _sections(plan: Plan) -> Iterator[RenderableType]:
    if plan.referral.flags:
        yield section(
            "First of all", *items("", dict.fromkeys(flag.plain for flag in plan.referral.flags), style="bold")
        )
    yield section(
        "Get help at once if",
        *items("", (line.plain for line in plan.referral.safety_net)),
        Text(_NOT_SEEN, style="dim"),
    )
    if plan.referral.urgent:
        yield Text("Everything below comes after that.")
    if open_to := [one for one in plan.treatments if _is_open(one)]:
        yield section("What can be done: talk it over", *items("", map(_option, open_to)))
    if mixed := [_option(one) for one in plan.treatments if one.stance == "mixed"]:
        yield section("Guidelines disagree about these: ask first", *items("", mixed))
    if home := [f"{one.wording}: {one.how} ({one.dose})" for one in plan.exercises.home]:
        yield section("Exercises at home", *items("", home))
        yield section("Stop an exercise if", *items("", (line.plain for line in plan.exercises.stop_when)))
    if outlook := list(_outlook(plan)):
        yield section("How it usually goes", *items("", outlook))
    if again := [f"{one.plain}: {weeks_in_words(one.at_weeks)}" for one in plan.reexaminations]:
        yield section("What will be looked at again", *items("", again))
    if plan.questions:
        yield section("Questions you may ask", *items("", dict.fromkeys(one.plain for one in plan.questions)))
    yield Text(_HANDED, style="dim")


def _is_open(one: TreatmentOption) -> bool:
    """Is an option fit to be read by a patient? Not if all that speaks for it was read at second hand."""
    if one.stance == "no guideline found":
        return True
    read = any(said.direction in _OPEN and said.seen != "secondary" for said in one.recommendations)
    return one.stance in _OPEN and (read or bool(one.outlook))


def _option(one: TreatmentOption) -> str:
    return " ".join((one.plain, *(f"Not now for you: {words}" for words in one.not_for_plain)))


def _outlook(plan: Plan) -> Iterator[str]:
    """Say what becomes of a hundred people alike, who wait and watch."""
    for week, found in plan.forecast.of(_REFERENCE).items():
        well = round(100 * found["recovered_perceived"].mean)
        cut = round(100 * found["operated"].mean)
        yield (
            f"After {week} weeks: of 100 people like you who wait and watch, about {well} call themselves recovered, "
            f"and about {cut} have had an operation."
        )
    if plan.forecast.told is not None:
        yield "This holds if a disc is the cause. Nobody can tell which of the hundred you will be."
