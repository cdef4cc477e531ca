"""Searching names that are encrypted: keyed digests of the beginnings of each word."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator
from typing import Final

from sqlalchemy import insert

from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import WORDS
from myotome.records.storage.work import Work

__all__ = ["keep_words", "tokens_of_names", "tokens_of_query"]

_BYTES: Final = 16
_SHORTEST, _LONGEST, _MOST_WORDS = 1, 12, 8


def _words(text: str) -> Iterator[str]:
    """Words in small letters, without accents: what is typed on any keyboard finds them."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    yield from kept.split()


def _token(keys: Keys, word: str) -> bytes:
    return hmac.new(keys.search, word.encode(), hashlib.sha256).digest()[:_BYTES]


def tokens_of_names(keys: Keys, *names: str) -> frozenset[bytes]:
    """What is stored to find these names by.

    Examples
    --------
    >>> from myotome.records.storage.keys import keys_from
    >>> keys = keys_from(bytes(32))
    >>> tokens_of_query(keys, "exa") <= tokens_of_names(keys, "Ada Éxample")
    True
    """
    words = {word[:_LONGEST] for name in names for word in _words(name)}
    return frozenset(_token(keys, word[:end]) for word in words for end in range(_SHORTEST, len(word) + 1))


def tokens_of_query(keys: Keys, query: str) -> frozenset[bytes]:
    """What is looked for: the beginnings of words as typed."""
    return frozenset(_token(keys, word[:_LONGEST]) for word in list(_words(query))[:_MOST_WORDS])


def keep_words(work: Work, patient: str, *names: str) -> None:
    """Store what a patient is found by, in place of what was stored before."""
    work.connection.execute(WORDS.delete().where(WORDS.c.patient == patient))
    rows = [{"token": token, "patient": patient} for token in sorted(tokens_of_names(work.keys, *names))]
    if rows:
        work.connection.execute(insert(WORDS), rows)
    work.at_step("words written")
