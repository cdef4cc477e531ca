"""Which pairs of findings about different things can no patient have, and what do they share?

The pairs stand in `data/exam/contradictions.csv`, one a row. A value there is a word, or a limit such as `>=40`; the
name `*` is any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import ge, le
from typing import Any, Final

from myotome.exam.findings.bedside import Finding, Strength
from myotome.exam.findings.investigations import Imaging, Lab
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Column, Table, one_by, one_of, text

__all__ = ["ContradictoryPair", "contradictory_pairs", "declared_contradictions"]

ANY: Final = "*"
_LIMITS: Final[Mapping[str, Callable[[float, float], bool]]] = {">=": ge, "<=": le}
_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "strength": ("muscles", "movements"),
    "sensation": ("areas", "dermatomes"),
    "sign": ("signs",),
    "imaging": ("imaging_findings",),
    "history": ("history",),
    "lab": ("lab_tests",),
}
_VALUES: Final[Mapping[str, str]] = {
    "sensation": "sensation_values",
    "sign": "sign_values",
    "imaging": "imaging_values",
    "lab": "lab_values",
}
_IS_LIMIT = re.compile(r"(>=|<=)-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: findings of a kind, with a name and a value."""

    kind: str
    name: str
    value: str

    def holds(self, finding: Finding) -> bool:
        """Tell whether a finding says this."""
        return finding.kind == self.kind and any(
            self.name in (ANY, name) and self._is(value) for name, value in _SAID[self.kind](finding)
        )

    def _is(self, value: str | float) -> bool:
        compare = _LIMITS.get(self.value[:2])
        if compare is None:
            return value == self.value
        return not isinstance(value, str) and compare(value, float(self.value[2:]))


@dataclass(frozen=True, slots=True)
class ContradictoryPair:
    """Two things that no patient shows together, what they must share for that, and why."""

    first: Side
    second: Side
    same: str
    why: str

    def found_in(self, findings: Sequence[Finding]) -> Iterator[tuple[Finding, Finding]]:
        """Pairs of findings that contradict each other; a finding may contradict itself."""
        first = [finding for finding in findings if self.first.holds(finding)]
        second = [finding for finding in findings if self.second.holds(finding)] if first else []
        for one in first:
            for other in second:
                if (one is not other or isinstance(one, Lab)) and _MEET[self.same](one, other):
                    yield one, other


def declared_contradictions(findings: Iterable[Finding]) -> Iterator[tuple[Finding, Finding, str]]:
    """Find the pairs of findings that the table declares to contradict each other, with the reason."""
    given = tuple(findings)
    for pair in contradictory_pairs():
        for one, other in pair.found_in(given):
            yield one, other, pair.why


def _strengths(one: Any) -> Iterator[tuple[str, str | float]]:
    grade = 5.0 if one.value == "normal" else one.mrc
    if grade is not None:
        yield one.name, grade


def _sensations(one: Any) -> Iterator[tuple[str, str | float]]:
    yield from ((place, one.value) for place in (*one.areas, *one.dermatomes))


def _signs(one: Any) -> Iterator[tuple[str, str | float]]:
    yield one.sign, "positive" if one.positive else "negative"


def _images(one: Any) -> Iterator[tuple[str, str | float]]:
    yield one.finding, "present" if one.present else "absent"


def _items(one: Any) -> Iterator[tuple[str, str | float]]:
    yield one.item, str(one.value).lower() if isinstance(one.value, bool) else one.value


def _tests(one: Any) -> Iterator[tuple[str, str | float]]:
    yield from ((one.test, value) for value in (one.value, one.number) if value is not None)


_SAID: Final[Mapping[str, Callable[[Any], Iterator[tuple[str, str | float]]]]] = {
    "strength": _strengths,
    "sensation": _sensations,
    "sign": _signs,
    "imaging": _images,
    "history": _items,
    "lab": _tests,
}


def _sides_meet(one: Any, other: Any) -> bool:
    """Tell whether two findings speak of one side; one without a side speaks of all."""
    return one.side == other.side or bool({one.side, other.side} & {"bilateral", "none"})


def _levels_meet(one: Imaging, other: Imaging) -> bool:
    """Tell whether another finding was seen where an image of the same kind is said to be normal as a whole."""
    part = one.zone or one.structure or one.muscles
    here = one.modality == other.modality and bool(set(one.levels) & set(other.levels))
    return here and not part and other.finding != one.finding and _sides_meet(one, other)


def _is_chief_muscle(movement: Strength, muscle: Strength) -> bool:
    if movement.name_kind != "movement" or not _sides_meet(movement, muscle):
        return False
    return muscle.name == vocabulary().movements[movement.name].prime_movers[0]


_MEET: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "case": lambda _, __: True,
    "side": _sides_meet,
    "level": _levels_meet,
    "chief_muscle": _is_chief_muscle,
}


def _names_of(column: str) -> Column:
    """Names that the kind in another column has."""
    return one_by(lambda row: (ANY, *vocabulary().ids(_SECTIONS.get(row[column], ()))))


def _values_of(side: str) -> Column:
    """Words that a finding of the kind in another column may have as its value, or a limit on its number."""
    return one_by(lambda row: _words(row[f"{side}_kind"], row[f"{side}_name"]) + _limit(row[f"{side}_value"]))


def _words(kind: str, name: str) -> tuple[str, ...]:
    if kind == "history":
        return vocabulary().history[name].values or ("true", "false")
    return vocabulary().ids(_VALUES[kind]) if kind in _VALUES else ()


def _limit(text: str) -> tuple[str, ...]:
    """Text of a limit, where it is one."""
    return (text,) if _IS_LIMIT.fullmatch(text) else ()


_TABLE = Table(
    "exam/contradictions.csv",
    {
        "id": text(),
        "first_kind": one_of(tuple(_SECTIONS)),
        "first_name": _names_of("first_kind"),
        "first_value": _values_of("first"),
        "second_kind": one_of(tuple(_SECTIONS)),
        "second_name": _names_of("second_kind"),
        "second_value": _values_of("second"),
        "same": one_of(tuple(_MEET)),
        "why": text(),
    },
    key=("id",),
)


@cache
def contradictory_pairs() -> tuple[ContradictoryPair, ...]:
    """Read the pairs, in the order of the table."""
    return tuple(
        ContradictoryPair(
            Side(row["first_kind"], row["first_name"], row["first_value"]),
            Side(row["second_kind"], row["second_name"], row["second_value"]),
            row["same"],
            row["why"],
        )
        for row in _TABLE.rows()
    )
