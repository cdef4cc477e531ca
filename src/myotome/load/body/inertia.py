"""How mass is spread out in each part of the trunk, the head and the arms: what resists turning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.skeleton import BODIES
from myotome.load.body.spine import Spine
from myotome.tables import Table, number, one_of

__all__ = ["Spread", "spread_of"]

_AXES: Final = ("forward", "up", "right")
_LINKS: Final = ("upper_arm", "forearm", "hand")
_INERTIA = Table(
    "load/body/inertia.csv",
    {
        "part": one_of(("slice", "head", *_LINKS)),
        "axis": one_of((*_AXES, "along")),
        "value": number(0.001, 1),
        "low": number(0.001, 1),
        "high": number(0.001, 1),
    },
    key=("part", "axis"),
    covers={"part": ("slice", "head", *_LINKS)},
    rules=(lambda row: None if row["low"] <= row["value"] <= row["high"] else "low <= value <= high does not hold",),
)


@dataclass(frozen=True, slots=True)
class Spread:
    """Root mean square distances of mass from the centres of mass, metres.

    Attributes
    ----------
    slices_m : ndarray, shape (slices, 3)
        Along the axes forward, up and right at neutral, in the order of the person's slices.
    links_m : ndarray, shape (3,)
        Along upper arm, forearm and hand.
    """

    slices_m: NDArray[np.float64]
    links_m: NDArray[np.float64]

    def moments_kg_m2(self, mass_kg: NDArray[np.float64]) -> NDArray[np.float64]:
        """Moments of inertia of the slices about the three axes through their centres, shape (slices, 3)."""
        square = self.slices_m**2
        return np.asarray(mass_kg[:, None] * (square.sum(axis=1, keepdims=True) - square))


@cache
def _values() -> dict[tuple[str, str], float]:
    return {(row["part"], row["axis"]): float(row["value"]) for row in _INERTIA.rows()}


def spread_of(spine: Spine) -> Spread:
    """How is this person's mass spread out? Distances scale with height.

    Sources
    -------
    de_leva_in_visual3d, head_inertia_beier_1980

    Examples
    --------
    >>> from myotome.load import reference_person, spine
    >>> spread_of(spine(reference_person())).slices_m.shape
    (18, 3)
    """
    values, scale, head = _values(), spine.person.length_scale, BODIES.index("head")
    bodies = spine.slices.bodies[spine.slices.first[:-1]]
    parts = ["head" if body == head else "slice" for body in bodies]
    slices = np.array([[values[part, axis] for axis in _AXES] for part in parts])
    return Spread(scale * slices, scale * np.array([values[link, "along"] for link in _LINKS]))
