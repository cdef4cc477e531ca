"""What a condition on a patient consists of: single statements, joined by AND, OR, NOT and `n OF`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import ge, gt, le, lt

__all__ = [
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Atom",
    "Condition",
    "Hit",
    "Named",
    "Not",
    "QueryEvaluation",
    "atoms_of",
    "is_positive",
]

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}

#: Places in the file of the findings that make a condition true (empty where no finding does, as for an age);
#: None where it is not true.
Hit = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Atom:
    """One statement about a patient; docs/query.md says what each kind means.

    Attributes
    ----------
    kind : str
        What is looked at: a kind of finding, `age`, `duration`, `pattern` ...
    names : tuple of str
        Ids or regions, one of which must fit; empty where the kind takes none, as `age`.
    details : tuple of str
        What the finding must also name, one of them: an area, a level, a structure, a modality ...
    exact : bool
        Whether areas within the named one are left out.
    comparison : str
        `=`, `<`, `<=`, `>`, `>=`, or empty where it is enough that the finding was made.
    values : tuple of str
        Words, one of which must fit, or one number as written.
    unit, within : str or None
        Unit of the number; how old the event may be, as `12 weeks`.
    bilateral : bool
        Whether the findings must cover both sides.
    is_absence : bool
        Whether it asks for something normal or missing: more findings may then make it true that say less.
    """

    kind: str
    names: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    exact: bool = False
    comparison: str = ""
    values: tuple[str, ...] = ()
    unit: str | None = None
    bilateral: bool = False
    within: str | None = None
    is_absence: bool = field(default=False, compare=False)

    @property
    def number(self) -> float:
        """The value as a number; only where numbers are compared."""
        return float(self.values[0])

    def also_names(self, *given: object) -> bool:
        """Tell whether nothing else must be named, or one of these is what must."""
        return not self.details or not set(self.details).isdisjoint(given)

    def compares(self, number: float | None) -> bool:
        """Tell whether a number is known and on the side of the value that is asked for."""
        return number is not None and _COMPARE[self.comparison](number, self.number)

    def __str__(self) -> str:
        name = f":{'|'.join(self.names)}" if self.names else ""
        detail = f"[{'|'.join(self.details)}]" if self.details else ""
        exact = "@exact" if self.exact else ""
        value = f"{self.comparison}{'|'.join(self.values)}{f' {self.unit}' if self.unit else ''}"
        marks = f"{'@bilateral' if self.bilateral else ''}{f' within {self.within}' if self.within else ''}"
        return f"{self.kind}{name}{detail}{exact}{value}{marks}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " AND ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part is."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " OR ".join(map(_bracketed, self.parts))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when at least so many parts are."""

    number: int
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return f"{self.number} OF {{{'; '.join(map(str, self.parts))}}}"


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is not."""

    part: Condition

    def __str__(self) -> str:
        return f"NOT {_bracketed(self.part)}"


@dataclass(frozen=True, slots=True)
class Named:
    """A condition that stands under a name in the table of named conditions."""

    name: str
    meaning: Condition = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"@{self.name}"


Condition = Atom | AllOf | AnyOf | AtLeast | Not | Named


def _bracketed(condition: Condition) -> str:
    return f"({condition})" if isinstance(condition, AllOf | AnyOf) else str(condition)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case Atom():
            return ()
        case Not(part) | Named(_, part):
            return (part,)
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            return parts


def atoms_of(condition: Condition) -> Iterator[Atom]:
    """Every single statement of a condition, those of named ones among them."""
    if isinstance(condition, Atom):
        yield condition
    for part in _parts(condition):
        yield from atoms_of(part)


@cache
def is_positive(condition: Condition) -> bool:
    """Does a condition rest on what was found alone? Then no further finding makes it untrue.

    Examples
    --------
    >>> from myotome.exam.query.grammar import parse
    >>> is_positive(parse("sign:babinski=positive OR age>=50")), is_positive(parse("NOT sign:babinski=positive"))
    (True, False)
    """
    if isinstance(condition, Not) or (isinstance(condition, Atom) and condition.is_absence):
        return False
    return all(map(is_positive, _parts(condition)))


class QueryEvaluation:
    """Which findings of one patient make conditions true? What is asked twice is looked up once.

    Parameters
    ----------
    of_atom : callable
        Which findings make a single statement true.
    """

    def __init__(self, of_atom: Callable[[Atom], Hit]) -> None:
        self._of_atom = of_atom
        self._known: dict[Atom | Named, Hit] = {}

    def hit(self, condition: Condition) -> Hit:
        """Findings behind every part that is true, together; empty where none is needed; None where it is not true."""
        match condition:
            case Atom() | Named():
                if condition not in self._known:
                    self._known[condition] = self._looked_up(condition)
                return self._known[condition]
            case Not(part):
                return frozenset() if self.hit(part) is None else None
            case AllOf(parts):
                return self._counted(parts, len(parts))
            case AnyOf(parts):
                return self._counted(parts, 1)
            case AtLeast(number, parts):
                return self._counted(parts, number)

    def holds(self, condition: Condition) -> bool:
        """Tell whether a condition is true."""
        return self.hit(condition) is not None

    def _looked_up(self, leaf: Atom | Named) -> Hit:
        return self._of_atom(leaf) if isinstance(leaf, Atom) else self.hit(leaf.meaning)

    def _counted(self, parts: tuple[Condition, ...], least: int) -> Hit:
        hits, may_fail = [], len(parts) - least
        for part in parts:
            found = self.hit(part)
            if found is not None:
                hits.append(found)
            elif not may_fail:
                return None
            else:
                may_fail -= 1
        return frozenset().union(*hits)
