"""The muscles of the neck: paths, sizes and roots of the reference adult's right side, and those of one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.anatomy import muscle_root_weights
from myotome.errors import UnknownNameError
from myotome.exam import vocabulary
from myotome.load.body.person import Person
from myotome.load.muscles.fascicle_table import ROOTS, broken_paths
from myotome.load.muscles.fascicles import SIDES, Fascicles
from myotome.load.muscles.force import muscle_curve
from myotome.load.neck.bones import NECK_BODIES
from myotome.load.neck.constants import neck_constants
from myotome.tables import Table, identifier, ids, integer, list_of, number, one_of

__all__ = ["GIRDLE", "NeckFascicles", "neck_fascicles", "neck_muscle_named", "neck_muscles", "neck_paths"]

#: Carrier of what is fixed to clavicle and scapula, which stand still with the thorax but hang on these muscles.
GIRDLE: Final = "girdle"
_NAMES = ids("load/neck/fascicles", "fascicle")
_FASCICLES = Table(
    "load/neck/fascicles.csv",
    {
        "fascicle": identifier(),
        "part": identifier(),
        "muscle": identifier(),
        "group": one_of(("flexors", "extensors")),
        "roots": list_of(one_of(ROOTS), optional=True),
        "pcsa_cm2": number(0.01, 50),
        "fibre_length_m": number(0.001, 1),
    },
    key=("fascicle",),
    rules=(
        lambda row: None if row["roots"] or row["muscle"] in muscle_root_weights() else "no root supplies the muscle",
    ),
)


_PATHS = Table(
    "load/neck/paths.csv",
    {
        "fascicle": one_of(_NAMES),
        "order": integer(0, 50),
        "carrier": one_of((*NECK_BODIES, GIRDLE)),
        "x_m": number(-1, 1),
        "y_m": number(0, 1),
        "z_m": number(-1, 1),
    },
    key=("fascicle", "order"),
    covers={"fascicle": _NAMES},
    rows_rules=(broken_paths,),
)
_LEAST_LEFT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class NeckFascicles(Fascicles):
    """Fascicles of one person's neck, right side first, then the left in the same order."""

    def of(self, muscle: str, side: str | None = None) -> NDArray[np.intp]:
        """Which fascicles make up a muscle of the neck, a part of one, or a group of them?

        Parameters
        ----------
        muscle : str
            `sternocleidomastoid`, `scalenus_medius`, `cervical_paraspinals`, `neck_extensors` ...
        side : str or None
            `right`, `left`, or both.

        Returns
        -------
        ndarray of int

        Raises
        ------
        UnknownNameError
            No such muscle here, or no such side.
        """
        names = _members(muscle)
        if not names:
            raise UnknownNameError("muscle of the neck", muscle, neck_muscles())
        if side is not None and side not in SIDES:
            raise UnknownNameError("side", side, SIDES)
        own = zip(self.part, self.muscle, self.side, strict=True)
        return np.flatnonzero(
            [not names.isdisjoint((part, name)) and side in (None, where) for part, name, where in own]
        )

    def working_volume(self, left: NDArray[np.float64]) -> NDArray[np.float64]:
        """Volume of what still works of each fascicle, cm3; a trace is kept of one that is wholly lost."""
        return np.asarray(self.volume_cm3 * np.maximum(left, _LEAST_LEFT))


