"""Every error Myotome raises, on one page.

A message says what was given and where, what is allowed, and the nearest valid name. Clinical uncertainty is never an
error: it is an outcome of an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["DataError", "InputError", "MyotomeError", "Problem", "UnknownNameError", "nearest_names"]


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
    """

    def __init__(self, section: str, given: str, allowed: Iterable[str]) -> None:
        self.section, self.given, self.allowed = section, given, tuple(allowed)
        self.nearest = nearest_names(given, self.allowed)
        hint = f" Nearest: {', '.join(self.nearest)}." if self.nearest else ""
        super().__init__(f"no {section} is called {given!r}.{hint}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what the user gave.

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

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line is not None else self.where
        lines = [f"{place}: {self.message}" if self.message else place]
        lines += [f"  given:   {self.given}", f"  allowed: {self.allowed}"]
        if self.nearest:
            lines.append(f"  nearest: {', '.join(self.nearest)}")
        return "\n".join(lines)


class InputError(MyotomeError):
    """Everything wrong with one input, all at once.

    Parameters
    ----------
    problems : sequence of Problem
        At least one, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
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
    folded = {name.lower().replace("-", "_").replace(" ", "_"): name for name in allowed}
    wanted = given.lower().replace("-", "_").replace(" ", "_")
    return tuple(folded[hit] for hit in get_close_matches(wanted, folded, n=n, cutoff=cutoff))
