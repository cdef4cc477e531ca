"""Which muscles, reflexes and skin belong to the leg, the arm and the trunk, as the red flag tables speak of them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from myotome.exam.case import Pain, Sensation
from myotome.exam.vocabulary_table import vocabulary

__all__ = ["area_within", "limb_muscles", "limb_reflexes", "skin_in", "spinal_level"]

_LIMB_MUSCLES = {
    "leg": frozenset({"hip", "thigh", "leg", "foot"}),
    "arm": frozenset({"shoulder", "arm", "forearm", "hand"}),
}
_LEG_REFLEXES = ("patellar", "achilles", "adductor", "medial_hamstring", "lateral_hamstring", "tibialis_posterior")
_ARM_REFLEXES = ("biceps", "brachioradialis", "triceps", "finger_flexor", "pectoralis")
_REFLEXES = {"leg": frozenset(_LEG_REFLEXES), "arm": frozenset(_ARM_REFLEXES)}
_AREA = {"leg": "lower_limb", "arm": "upper_limb", "trunk": "trunk"}
_DERMATOMES = {"arm": ("C5", "T1"), "trunk": ("T2", "T12"), "leg": ("L1", "S2")}

# areas of several parts, which the vocabulary places within none
_HALF_BODY = "whole_side_of_body"
_STOCKINGS = ("stocking_to_ankle", "stocking_to_mid_calf", "stocking_to_knee", "stocking_to_thigh", "below_waist")
_GLOVES = ("glove_to_wrist", "glove_to_elbow", "cape")
_SPREAD: Mapping[str, frozenset[str]] = {
    "lower_limb": frozenset({*_STOCKINGS, "distal_lower_limb", "proximal_lower_limb", _HALF_BODY}),
    "upper_limb": frozenset({*_GLOVES, "distal_upper_limb", "proximal_upper_limb", _HALF_BODY}),
    "trunk": frozenset({_HALF_BODY}),
}
_SPINAL_SECTIONS = ("discs", "vertebrae", "joints")
_SPINAL = frozenset(
    {"whole_spine", "cervical_spine", "thoracic_spine", "lumbar_spine", "sacrum", "craniocervical_junction"}
)


def _parts(region: str) -> tuple[str, ...]:
    return ("arm", "leg") if region == "limb" else (region,)


@cache
def area_within(area: str, whole: str) -> bool:
    """Tell whether an area is, or lies in, another; stockings, gloves and half the body lie in their limbs."""
    at: str | None = area
    while at is not None:
        if at == whole or at in _SPREAD.get(whole, ()):
            return True
        at = vocabulary().areas[at].within
    return False


@cache
def limb_muscles(region: str, muscles: tuple[str, ...]) -> bool:
    """Tell whether all these muscles belong to one limb: `leg`, `arm`, or `limb` for either."""
    found = {vocabulary().muscles[muscle].region for muscle in muscles}
    return any(found <= _LIMB_MUSCLES[limb] for limb in _parts(region))


def limb_reflexes(name: str) -> frozenset[str]:
    """Reflexes of a limb, or the one reflex of this name."""
    return frozenset(reflex for part in _parts(name) for reflex in _REFLEXES.get(part, (part,)))


def skin_in(region: str, finding: Sensation | Pain) -> bool:
    """Tell whether a finding names skin of `leg`, `arm`, `limb` or `trunk`, by area, dermatome or a level above it."""
    level = getattr(finding, "sensory_level", None)
    return any(_skin_in(part, finding.areas, finding.dermatomes, level) for part in _parts(region))


def _skin_in(part: str, areas: Iterable[str], dermatomes: Iterable[str], level: str | None) -> bool:
    order = _order()
    first, last = (order[name] for name in _DERMATOMES[part])
    if any(area_within(area, _AREA[part]) for area in areas):
        return True
    if any(first <= order[name] <= last for name in dermatomes):
        return True
    return level is not None and order[level] <= last


@cache
def _order() -> Mapping[str, int]:
    """Dermatomes from above down."""
    return {name: place for place, name in enumerate(vocabulary().ids("dermatomes"))}


@cache
def spinal_level(level: str) -> bool:
    """Tell whether a level of imaging lies in the spine."""
    return level in _SPINAL or any(level in vocabulary().sections[name] for name in _SPINAL_SECTIONS)
