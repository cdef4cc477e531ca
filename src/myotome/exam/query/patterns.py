"""Patterns of loss that compare the sides: loss that spreads to both sides is no longer such a pattern."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from myotome.exam.case import Case, Finding, Sensation, Strength
from myotome.exam.query.body_parts import members, muscles_in, skin_in
from myotome.exam.query.condition import Hit

__all__ = ["LOST", "PATTERNS", "places_of", "sides_of"]

#: Values of a sensation or a reflex that are a loss.
LOST = frozenset({"reduced", "absent"})
_SIDES = {"left": ("left",), "right": ("right",), "bilateral": ("left", "right")}


def places_of(findings: Iterable[Finding]) -> frozenset[int]:
    """Places of these findings in the file."""
    return frozenset(finding.index for finding in findings)


def sides_of(findings: Iterable[Any]) -> frozenset[str]:
    """Sides that these findings cover together."""
    return frozenset(side for finding in findings for side in _SIDES.get(str(finding.side), ()))


def _weak(case: Case, limb: str) -> list[Finding]:
    return [f for f in case.findings if isinstance(f, Strength) and f.is_weak and muscles_in(limb, f.muscles)]


def _numb(case: Case, modalities: frozenset[str]) -> Iterator[Finding]:
    """Losses of these modalities in leg or trunk."""
    for finding in case.findings:
        if not isinstance(finding, Sensation) or finding.value not in LOST or finding.modality not in modalities:
            continue
        if skin_in("leg", finding) or skin_in("trunk", finding):
            yield finding


def _crossed_sensory(case: Case) -> Hit:
    """Weakness, vibration or position sense lost on one side; pin or temperature on the other."""
    here = [*_weak(case, "leg"), *_numb(case, members("posterior_columns", "modality"))]
    there = list(_numb(case, members("spinothalamic_tract", "modality")))
    one_each = len(sides_of(here)) == len(sides_of(there)) == 1
    return places_of([*here, *there]) if one_each and sides_of(here) != sides_of(there) else None


def _hemiparesis(case: Case) -> Hit:
    arm, leg = _weak(case, "arm"), _weak(case, "leg")
    one_side = len(sides_of([*arm, *leg])) == 1
    return places_of([*arm, *leg]) if arm and leg and one_side else None


#: Every pattern by its name.
PATTERNS: Mapping[str, Callable[[Case], Hit]] = {"crossed_sensory": _crossed_sensory, "hemiparesis": _hemiparesis}
