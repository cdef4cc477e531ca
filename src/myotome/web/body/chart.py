"""The body from the front and from behind, to be clicked: areas of skin, what was found there, what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from myotome.anatomy import area_members
from myotome.arrays import Points
from myotome.exam import Case, Pain, Sensation, words
from myotome.explain import Territory
from myotome.report import area_patches, outlines
from myotome.web.examination.cells import sides_of
from myotome.web.limits import limits

__all__ = [
    "FRAMES",
    "VIEWS",
    "Region",
    "Shade",
    "expected_shades",
    "paths",
    "regions",
    "shades",
    "silhouette",
    "skin_states",
]

#: Views of the chart, and what they are called.
VIEWS: Final = {"front": "From the front", "back": "From behind"}
_SIDES: Final = ("right", "left")
_SHADES: Final = {"most": "p3", "some": "p2", "little": "p1"}
_NAMED_GROUPS: Final = ("low_back", "buttock")
#: What is seen of the body, as a view box.
FRAMES: Final = {"whole": "0 0 304 764", "legs": "58 226 188 538", "arms": "0 70 304 330"}


@dataclass(frozen=True, slots=True)
class Region:
    """An area of skin on one side of one view."""

    area: str
    side: str
    view: str
    name: str
    x: float
    y: float
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """An area that is drawn in some way."""

    path: str
    side: str
    style: str


def _drawn(points: Points) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z"


@cache
def _leaves() -> tuple[str, ...]:
    members = area_members()
    return tuple(dict.fromkeys(leaf for area in members.values() for leaf in area))


@cache
def paths() -> Mapping[str, str]:
    """Name of each drawn area (`front-right-heel`) to the steps of its outline."""
    found = {}
    for view in VIEWS:
        for side in _SIDES:
            for area in _leaves():
                patches = area_patches(area, side, view)  # type: ignore[arg-type]
                if patches:
                    found[f"{view}-{side}-{area}"] = "".join(_drawn(patch.corners[::2]) for patch in patches)
    return found


@cache
def silhouette(view: str) -> str:
    """Steps of the outline of the body."""
    return "".join(_drawn(shape) for shape in outlines(view))  # type: ignore[arg-type]


@cache
def regions() -> tuple[Region, ...]:
    """What can be clicked, from the head down; low back and buttock are one region each, as they are spoken of."""
    members = area_members()
    grouped = {leaf for name in _NAMED_GROUPS for leaf in members[name]}
    names: dict[str, tuple[str, ...]] = {area: (area,) for area in _leaves() if area not in grouped}
    names |= {name: tuple(members[name]) for name in _NAMED_GROUPS}
    found = [region for area, leaves in names.items() for region in _placed(area, leaves)]
    return tuple(sorted(found, key=lambda region: (region.view != "front", round(region.y), region.x)))


def _placed(area: str, leaves: tuple[str, ...]) -> Iterator[Region]:
    for view in VIEWS:
        for side in _SIDES:
            patches = [p for leaf in leaves for p in area_patches(leaf, side, view)]  # type: ignore[arg-type]
            if patches:
                middle = np.vstack([patch.corners for patch in patches]).mean(axis=0)
                drawn = tuple(f"{view}-{side}-{leaf}" for leaf in leaves if f"{view}-{side}-{leaf}" in paths())
                yield Region(area, side, view, words(area, "areas"), float(middle[0]), float(middle[1]), drawn)


def skin_states(case: Case) -> Mapping[tuple[str, str], dict[str, str]]:
    """(leaf area, side) to what was found there: `pain`, and `feeling` by its value."""
    states: dict[tuple[str, str], dict[str, str]] = {}
    for finding in case.findings:
        if isinstance(finding, Pain | Sensation):
            kind, value = ("pain", "pain") if isinstance(finding, Pain) else ("feeling", finding.value)
            for area in finding.areas:
                for leaf in area_members().get(area, (area,)):
                    for side in sides_of({"side": finding.side}):
                        _say(states.setdefault((leaf, side), {}), kind, value)
    return states


def _say(state: dict[str, str], kind: str, value: str) -> None:
    """Keep what is changed where one modality is and another is not."""
    if state.get(kind, "normal") == "normal":
        state[kind] = value


def shades(states: Mapping[tuple[str, str], Mapping[str, str]], view: str) -> list[Shade]:
    """What was found on the skin, as it is drawn."""
    drawn = []
    for (area, side), state in states.items():
        for kind, value in state.items():
            for seen in _SIDES if side == "midline" else (side,):
                style = "pain" if kind == "pain" else "normal" if value == "normal" else "less"
                if (path := f"{view}-{seen}-{area}") in paths():
                    drawn.append(Shade(path, seen, style))
    return drawn


def expected_shades(territory: Territory | None, view: str) -> list[Shade]:
    """Skin that the leading explanation takes: little, some, most."""
    drawn = []
    for (area, side), loss in {} if territory is None else territory.skin.items():
        style = next((style for name, style in _SHADES.items() if loss >= limits("territory")[name]), "")
        if (path := f"{view}-{side}-{area}") in paths() and style:
            drawn.append(Shade(path, side, style))
    return drawn
