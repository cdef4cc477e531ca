"""What a cell may hold: text, numbers, yes or no, names that stand elsewhere, and lists of these."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from myotome.errors import UnknownNameError, nearest_names
from myotome.tables.files import source_keys

__all__ = [
    "SEEN",
    "Column",
    "Row",
    "fraction",
    "identifier",
    "integer",
    "list_of",
    "number",
    "one_by",
    "one_of",
    "parsed",
    "source_list",
    "text",
    "yes_no",
]

SEEN = ("full", "abstract", "secondary", "fitted", "judgement")
#: So many names are listed in a message; of more, only their number and the nearest.
_FEW = 12

#: The cells of one row, as they are written.
Row = Mapping[str, str]
#: Names that are fixed, or looked up when a cell is checked.
Names = Iterable[str] | Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: how a cell is read and what it may hold. The functions of this module make them.

    Attributes
    ----------
    read : callable
        Value of a filled cell; raises ValueError where it is of another type.
    fits : callable
        Whether a value, read from a cell or written in TOML, is of the type and in the range.
    words : str
        What is allowed; empty where that is a choice of names.
    empty : object
        What an empty cell reads as.
    names : callable or None
        Names to choose from, given the cells of the row.
    separator : str
        What joins the entries of a cell; empty where a cell holds one.
    optional : bool
        Whether a cell may be empty, or a key be left out.
    grammar : bool
        Whether a grammar of its own reads the cell.
    """

    read: Callable[[str], Any]
    fits: Callable[[Any], bool]
    words: str
    empty: Any = None
    names: Callable[[Row], Iterable[str]] | None = None
    separator: str = ""
    optional: bool = False
    grammar: bool = False

    def declared(self) -> tuple[object, ...]:
        """What distinguishes this column from others, the same in every process."""
        read, fits = (getattr(function, "__qualname__", "") for function in (self.read, self.fits))
        return read, fits, self.words, self.separator, self.optional, self.names is None

    def holds(self, value: Any, row: Row) -> bool:
        """Whether a value is allowed in this row."""
        if not self.fits(value):
            return False
        return self.names is None or all(entry in self.names(row) for entry in self._entries(value))

    def allowed(self, row: Row) -> str:
        """What is allowed, in words."""
        if self.names is None:
            return self.words
        names = sorted(self.names(row))
        if not names:
            return "nothing beside the other cells of this row"
        return self.words + (f"one of {', '.join(names)}" if len(names) <= _FEW else f"one of {len(names)} names")

    def nearest(self, given: str, row: Row) -> tuple[str, ...]:
        """The allowed names nearest to what was given."""
        if self.names is None:
            return ()
        wrong = [entry for entry in self._entries(self.read(given)) if entry not in self.names(row)]
        return nearest_names(wrong[0], self.names(row)) if wrong else ()

    def _entries(self, value: Any) -> Iterable[Any]:
        if isinstance(value, str):
            return value.split(self.separator) if self.separator else (value,)
        return (entry for part in value for entry in (part if isinstance(part, tuple) else (part,)))


def text(*, optional: bool = False) -> Column:
    """Free text: labels, notes, wordings; an empty cell reads as an empty text."""
    return Column(str, _is_text, "text", empty="", optional=optional)


def identifier(*, optional: bool = False) -> Column:
    """A name that this table gives: one word."""

    def fits(value: Any) -> bool:
        return isinstance(value, str) and re.fullmatch(r"[\w@.+:-]+", value) is not None

    return Column(str, fits, "one word of letters, digits and underscores", empty="", optional=optional)


def number(low: float = -math.inf, high: float = math.inf, *, optional: bool = False) -> Column:
    """A finite number in a range, both ends included; an empty cell reads as None.

    Examples
    --------
    >>> number(0, 10).allowed({}), number(0, 10).holds(11, {})
    ('a number from 0 to 10', False)
    """

    def fits(value: Any) -> bool:
        return type(value) in (int, float) and math.isfinite(value) and low <= value <= high

    return Column(float, fits, f"a number{_range(low, high)}", optional=optional)


def fraction(*, optional: bool = False) -> Column:
    """A probability, a share, or a factor that takes a part away: 0 to 1."""
    return number(0, 1, optional=optional)


def integer(low: float = -math.inf, high: float = math.inf, *, optional: bool = False) -> Column:
    """A whole number in a range, both ends included; an empty cell reads as None."""

    def fits(value: Any) -> bool:
        return type(value) is int and low <= value <= high

    return Column(int, fits, f"a whole number{_range(low, high)}", optional=optional)


def yes_no(*, optional: bool = False) -> Column:
    """`yes` or `no`, read as a bool; true or false in TOML."""
    return Column({"yes": True, "no": False}.__getitem__, _is_bool, "yes or no", optional=optional)


def one_of(names: Names, *, optional: bool = False) -> Column:
    """One of a set of names: an enumeration, the vocabulary, or the ids of another table.

    Examples
    --------
    >>> one_of(("left", "right")).nearest("lef", {})
    ('left',)
    """

    def choice(_: Row) -> Iterable[str]:
        return names() if callable(names) else names

    return Column(str, _is_text, "", empty="", names=choice, optional=optional)


def one_by(names: Callable[[Row], Iterable[str]], *, optional: bool = False) -> Column:
    """A name whose choice depends on other cells of the row: the values of the finding that the row speaks of."""

    def choice(row: Row) -> Iterable[str]:
        try:
            return names(row)
        except (KeyError, UnknownNameError):  # the cell on which it depends is wrong itself
            return ()

    return Column(str, _is_text, "", empty="", names=choice, optional=optional)


def list_of(entry: Column, *, separator: str = "|", optional: bool = False) -> Column:
    """Entries joined by pipes, each filled and as its column says; a list in TOML. An empty cell reads as no entries.

    An entry may be a list in turn, with a separator of its own.

    Examples
    --------
    >>> list_of(number(0)).read("1|2")
    (1.0, 2.0)
    """

    def read(cell: str) -> tuple[Any, ...]:
        return tuple(map(entry.read, cell.split(separator)))

    def fits(value: Any) -> bool:
        return isinstance(value, list | tuple) and all(each != "" and entry.fits(each) for each in value)

    words = f"entries joined by {separator!r}, each {entry.words}"
    return Column(read, fits, words, (), entry.names, separator, optional, entry.grammar)


def source_list(*, optional: bool = False) -> Column:
    """Keys of the ledger of sources, joined by pipes; read as they are written."""
    return replace(list_of(one_of(source_keys), optional=optional), read=str, fits=_is_text, empty="")


def parsed(parse: Callable[[str], Any], grammar: str, *, optional: bool = False) -> Column:
    """What a grammar of its own reads.

    Parameters
    ----------
    parse : callable
        Takes a filled cell; raises ValueError or an error of Myotome where it does not understand it.
    grammar : str
        What may stand there, in words.
    optional : bool
        A cell may be empty; it then reads as None.
    """
    return Column(parse, lambda value: value is not None, grammar, optional=optional, grammar=True)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _range(low: float, high: float) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f" from {low:g} to {high:g}"
    return f" of {low:g} or more" if math.isfinite(low) else f" of {high:g} or less" if math.isfinite(high) else ""
