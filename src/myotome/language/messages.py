"""Sentences that know how they were made: English to read, with what a catalogue needs to say them in another language.

A message is a string, the English sentence, and goes wherever a string goes. It also keeps the words to look up and the
values that stand in them; `Language.text` says it anew. Text glued from messages is a plain string again and no longer
knows: sentences are made whole, with named places for what changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

__all__ = [
    "Listed",
    "Message",
    "Opening",
    "Value",
    "Verbatim",
    "capitalised",
    "listed",
    "message",
    "plural",
    "verbatim",
    "worded",
]

#: What may stand in a message: words, a number, a day.
Value = str | float | date
_Text = TypeVar("_Text", bound=str)


class Message(str):
    """A sentence in English, with its entry in the catalogues.

    Attributes
    ----------
    entry : str
        What is looked up, with a named place for each value.
    many : str
        The same for more than one, where the number changes the words; else empty.
    number : float
        How many.
    values : mapping
        Name of each place to what stands there; messages among them are said in the same language.
    context : str
        What kind of thing it names, where the English word alone has two meanings.
    """

    entry: str
    many: str
    number: float
    values: Mapping[str, Value]
    context: str


class Listed(str):
    """Words in a row, each said by itself, with what stands between them."""

    parts: tuple[str, ...]
    between: str


class Opening(str):
    """Words at the beginning of a sentence."""

    words: str


class Verbatim(str):
    """A name or a note that stands in every language as it was given."""


def message(entry: str, /, **values: Value) -> Message:
    """Make a sentence that can be said in another language.

    Parameters
    ----------
    entry : str
        The English sentence; what changes stands in it as `{name}`.
    **values
        What stands in each place.

    Examples
    --------
    >>> said = message("The likely place: {place}.", place="L5 root")
    >>> said, said.entry
    ('The likely place: L5 root.', 'The likely place: {place}.')
    """
    return _made(Message(_filled(entry, values)), entry=entry, many="", number=1.0, values=values, context="")


def in_context(context: str, entry: str, /) -> Message:
    """Mark words of which the English alone does not tell what they name.

    Examples
    --------
    >>> in_context("left side", "L").context
    'left side'
    """
    return _made(Message(entry), entry=entry, many="", number=1.0, values={}, context=context)


def plural(one: str, many: str, /, number: float, **values: Value) -> Message:
    """Make a sentence whose words depend on how many there are; the number itself stands as `{number}`.

    Examples
    --------
    >>> plural("{number} week", "{number} weeks", 1), plural("{number} week", "{number} weeks", 1.5)
    ('1 week', '1.5 weeks')
    """
    known = {"number": number} | values
    text = _filled(one if number == 1 else many, known)
    return _made(Message(text), entry=one, many=many, number=number, values=known, context="")


def listed(parts: Iterable[str], between: str = ", ") -> Listed:
    """Put words in a row, empty ones left out.

    Examples
    --------
    >>> listed(["the neck", "", "the arm"], " or ")
    'the neck or the arm'
    """
    kept = tuple(part for part in parts if part)
    return _made(Listed(between.join(kept)), parts=kept, between=between)


def capitalised(text: str) -> str:
    """Sentence with a capital first letter; the rest stays.

    Examples
    --------
    >>> capitalised("the L5 root")
    'The L5 root'
    """
    return _made(Opening(text[:1].upper() + text[1:]), words=text)


def verbatim(text: str) -> Verbatim:
    """Mark words that no language changes: a name, a number of a case."""
    return Verbatim(text)


def worded(english: str, said: str) -> str:
    """Give a message English words of its own: where the English is to stay as it is, and other languages say less.

    Examples
    --------
    >>> worded("XR L3-L4: disc degeneration", message("{what}: {found}", what="L3-L4", found="worn"))
    'XR L3-L4: disc degeneration'
    """
    known = said if isinstance(said, Message) else message("{sentence}", sentence=said)
    return _made(Message(english), **vars(known))


def _filled(entry: str, values: Mapping[str, Value]) -> str:
    shown = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in values.items()}
    return entry.format_map(shown)


def _made(text: _Text, **known: Any) -> _Text:
    vars(text).update(known)
    return text
