"""Outcomes that a specification makes itself: of a condition, a measure or an event."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from myotome.errors import nearest_names
from myotome.forecast.kernel.state import EVENTS
from myotome.forecast.outcomes import OutcomeDefinition, measures_in, outcomes, problem_of_condition

__all__ = ["MADE", "made_outcome", "problem_of_outcome"]

#: Forms that can be made: `share` who meet a condition, `value` or `change` of a measure, `by` or `weeks_to` an event.
MADE = ("share", "value", "change", "by", "weeks_to")
_SHARES_OF = {"pain": "recovery", "disability": "recovery"}


@cache
def _known() -> Mapping[str, OutcomeDefinition]:
    """The outcome of the table that says most of a measure or event: its value before its change or its time."""
    order = sorted(outcomes().values(), key=lambda one: MADE.index(one.form), reverse=True)
    return {one.text: one for one in order if one.form != "share"}


def problem_of_outcome(form: str, text: str) -> str:
    """Say what is wrong with an outcome that is made so, or nothing.

    Examples
    --------
    >>> problem_of_outcome("share", "fall:odi >= 0.3 and leg_pain_nrs <= 2"), problem_of_outcome("by", "operated")
    ('', '')
    """
    if form in ("by", "weeks_to"):
        near = ", ".join(nearest_names(text, EVENTS))
        return "" if text in EVENTS else f"No such event: {text}." + (f" Nearest: {near}." if near else "")
    return problem_of_condition(text if form == "share" else f"{text} >= 0")


def made_outcome(form: str, text: str) -> OutcomeDefinition:
    """Make an outcome of a form and what it is of; its spread between studies is that of outcomes of the same kind.

    Parameters
    ----------
    form : str
        One of `MADE`.
    text : str
        A condition, a measure or an event, without a problem.

    Returns
    -------
    OutcomeDefinition
        Called by its text.

    Examples
    --------
    >>> made_outcome("share", "odi <= 20").class_, made_outcome("value", "leg_pain_nrs").unit
    ('recovery', 'NRS 0-10')
    """
    base = measures_in(text)[0] if form == "share" else text.rpartition(":")[2]
    like = _known().get(base)
    class_ = like.class_ if like else "recovery"
    if form in ("by", "share"):
        return OutcomeDefinition(text, form, text, "fraction", "", _SHARES_OF.get(class_, class_))
    unit = "weeks" if form == "weeks_to" else "share" if text.startswith(("fall:", "left:")) else ""
    return OutcomeDefinition(text, form, text, unit or (like.unit if like else "0-1"), "", class_)
