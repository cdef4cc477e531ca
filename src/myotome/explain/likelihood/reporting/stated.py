"""What a record states, normal or not, and so what it is silent about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from myotome.exam import (
    Case,
    Emg,
    Finding,
    History,
    Imaging,
    Ncs,
    Pain,
    Reflex,
    Sensation,
    Sign,
    Strength,
    members,
    vocabulary,
)
from myotome.explain.likelihood.model_world import finding_sides
from myotome.explain.likelihood.reporting.usual_examination import LIMBS, Limb, topic_of, usual_names

__all__ = ["Stated", "related_areas", "stated"]

_MANY = 40  # a statement about more muscles than this grades no movement
Place = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Stated:
    """What a record states, by side.

    Attributes
    ----------
    strength : set of (side, limb)
        Limbs of which strength, electromyography or gait is stated.
    graded : dict
        Side to the muscles whose strength is stated.
    reflexes : set of (side, reflex)
        Reflexes stated.
    skin : set of (side, limb)
        Limbs of which sensation is stated.
    areas, dermatomes : dict
        Side to the skin stated, with all that it lies in or holds.
    lost : set of (side, limb)
        Limbs in which a loss of sensation is stated.
    topics : set of str
        Topics of the whole body that are touched on.
    items : set of (type, name)
        Signs, history items and what images show, or do not show, as stated.
    images : list of Imaging
        Findings of images, present or not.
    """

    strength: set[Place] = field(default_factory=set)
    graded: dict[str, set[str]] = field(default_factory=lambda: {"left": set(), "right": set()})
    reflexes: set[Place] = field(default_factory=set)
    skin: set[Place] = field(default_factory=set)
    areas: dict[str, set[str]] = field(default_factory=lambda: {"left": set(), "right": set()})
    dermatomes: dict[str, set[str]] = field(default_factory=lambda: {"left": set(), "right": set()})
    lost: set[Place] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    items: set[Place] = field(default_factory=set)
    images: list[Imaging] = field(default_factory=list)


@cache
def _chain(area: str) -> tuple[str, ...]:
    """Areas that an area lies in, itself first."""
    within = vocabulary().areas[area].within
    return (area, *(() if within is None else _chain(within)))


@cache
def related_areas(area: str) -> frozenset[str]:
    """An area, all that it lies in, and all that lies in it.

    Examples
    --------
    >>> {"toes", "great_toe", "lower_limb"} <= related_areas("foot")
    True
    """
    inside = (name for name in vocabulary().areas if area in _chain(name))
    return frozenset((*_chain(area), *inside))


@cache
def limbs_of_area(area: str) -> frozenset[Limb]:
    """Limbs that an area lies in, or takes part of."""
    whole = {"arm": "upper_limb", "leg": "lower_limb"}
    return frozenset(limb for limb in LIMBS if whole[limb] in _chain(area) or area in members(limb, "composite_area"))


def _limbs_of_muscles(muscles: Iterable[str]) -> set[Limb]:
    regions = {vocabulary().muscles[name].region for name in muscles if name in vocabulary().muscles}
    return {limb for limb in LIMBS if regions & members(limb, "muscle_region")}


def _limbs_of_skin(finding: Sensation) -> set[Limb]:
    limbs = {limb for area in finding.areas for limb in limbs_of_area(area)}
    return limbs | {limb for limb in LIMBS if set(finding.dermatomes) & set(usual_names(limb, "dermatome"))}


def _state_sensation(finding: Sensation, side: str, told: Stated) -> None:
    limbs = _limbs_of_skin(finding)
    if finding.sensory_level is not None:
        limbs = set(LIMBS)
    told.skin.update((side, limb) for limb in limbs)
    if finding.value != "normal":
        told.lost.update((side, limb) for limb in limbs)
    for area in finding.areas:
        told.areas[side] |= related_areas(area)
    told.dermatomes[side].update(finding.dermatomes)


def _state_muscles(muscles: Iterable[str], side: str, told: Stated) -> None:
    told.strength.update((side, limb) for limb in _limbs_of_muscles(muscles))


def _state_side(finding: Finding, side: str, told: Stated) -> None:
    """Enter what a finding states of one side."""
    if isinstance(finding, Strength):
        _state_muscles(finding.muscles, side, told)
        if len(finding.muscles) <= _MANY:
            told.graded[side].update(finding.muscles)
    elif isinstance(finding, Emg | Sign):
        _state_muscles(finding.muscles, side, told)
        if isinstance(finding, Emg) and finding.roots:
            told.strength.update((side, limb) for limb in LIMBS)
    elif isinstance(finding, Reflex):
        told.reflexes.add((side, finding.reflex))
    elif isinstance(finding, Sensation):
        _state_sensation(finding, side, told)
    elif isinstance(finding, History):
        _state_complaint(finding, side, told)


def _state_complaint(finding: History, side: str, told: Stated) -> None:
    """Enter a complaint with a place: who says that a leg is weak is not silent on the strength of that leg."""
    limbs = {limb for area in finding.areas for limb in limbs_of_area(area)}
    if finding.item == "weakness_reported":
        told.strength.update((side, limb) for limb in limbs)
    elif finding.item == "numbness_reported":
        told.skin.update((side, limb) for limb in limbs)


def _state_topics(finding: Finding, told: Stated) -> None:
    """Enter the topics that a finding touches on."""
    if isinstance(finding, Sign | History):
        name = finding.sign if isinstance(finding, Sign) else finding.item
        told.items.add((finding.kind, name))
        told.topics.update(topic_of(finding.kind, name))
        if name == "pain":
            told.topics.add("pain")
    elif isinstance(finding, Pain):
        told.topics.update({"pain", "nerve"} if "tingling" in finding.character else {"pain"})
    elif isinstance(finding, Emg | Ncs):
        told.topics.add("nerve")
    elif isinstance(finding, Imaging):
        told.items.add((finding.kind, finding.finding))
        if not finding.recorded_only:
            told.images.append(finding)
    elif isinstance(finding, Reflex):
        told.topics.add("tract")


def stated(case: Case) -> Stated:
    """What does the record of a case state, and so what is it silent about?

    Parameters
    ----------
    case : Case
        Findings alone are read, in any order.
    """
    told = Stated()
    for finding in case.findings:
        for side in finding_sides(getattr(finding, "side", None)):
            _state_side(finding, side, told)
        _state_topics(finding, told)
    for limb in LIMBS:
        if f"strength_of_{limb}" in told.topics:
            told.strength.update((side, limb) for side in ("left", "right"))
    return told
