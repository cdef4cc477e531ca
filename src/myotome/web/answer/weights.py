"""What each finding says for the leading explanation against a rival that the reader chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from myotome.answer import Answer
from myotome.explain import Evidence, Explanation, evidence_against, offered_rivals
from myotome.web.answer.shares import capital
from myotome.web.limits import limits

__all__ = ["Against", "Weight", "against"]

_MOST_TENS: Final = 9.0


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding says for the leading explanation against a rival."""

    label: str
    times: str
    share: float
    against: bool


@dataclass(frozen=True, slots=True)
class Against:
    """The leading explanation beside one rival.

    Attributes
    ----------
    rival : str
        Its name; empty where there is none.
    chosen : str
        What the reader chose: a name that is on offer, or empty for the best of all others.
    offered : tuple of str
        Names of all that may be chosen.
    weights : tuple of Weight
        The findings that choose between the two, the strongest first.
    others : int
        Findings that do not.
    """

    rival: str
    chosen: str
    offered: tuple[str, ...]
    weights: tuple[Weight, ...]
    others: int


def against(answer: Answer, told: Explanation, rival: str) -> Against:
    """Weigh the leading explanation against a rival: the one that was chosen, else the best of all others."""
    if not told.evidence:
        return Against("", "", (), (), 0)
    posterior = answer.assessment.posterior
    offered = tuple(one.label for one in offered_rivals(posterior))
    chosen = rival if rival in offered else ""
    evidence = evidence_against(answer.case, posterior, chosen) if chosen else told.evidence
    notable = limits("weights")["notable"]
    others = sum(abs(one.weight) < notable for one in evidence)
    return Against(evidence[0].against, chosen, offered, tuple(_weights(evidence)), others)


def _weights(evidence: tuple[Evidence, ...]) -> Iterator[Weight]:
    scale = limits("weights")
    telling = sorted((one for one in evidence if abs(one.weight) >= scale["notable"]), key=lambda one: -abs(one.weight))
    most = max([scale["full"], *(abs(one.weight) for one in telling)])
    for one in telling:
        yield Weight(capital(one.label), times(one.weight), abs(one.weight) / most, one.weight < 0)


def times(weight: float) -> str:
    """How many times more likely: a number that a reader can use.

    Examples
    --------
    >>> times(0.3), times(-1.0), times(2.38)
    ('×2.0', '×10', '×240')
    """
    ratio = 10 ** min(abs(weight), _MOST_TENS)
    return f"×{ratio:.1f}" if ratio < 9.5 else f"×{ratio:.0f}" if ratio < 95 else f"×{round(ratio, -1):.0f}"
