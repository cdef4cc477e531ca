"""Text and values as a message shows them: short, and nothing in them that a terminal would obey."""

from __future__ import annotations

import reprlib
from datetime import date
from typing import Any, Final

__all__ = ["cut", "printable", "shown"]

_LONGEST_VALUE: Final = 60
_READ: Final = 400  # signs of a text that are looked at
_LARGE: Final = 10**18
_DIGITS_PER_BIT: Final = 0.30103


def printable(text: str) -> str:
    r"""Text with everything escaped that a terminal would not show as it stands: control and invisible characters.

    Examples
    --------
    >>> print(printable("left\x1b[2J"))
    left\x1b[2J
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text)


def shown(value: Any) -> str:
    """Value as given, short enough for a message, whatever it is.

    Examples
    --------
    >>> shown(None), shown(True), shown("left"), shown(10**5000)
    ('nothing (null)', 'true', "'left'", 'a whole number of about 5000 digits')
    """
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= _LARGE:
        return f"a whole number of about {round(value.bit_length() * _DIGITS_PER_BIT)} digits"
    if isinstance(value, date):
        return f"the date {value.isoformat()}"
    if isinstance(value, str):
        return cut(repr(value[:_READ]), _LONGEST_VALUE)
    return cut(_BRIEFLY.repr(value), _LONGEST_VALUE)


class _Briefly(reprlib.Repr):
    """Representation of nested values that reads no more of them than it shows."""

    def repr_int(self, x: int, level: int) -> str:  # noqa: ARG002 - the form that the base class asks for
        return shown(x) if abs(x) >= _LARGE else repr(x)


_BRIEFLY = _Briefly()
_BRIEFLY.maxlevel, _BRIEFLY.maxlist, _BRIEFLY.maxtuple, _BRIEFLY.maxdict = 4, 20, 20, 20
_BRIEFLY.maxstring = _BRIEFLY.maxother = _LONGEST_VALUE


def cut(text: str, longest: int) -> str:
    """Leave out the middle of a long text, for a place is known by its two ends.

    Examples
    --------
    >>> cut("findings[0].areas[12]", 16)
    'findings[...[12]'
    """
    if len(text) <= longest:
        return text
    tail = longest // 4
    return f"{text[: longest - tail - 3]}...{text[-tail:]}"
