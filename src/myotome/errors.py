"""Every error Myotome raises, on one page.

A message says what was given and where, what is allowed, and the nearest valid name. Clinical uncertainty is never an
error: it is an outcome of an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from myotome.printing import cut, printable, shown

__all__ = [
    "DataError",
    "InputError",
    "MyotomeError",
    "Problem",
    "UnknownNameError",
    "nearest_names",
]

#: So many problems of one input are listed; the others are counted.
MOST_LISTED: Final = 50
_MOST_NAMED: Final = 30  # where no more names than these are allowed, the message has them all
_LONGEST_NAME: Final = 100  # no valid name is as long, and the search for near ones takes the square of the length
_LONGEST_PART: Final = 400  # of a place, of what was given, of a message


class MyotomeError(Exception):
    """Base of every error of the package; catching it catches them all."""


class DataError(MyotomeError):
    """A table of the package itself is wrong: a bug of ours, not of the user."""


class UnknownNameError(MyotomeError):
    """A name that is in no table, with the names that come nearest.

    Parameters
    ----------
    section : str
        What was looked up, in words (`muscle`, `root`, `disc` ...).
    given : str
        The name as the user wrote it.
    allowed : Iterable of str
        Every valid name.
    spellings : mapping, optional
        Valid name of everything that it may be called, where that is more.
    """

    def __init__(
        self, section: str, given: str, allowed: Iterable[str], spellings: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(section, given)
        self.section, self.given, self.allowed = section, given, tuple(allowed)
        self._spellings = spellings

    @property
    def nearest(self) -> tuple[str, ...]:
        """Valid names that come nearest, best first; searched for when asked, for it takes time."""
        if self._spellings is None:
            return nearest_names(self.given, self.allowed)
        return tuple(dict.fromkeys(self._spellings[name] for name in nearest_names(self.given, self._spellings)))

    def __str__(self) -> str:
        nearest = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        allowed = f" Allowed: {', '.join(self.allowed)}." if len(self.allowed) <= _MOST_NAMED else ""
        return f"no {self.section} is called {shown(self.given)}.{nearest}{allowed}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what the user gave, safe to print: control characters are escaped and long parts cut.

    Attributes
    ----------
    where : str
        File and path in it, for example `case.yaml, findings[3].mrc`.
    line : int or None
        1-based line in the file.
    given : str
        The value as given.
    allowed : str
        What is allowed there, in words.
    nearest : tuple of str
        The nearest valid names, best first.
    message : str
        One sentence that says what is wrong and what to do.
    """

    where: str
    line: int | None
    given: str
    allowed: str
    nearest: tuple[str, ...] = ()
    message: str = ""

    def __post_init__(self) -> None:
        for name in ("where", "given", "allowed", "message"):
            object.__setattr__(self, name, printable(getattr(self, name)))
        for name in ("where", "given", "message"):
            object.__setattr__(self, name, cut(getattr(self, name), _LONGEST_PART))

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line is not None else self.where
        lines = [f"{place}: {self.message}" if self.message else place]
        lines += [f"  given:   {self.given}", f"  allowed: {self.allowed}"]
        if self.nearest:
            lines.append(f"  nearest: {', '.join(self.nearest)}")
        return "\n".join(lines)


class InputError(MyotomeError):
    """Everything wrong with one input, all at once; of very many problems the first, and how many more there are.

    Parameters
    ----------
    problems : sequence of Problem
        At least one, in the order of the file.
    more : int
        Problems that were counted and not kept.
    """

    def __init__(self, problems: Sequence[Problem], more: int = 0) -> None:
        self.problems = tuple(problems[:MOST_LISTED])
        if more := more + len(problems) - len(self.problems):
            message = f"Only the first {MOST_LISTED} problems are listed; correct them first."
            self.problems += (Problem("further problems", None, f"{more} more", "none", (), message),)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest_names(given: str, allowed: Iterable[str], n: int = 3, cutoff: float = 0.6) -> tuple[str, ...]:
    """Which valid names lie nearest to what was given?

    Parameters
    ----------
    given : str
        The name as written.
    allowed : Iterable of str
        Valid names.
    n : int
        At most this many.
    cutoff : float
        How alike a name must be at least, 0 to 1.

    Returns
    -------
    tuple of str
        Best first; empty where nothing is near.

    Examples
    --------
    >>> nearest_names("tibialis_anteror", ["tibialis_anterior", "tibialis_posterior", "soleus"], n=1)
    ('tibialis_anterior',)
    """
    return _nearest(given, tuple(allowed), n, cutoff) if len(given) <= _LONGEST_NAME else ()


@lru_cache(maxsize=4096)
def _nearest(given: str, allowed: tuple[str, ...], n: int, cutoff: float) -> tuple[str, ...]:
    folded = {name.lower().replace("-", "_").replace(" ", "_"): name for name in allowed}
    wanted = given.lower().replace("-", "_").replace(" ", "_")
    return tuple(folded[hit] for hit in get_close_matches(wanted, folded, n=n, cutoff=cutoff))
