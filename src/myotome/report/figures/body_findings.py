"""What of a case is drawn on the body: numb skin, pain, weak muscles, changed reflexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from myotome.anatomy import SPINAL_ROOTS, area_members, fibre_table
from myotome.exam import Case, Pain, Reflex, Sensation, Strength

__all__ = ["BodyFindings", "Mark", "body_findings"]

_CHIEF = 0.4  # share of an area's supply from which a root counts as the root of it
_BOTH = ("left", "right")

Skin = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered mark: a muscle that was found weak, or a reflex that was found changed."""

    number: int
    kind: Literal["muscle", "reflex"]
    name: str
    sides: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class BodyFindings:
    """What is drawn.

    Attributes
    ----------
    numb, pain : frozenset of (leaf area, side)
    marks : tuple of Mark
        In the order of the case.
    skin_words : tuple of str
        The findings of skin and pain in words, for whoever cannot see the drawing.
    """

    numb: frozenset[Skin]
    pain: frozenset[Skin]
    marks: tuple[Mark, ...]
    skin_words: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw?"""
        return not (self.numb or self.pain or self.marks)


def body_findings(case: Case) -> BodyFindings:
    """Which findings of this case have a place on the body?

    Parameters
    ----------
    case : Case

    Returns
    -------
    BodyFindings
        Only what was found changed: normal findings are not drawn.
    """
    numb = [finding for finding in case.findings if isinstance(finding, Sensation) and finding.value != "normal"]
    pain = [finding for finding in case.findings if isinstance(finding, Pain)]
    return BodyFindings(
        frozenset(skin for finding in numb for skin in _skin_of(finding)),
        frozenset(skin for finding in pain for skin in _skin_of(finding)),
        tuple(_marks(case)),
        tuple(dict.fromkeys(finding.label for finding in (*numb, *pain))),
    )


def _marks(case: Case) -> Iterator[Mark]:
    seen: dict[tuple[str, str, str], int] = {}
    kind: Literal["muscle", "reflex"]
    for finding in case.findings:
        if isinstance(finding, Strength) and finding.muscles and _is_weak(finding):
            kind, target = "muscle", finding.muscles[0]
        elif isinstance(finding, Reflex) and finding.value != "normal":
            kind, target = "reflex", finding.reflex
        else:
            continue
        if (kind, finding.label, str(finding.side)) in seen:
            continue
        number = seen[kind, finding.label, str(finding.side)] = len(seen) + 1
        yield Mark(number, kind, target, _sides(str(finding.side)), finding.label)


def _is_weak(finding: Strength) -> bool:
    """Below normal, or a force without measure: it is shown with its value, to be judged."""
    return finding.is_weak or (finding.measured is not None and not finding.measured.unit.startswith("percent"))


def _sides(side: str) -> tuple[str, ...]:
    return (side,) if side in _BOTH else _BOTH


def _skin_of(finding: Sensation | Pain) -> Iterator[Skin]:
    level = finding.sensory_level if isinstance(finding, Sensation) else None
    below = SPINAL_ROOTS[SPINAL_ROOTS.index(level) :] if level in SPINAL_ROOTS else ()
    areas = [*_leaves(finding.areas), *_of_roots((*finding.dermatomes, *below))]
    yield from ((area, side) for area in dict.fromkeys(areas) for side in _sides(str(finding.side)))


def _leaves(areas: Iterable[str]) -> Iterator[str]:
    members = area_members()
    for area in areas:
        yield from members.get(area, (area,))


def _of_roots(roots: Iterable[str]) -> list[str]:
    """Leaf areas whose fibres come chiefly from these roots."""
    wanted, table = frozenset(roots), fibre_table()
    if not wanted:
        return []
    share: dict[str, float] = {}
    for row, (kind, target) in enumerate(zip(table.kind, table.target, strict=True)):
        if kind == "sensory" and ":" not in target and table.root[row] in wanted:
            share[target] = share.get(target, 0.0) + float(table.weight[row])
    return [area for area, of_it in share.items() if of_it >= _CHIEF]
