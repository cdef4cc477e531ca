"""What was read out of a letter, in lines to be confirmed by whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator

from myotome.interop.letter.reading import Letter
from myotome.printing import printable

__all__ = ["letter_lines"]

_HEAD = "Read out of the letter; nothing is taken before you have compared it with the words."
_NOTHING = "No finding was recognised."


def letter_lines(letter: Letter) -> Iterator[str]:
    """Each finding with its number and the words it is made of, then what was left open and why."""
    yield _HEAD if letter.proposed else _NOTHING
    for number, one in enumerate(letter.proposed, start=1):
        yield f"{number:>3}. {one.finding.label}"
        yield f"       line {one.line}: {printable(one.quote)}"
    if letter.left_open:
        yield ""
        yield "Not made into findings:"
    for line, quote, why in letter.left_open:
        yield f"     line {line}: {printable(quote)} ({why})"
