"""What to do next with one patient: the same lines wherever a plan is told in short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from myotome.care import Plan, TreatmentOption, not_advised_yet
from myotome.explain import Explanation, NextTest
from myotome.outcomes import Outcome
from myotome.report.chapters.next_tests import LITTLE, informative, is_settled
from myotome.report.words.guidelines import ADVISED_AGAINST
from myotome.report.words.probabilities import capitalised, weeks_in_words

__all__ = ["NEXT_STEP", "advised_tests", "next_steps", "open_options"]

NEXT_STEP = "Next step"
_CONTRADICTORY = "Check the findings again before acting on this answer."
_ASK = "ask: "
_TESTS, _OPTIONS = 2, 4
#: An examination within a week is a step; a later one stands with the follow-up.
_A_WEEK = 1.0


def next_steps(explanation: Explanation, plan: Plan) -> Iterator[str]:
    """What comes next, in its order: whom to send to, what to examine again, what to test, what to discuss.

    Parameters
    ----------
    explanation : Explanation
    plan : Plan
        Of the same case.

    Yields
    ------
    str
        A sentence each; under an emergency, nothing that might delay it.
    """
    if explanation.outcome == Outcome.CONTRADICTORY_FINDINGS:
        yield _CONTRADICTORY
    flags = plan.referral.flags
    if plan.referral.urgent:
        yield f"Send {flags[0].when}: {flags[0].to_whom}. No further test comes before it or delays it."
        return
    for flag in flags:
        yield f"{capitalised(flag.when)}: {flag.to_whom}."
    soon = [one for one in plan.reexaminations if one.at_weeks and 0.0 < one.at_weeks[0] < _A_WEEK]
    if soon:
        yield f"Examine again {weeks_in_words(soon[0].at_weeks[:1])}: {soon[0].wording}; {soon[0].why}."
    if is_settled(explanation):
        yield LITTLE
    elif tests := advised_tests(explanation)[:_TESTS]:
        named = "; ".join(test.label.removeprefix(_ASK) for test in tests)
        yield f"{_asked_or_tested(tests)} next: {named}."
    if options := open_options(plan)[:_OPTIONS]:
        yield f"To discuss: {'; '.join(one.wording for one in options)}."


def _asked_or_tested(tests: Sequence[NextTest]) -> str:
    asked = {test.label.startswith(_ASK) for test in tests}
    return "Ask or test" if len(asked) > 1 else "Ask" if True in asked else "Test"


def advised_tests(explanation: Explanation) -> list[NextTest]:
    """Informative tests, without those that guidelines advise against at this stage."""
    too_early = not_advised_yet(explanation)
    return [test for test in informative(explanation.next_tests) if test.id not in too_early]


def open_options(plan: Plan) -> list[TreatmentOption]:
    """Treatments that nothing speaks against: no guideline, and nothing about this person."""
    return [one for one in plan.treatments if one.stance not in ADVISED_AGAINST and not one.not_for]
