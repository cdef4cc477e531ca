"""Common claims about discs and muscles: who says so, what the literature says, what the model gives, a verdict."""

from myotome.claims.claim import Claim, LiteratureNumber, claims
from myotome.claims.computed.registry import computations
from myotome.claims.model_value import ModelValue
from myotome.claims.reviewed import ReviewedClaim, find_claims, review, review_claims
from myotome.claims.verdict import Verdict

__all__ = [
    "Claim",
    "LiteratureNumber",
    "ModelValue",
    "ReviewedClaim",
    "Verdict",
    "claims",
    "computations",
    "find_claims",
    "review",
    "review_claims",
]
