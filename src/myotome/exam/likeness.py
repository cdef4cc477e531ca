"""Which names are meant by what somebody wrote: alike but for case and joints, or the nearest ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

__all__ = ["LONGEST_NAME", "closest", "folded", "lean", "near"]

LONGEST_NAME = 100  # no name of the vocabulary is as long
# a word of a name that counts, and how many of its first letters have to agree
_WORD, _STEM = 4, 5
_NEAR = 0.75  # letters in common, and words that begin alike: below it nobody meant the name
#: Words that change no name.
_LITTLE_WORDS = frozenset({"the", "of", "at", "over"})


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """Key under which a name is looked up: lower case, words joined by one underscore."""
    return re.sub(r"[\s_/\-\u2010-\u2015]+", "_", name.strip().casefold())


@lru_cache(maxsize=65536)
def lean(name: str) -> str:
    """Key of a name without its little words: `dorsum of the foot` and `dorsum of foot` are one."""
    return "_".join(word for word in folded(name).split("_") if word not in _LITTLE_WORDS)


def closest(name: str, names: Iterable[str], count: int = 5) -> tuple[str, ...]:
    """Names that come closest to a given one, best first: those that hold it or a word of it go first.

    Parameters
    ----------
    name : str
        As written.
    names : iterable of str
        Valid names.
    count : int
        So many, however far they are.

    Examples
    --------
    >>> closest("peroneals", ["soleus", "peroneus_longus", "peroneus_brevis"], 2)
    ('peroneus_longus', 'peroneus_brevis')
    """
    return _closest(folded(name[:LONGEST_NAME]), tuple(names), count)


def near(name: str, names: Iterable[str], count: int = 5) -> tuple[str, ...]:
    """The closest names that may be what was meant; none where all are only noise.

    Examples
    --------
    >>> near("acilles", ["achilles", "patellar"]), near("xylophone", ["achilles", "patellar"])
    (('achilles',), ())
    """
    wanted = folded(name[:LONGEST_NAME])
    return tuple(other for other in closest(name, names, count) if _likeness(wanted, folded(other)) >= _NEAR)


@lru_cache(maxsize=1024)
def _closest(wanted: str, names: tuple[str, ...], count: int) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda other: (-_likeness(wanted, folded(other)), other))[:count])


def _likeness(wanted: str, other: str) -> float:
    """How alike two folded names are: letters in common, and words that begin alike."""
    letters = SequenceMatcher(None, wanted, other).ratio()
    words = [word for word in wanted.split("_") if len(word) >= _WORD]
    begun = sum(any(part.startswith(word[:_STEM]) for part in other.split("_")) for word in words)
    return letters + begun / max(1, len(words))
