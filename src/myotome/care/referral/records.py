"""Where a patient is sent, as plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.care.statement import Statement
from myotome.language import message
from myotome.plain_json import plain_fields

__all__ = ["MAY_MEAN", "TODAY", "WITHIN", "Referral", "ReferralFlag", "told_plainly"]

#: Urgencies in words, the most urgent first.
WITHIN: Final[Mapping[str, str]] = {
    "immediate": message("at once, within hours"),
    "urgent": message("the same day"),
    "soon": message("within about 2 weeks"),
}
#: When a likely cause asks for a step the same day.
TODAY = "today"
#: What a flag begins with; what it is about follows, joined by "or".
MAY_MEAN = "findings that may mean"


def told_plainly(when: str, whom: str) -> str:
    """What a patient reads: how soon, and by whom."""
    return message("What was found may mean something that must be assessed {when}: {whom}.", when=when, whom=whom)


@dataclass(frozen=True, slots=True)
class ReferralFlag:
    """One reason to send the patient on.

    Attributes
    ----------
    what : str
        What the findings may mean.
    urgency, when : str
        `immediate`, `urgent` or `soon`, and the same in words.
    to_whom : str
        Service; hospitals differ, so it is a pointer.
    actions : tuple of str
        What the rules ask for.
    why : tuple of str
        The findings, or the probability, behind it.
    probability : float or None
        Of the conditions it is about, together; None where the model holds none of them.
    """

    what: str
    urgency: str
    when: str
    to_whom: str
    actions: tuple[str, ...]
    why: tuple[str, ...]
    plain: str
    probability: float | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return plain_fields(self, digits={"probability": 4})


@dataclass(frozen=True, slots=True)
class Referral:
    """Everything that asks for a referral, the most urgent first, and what must bring the patient back."""

    flags: tuple[ReferralFlag, ...]
    statement: str
    safety_net: tuple[Statement, ...] = ()

    @property
    def urgent(self) -> bool:
        """Must the patient be seen the same day?"""
        return any(flag.urgency != "soon" for flag in self.flags)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"urgent": self.urgent} | plain_fields(self)
