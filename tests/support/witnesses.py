"""For every condition of the grammar a patient who fulfils it, with as few findings as will do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from myotome.exam.case import Case
from myotome.exam.query.condition import AllOf, AnyOf, AtLeast, Atom, Condition, Named, Not
from myotome.exam.reading.consistency.impossible import is_of_disc
from myotome.exam.reading.files import case_from_mapping
from myotome.exam.vocabulary_table import vocabulary
from myotome.units import weeks_from

Mapping = dict[str, Any]
PLACE = {"leg": "foot", "arm": "hand", "limb": "hand", "trunk": "abdomen"}
MUSCLE = {"leg": "soleus", "arm": "deltoid", "limb": "deltoid", "any": "multifidus"}
REFLEX = {"leg": "patellar", "arm": "biceps", "limb": "biceps"}
SIDE_OF = {"sided": "bilateral", "unsided": "none", "midline": "midline", "either": "none"}
CROSSED = [
    {"type": "strength", "muscle": "soleus", "side": "left", "mrc": 3},
    {"type": "sensation", "areas": ["foot"], "side": "right", "modality": "pin", "value": "reduced"},
]
HALF = [{"type": "strength", "muscle": muscle, "side": "left", "mrc": 3} for muscle in ("soleus", "deltoid")]
#: A finding that fulfils nothing.
HANDEDNESS = {"type": "history", "item": "handedness", "value": "right"}


def detail_of(atom: Atom) -> str | None:
    return atom.details[0] if atom.details else None


def a_case(
    findings: list[Mapping], age: float | None = None, weeks: float | None = None, sex: str | None = None
) -> Case:
    onset = {} if weeks is None else {"onset": {"value": weeks, "unit": "weeks"}}
    return case_from_mapping({"id": "a", "demographics": {"age": age, "sex": sex}, "findings": findings, **onset})


def chosen_atoms(condition: Condition, which: int = 0) -> Iterator[Atom]:
    """The first, second ... way to fulfil a condition: its statements."""
    match condition:
        case Atom():
            yield condition
        case Named(_, meaning):
            yield from chosen_atoms(meaning, which)
        case AllOf(parts):
            for part in parts:
                yield from chosen_atoms(part, which)
        case AnyOf(parts):
            yield from chosen_atoms(parts[which % len(parts)], which)
        case AtLeast(number, parts):
            for step in range(number):
                yield from chosen_atoms(parts[(which + step) % len(parts)], which)
        case Not():
            return


def ways(condition: Condition) -> int:
    """So many choices reach every statement of a condition."""
    match condition:
        case Atom(names=names, values=values):
            return max(len(names), len(values), 1)
        case Named(_, meaning):
            return ways(meaning)
        case Not():
            return 1
        case AllOf(parts) | AnyOf(parts) | AtLeast(_, parts):
            return max(len(parts), *map(ways, parts))


def strength(atom: Atom, name: str, value: str) -> Mapping:
    name = MUSCLE.get(name, name)
    key = "movement" if name in vocabulary().movements else "muscle"
    if atom.unit:
        return {key: name, "side": "left", "measured": {"value": atom.number, "unit": atom.unit}}
    if atom.comparison in ("=", ">"):
        return {key: name, "side": "bilateral", "value": value if atom.comparison == "=" else "weak"}
    return {key: name, "side": "bilateral", "mrc": max(atom.number - (atom.comparison == "<"), 0)}


def sensation(atom: Atom, name: str, value: str) -> Mapping:
    where = PLACE.get(name, name)
    place: Mapping = {"dermatomes": [where]} if where in vocabulary().sections["dermatomes"] else {"areas": [where]}
    if name == "level":
        place, value = {"sensory_level": value or "T8"}, "reduced"
    value = "reduced" if value == "changed" else value
    return {**place, "side": "bilateral", "modality": detail_of(atom) or "light_touch", "value": value}


def reflex(atom: Atom, name: str, value: str) -> Mapping:
    name = REFLEX.get(name, name)
    return {"reflex": name, "side": SIDE_OF[str(vocabulary().reflexes[name].sidedness)], "value": value}


def sign(atom: Atom, name: str, value: str) -> Mapping:
    entry = vocabulary().signs[name]
    detail = (
        {"muscles" if detail_of(atom) in vocabulary().muscles else "areas": [detail_of(atom)]}
        if detail_of(atom)
        else {}
    )
    needed = {"muscles": ["deltoid"], "areas": ["knee"], "dermatomes": ["L3"]}
    more = {key: needed[key] for key in entry.needs} | detail
    side = "bilateral" if atom.bilateral else SIDE_OF[str(entry.sidedness)]
    return {"sign": name, "side": side, "value": value, **more}


def pain(atom: Atom, name: str, value: str) -> Mapping:
    said: Mapping = {"areas": ["knee"], "radiating": name == "radiating"}
    if name == "severity":
        said["severity"] = atom.number
    elif name in {"onset", "worse_with", "better_with"}:
        said[name] = value if name == "onset" else [value]
    elif name in vocabulary().sections["dermatomes"]:
        said = {"dermatomes": [name], "radiating": True}
    elif name != "radiating":
        said["areas"] = [name]
    return {"side": "bilateral", **said}


def history(atom: Atom, name: str, value: str) -> Mapping:
    entry = vocabulary().history[name]
    stated: Any = {"true": True, "false": False}.get(value, value)
    if value == "any":
        stated = next(one for one in entry.values if one != "none")
    elif entry.value == "number":
        stated = atom.number
    sided: Mapping = {"side": "bilateral"} if atom.bilateral else {}
    return {"item": name, "value": stated, **({"areas": [detail_of(atom)]} if detail_of(atom) else {}), **sided}


def lab(atom: Atom, name: str, value: str) -> Mapping:
    by_more = {">": 1.0, "<": -1.0}.get(atom.comparison, 0.0)
    return {"test": name, **({"value": value} if atom.comparison == "=" else {"number": atom.number + by_more})}


def imaging(atom: Atom, name: str, value: str) -> Mapping:
    if name == "root_contact":
        there = {"finding": "protrusion", "root_contact": value, "structure": detail_of(atom) or "cord"}
        return {"modality": "MRI", "levels": ["C5-C6"], "side": "none", **there}
    structures = vocabulary().sections["imaging_structures"]
    on_the_spine = "L4-L5" if is_of_disc(name) else "L4"
    level = on_the_spine if detail_of(atom) in {None, "spine", *structures} else detail_of(atom)
    absent = {"value": "absent"} if value == "absent" else {}
    return {"modality": "MRI", "levels": [level], "finding": name, "side": "none", **absent}


def imaged(atom: Atom, name: str, value: str) -> Mapping:
    levels = [detail_of(atom) or "L4"]
    return {"type": "imaging", "modality": name, "levels": levels, "finding": "normal", "side": "none"}


def emg(atom: Atom, name: str, value: str) -> Mapping:
    return {"muscles": [detail_of(atom) or "soleus"], "side": "left", "value": name}


def ncs(atom: Atom, name: str, value: str) -> Mapping:
    return {"nerve": name, "component": detail_of(atom) or "motor", "side": "left", "value": value}


MADE = {
    "strength": strength,
    "sensation": sensation,
    "reflex": reflex,
    "sign": sign,
    "pain": pain,
    "history": history,
    "lab": lab,
    "imaging": imaging,
    "imaged": imaged,
    "emg": emg,
    "ncs": ncs,
}


def witness(atom: Atom, which: int = 0) -> list[Mapping]:
    """Findings that make a statement true; none for age, sex and duration, which the patient brings."""
    if atom.kind == "pattern":
        return CROSSED if atom.names[which % len(atom.names)] == "crossed_sensory" else HALF
    if atom.kind not in MADE:
        return []
    value = atom.values[which % len(atom.values)] if atom.values else ""
    return [{"type": atom.kind} | MADE[atom.kind](atom, atom.names[which % len(atom.names)], value)]


def _number(atoms: list[Atom], kind: str) -> float | None:
    """A number that fits every comparison of a kind."""
    fits = {"<": -0.1, "<=": 0.0, ">": 0.1, ">=": 0.0}
    told = [
        (weeks_from(atom.number, atom.unit) if atom.unit else atom.number) + fits[atom.comparison]
        for atom in atoms
        if atom.kind == kind
    ]
    below = [value for value, atom in zip(told, (a for a in atoms if a.kind == kind), strict=True) if "<" in str(atom)]
    return min(below, default=max(told, default=None))


def fulfilling(condition: Condition, which: int = 0) -> Case:
    """A patient with just enough to fulfil a condition, in its first, second ... way."""
    atoms = list(chosen_atoms(condition, which))
    findings = [finding for atom in atoms for finding in witness(atom, which)]
    sex = next((atom.values[0] for atom in atoms if atom.kind == "sex"), None)
    return a_case([HANDEDNESS, *findings], _number(atoms, "age"), _number(atoms, "duration"), sex)
