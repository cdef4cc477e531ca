"""The review of all claims: each with its answers of the model and its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome import __version__
from myotome.claims.claim import Claim, claims
from myotome.claims.computed.registry import computed
from myotome.claims.verdict import ClaimAnswer, Verdict, answer, verdict
from myotome.errors import UnknownNameError
from myotome.ledger import tables_hash

__all__ = ["ReviewedClaim", "find_claims", "review", "review_claims"]


@dataclass(frozen=True, slots=True)
class ReviewedClaim:
    """One claim, what the model answers, and what becomes of it."""

    claim: Claim
    answers: tuple[ClaimAnswer, ...]
    verdict: Verdict

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the literature's part and the model's."""
        model = (key for one in self.answers for key in one.value.sources)
        return tuple(dict.fromkeys((*self.claim.sources(), *model)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        claim = self.claim
        texts = {name: getattr(claim, name) for name in ("id", "topic", "claim", "kind", "said_by")}
        literature = {"verdict": claim.literature, "finding": claim.finding, "seen": claim.seen, "note": claim.note}
        numbers = [number.to_dict() for number in claim.numbers]
        return {
            **texts,
            "literature": {**literature, "numbers": numbers, "sources": list(claim.sources())},
            "model": [one.to_dict() for one in self.answers],
            "verdict": self.verdict.to_dict(),
            "tables_hash": tables_hash(),
            "version": __version__,
        }


@cache
def review(claim_id: str) -> ReviewedClaim:
    """Review one claim: run what the model is asked, and draw the verdict.

    Raises
    ------
    UnknownNameError
        No claim has this id.

    Examples
    --------
    >>> review("twenty-three-discs").verdict.conclusion
    'open'
    """
    by_id = {claim.id: claim for claim in claims()}
    if claim_id not in by_id:
        raise UnknownNameError("claim", claim_id, by_id)
    claim = by_id[claim_id]
    answers = tuple(answer(claim, question, computed(question.computation)) for question in claim.questions)
    return ReviewedClaim(claim, answers, verdict(claim, answers))


def find_claims(about: str | None = None) -> tuple[Claim, ...]:
    """Claims in whose text, topic or finding this word stands; all of them without a word.

    Examples
    --------
    >>> {claim.topic for claim in find_claims("annular closure")}
    {'surgery'}
    """
    wanted = (about or "").casefold()
    return tuple(
        claim for claim in claims() if wanted in f"{claim.id} {claim.topic} {claim.claim} {claim.finding}".casefold()
    )


def review_claims(chosen: Iterable[Claim] | None = None) -> tuple[ReviewedClaim, ...]:
    """Review these claims, or all."""
    return tuple(review(claim.id) for claim in (claims() if chosen is None else chosen))
