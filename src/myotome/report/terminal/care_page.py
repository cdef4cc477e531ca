"""A plan as a page of text for the clinician: red flags first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from myotome.care import Investigation, Plan, Reexamination
from myotome.explain.explanation import Explanation
from myotome.report.terminal.care_exercises import exercises_section
from myotome.report.terminal.care_options import options_section
from myotome.report.terminal.care_referral import referral_section
from myotome.report.terminal.console import page_console
from myotome.report.terminal.lines import items, print_sections, section
from myotome.report.words.probabilities import capitalised, cause_in_words, likelihood, percent, weeks_in_words
from myotome.sources import sources, tables_hash

__all__ = ["print_plan"]

_TESTS = 8
_COUNTED = 2


def print_plan(plan: Plan, explanation: Explanation, console: Console | None = None) -> None:
    """Print a plan.

    Parameters
    ----------
    plan : Plan
        The plan.
    explanation : Explanation
        Of the same case, for the likely cause.
    console : Console, optional
        Where to print; by default the standard output, at most 100 columns wide.
    """
    page = console or page_console()
    page.print(Rule(Text(f"{plan.id}: a plan to weigh"), align="left", characters="-", style="dim"))
    print_sections(page, _sections(plan, explanation))


def _sections(plan: Plan, explanation: Explanation) -> Iterator[RenderableType]:
    yield referral_section(plan.referral)
    yield _cause(explanation)
    if plan.treatments:
        yield options_section(plan.treatments, plan.forecast)
    if exercises := exercises_section(plan.exercises):
        yield exercises
    if plan.everyday.tasks:
        yield section(f"Everyday loads at the {plan.everyday.disc}, times quiet standing", Text(_everyday(plan)))
    if plan.gaps:
        yield section("What the plan cannot say", *items("", plan.gaps))
    if plan.investigations:
        yield section("Tests that would tell more", *items("", _tests(plan.investigations[:_TESTS])))
    if plan.reexaminations:
        yield section("Look again", *items("", map(_again, plan.reexaminations)))
    net = (line.text for line in plan.referral.safety_net)
    yield section("Must bring the patient back at once", *items("", net))
    if asked := [f"{one.text} ({one.why})" for one in plan.questions]:
        yield section("Questions to whoever made the diagnosis", *items("", asked))
    yield _footing(plan)


def _cause(explanation: Explanation) -> RenderableType:
    if not explanation.causes:
        return section("Likely cause", Text(explanation.outcome_sentence))
    lead, blame = explanation.causes[0], explanation.disc_to_blame
    told = f"{capitalised(likelihood(lead.probability))} ({percent(lead.probability)}): {cause_in_words(lead)}."
    verdict = f"A disc to blame: {blame.verdict} ({percent(blame.probability)}). {capitalised(blame.reason)}"
    return section("Likely cause", Text(told), Text(verdict))


def _everyday(plan: Plan) -> str:
    return "; ".join(f"{one.wording} {one.times_standing:.1f}" for one in plan.everyday.tasks)


def _tests(made: Sequence[Investigation]) -> Iterator[str]:
    """Tests, those that part the same explanations on one line."""
    for (why, when), group in groupby(made, key=lambda one: (one.why, one.when)):
        same = list(group)
        told = [", ".join(_cost(one) for one in same), why, *([when] if when else [])]
        told += dict.fromkeys(line for one in same for line in one.cautions)
        told += dict.fromkeys(line for one in same for line in one.quality[:_COUNTED])
        said = (said for one in same for said in one.recommendations)
        told += dict.fromkeys(f"{one.guideline} {one.year}: {one.direction} {one.what} ({one.phase})" for one in said)
        yield "; ".join(told)


def _cost(one: Investigation) -> str:
    dose = ", dose not found" if one.radiation_msv is None else ""
    dose = f", {one.radiation_msv:g} mSv" if one.radiation_msv else dose
    return f"{one.wording} ({one.information_bits:.2f} bit for {one.burden:g} min{dose})"


def _again(one: Reexamination) -> str:
    told = [f"{one.wording}: {weeks_in_words(one.at_weeks)}; {one.why}"]
    told += [f"counts: {'; '.join(one.change_that_counts[:_COUNTED])}"] if one.change_that_counts else []
    told += [f"expected with watchful waiting: {'; '.join(one.expected[:_COUNTED])}"] if one.expected else []
    return ". ".join(told)


def _footing(plan: Plan) -> RenderableType:
    ledger = sources()
    cited = sum(key in ledger for key in plan.sources())
    lines = (
        plan.intended_use,
        f"Rests on {cited} sources, in full with --json. myotome tables {tables_hash()}, seed {plan.seed}.",
    )
    return Group(*(Text(line, style="dim") for line in lines))
