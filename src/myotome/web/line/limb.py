"""The limb that a case speaks of: its names come first."""

from __future__ import annotations

from typing import Final

from myotome.anatomy import area_members
from myotome.exam import Case, FoundWord, vocabulary

__all__ = ["is_elsewhere", "limb_in_question"]

_LIMBS: Final = ("lower_limb", "upper_limb")
_LEG, _ARM = frozenset({"hip", "thigh", "leg", "foot"}), frozenset({"shoulder", "upper_arm", "forearm", "hand"})


def limb_in_question(case: Case | None) -> str:
    """The limb that more of the findings speak of; empty where none does."""
    counted = dict.fromkeys(_LIMBS, 0)
    for finding in () if case is None else case.findings:
        named = [*getattr(finding, "areas", ()), *getattr(finding, "muscles", ())]
        for name in named:
            limb = _limb_of(name)
            if limb:
                counted[limb] += 1
    most = max(counted, key=lambda limb: counted[limb])
    return most if counted[most] else ""


def _limb_of(name: str) -> str:
    muscle = vocabulary().muscles.get(name)
    if muscle is not None:
        return "lower_limb" if muscle.region in _LEG else "upper_limb" if muscle.region in _ARM else ""
    own = set(area_members().get(name, (name,)))
    return next((limb for limb in _LIMBS if own <= set(area_members()[limb])), "")


def is_elsewhere(word: FoundWord, limb: str) -> bool:
    """Whether a word names a part of another limb."""
    here = _limb_of(word.id) if word.section in ("muscles", "areas") else ""
    return bool(limb and here and here != limb)
