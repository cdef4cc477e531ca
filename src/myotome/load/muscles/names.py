"""Muscles by the names that people give them: labels, synonyms, and groups such as back extensors or abdominal wall."""

from __future__ import annotations

from functools import cache

from myotome.errors import UnknownNameError
from myotome.exam import vocabulary
from myotome.load.muscles.fascicle_table import muscle_parts

__all__ = ["muscle_named", "parts_of", "unknown_muscle"]

_SECTIONS = ("muscles", "muscle_groups")


def parts_of(muscle: str) -> frozenset[str]:
    """Anatomical parts with fascicles that make up a muscle or a group of muscles.

    Parameters
    ----------
    muscle : str
        Id of a muscle of the vocabulary, or of a group of them; what of a group has no fascicles here is left out.

    Raises
    ------
    UnknownNameError
        No such muscle, or none of it has fascicles.

    Examples
    --------
    >>> sorted(parts_of("abdominal_wall"))
    ['external_oblique', 'internal_oblique', 'rectus_abdominis', 'transversus_abdominis']
    """
    found = _parts(muscle)
    if not found:
        raise unknown_muscle(muscle)
    return found


@cache
def _parts(muscle: str) -> frozenset[str]:
    parts = muscle_parts()
    if muscle in parts:
        return parts[muscle]
    group = vocabulary().muscle_groups.get(muscle)
    members = () if group is None else group.members
    return frozenset().union(*(parts.get(member, frozenset()) for member in members))


@cache
def _named() -> tuple[str, ...]:
    """Every muscle and group that has fascicles."""
    groups = (name for name in vocabulary().muscle_groups if _parts(name))
    return tuple(dict.fromkeys([*sorted(muscle_parts()), *groups]))


def muscle_named(word: str) -> str:
    """Which muscle or group of the model does a word mean?

    Parameters
    ----------
    word : str
        An id, a label or a synonym: `erector_spinae`, `Abdominal wall`, `iliopsoas`.

    Raises
    ------
    UnknownNameError
        No such muscle, or one that the model does not have.

    Examples
    --------
    >>> muscle_named("Quadratus lumborum")
    'quadratus_lumborum'
    """
    found = vocabulary().find(_SECTIONS, word)
    if found is None or not _parts(found):
        raise unknown_muscle(word)
    return found


def unknown_muscle(word: str) -> UnknownNameError:
    """Error that says that the model has no such muscle, with the nearest that it has."""
    return UnknownNameError("muscle with fascicles", word, _named())
