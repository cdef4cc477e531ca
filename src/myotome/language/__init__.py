"""Sentences in the language of whoever reads them."""

from typing import TYPE_CHECKING

from myotome.language.messages import (
    Listed,
    Message,
    Verbatim,
    capitalised,
    in_context,
    listed,
    message,
    plural,
    verbatim,
    worded,
)
from myotome.lazy import lazy_names

if TYPE_CHECKING:
    from myotome.language.catalogues import languages, own_name
    from myotome.language.columns import SERVICES, first_sentence, without_as_described
    from myotome.language.written import ENGLISH, Language, accepted_language, language

__all__ = [
    "ENGLISH",
    "SERVICES",
    "Language",
    "Listed",
    "Message",
    "Verbatim",
    "accepted_language",
    "capitalised",
    "first_sentence",
    "in_context",
    "language",
    "languages",
    "listed",
    "message",
    "own_name",
    "plural",
    "verbatim",
    "without_as_described",
    "worded",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "myotome.language.catalogues": ("languages", "own_name"),
            "myotome.language.columns": ("SERVICES", "first_sentence", "without_as_described"),
            "myotome.language.written": ("ENGLISH", "Language", "accepted_language", "language"),
        },
    )
