"""A place in a bundle, and the problems that are found there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from myotome.errors import Problem

__all__ = ["Where", "operation_outcome"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place by its path, with the problems of the whole bundle.

    Examples
    --------
    >>> problems = []
    >>> Where("bundle.json", problems).at("entry", 3, "resource").wrong("nope", "final", "This is no status.")
    >>> problems[0].where
    'bundle.json, entry[3].resource'
    """

    file: str
    problems: list[Problem]
    path: str = ""

    def at(self, *parts: str | int) -> Where:
        """A place inside this one."""
        path = self.path + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)
        return Where(self.file, self.problems, path)

    def wrong(self, given: str, allowed: str, message: str, nearest: tuple[str, ...] = ()) -> None:
        """Keep what is wrong here."""
        place = ", ".join(part for part in (self.file, self.path.lstrip(".")) if part)
        self.problems.append(Problem(place, None, given, allowed, nearest, message))


def operation_outcome(problems: Iterable[Problem]) -> dict[str, object]:
    """What is wrong, in the form of FHIR: an issue a problem.

    Examples
    --------
    >>> operation_outcome([Problem("bundle.json, entry[0]", None, "nope", "final", (), "This is no status.")])["issue"]
    [{'severity': 'error', 'code': 'invalid', 'diagnostics': 'This is no status. Given: nope. Allowed: final.', \
'expression': ['entry[0]']}]
    """
    return {"resourceType": "OperationOutcome", "issue": [_issue(problem) for problem in problems]}


def _issue(problem: Problem) -> dict[str, object]:
    path = problem.where.rpartition(", ")[2]
    said = f"{problem.message} Given: {problem.given}. Allowed: {problem.allowed}."
    return {"severity": "error", "code": "invalid", "diagnostics": said, "expression": [path]}
