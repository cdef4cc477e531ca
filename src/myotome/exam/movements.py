"""Which muscles does a tested name stand for, and which of them does the test chiefly load?"""

from __future__ import annotations

from functools import cache
from typing import Literal

from myotome.errors import UnknownNameError
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, Entry, vocabulary

__all__ = ["NameKind", "expand_all", "expand_muscles", "movement_weights", "name_kind"]

NameKind = Literal["muscle", "group", "movement"]
_WHOLE_LIMB = "regions"


@cache
def name_kind(name: str) -> NameKind:
    """Is an id a single muscle, a muscle group or a movement?

    Raises
    ------
    UnknownNameError
        It is none of them.
    """
    words = vocabulary()
    if name in words.muscles:
        return "muscle"
    if name in words.muscle_groups:
        return "group"
    if name in words.movements:
        return "movement"
    raise UnknownNameError("muscle, muscle group or movement", name, words.ids((*MUSCLE_SECTIONS, "movements")))


@cache
def expand_muscles(name: str) -> tuple[str, ...]:
    """Which single muscles does a muscle, a group or a movement stand for?

    Parameters
    ----------
    name : str
        Id of a muscle, a muscle group or a movement.

    Returns
    -------
    tuple of str
        Muscle ids; a movement's prime movers with the chief one first.

    Raises
    ------
    UnknownNameError
        The id is in none of the three sections.

    Examples
    --------
    >>> expand_muscles("peronei")
    ('peroneus_longus', 'peroneus_brevis')
    """
    words, kind = vocabulary(), name_kind(name)
    if kind == "muscle":
        return (name,)
    return words.muscle_groups[name].members if kind == "group" else words.movements[name].prime_movers


def expand_all(names: tuple[str, ...]) -> tuple[str, ...]:
    """Single muscles of several names, each once, in the order first met."""
    return tuple(dict.fromkeys(muscle for name in names for muscle in expand_muscles(name)))


@cache
def movement_weights(name: str) -> tuple[tuple[str, float], ...]:
    """How much does each muscle count in a test of this name?

    The chief prime mover counts most: the weight of the muscle of rank k is proportional to 1 / k. Members of a group,
    and muscles of a whole-limb grade, count alike. It is a rule of reading a clinical grade, not a share of force.

    Parameters
    ----------
    name : str
        Id of a muscle, a muscle group or a movement.

    Returns
    -------
    tuple of (str, float)
        Muscle id and weight, the heaviest first; the weights sum to 1.

    Raises
    ------
    UnknownNameError
        The id is in none of the three sections.

    Sources
    -------
    judgement
    """
    muscles = expand_muscles(name)
    raw = [1.0 / rank if _ranked(name) else 1.0 for rank in range(1, len(muscles) + 1)]
    total = sum(raw)
    return tuple((muscle, weight / total) for muscle, weight in zip(muscles, raw, strict=True))


def _ranked(name: str) -> bool:
    """Tell whether the order of the muscles means something: for a movement, but not for a whole limb."""
    entry: Entry | None = vocabulary().movements.get(name)
    return entry is not None and entry.region != _WHOLE_LIMB
