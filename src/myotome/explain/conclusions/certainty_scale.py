"""How sure something is, in words: one scale for explanations and for the verdict on the disc."""

from __future__ import annotations

from myotome.explain.model_constants import constants

__all__ = ["how_likely", "more_likely_than_not"]

_SURE = ("almost_certain", "very_likely")
_OF_VERDICT = ("probable", "possible")
_LEAST = "uncertain, but nothing fits better"


def more_likely_than_not() -> float:
    """From which probability an explanation, or a disc as its cause, is called probable."""
    return constants("verdict")["probable"]


def how_likely(probability: float) -> str:
    """How sure is something? Up to "probable" with the words and the limits of the verdict on the disc.

    Examples
    --------
    >>> [how_likely(p) for p in (0.995, 0.92, 0.6, 0.3, 0.1)]
    ['almost certain', 'very likely', 'probable', 'possible', 'uncertain, but nothing fits better']
    """
    limits = {name: constants("certainty")[name] for name in _SURE}
    limits |= {name: constants("verdict")[name] for name in _OF_VERDICT}
    return next((name.replace("_", " ") for name, least in limits.items() if probability >= least), _LEAST)
