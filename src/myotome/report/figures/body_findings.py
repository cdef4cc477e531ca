"""What of a case is drawn on the body: numb skin, pain, weak muscles, changed reflexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from myotome.anatomy import SPINAL_ROOTS, area_members, fibre_table
from myotome.exam import Case, Finding, Pain, Reflex, Sensation, Strength

__all__ = ["UNGRADED", "BodyFindings", "Mark", "body_findings"]

_CHIEF = 0.4  # share of an area's supply from which a root counts as the root of it
_BOTH = ("left", "right")
#: Stands for a muscle that is weak without a grade.
UNGRADED = "w"
#: As wards write them.
_REFLEXES = {"absent": "0", "reduced": "+", "normal": "++", "brisk": "+++"}

Skin = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A muscle or a reflex that was examined.

    Attributes
    ----------
    sign : str
        What stands in it: the grade of a muscle (`UNGRADED` where none was given), 0 to +++ for a reflex.
    words : str
        The finding in full.
    normal : bool
        Found normal: drawn small and open.
    """

    sign: str
    kind: Literal["muscle", "reflex"]
    name: str
    sides: tuple[str, ...]
    words: str
    normal: bool = False


@dataclass(frozen=True, slots=True)
class BodyFindings:
    """What is drawn.

    Attributes
    ----------
    numb, pain, felt : frozenset of (leaf area, side)
        Changed sensation, pain, and skin that was found to feel normally.
    marks : tuple of Mark
        In the order of the case.
    skin_words : tuple of str
        What was found changed of skin and pain in words, for whoever cannot see the drawing.
    """

    numb: frozenset[Skin]
    pain: frozenset[Skin]
    felt: frozenset[Skin]
    marks: tuple[Mark, ...]
    skin_words: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw?"""
        return not (self.numb or self.pain or self.felt or self.marks)

    @property
    def changed(self) -> tuple[Mark, ...]:
        """Marks of what was not found normal."""
        return tuple(mark for mark in self.marks if not mark.normal)


def body_findings(case: Case, said: Callable[[Finding], str] = attrgetter("label")) -> BodyFindings:
    """Which findings of this case have a place on the body?

    Parameters
    ----------
    case : Case
    said : callable
        A finding in words; as it is labelled where nothing else is asked for.

    Returns
    -------
    BodyFindings
        What was found changed, and what was looked at and found normal.
    """
    skin = [finding for finding in case.findings if isinstance(finding, Sensation)]
    numb = [finding for finding in skin if finding.value != "normal"]
    pain = [finding for finding in case.findings if isinstance(finding, Pain)]
    changed = frozenset(place for finding in numb for place in _skin_of(finding))
    return BodyFindings(
        changed,
        frozenset(place for finding in pain for place in _skin_of(finding)),
        frozenset(place for finding in skin if finding not in numb for place in _skin_of(finding)) - changed,
        tuple(dict.fromkeys(_marks(case, said))),
        tuple(dict.fromkeys(said(finding) for finding in (*numb, *pain))),
    )


def _marks(case: Case, said: Callable[[Finding], str]) -> Iterator[Mark]:
    for finding in case.findings:
        if isinstance(finding, Strength) and finding.muscles:
            sign, normal = UNGRADED if finding.mrc is None else f"{finding.mrc:g}", not _is_weak(finding)
            yield Mark(sign, "muscle", finding.muscles[0], _sides(str(finding.side)), said(finding), normal)
        elif isinstance(finding, Reflex):
            normal = finding.value == "normal"
            yield Mark(
                _REFLEXES[finding.value], "reflex", finding.reflex, _sides(str(finding.side)), said(finding), normal
            )


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
