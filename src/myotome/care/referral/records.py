"""Where a patient is sent, as plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from myotome.care.statement import Statement
from myotome.plain_json import plain_fields

__all__ = ["MAY_MEAN", "TODAY", "WITHIN", "Referral", "ReferralFlag"]

#: Urgencies in words, the most urgent first.
WITHIN = {"immediate": "at once, within hours", "urgent": "the same day", "soon": "within about 2 weeks"}
#: When a likely cause asks for a step the same day.
TODAY = "today"
#: What a flag begins with; what it is about follows, joined by "or".
MAY_MEAN = "findings that may mean"


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
