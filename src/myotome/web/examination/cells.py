"""What one click changes in the findings of a case: the cells of the form, and the findings that they are part of.

A finding may fill several cells: both sides, four areas. To change one splits it; to enter one never adds the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from myotome.anatomy import area_members

__all__ = ["Finding", "cleared", "entered", "sides_of"]

Finding = Mapping[str, Any]
_BOTH: Final = ("right", "left")
#: Keys that name what was examined, by type of finding.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "strength": ("muscle", "movement"),
    "reflex": ("reflex",),
    "sign": ("sign", "muscles", "areas", "dermatomes"),
    "history": ("item",),
    "lab": ("test",),
    "questionnaire": ("name",),
}


def sides_of(finding: Finding) -> tuple[str, ...]:
    """Sides that a finding speaks of; one of `none` where it has no side.

    Examples
    --------
    >>> sides_of({"side": "bilateral"})
    ('right', 'left')
    """
    side = str(finding.get("side", "none"))
    return _BOTH if side == "bilateral" else (side,)


def entered(findings: Iterable[Finding], new: Finding) -> list[Finding]:
    """Findings with one more, which takes the place of what was said of the same cell."""
    kind = str(new.get("type"))
    return _ENTER.get(kind, _appended if kind not in _NAMES else _replaced)(list(findings), new)


def cleared(findings: Iterable[Finding], named: Finding) -> list[Finding]:
    """Findings without what was said of a cell; other sides and areas of the same finding stay.

    Examples
    --------
    >>> cleared([{"type": "reflex", "reflex": "achilles", "side": "bilateral", "value": "normal"}],
    ...         {"type": "reflex", "reflex": "achilles", "side": "left"})
    [{'type': 'reflex', 'reflex': 'achilles', 'side': 'right', 'value': 'normal'}]
    """
    without = _skin_without if named.get("type") in ("sensation", "pain") else _plain_without
    return [left for finding in findings for left in without(finding, named)]


def _replaced(findings: list[Finding], new: Finding) -> list[Finding]:
    return [*cleared(findings, new), new]


def _appended(findings: list[Finding], new: Finding) -> list[Finding]:
    return findings if new in findings else [*findings, new]


def _plain_without(finding: Finding, named: Finding) -> Iterator[Finding]:
    """What is left of a finding of one name."""
    names = _NAMES.get(str(named.get("type")), ())
    same = finding.get("type") == named.get("type") and all(finding.get(key) == named.get(key) for key in names)
    if not same:
        yield finding
        return
    kept = [side for side in sides_of(finding) if side not in sides_of(named)]
    if len(kept) == len(sides_of(finding)):
        yield finding
    elif kept:
        yield {**finding, "side": kept[0]}


def _skin_without(finding: Finding, named: Finding) -> Iterator[Finding]:
    """What is left of a finding of the skin without some areas on one side."""
    kind = named.get("type")
    other_modality = kind == "sensation" and finding.get("modality") != named.get("modality")
    touched = [side for side in sides_of(finding) if side in sides_of(named)]
    if finding.get("type") != kind or other_modality or not touched:
        yield finding
        return
    gone = [*named.get("areas", ()), *named.get("dermatomes", ())]
    areas, dermatomes = list(finding.get("areas", ())), list(finding.get("dermatomes", ()))
    for target in gone:
        areas = _areas_without(areas, target)
        dermatomes = [root for root in dermatomes if root != target]
    if areas == list(finding.get("areas", ())) and dermatomes == list(finding.get("dermatomes", ())):
        yield finding
        return
    for side in sides_of(finding):
        if side not in touched:
            yield {**finding, "side": side}
        elif areas or dermatomes or finding.get("sensory_level"):
            yield _with_skin({**finding, "side": side}, areas, dermatomes)


def _with_skin(finding: Finding, areas: list[str], dermatomes: list[str]) -> Finding:
    rest = {key: value for key, value in finding.items() if key not in ("areas", "dermatomes")}
    places = {"areas": areas, "dermatomes": dermatomes}
    return {**rest, **{key: value for key, value in places.items() if value}}


def _areas_without(areas: Iterable[str], target: str) -> list[str]:
    """Areas less one; a larger area that holds it is left as its other parts."""
    members = area_members()
    gone = set(members.get(target, (target,)))
    kept: list[str] = []
    for area in areas:
        parts = members.get(area, (area,))
        kept += [area] if not gone & set(parts) else [part for part in parts if part not in gone]
    return kept


def _sensation(findings: list[Finding], new: Finding) -> list[Finding]:
    """Changed feeling of one kind is one patch; what is normal was examined area by area."""
    alike = ("type", "side", "modality", "value", "severity", "sensory_level")
    return _joined(_without_others(findings, new), new, alike, new.get("value") != "normal")


def _pain(findings: list[Finding], new: Finding) -> list[Finding]:
    """Pain of one side is one pain, from where it starts to where it reaches."""
    return _joined(_without_others(findings, new), new, ("type", "side"), True)


def _without_others(findings: list[Finding], new: Finding) -> list[Finding]:
    return cleared(findings, new) if new.get("areas") or new.get("dermatomes") else findings


def _joined(findings: list[Finding], new: Finding, alike: tuple[str, ...], joins: bool) -> list[Finding]:
    for at, finding in enumerate(findings):
        if joins and all(finding.get(key) == new.get(key) for key in alike):
            areas = [*finding.get("areas", ()), *new.get("areas", ())]
            dermatomes = [*finding.get("dermatomes", ()), *new.get("dermatomes", ())]
            return [*findings[:at], _with_skin(finding, areas, dermatomes), *findings[at + 1 :]]
    return [*findings, new]


def _imaging(findings: list[Finding], new: Finding) -> list[Finding]:
    """A level that looks normal shows nothing else; what it shows of one kind and side is said once."""
    levels, normal = set(new.get("levels", ())), new.get("finding") == "normal"

    def contradicts(finding: Finding) -> bool:
        if finding.get("type") != "imaging" or set(finding.get("levels", ())) != levels:
            return False
        same = finding.get("finding") == new.get("finding") and finding.get("side") == new.get("side")
        return normal or same or finding.get("finding") == "normal"

    return [*(finding for finding in findings if not contradicts(finding)), new]


_ENTER: Final[Mapping[str, Callable[[list[Finding], Finding], list[Finding]]]] = {
    "sensation": _sensation,
    "pain": _pain,
    "imaging": _imaging,
}
