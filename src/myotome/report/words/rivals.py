"""How the rival that the leading explanation is weighed against is named, with how likely it is."""

from __future__ import annotations

from myotome.explain import Explanation, said_together
from myotome.report.words.probabilities import percent

__all__ = ["leader", "rival_in_words"]

_WORTH_NAMING = 0.01


def leader(explanation: Explanation) -> str:
    """Return the leading explanation as the answer names it."""
    said = said_together(explanation.causes, explanation.diseases)
    return said[0].label if said else "the leading explanation"


def rival_in_words(rival: str, explanation: Explanation) -> str:
    """Name the rival of a weight of evidence; one that the answer does not name is said to be the next best.

    Parameters
    ----------
    rival : str
        As in `Evidence.against`.
    explanation : Explanation
        That the weight belongs to.
    """
    said = said_together(explanation.causes, explanation.diseases)
    share = next((one.probability for one in said if one.label == rival), 0.0)
    return f"{rival} ({percent(share)})" if share >= _WORTH_NAMING else f"{rival} (<1%, the best of its kind)"
