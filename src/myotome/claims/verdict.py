"""The verdict on a claim, by rule: from what the literature says and what the model gives.

The model speaks for a claim where its whole interval lies within the bounds in which the claim would be true, against
it where the whole interval lies outside, and cannot tell in between. Several values that all speak one way speak so
together; both ways, they are divided. The literature leads: the model turns no verdict round, it only says where it
disagrees. Where no source was found, the model's word is called what it is, no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from myotome.claims.claim import Claim, ClaimQuestion, Literature, LiteratureNumber
from myotome.claims.model_value import BASIS_SENTENCES, ModelValue

__all__ = ["ClaimAnswer", "ModelWord", "Verdict", "answer", "model_word", "verdict"]

ModelWord = Literal["for", "against", "divided", "cannot tell", "not asked"]
Beside = Literal["agree", "differ", "none"]
#: What the two together make of a claim.
CONCLUSIONS: dict[tuple[Literature, ModelWord], str] = {
    ("supports", "against"): "disputed",
    ("supports", "divided"): "holds, with doubt",
    ("qualifies", "against"): "doubtful",
    ("contradicts", "for"): "disputed",
    ("contradicts", "divided"): "does not hold as said",
    ("not found", "for"): "open",
    ("not found", "against"): "doubtful",
}
_ALONE = {
    "supports": "holds",
    "qualifies": "qualified",
    "contradicts": "does not hold as said",
    "not found": "open",
}
_LITERATURE = {
    "supports": "The literature supports it",
    "qualifies": "The literature qualifies it",
    "contradicts": "The literature speaks against it",
    "not found": "No source was found that tested it",
}
#: A published number without an interval is given so much of itself on either side.
_SLACK = 0.1
_AGREES = {("supports", "for"), ("qualifies", "for"), ("contradicts", "against")}
_DISAGREES = {("supports", "against"), ("contradicts", "for")}


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What one value of the model says of a claim.

    Attributes
    ----------
    word : str
        `for`, `against`, `cannot tell`, or `not asked` where the value is only set beside the literature.
    beside : LiteratureNumber or None
        The published number it is compared with.
    near : str
        Whether value and published number `agree` within their intervals, `differ`, or `none` is beside.
    """

    question: ClaimQuestion
    value: ModelValue
    word: ModelWord
    beside: LiteratureNumber | None
    near: Beside

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        question = self.question
        return {
            **self.value.to_dict(),
            "says": self.word,
            "holds_between": [question.holds_from, question.holds_to] if question.is_test else None,
            "why": question.why,
            "beside": None if self.beside is None else self.beside.id,
            "near": self.near,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a claim.

    Attributes
    ----------
    conclusion : str
        `holds`, `holds, with doubt`, `qualified`, `doubtful`, `does not hold as said`, `disputed` or `open`.
    sentence : str
        Why, in a sentence or a few.
    """

    conclusion: str
    model: ModelWord
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"conclusion": self.conclusion, "model": self.model, "sentence": self.sentence}


def answer(claim: Claim, question: ClaimQuestion, value: ModelValue) -> ClaimAnswer:
    """What does this value say of the claim?"""
    beside = claim.number(question.beside) if question.beside else None
    return ClaimAnswer(question, value, _word(question, value), beside, _near(value, beside))


def _word(question: ClaimQuestion, value: ModelValue) -> ModelWord:
    if not question.is_test:
        return "not asked"
    low = value.value if value.low is None else value.low
    high = value.value if value.high is None else value.high
    least = float("-inf") if question.holds_from is None else question.holds_from
    most = float("inf") if question.holds_to is None else question.holds_to
    if least <= low and high <= most:
        return "for"
    return "against" if high < least or low > most else "cannot tell"


def _near(value: ModelValue, beside: LiteratureNumber | None) -> Beside:
    if beside is None:
        return "none"
    low = value.value if value.low is None else value.low
    high = value.value if value.high is None else value.high
    published = [one for one in (beside.value, beside.low, beside.high) if one is not None]
    slack = 0.0 if beside.low is not None else _SLACK * abs(beside.value)
    return "agree" if min(published) - slack <= high and low <= max(published) + slack else "differ"


def model_word(answers: Iterable[ClaimAnswer]) -> ModelWord:
    """What do the values say together?"""
    words = {one.word for one in answers} - {"not asked"}
    if not words:
        return "not asked"
    if {"for", "against"} <= words:
        return "divided"
    if len(words) == 1:
        return words.pop()
    return "cannot tell"


def verdict(claim: Claim, answers: Sequence[ClaimAnswer]) -> Verdict:
    """What becomes of a claim?

    Parameters
    ----------
    claim : Claim
    answers : sequence of ClaimAnswer
        One for each question that the model was asked.

    Returns
    -------
    Verdict
    """
    word = model_word(answers)
    conclusion = CONCLUSIONS.get((claim.literature, word), _ALONE[claim.literature])
    parts = [
        f"{_LITERATURE[claim.literature]}; {_model_clause(claim.literature, word)}.",
        *_remarks(word, answers),
    ]
    return Verdict(conclusion, word, " ".join(parts))


def _model_clause(literature: Literature, word: ModelWord) -> str:
    if word == "not asked":
        return "the model was not asked"
    if word in ("divided", "cannot tell"):
        return "the model is divided" if word == "divided" else "the model cannot tell"
    said = "the model speaks for it" if word == "for" else "the model speaks against it"
    if literature == "not found":
        return f"{said}, which is no evidence"
    if (literature, word) in _DISAGREES:
        return f"{said}: they disagree"
    return f"{said} as well" if (literature, word) in _AGREES else said


def _remarks(word: ModelWord, answers: Sequence[ClaimAnswer]) -> list[str]:
    """Whether the model is a second witness, and where its number and the published one part."""
    remarks = []
    asked = dict.fromkeys(one.value.basis for one in answers if one.word in ("for", "against"))
    if word in ("for", "against"):
        remarks += [BASIS_SENTENCES[basis] for basis in asked]
    apart = [one.value.said for one in answers if one.near == "differ"]
    if apart:
        remarks.append(f"Model and published number differ: {'; '.join(apart)}.")
    return remarks
