"""The dermatome map: which skin each root supplies, and how much of the fibres there are its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from myotome.anatomy import area, dermatomes
from myotome.exam import words
from myotome.web.body.chart import VIEWS, Shade, paths
from myotome.web.limits import limits

__all__ = ["Dermatome", "dermatome_map"]

_STYLES = {"most": "p3", "some": "p2", "little": "p1"}


@dataclass(frozen=True, slots=True)
class Dermatome:
    """Skin of one root: drawn on the right side of each view, and in words from the most to the least."""

    root: str
    shades: dict[str, tuple[Shade, ...]]
    words: tuple[tuple[str, float], ...]


@cache
def dermatome_map() -> tuple[Dermatome, ...]:
    """Every root that supplies skin of the chart, from above down.

    Examples
    --------
    >>> next(one.words[0][0] for one in dermatome_map() if one.root == "L5")
    'first web space of foot'
    """
    leaves = dict.fromkeys(name.partition("-right-")[2] for name in paths() if "-right-" in name)
    shares = {leaf: {one.name: one.share for one in area(leaf).roots} for leaf in leaves}
    return tuple(made for root in dermatomes() if (made := _dermatome(root, shares)).words)


def _dermatome(root: str, shares: dict[str, dict[str, float]]) -> Dermatome:
    own = {leaf: told[root] for leaf, told in shares.items() if told.get(root, 0.0) >= limits("territory")["little"]}
    drawn = {view: tuple(_shades(own, view)) for view in VIEWS}
    ranked = sorted(own.items(), key=lambda one: -one[1])
    return Dermatome(root, drawn, tuple((words(leaf, "areas"), share) for leaf, share in ranked))


def _shades(own: dict[str, float], view: str) -> list[Shade]:
    found = []
    for leaf, share in own.items():
        style = next(style for name, style in _STYLES.items() if share >= limits("territory")[name])
        if (path := f"{view}-right-{leaf}") in paths():
            found.append(Shade(path, "right", style))
    return found
