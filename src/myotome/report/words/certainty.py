"""How sure an answer is, in one scale: for whoever examines, for the patient, and beside the verdict on the disc."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from myotome.explain import Explanation, LikelyCause, how_likely, more_likely_than_not, said_together
from myotome.outcomes import Outcome
from myotome.report.words.probabilities import capitalised, cause_in_words, class_in_words, percent, with_share

__all__ = ["Certainty", "Kind", "certainty", "held_back", "verdict_in_words"]

#: So many diseases of one place are named where it is no answer.
_DISEASES = 3
Kind = Literal["explanation", "class", "disc", "open"]


@dataclass(frozen=True, slots=True)
class Certainty:
    """What of an answer is more likely than not, and how sure that is.

    Attributes
    ----------
    kind : str
        `explanation`: one is; `class`: only a kind of trouble is, and which one is open; `disc`: only that a disc is
        the cause; `open`: nothing.
    name : str
        Of that explanation or class, in words; empty where nothing is.
    probability : float
        Of it.
    said : tuple of LikelyCause
        The explanations as they are named, best first.
    why_open : str
        Why nothing more is said, in a sentence.
    """

    kind: Kind
    name: str
    probability: float
    said: tuple[LikelyCause, ...]
    why_open: str = Outcome.CANNOT_TELL.sentence

    @property
    def how(self) -> str:
        """The probability in a word."""
        return how_likely(self.probability)

    @property
    def sentence(self) -> str:
        """The answer, with how sure it is."""
        share = percent(self.probability)
        if self.kind == "disc":
            return f"A herniated disc is {self.how} ({share}), but what it presses on is open."
        if self.kind == "open":
            return f"Cannot tell yet. {self.why_open}"
        answer = f"{capitalised(self.how)} ({share}): {self.name}"
        return f"{answer}." if self.kind == "explanation" else f"{answer}; which one is open."

    def next_named(self, count: int, least: float) -> str:
        """Return the next explanations with their probabilities in a sentence; empty where none is likely enough."""
        leads = self.kind == "explanation"
        named = [one for one in self.said[leads : leads + count] if one.probability >= least]
        words = "; ".join(with_share(cause_in_words(one, _DISEASES), one.probability) for one in named)
        return f"{'Next most likely' if leads else 'Most likely'}: {words}." if words else ""


def certainty(explanation: Explanation) -> Certainty:
    """What of this answer is more likely than not?

    Parameters
    ----------
    explanation : Explanation
        One that names causes.
    """
    said = said_together(explanation.causes, explanation.diseases)
    least, verdict = more_likely_than_not(), explanation.disc_to_blame
    name, share = max(explanation.classes.items(), key=lambda item: item[1])
    if explanation.outcome not in (Outcome.DETERMINED, Outcome.CANNOT_TELL) or not said:
        return Certainty("open", "", 0.0, said, explanation.outcome_sentence)
    if said[0].probability >= least:
        return Certainty("explanation", cause_in_words(said[0]), said[0].probability, said)
    if share >= least:
        return Certainty("class", class_in_words(name), share, said)
    if verdict.verdict == "probable":
        return Certainty("disc", "a herniated disc", verdict.probability, said)
    return Certainty("open", "", said[0].probability, said)


def held_back(explanation: Explanation) -> bool:
    """Whether an image holds the verdict on the disc below what its probability would make it."""
    verdict = explanation.disc_to_blame
    return verdict.verdict == "possible" and verdict.probability >= more_likely_than_not()


def verdict_in_words(explanation: Explanation) -> str:
    """Give the verdict on the disc, with its probability where the two say the same; else its reason says why."""
    verdict = explanation.disc_to_blame
    share = "" if held_back(explanation) else f" ({percent(verdict.probability)})"
    return f"{capitalised(verdict.verdict)}{share}."
