"""Probabilities as the page writes them, and the bars of the explanations."""

from __future__ import annotations

from dataclasses import dataclass

from myotome.explain import Explanation, LikelyCause, said_together
from myotome.report import cause_in_words
from myotome.web.limits import limits

__all__ = ["Bar", "bars_of", "capital", "percent", "place_and_cause"]


def percent(share: float) -> str:
    r"""A probability in words that promise nothing: never 0 or 100 %.

    Examples
    --------
    >>> percent(0.9999), percent(0.5), percent(0.001)
    ('>99\xa0%', '50\xa0%', '<1\xa0%')
    """
    shown = limits("shown")
    if share >= shown["top"]:
        return ">99\u00a0%"
    return "<1\u00a0%" if share < shown["worth_naming"] else f"{100 * share:.0f}\u00a0%"


def capital(text: str) -> str:
    """Begin with a capital; the rest of the text is left as it is."""
    return text[:1].upper() + text[1:]


def place_and_cause(label: str) -> tuple[str, str]:
    """Place and cause of an explanation.

    Examples
    --------
    >>> place_and_cause("L5 root, left: disc herniation")
    ('L5 root, left', 'disc herniation')
    """
    place, _, cause = label.partition(": ")
    return place, cause


@dataclass(frozen=True, slots=True)
class Bar:
    """One explanation with its share of the whole."""

    place: str
    cause: str
    share: float
    words: str


def bars_of(told: Explanation) -> tuple[tuple[Bar, ...], Bar]:
    """Bars of the leading explanations, and that of all others together."""
    shown = limits("shown")
    leading = said_together(told.causes, told.diseases)[: int(shown["explanations"])]
    bars = tuple(_bar(one) for one in leading if one.probability >= shown["worth_naming"])
    rest = max(0.0, 1.0 - sum(bar.share for bar in bars))
    return bars, Bar("", "", rest, percent(rest))


def _bar(one: LikelyCause) -> Bar:
    place, cause = place_and_cause(one.label if one.places or not one.shares else cause_in_words(one))
    return Bar(capital(place), capital(cause), one.probability, percent(one.probability))
