"""The fascicles of one person: how strong and how long each is, which roots supply it, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import UnknownNameError
from myotome.load.body.person import Person
from myotome.load.muscles.fascicle_table import (
    N_PER_CM2,
    ROOTS,
    SETS,
    FascicleTable,
    fascicle_table,
    strength_scales,
)
from myotome.load.muscles.force import muscle_curve
from myotome.load.muscles.names import parts_of

__all__ = ["SIDES", "Fascicles", "fascicles"]

SIDES: Final = ("right", "left")


@dataclass(frozen=True, slots=True)
class Fascicles:
    """The fascicles of one person, right side first, then the left in the same order.

    Attributes
    ----------
    name, side, part, muscle, group : tuple of str
        `name` is without the side.
    strength_n : ndarray, shape (fascicles,)
        Force along the path at full activation and optimal length (pennation taken off).
    volume_cm3 : ndarray, shape (fascicles,)
        Cross-section times fibre length, the weight in the cost of activation.
    working_length_m : ndarray, shape (fascicles,)
        Length by which a change of path is measured in the force-length curve.
    neutral_length_m : ndarray, shape (fascicles,)
        Length of the path at neutral.
    neutral_stretch : ndarray, shape (fascicles,)
        Fibre length at neutral, in optimal lengths.
    root_share : ndarray, shape (fascicles, roots)
        Share of each root of `ROOTS`, of the fascicle's own side, in its supply; rows sum to 1.
    """

    name: tuple[str, ...]
    side: tuple[str, ...]
    part: tuple[str, ...]
    muscle: tuple[str, ...]
    group: tuple[str, ...]
    strength_n: NDArray[np.float64]
    volume_cm3: NDArray[np.float64]
    working_length_m: NDArray[np.float64]
    neutral_length_m: NDArray[np.float64]
    neutral_stretch: NDArray[np.float64]
    root_share: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.name)

    def of(self, muscle: str, side: str | None = None) -> NDArray[np.intp]:
        """Which fascicles make up a muscle?

        Parameters
        ----------
        muscle : str
            A muscle of the vocabulary that has fascicles here (`multifidus`, `erector_spinae`, `lumbar_paraspinals`,
            `psoas_major` ...), or a group of such muscles (`abdominal_wall`, `back_extensors` ...).
        side : str or None
            `right`, `left`, or both.

        Returns
        -------
        ndarray of int
            Indices; empty only where the person's sets leave the muscle out.

        Raises
        ------
        UnknownNameError
            No such muscle or side here.
        """
        parts = parts_of(muscle)
        if side is not None and side not in SIDES:
            raise UnknownNameError("side", side, SIDES)
        hits = [part in parts and side in (None, own) for part, own in zip(self.part, self.side, strict=True)]
        return np.flatnonzero(hits)

    def conduction(self, left: Mapping[tuple[str, str], float]) -> NDArray[np.float64]:
        """How much of each fascicle's supply conducts, given how much each root does?

        Parameters
        ----------
        left : mapping of (root, side) to float
            Share of the root's fibres that conduct, 0 to 1; roots not named conduct fully.

        Returns
        -------
        ndarray, shape (fascicles,)
            0 to 1.

        Raises
        ------
        UnknownNameError
            No such root or side.
        ValueError
            A share is not within 0 to 1.
        """
        cut = {side: np.zeros(len(ROOTS)) for side in SIDES}
        for (root, side), share in left.items():
            if root not in ROOTS:
                raise UnknownNameError("root", root, ROOTS)
            if side not in SIDES:
                raise UnknownNameError("side", side, SIDES)
            if not 0.0 <= share <= 1.0:
                raise ValueError(f"{root} {side} conducts {share!r}; a share lies within 0 and 1")
            cut[side][ROOTS.index(root)] = 1.0 - share
        lost = np.where(np.array(self.side) == "right", self.root_share @ cut["right"], self.root_share @ cut["left"])
        return np.clip(1.0 - lost, 0.0, 1.0)


def fascicles(
    person: Person, sets: Sequence[str] = ("core", "neck"), scales: Mapping[str, float] | None = None
) -> Fascicles:
    """How strong and how long are this person's fascicles?

    Parameters
    ----------
    person : Person
        Strength follows sex, age and mass, length follows height.
    sets : sequence of str
        Of `core`, `neck`, `girdle`.
    scales : mapping of str to float or None
        Factor on the strength of each group; by default as fitted to measured strength. Ratios inside a group stay.

    Returns
    -------
    Fascicles
        Both sides.

    Raises
    ------
    UnknownNameError
        No such set.

    Sources
    -------
    wilkinson_full_body_model, calibration_load_strength, multifidus_architecture, sarcomeres_lumbar_muscles

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> len(fascicles(reference_person(), sets=("core",)))
    316
    """
    table, scales = fascicle_table(), strength_scales() if scales is None else scales
    chosen = chosen_rows(table, sets)
    own = person.size_strength * person.age_strength * (scales["women"] if person.sex == "female" else 1.0)
    strength = own * np.array([scales[table.group[row]] for row in chosen]) * table.strength_n[chosen]
    path = person.length_scale * np.array([_length(table.points_m[row]) for row in chosen])
    fibre = person.length_scale * table.fibre_m[chosen]
    curve = muscle_curve()
    stretch = [curve.neutral_stretch(table.part[row], table.group[row]) for row in chosen]

    def both(column: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(column[row] for row in chosen) * 2

    return Fascicles(
        name=both(table.name),
        side=("right",) * len(chosen) + ("left",) * len(chosen),
        part=both(table.part),
        muscle=both(table.muscle),
        group=both(table.group),
        strength_n=_twice(strength * np.cos(table.pennation_rad[chosen])),
        volume_cm3=_twice(strength / N_PER_CM2 * fibre * 100.0),
        working_length_m=_twice(np.maximum(fibre, curve.least_share_of_path * path)),
        neutral_length_m=_twice(path),
        neutral_stretch=_twice(np.array(stretch)),
        root_share=_twice(table.root_share[chosen]),
    )


def chosen_rows(table: FascicleTable, sets: Sequence[str]) -> NDArray[np.intp]:
    """Rows of the table that belong to the sets."""
    for name in sets:
        if name not in SETS:
            raise UnknownNameError("set of fascicles", name, SETS)
    return np.flatnonzero([own in sets for own in table.set])


def _length(points: NDArray[np.float64]) -> float:
    return float(np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=1)).sum())


def _twice(values: NDArray[np.float64]) -> NDArray[np.float64]:
    both = np.concatenate([values, values])
    both.setflags(write=False)
    return both
