"""A language: how its sentences, numbers, days and lists are written.

A `Language` is handed on from the command or the request to the document, and stands nowhere else: two people who read
at the same time in two languages cannot get into each other's way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from gettext import GNUTranslations
from typing import Final, Literal

from myotome.errors import InputError, Problem, nearest_names
from myotome.language.catalogues import SOURCE, catalogue, languages
from myotome.language.messages import Listed, Message, Opening, Value, Verbatim

__all__ = ["ENGLISH", "Language", "accepted_language", "language"]

_STYLES: Final[dict[str, Literal["or", "standard"]]] = {" or ": "or", " and ": "standard"}


class Language:
    """One language in which a document is written.

    Attributes
    ----------
    code : str
        As in the `lang` attribute of a page: `en`, `de`.
    missing : tuple of str
        Words that were asked for and stand in English, for want of a translation; in the order in which they were met.
    """

    def __init__(self, code: str = SOURCE) -> None:
        self.code = code
        self._known: GNUTranslations | None = None if code == SOURCE else catalogue(code)
        self._missing: dict[str, None] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Words that stand in English for want of a translation."""
        return tuple(self._missing)

    def text(self, words: str) -> str:
        """Say words in this language; in English where no translation is known.

        Parameters
        ----------
        words : str
            A message, or words of a table, which are looked up as they stand.

        Examples
        --------
        >>> from myotome.language.messages import message
        >>> said = message("{years} years", years=1.5)
        >>> Language().text(said), Language("de").text(said)
        ('1.5 years', '1,5 Jahre')
        """
        if self._known is None or isinstance(words, Verbatim) or not words:
            return str(words)
        if isinstance(words, Opening):
            said = self.text(words.words)
            return said[:1].upper() + said[1:]
        if isinstance(words, Listed):
            return self._row(words)
        if not isinstance(words, Message):
            return self._looked_up(words, "")
        return self._filled(words)

    def _filled(self, words: Message) -> str:
        pattern = self._plural(words) if words.many else self._looked_up(words.entry, words.context)
        try:
            return pattern.format_map({name: self.value(value) for name, value in words.values.items()})
        except (KeyError, ValueError, IndexError):  # a place that the sentence does not have: never a reason to fail
            return self._in_english(str(words))

    def value(self, value: Value) -> str:
        """Write what stands in a sentence: words, a number or a day."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, date):
            return self.day(value)
        return self.number(value)

    def number(self, value: float) -> str:
        """Write a number: a comma for the decimals in German."""
        if self._known is None:
            return f"{value:g}"
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.code)

    def day(self, value: date) -> str:
        """Write a day: 2026-01-31, in German 31.01.2026."""
        if self._known is None:
            return value.isoformat()
        from babel.dates import format_date

        return format_date(value, "medium", locale=self.code)

    def _row(self, words: Listed) -> str:
        parts = [self.text(part) for part in words.parts]
        style = _STYLES.get(words.between)
        if style is None:
            return words.between.join(parts)
        from babel.lists import format_list

        return format_list(parts, style=style, locale=self.code)

    def _looked_up(self, entry: str, context: str) -> str:
        assert self._known is not None
        said = self._known.pgettext(context, entry) if context else self._known.gettext(entry)
        # GNUTranslations gives back the very object that it does not know; of one letter there is one object alone
        return self._in_english(entry) if said is entry and len(entry) > 1 else said

    def _plural(self, words: Message) -> str:
        assert self._known is not None
        whole = int(words.number) if float(words.number).is_integer() else 2  # a fraction is more than one
        said = self._known.ngettext(words.entry, words.many, whole)
        return self._in_english(said) if said is words.entry or said is words.many else said

    def _in_english(self, entry: str) -> str:
        self._missing[entry] = None
        return entry


#: The language that everything is first written in.
ENGLISH: Final = Language()


def language(code: str, where: str = "--lang") -> Language:
    """Return the language that a code names; `de-AT` is German.

    Parameters
    ----------
    code : str
        `en`, `de` and so on, with or without a country.
    where : str
        Who asked, for the message.

    Raises
    ------
    InputError
        There is no catalogue for it; names those there are.

    Examples
    --------
    >>> language("de-AT").code
    'de'
    """
    known = _best((code,))
    if known is None:
        allowed, said = " or ".join(languages()), "There is no catalogue for this language."
        raise InputError([Problem(where, None, code, allowed, nearest_names(code, languages()), said)])
    return Language(known)


def accepted_language(header: str) -> Language:
    """Choose among the languages that a browser asks for; English where none of them is known.

    Examples
    --------
    >>> [accepted_language(asked).code for asked in ("de-CH,de;q=0.9,en;q=0.5", "fr", "en;q=0.9, de;q=0.2", "")]
    ['de', 'en', 'en', 'en']
    """
    return Language(_best(_by_weight(header)) or SOURCE)


def _best(codes: Iterable[str]) -> str | None:
    """The first that is known, whole or without its country."""
    plain = (code.strip().lower().replace("_", "-").partition("-")[0] for code in codes)
    return next((code for code in plain if code in languages()), None)


def _by_weight(header: str) -> list[str]:
    """Codes of an Accept-Language header, the one that is liked best first; what is no weight counts as none."""
    asked = [entry.partition(";") for entry in header[:200].split(",")]
    weighed = [(code.strip(), _weight(more)) for code, _, more in asked]
    return [code for code, weight in sorted(weighed, key=lambda one: -one[1]) if weight > 0.0]


def _weight(more: str) -> float:
    if not more.strip():
        return 1.0
    try:
        return float(more.strip().removeprefix("q="))
    except ValueError:
        return 0.0
