"""Does a resource match a parameter of a search? Tokens, references, words, and days with their prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from myotome.interop.fhir_server.replies import RefusedRequestError

__all__ = ["codings_of", "day_matches", "reference_id", "token_matches", "words_match"]

_DATE: Final = re.compile(
    r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_REFERENCE: Final = re.compile(r"(?:https?://[^?#]*/)?(?:([A-Z][A-Za-z]+)/)?([A-Za-z0-9\-.]{1,64})")
_Span = tuple[datetime, datetime]


def token_matches(codings: Iterator[tuple[str, str]], wanted: str) -> bool:
    """Whether one of several codes is `code`, `system|code`, `system|` or `|code`.

    Examples
    --------
    >>> code = ("http://loinc.org", "1988-5")
    >>> [token_matches(iter([code]), one) for one in ("1988-5", "http://loinc.org|", "|1988-5")]
    [True, True, False]
    """
    system, bar, code = wanted.rpartition("|")
    return any((not bar or own_system == system) and (not code or own_code == code) for own_system, own_code in codings)


def reference_id(wanted: str, kind: str) -> str:
    """Id that a reference of a search means; empty where it is of another type.

    Examples
    --------
    >>> [reference_id(one, "Patient") for one in ("a1", "Patient/a1", "http://x.org/fhir/Patient/a1", "Group/a1")]
    ['a1', 'a1', 'a1', '']
    """
    found = _REFERENCE.fullmatch(wanted)
    return found[2] if found is not None and found[1] in (None, kind) else ""


def words_match(text: str, wanted: str) -> bool:
    """Whether a word of a name begins with each word of a search.

    Examples
    --------
    >>> words_match("Ada Example", "exa"), words_match("Ada Example", "ample")
    (True, False)
    """
    words = text.casefold().split()
    return all(any(word.startswith(one) for word in words) for one in wanted.casefold().split())


def day_matches(day: str | None, wanted: str) -> bool:
    """Whether a day is what a search asks for, by the rules of FHIR for the ends of both.

    Examples
    --------
    >>> [day_matches("2026-11-20", one) for one in ("2026-11", "gt2026-11-20", "ge2026-11-20", "lt2026-12", "ne2026")]
    [True, False, True, True, False]
    """
    prefix, (low, high) = _asked(wanted)
    if day is None:
        return False
    own_low, own_high = _span(day)
    equal = low <= own_low and own_high <= high
    later, earlier = own_high > high, own_low < low
    return {
        "eq": equal,
        "ne": not equal,
        "gt": later,
        "ge": later or equal,
        "lt": earlier,
        "le": earlier or equal,
        "sa": own_low >= high,
        "eb": own_high <= low,
        "ap": own_low < high and low < own_high,
    }[prefix]


def _asked(wanted: str) -> tuple[str, _Span]:
    found = _DATE.fullmatch(wanted)
    if found is None:
        raise RefusedRequestError(400, f"This is no date of a search, such as ge2026-01-31: {wanted[:40]!r}.")
    return found[1] or "eq", _span(wanted[len(found[1] or "") :])


def _span(text: str) -> _Span:
    """From when to before when a date of any precision reaches."""
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        year, month, day, hour, minute, second = (None if one is None else int(one) for one in found.groups()[1:7])
        begun = datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=UTC)
        if month is None:
            return begun, begun.replace(year=begun.year + 1)
        if day is None:
            return begun, (begun.replace(day=28) + timedelta(days=4)).replace(day=1)
        if hour is None:
            return begun, begun + timedelta(days=1)
        begun = datetime.fromisoformat(text.replace("Z", "+00:00"))
        begun = begun if begun.tzinfo else begun.replace(tzinfo=UTC)
        return begun, begun + timedelta(seconds=1 if second is not None else 60)
    except (ValueError, OverflowError):
        raise RefusedRequestError(400, f"There is no such day: {text[:40]!r}.") from None


def codings_of(concepts: Any) -> Iterator[tuple[str, str]]:
    """Systems and codes of a concept or of several."""
    for concept in concepts if isinstance(concepts, list) else [concepts] if isinstance(concepts, Mapping) else []:
        for coding in concept.get("coding", ()):
            yield coding.get("system", ""), coding.get("code", "")
