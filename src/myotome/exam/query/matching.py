"""Which findings of a case make a condition true?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from myotome.exam.case import Case, Emg, Finding, History, Imaging, Lab, Ncs, Pain, Reflex, Sensation, Sign, Strength
from myotome.exam.query.body_parts import (
    LIMBS,
    area_within,
    limbs_of,
    members,
    muscles_in,
    region_of_segment,
    skin_in,
    spinal_level,
)
from myotome.exam.query.condition import Atom, Hit, QueryEvaluation
from myotome.exam.query.patterns import LOST, PATTERNS, places_of, sides_of
from myotome.units import weeks_from

__all__ = ["atom_hit", "evaluation", "values_of"]

_REGIONS = frozenset({*LIMBS, "limb", "trunk"})
#: Words that stand for several values of a finding.
_STANDS_FOR: Mapping[str, tuple[str, ...]] = {
    "reduced": ("reduced", "absent"),
    "changed": ("reduced", "absent", "paraesthesia"),
}
_BOTH = 2


def evaluation(case: Case) -> QueryEvaluation:
    """Which findings of this case make conditions true, those that look at the case alone?

    Parameters
    ----------
    case : Case
        One patient. A finding that was not made makes no statement true.

    Examples
    --------
    >>> from myotome.exam import case_from_mapping
    >>> from myotome.exam.query.grammar import parse
    >>> case = case_from_mapping({"id": "example", "demographics": {"age": 50, "sex": "male"},
    ...                           "findings": [{"type": "history", "item": "fever", "value": True}]})
    >>> evaluation(case).hit(parse("history:fever=true AND age>=50"))
    frozenset({0})
    """
    of_kind: dict[str, list[Finding]] = {}
    for finding in case.findings:
        of_kind.setdefault(finding.kind, []).append(finding)
    return QueryEvaluation(lambda atom: _hit(atom, case, of_kind.get(atom.kind, ())))


def atom_hit(atom: Atom, case: Case) -> Hit:
    """Which findings make a single statement true? Empty where the age or the onset decides, None where it is not."""
    return _hit(atom, case, [finding for finding in case.findings if finding.kind == atom.kind])


def _hit(atom: Atom, case: Case, of_kind: Sequence[Finding]) -> Hit:
    """Findings that make a statement true, of those of its kind."""
    if atom.kind in _OF_CASE:
        return _OF_CASE[atom.kind](atom, case)
    matches = _OF_FINDING[atom.kind]
    found = [finding for finding in of_kind if any(matches(atom, name, finding) for name in atom.names)]
    if not found or (atom.bilateral and len(sides_of(found)) < _BOTH):
        return None
    return places_of(found)


def values_of(atom: Atom) -> tuple[str, ...]:
    """Values of a finding that fit the words of a statement: `reduced` stands for absent as well."""
    return tuple(dict.fromkeys(value for word in atom.values for value in _STANDS_FOR.get(word, (word,))))


def _says(atom: Atom, value: object) -> bool:
    return value in values_of(atom)


def _weeks(text: str) -> float:
    number, unit = text.split()
    return weeks_from(float(number), unit)


def _names_area(atom: Atom, areas: Iterable[str]) -> bool:
    return not atom.details or any(area_within(area, wanted) for area in areas for wanted in atom.details)


def _strength(atom: Atom, name: str, finding: Strength) -> bool:
    here = muscles_in(name, finding.muscles) if name in _REGIONS else name in ("any", finding.name)
    if not here:
        return False
    if atom.comparison == "=":
        return any(finding.is_weak if word == "weak" else finding.is_normal for word in atom.values)
    if atom.unit is not None:
        force = finding.measured
        return force is not None and force.unit == atom.unit and atom.compares(force.value)
    if atom.comparison == ">":  # a weakness that is not known to be so bad
        return finding.is_weak and (finding.mrc is None or atom.compares(finding.mrc))
    return atom.compares(finding.mrc)


def _sensation(atom: Atom, name: str, finding: Sensation) -> bool:
    if not atom.also_names(finding.modality):
        return False
    if name == "level":
        level = finding.sensory_level
        return level is not None and finding.value in LOST and (not atom.values or level in atom.values)
    if not _says(atom, finding.value):
        return False
    if name in _REGIONS:
        return skin_in(name, finding)
    if atom.exact:
        return name in finding.areas
    return name in finding.dermatomes or any(area_within(area, name) for area in finding.areas)


def _reflex(atom: Atom, name: str, finding: Reflex) -> bool:
    if name in _REGIONS:
        return _says(atom, finding.value) and any(finding.reflex in members(limb, "reflex") for limb in limbs_of(name))
    return _says(atom, finding.value) and finding.reflex == name


def _sign(atom: Atom, name: str, finding: Sign) -> bool:
    named = atom.also_names(*finding.muscles, *finding.names) or _names_area(atom, finding.areas)
    return finding.sign == name and _says(atom, "positive" if finding.positive else "negative") and named


def _pain(atom: Atom, name: str, finding: Pain) -> bool:
    if name == "severity":
        return atom.compares(finding.severity)
    if atom.values:
        said = {
            "onset": (finding.onset,),
            "worse_with": finding.worse_with,
            "better_with": finding.better_with,
            "radiating": (str(finding.radiating).lower(),),
        }
        return any(_says(atom, value) for value in said[name])
    if atom.exact:
        return name in finding.areas
    for limb in LIMBS:
        if name in members(limb, "area"):  # a dermatome of the limb stands for it as well
            return skin_in(limb, finding)
    return name in finding.dermatomes or any(area_within(area, name) for area in finding.areas)


def _history(atom: Atom, name: str, finding: History) -> bool:
    if finding.item != name or not _names_area(atom, finding.areas):
        return False
    if atom.within and finding.ago_weeks is not None and finding.ago_weeks > _weeks(atom.within):
        return False
    if atom.comparison != "=":
        return atom.compares(float(finding.value))
    value = str(finding.value).lower() if isinstance(finding.value, bool) else finding.value
    return _says(atom, value) or ("any" in atom.values and value not in ("none", "false"))


def _lab(atom: Atom, name: str, finding: Lab) -> bool:
    said = _says(atom, finding.value) if atom.comparison == "=" else atom.compares(finding.number)
    return finding.test == name and said


def _imaging(atom: Atom, name: str, finding: Imaging) -> bool:
    if name == "root_contact":
        return finding.present and atom.also_names(finding.structure) and _says(atom, finding.root_contact)
    return _stated(name, finding) and _says(atom, "present" if finding.present else "absent") and _shown(atom, finding)


def _stated(name: str, finding: Imaging) -> bool:
    """Does an image state this finding? A cord that something compresses is a compressed cord."""
    pressed = finding.present and finding.root_contact == "compression" and finding.structure == "cord"
    return finding.finding == name or (name == "cord_compression" and pressed)


def _shown(atom: Atom, finding: Imaging) -> bool:
    """Does an image show the level, the structure, or a level within the part of the spine that is asked for?"""
    regions = (region_of_segment(level) for level in finding.levels)
    spine = ["spine"] if any(map(spinal_level, finding.levels)) else []
    return atom.also_names(finding.structure, *finding.levels, *regions, *spine)


def _emg(atom: Atom, name: str, finding: Emg) -> bool:
    return finding.value == name and atom.also_names(*finding.muscles, *finding.names, *finding.roots)


def _ncs(atom: Atom, name: str, finding: Ncs) -> bool:
    abnormal = "abnormal" in atom.values and finding.value != "normal"
    said = abnormal or _says(atom, finding.value)
    return finding.nerve == name and said and atom.also_names(finding.component)


def _age(atom: Atom, case: Case) -> Hit:
    return frozenset() if atom.compares(case.demographics.age) else None


def _sex(atom: Atom, case: Case) -> Hit:
    return frozenset() if _says(atom, case.demographics.sex) else None


def _duration(atom: Atom, case: Case) -> Hit:
    """Shortest of what is known counts: the onset of the case, or of the present complaint."""
    in_weeks = replace(atom, values=(str(_weeks(f"{atom.values[0]} {atom.unit}")),))
    stated = [f for f in case.findings if isinstance(f, History) and f.item == "symptom_duration"]
    fitting = [finding for finding in stated if in_weeks.compares(float(finding.value))]
    by_onset = in_weeks.compares(case.onset_weeks)
    return places_of(fitting) if fitting or by_onset else None


def _imaged(atom: Atom, case: Case) -> Hit:
    """Images of this kind count whatever they show."""
    images = [finding for finding in case.findings if isinstance(finding, Imaging)]
    seen = [finding for finding in images if finding.modality in atom.names and _shown(atom, finding)]
    return places_of(seen) if seen else None


def _pattern(atom: Atom, case: Case) -> Hit:
    hits = [found for name in atom.names if (found := PATTERNS[name](case)) is not None]
    return frozenset().union(*hits) if hits else None


_OF_CASE: Mapping[str, Callable[[Atom, Case], Hit]] = {
    "age": _age,
    "sex": _sex,
    "duration": _duration,
    "imaged": _imaged,
    "pattern": _pattern,
}
_OF_FINDING: Mapping[str, Callable[[Atom, str, Any], bool]] = {
    "strength": _strength,
    "sensation": _sensation,
    "reflex": _reflex,
    "sign": _sign,
    "pain": _pain,
    "history": _history,
    "lab": _lab,
    "imaging": _imaging,
    "emg": _emg,
    "ncs": _ncs,
}
