"""Which findings of a case make an atom of the red flag tables true?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import ge, le, lt
from typing import Any

from myotome.exam.case import Case, Finding, History, Imaging, Lab, Pain, Reflex, Sensation, Sign, Strength
from myotome.exam.query.body_parts import area_within, limb_muscles, limb_reflexes, skin_in, spinal_level
from myotome.exam.query.grammar import FlagAtom

__all__ = ["Hit", "hit"]

#: Places of the findings that make an atom true (none for the age); None where it is not true.
Hit = frozenset[int] | None

_REGIONS = frozenset({"leg", "arm", "limb", "trunk"})
_PAIN_AREAS = {"lower_limb": "leg", "upper_limb": "arm"}  # areas that a pain's dermatomes stand for as well
_LOST = frozenset({"reduced", "absent"})
_CHANGED = _LOST | {"paraesthesia"}
_POSTERIOR_COLUMN = frozenset({"vibration", "proprioception"})
_SPINOTHALAMIC = frozenset({"pin", "temperature"})
_RECENT_WEEKS = 12.0
_FULL_GRADE = 5.0
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {"<=": le, ">=": ge, "<": lt}
_SIDES = {"left": ("left",), "right": ("right",), "bilateral": ("left", "right")}


def hit(atom: FlagAtom, case: Case) -> Hit:
    """Which findings make this atom true?

    Parameters
    ----------
    atom : FlagAtom
        What is asked for.
    case : Case
        One patient. A finding that was not made, or that is normal, makes no atom true.

    Returns
    -------
    frozenset of int or None
        Places of the findings in the file; empty where the age or the onset of the case decides; None where not true.
    """
    if atom.kind in _OF_CASE:
        return _OF_CASE[atom.kind](atom, case)
    matches = _OF_FINDING[atom.kind]
    found = [finding for finding in case.findings if finding.kind == atom.kind and matches(atom, finding)]
    if not found or (atom.mark == "bilateral" and len(_sides(found)) < len(_SIDES["bilateral"])):
        return None
    return _places(found)


def _places(findings: Iterable[Finding]) -> frozenset[int]:
    return frozenset(finding.index for finding in findings)


def _sides(findings: Iterable[Any]) -> frozenset[str]:
    """Sides that these findings cover together."""
    return frozenset(side for finding in findings for side in _SIDES.get(str(finding.side), ()))


def _names_area(atom: FlagAtom, areas: Iterable[str]) -> bool:
    wanted = atom.area
    return wanted is None or any(area_within(area, wanted) for area in areas)


def _strength(atom: FlagAtom, finding: Strength) -> bool:
    here = limb_muscles(atom.name, finding.muscles) if atom.name in _REGIONS else finding.name == atom.name
    if not here:
        return False
    if atom.comparison == "<=":
        return finding.mrc is not None and finding.mrc <= atom.number
    return finding.value == "weak" or (finding.mrc is not None and finding.mrc < _FULL_GRADE)


def _sensation(atom: FlagAtom, finding: Sensation) -> bool:
    if finding.value not in (_CHANGED if atom.value == "changed" else _LOST):
        return False
    if atom.name == "level":
        return finding.sensory_level is not None and atom.value in ("", finding.sensory_level)
    if atom.name in _REGIONS:
        return skin_in(atom.name, finding)
    if atom.exact:
        return atom.name in finding.areas
    return atom.name in finding.dermatomes or any(area_within(area, atom.name) for area in finding.areas)


def _reflex(atom: FlagAtom, finding: Reflex) -> bool:
    wanted = _LOST if atom.value == "reduced" else {atom.value}
    return finding.value in wanted and finding.reflex in limb_reflexes(atom.name)


def _sign(atom: FlagAtom, finding: Sign) -> bool:
    return finding.positive and finding.sign == atom.name and _names_area(atom, finding.areas)


def _pain(atom: FlagAtom, finding: Pain) -> bool:
    if atom.value:
        said = {
            "onset": (finding.onset,),
            "worse_with": finding.worse_with,
            "radiating": (str(finding.radiating).lower(),),
        }
        return atom.value in said[atom.name]
    if atom.exact:
        return atom.name in finding.areas
    if atom.name in _PAIN_AREAS:
        return skin_in(_PAIN_AREAS[atom.name], finding)
    return any(area_within(area, atom.name) for area in finding.areas)


def _history(atom: FlagAtom, finding: History) -> bool:
    if finding.item != atom.name or finding.value in (False, "none") or not _names_area(atom, finding.areas):
        return False
    if atom.mark == "recent" and finding.ago_weeks is not None and finding.ago_weeks > _RECENT_WEEKS:
        return False
    return atom.value == "any" or finding.value is True or finding.value == atom.value


def _lab(atom: FlagAtom, finding: Lab) -> bool:
    if finding.test != atom.name:
        return False
    if atom.comparison == "=":
        return finding.value == atom.value
    return finding.number is not None and _COMPARE[atom.comparison](finding.number, atom.number)


def _imaging(atom: FlagAtom, finding: Imaging) -> bool:
    if not finding.present or finding.finding != atom.name:
        return False
    if atom.area == "spine":
        return any(spinal_level(level) for level in finding.levels)
    return atom.area is None or atom.area in finding.levels


def _age(atom: FlagAtom, case: Case) -> Hit:
    age = case.demographics.age
    return frozenset() if age is not None and _COMPARE[atom.comparison](age, atom.number) else None


def _duration(atom: FlagAtom, case: Case) -> Hit:
    """Shortest of what is known counts: the onset of the case, or of the present complaint."""
    compare, limit = _COMPARE[atom.comparison], atom.number
    told = [f for f in case.findings if isinstance(f, History) and f.item == "symptom_duration"]
    short = [finding for finding in told if compare(float(finding.value), limit)]
    by_onset = case.onset_weeks is not None and compare(case.onset_weeks, limit)
    return _places(short) if short or by_onset else None


def _weak(case: Case, limb: str) -> list[Finding]:
    asked = FlagAtom("", "strength", limb, comparison="=", value="weak")
    return [finding for finding in case.findings if isinstance(finding, Strength) and _strength(asked, finding)]


def _numb(case: Case, modalities: frozenset[str]) -> Iterator[Finding]:
    """Losses of these modalities in leg or trunk."""
    for finding in case.findings:
        if not isinstance(finding, Sensation) or finding.value not in _LOST or finding.modality not in modalities:
            continue
        if skin_in("leg", finding) or skin_in("trunk", finding):
            yield finding


def _crossed_sensory(case: Case) -> Hit:
    """Weakness, vibration or position sense lost on one side; pin or temperature on the other."""
    here = [*_weak(case, "leg"), *_numb(case, _POSTERIOR_COLUMN)]
    there = list(_numb(case, _SPINOTHALAMIC))
    one_each = len(_sides(here)) == len(_sides(there)) == 1
    return _places([*here, *there]) if one_each and _sides(here) != _sides(there) else None


def _hemiparesis(case: Case) -> Hit:
    arm, leg = _weak(case, "arm"), _weak(case, "leg")
    one_side = len(_sides([*arm, *leg])) == 1
    return _places([*arm, *leg]) if arm and leg and one_side else None


def _pattern(atom: FlagAtom, case: Case) -> Hit:
    return {"crossed_sensory": _crossed_sensory, "hemiparesis": _hemiparesis}[atom.name](case)


_OF_CASE: Mapping[str, Callable[[FlagAtom, Case], Hit]] = {"age": _age, "duration": _duration, "pattern": _pattern}
_OF_FINDING: Mapping[str, Callable[[FlagAtom, Any], bool]] = {
    "strength": _strength,
    "sensation": _sensation,
    "reflex": _reflex,
    "sign": _sign,
    "pain": _pain,
    "history": _history,
    "lab": _lab,
    "imaging": _imaging,
}
