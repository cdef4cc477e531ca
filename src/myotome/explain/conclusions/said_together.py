"""Explanations that are one answer to a clinician: said together, with what each carries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from myotome.explain.explanation import LikelyCause
from myotome.pathology import conditions, lineage
from myotome.tables import Table, identifier, one_of

__all__ = ["said_together"]


def _families() -> tuple[str, ...]:
    return tuple(dict.fromkeys(family for one in conditions().values() for family in one.families))


_ONE_ANSWER = Table("explain/said_together.csv", {"family": one_of(_families), "as": identifier()}, key=("family",))


def said_together(causes: Sequence[LikelyCause]) -> tuple[LikelyCause, ...]:
    """Explanations as they are read: those of one answer joined into one, best first.

    Strain of the back and plain back pain are treated alike, on whichever side; each alone would look uncertain where
    the answer is not.

    Parameters
    ----------
    causes : sequence of LikelyCause
        Of an answer, best first.

    Returns
    -------
    tuple of LikelyCause
        What is joined has the shares of its conditions, and the side that all of them have, else none.
    """
    found: dict[str, list[LikelyCause]] = {}
    for number, cause in enumerate(causes):
        found.setdefault(_answer(cause) or str(number), []).append(cause)
    joined = (members[0] if len(members) == 1 else _joined(members) for members in found.values())
    return tuple(sorted(joined, key=lambda one: -one.probability))


def _answer(cause: LikelyCause) -> str | None:
    """Answer that an explanation is part of; None for one that stands for itself."""
    if cause.places or len(cause.conditions) != 1:
        return None
    return next((answer for family in lineage(cause.conditions[0]) if (answer := _answers().get(family))), None)


@cache
def _answers() -> dict[str, str]:
    return {row["family"]: row["as"] for row in _ONE_ANSWER.rows()}


def _joined(members: Sequence[LikelyCause]) -> LikelyCause:
    shares: dict[str, float] = {}
    for one in members:
        name = conditions()[one.conditions[0]].label
        shares[name] = shares.get(name, 0.0) + one.probability
    ranked = tuple(sorted(shares.items(), key=lambda share: -share[1]))
    sides = {one.side for one in members}
    side = sides.pop() if len(sides) == 1 else "none"
    named = tuple(dict.fromkeys(one.conditions[0] for one in members))
    classes = tuple(dict.fromkeys(name for one in members for name in one.classes))
    whole = sum(one.probability for one in members)
    return LikelyCause(ranked[0][0], named, classes, (), side, whole, ranked if len(ranked) > 1 else ())
