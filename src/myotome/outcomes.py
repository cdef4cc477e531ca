"""Every way in which an answer can end, each with the sentence that a reader gets."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["Outcome"]


class Outcome(StrEnum):
    """How an answer ended: one list for explanations, forecasts, loads and plans.

    Clinical uncertainty is never an error: it is one of these.

    Examples
    --------
    >>> Outcome("cannot_tell").sentence
    'Several explanations fit about as well; the next tests would distinguish them.'
    """

    DETERMINED = "determined"
    CANNOT_TELL = "cannot_tell"
    NOT_EXAMINED = "not_examined"
    NO_COMPLAINT = "no_complaint"
    CONTRADICTORY_FINDINGS = "contradictory_findings"
    OUT_OF_MODEL = "out_of_model"
    EMERGENCY_LEADS = "emergency_leads"
    NOT_FEASIBLE = "not_feasible"
    COMPUTED = "computed"

    @property
    def sentence(self) -> str:
        """What it means, in one sentence."""
        return _SENTENCES[self]


_SENTENCES: Mapping[Outcome, str] = {
    Outcome.DETERMINED: "One diagnostic class is more likely than all others combined.",
    Outcome.CANNOT_TELL: "Several explanations fit about as well; the next tests would distinguish them.",
    Outcome.NOT_EXAMINED: "Nothing has been asked or examined yet; nothing can be said of the cause.",
    Outcome.NO_COMPLAINT: "There is no complaint to explain: nothing is reported but images.",
    Outcome.CONTRADICTORY_FINDINGS: "No state of the model makes these findings likely together: recheck them.",
    Outcome.OUT_OF_MODEL: "The model holds too little about this case to answer.",
    Outcome.EMERGENCY_LEADS: "An emergency is more likely than not and must be dealt with first.",
    Outcome.NOT_FEASIBLE: "This person cannot hold this posture with the strength that is left.",
    Outcome.COMPUTED: "The answer was computed.",
}
