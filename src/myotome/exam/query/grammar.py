"""The one grammar for what must be found: from the text of a cell to a condition; docs/query.md describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from myotome.errors import DataError, nearest_names
from myotome.exam.query.condition import AllOf, AnyOf, AtLeast, Atom, Condition, Named, Not
from myotome.exam.query.kinds import QUERY_KINDS, Kind
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Column, Table, identifier

__all__ = ["named_conditions", "parse"]

_TOKEN = re.compile(r"[(){};]|[^\s(){};]+")
_ATOM = re.compile(
    r"(?P<kind>[a-z]+)(?::(?P<names>[\w|-]+))?(?:\[(?P<details>[\w|-]+)\])?(?P<exact>@exact)?"
    r"(?:(?P<comparison><=|>=|=|<|>)(?P<values>-?[\w.|-]+))?(?P<bilateral>@bilateral)?"
)
_CLOSING = frozenset({")", "}", ";", "AND", "OR", "OF"})


def parse(text: str, kinds: Mapping[str, Kind] = QUERY_KINDS) -> Condition:
    """Which condition does a text state?

    Parameters
    ----------
    text : str
        For example `sign:babinski=positive AND (age>=50 OR @cancer)`.
    kinds : mapping
        What each kind of statement may say.

    Returns
    -------
    Condition
        Checked: every name and value is one that a case can have. `parse(str(condition))` is the same condition.

    Raises
    ------
    DataError
        The text is no condition, or names something that there is not; the message gives the nearest that there is.

    Examples
    --------
    >>> str(parse("2 OF {sign:babinski=positive; sign:clonus=positive;history:falls=true}"))
    '2 OF {sign:babinski=positive; sign:clonus=positive; history:falls=true}'
    """
    if "@" in text:
        _check_named()
    return _Reader(text, kinds).whole()


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str, kinds: Mapping[str, Kind], above: tuple[str, ...] = ()) -> None:
        self._text, self._kinds, self._above = text, kinds, above
        self._tokens, self._at = _TOKEN.findall(text), 0

    def whole(self) -> Condition:
        condition = self._joined()
        if self._next():
            raise self._error(f"{self._next()!r} is not expected here")
        return condition

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return str(self._tokens[self._at - 1])

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise self._error(f"{token!r} is expected{f', not {self._next()!r}' if self._next() else ' at the end'}")
        self._at += 1

    def _error(self, what: str) -> DataError:
        return DataError(f"condition {self._text!r}: {what}")

    def _joined(self) -> Condition:
        parts, word = [self._part()], self._next()
        while self._next() in ("AND", "OR"):
            if self._take() != word:
                raise self._error("AND and OR are mixed: put brackets round the parts that belong together")
            parts.append(self._part())
        if len(parts) == 1:
            return parts[0]
        return AllOf(tuple(parts)) if word == "AND" else AnyOf(tuple(parts))

    def _part(self) -> Condition:
        token = self._next()
        if not token or token in _CLOSING:
            raise self._error(f"a statement is expected{f' before {token!r}' if token else ''}")
        self._take()
        if token == "NOT":
            return Not(self._part())
        if token == "(":
            condition = self._joined()
            self._expect(")")
            return condition
        if token.isdigit():
            return self._at_least(int(token))
        return self._named(token) if token.startswith("@") else self._atom(token)

    def _at_least(self, number: int) -> Condition:
        self._expect("OF")
        self._expect("{")
        parts = [self._joined()]
        while self._next() == ";":
            self._take()
            parts.append(self._joined())
        self._expect("}")
        if not 1 <= number <= len(parts):
            raise self._error(f"{number} of {len(parts)} parts can never hold or always does")
        return AtLeast(number, tuple(parts))

    def _named(self, token: str) -> Named:
        return Named(token[1:], _meaning(token[1:], self._above))

    def _atom(self, token: str) -> Atom:
        unit = self._take() if self._next() in _units("time_units", "strength_units") else None
        within = self._within() if self._next() == "within" else None
        found = _ATOM.fullmatch(token)
        if found is None:
            raise self._error(f"{token!r} is no statement of the form kind:name=value")
        if found["kind"] not in self._kinds:
            near = ", ".join(nearest_names(found["kind"], self._kinds)) or ", ".join(self._kinds)
            raise self._error(f"{found['kind']!r} is no kind of statement; nearest: {near}")
        kind = self._kinds[found["kind"]]
        values = _split(found["values"])
        atom = Atom(
            kind=found["kind"],
            names=_split(found["names"]),
            details=_split(found["details"]),
            exact=bool(found["exact"]),
            comparison=found["comparison"] or "",
            values=values,
            unit=unit,
            bilateral=bool(found["bilateral"]),
            within=within,
            is_absence=not kind.absences.isdisjoint(values),
        )
        kind.check(atom)
        return atom

    def _within(self) -> str:
        self._take()
        number, unit = self._next(), ""
        if number.replace(".", "", 1).isdigit():
            self._take()
            unit = self._take() if self._next() in _units("time_units") else ""
        if not unit:
            raise self._error(f"'within' needs a number and one of {', '.join(sorted(_units('time_units')))}")
        return f"{number} {unit}"


def _split(alternatives: str | None) -> tuple[str, ...]:
    return tuple(alternatives.split("|")) if alternatives else ()


@cache
def _units(*sections: str) -> frozenset[str]:
    return frozenset(vocabulary().ids(sections))


def _is_condition(text: str) -> bool:
    """Whether a named condition can be read; the error says why not."""
    return bool(_Reader(text, QUERY_KINDS).whole())


#: Conditions stay text here: they name one another, and few are needed for a patient.
_NAMED = Table(
    "exam/named_conditions.csv",
    {"name": identifier(), "condition": Column(str, _is_condition, "a condition as docs/query.md describes")},
    key=("name",),
)


@cache
def _check_named() -> None:
    """Refuse a table of named conditions with one that cannot be read, whichever is asked for."""
    _NAMED.rows()


@cache
def _as_written() -> Mapping[str, str]:
    """Text of every named condition; unchecked, for while the table is checked they look one another up."""
    return {row.get("name", ""): row.get("condition", "") for row in _NAMED.written()}


@cache
def _meaning(name: str, above: tuple[str, ...]) -> Condition:
    """Read a named condition, with the names that are being read above it."""
    if name in above:
        raise DataError(f"exam/named_conditions.csv: {' > '.join((*above, name))} goes round in a circle")
    if name not in _as_written():
        near = ", ".join(nearest_names(name, _as_written())) or "none"
        raise DataError(f"no condition is called '@{name}'; nearest: {near}")
    return _Reader(_as_written()[name], QUERY_KINDS, (*above, name)).whole()


def named_conditions() -> Mapping[str, Condition]:
    """Every named condition, read and checked."""
    _check_named()
    return {name: _meaning(name, ()) for name in _as_written()}