def neck_fascicles(person: Person) -> NeckFascicles:
    """How strong and how long are the fascicles of this person's neck?

    Parameters
    ----------
    person : Person
        Strength follows sex, age and mass, length follows height.

    Returns
    -------
    NeckFascicles

    Sources
    -------
    barrett_cspine_model, mortensen_2018_in_passenger_model, neck_strength_decades_1999

    Examples
    --------
    >>> from myotome.load.body.person import reference_person
    >>> muscles = neck_fascicles(reference_person())
    >>> len(muscles.of("longus_capitis", "left"))
    4
    """
    rows, known, curve = _FASCICLES.rows(), neck_constants(), muscle_curve()
    own = person.size_strength * person.age_strength * (known.women if person.sex == "female" else 1.0)
    strength = own * np.array([known.tension[row["group"]] * row["pcsa_cm2"] for row in rows])
    path = person.length_scale * np.array([_length(points) for _, points in neck_paths()])
    fibre = person.length_scale * np.array([row["fibre_length_m"] for row in rows])

    def both(column: str) -> tuple[str, ...]:
        return tuple(row[column] for row in rows) * 2

    return NeckFascicles(
        name=both("fascicle"),
        side=("right",) * len(rows) + ("left",) * len(rows),
        part=both("part"),
        muscle=both("muscle"),
        group=both("group"),
        strength_n=_twice(strength),
        volume_cm3=_twice(100.0 * own * np.array([row["pcsa_cm2"] for row in rows]) * fibre),
        working_length_m=_twice(np.maximum(fibre, curve.least_share_of_path * path)),
        neutral_length_m=_twice(path),
        neutral_stretch=np.ones(2 * len(rows)),
        root_share=_twice(np.array([_roots(row) for row in rows])),
    )


@cache
def neck_paths() -> tuple[tuple[tuple[str, ...], NDArray[np.float64]], ...]:
    """Carriers and places of the points of every path of the right side, in the order of the fascicles."""
    rows_of: dict[str, list[Any]] = defaultdict(list)
    for row in _PATHS.rows():
        rows_of[row["fascicle"]].append(row)
    paths = (rows_of[row["fascicle"]] for row in _FASCICLES.rows())
    return tuple(
        (tuple(r["carrier"] for r in rows), np.array([[r["x_m"], r["y_m"], r["z_m"]] for r in rows])) for rows in paths
    )


@cache
def neck_muscles() -> tuple[str, ...]:
    """Every muscle, part and group of muscles that a word may name here.

    Examples
    --------
    >>> "deep_neck_flexors" in neck_muscles()
    True
    """
    names = [name for row in _FASCICLES.rows() for name in (row["muscle"], row["part"])]
    groups = [group for group in vocabulary().muscle_groups if _members(group)]
    return tuple(sorted(dict.fromkeys([*names, *groups])))


def neck_muscle_named(word: str) -> str:
    """Which muscle, part or group of the neck does a word mean?

    Raises
    ------
    UnknownNameError
        None of the neck's.

    Examples
    --------
    >>> neck_muscle_named("SCM")
    'sternocleidomastoid'
    """
    plain = word.strip().lower().replace(" ", "_")
    found = plain if plain in neck_muscles() else vocabulary().find(("muscles", "muscle_groups"), word)
    if found is None or not _members(found):
        raise UnknownNameError("muscle of the neck", word, neck_muscles())
    return found


@cache
def _members(muscle: str) -> frozenset[str]:
    """Names of muscles and parts of the neck that a name stands for."""
    known = {name for row in _FASCICLES.rows() for name in (row["muscle"], row["part"])}
    group = vocabulary().muscle_groups.get(muscle)
    return frozenset(known & {muscle, *(() if group is None else group.members)})


def _roots(row: Mapping[str, Any]) -> NDArray[np.float64]:
    """Named roots in equal shares where the supply is segmental; else the muscle's in the table of wiring."""
    share = np.zeros(len(ROOTS))
    for root in row["roots"]:
        share[ROOTS.index(root)] = 1.0
    if not row["roots"]:
        for entry in muscle_root_weights()[row["muscle"]]:
            share[ROOTS.index(entry.root)] += entry.weight
    return np.asarray(share / share.sum())


def _length(points: NDArray[np.float64]) -> float:
    return float(np.sqrt((np.diff(points, axis=0) ** 2).sum(axis=1)).sum())


def _twice(values: NDArray[np.float64]) -> NDArray[np.float64]:
    both = np.concatenate([values, values])
    both.setflags(write=False)
    return both
