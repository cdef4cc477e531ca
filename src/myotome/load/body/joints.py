"""The passive joints of a person: measured curves of the whole lumbar spine by level, of thorax with ribs, of the neck.

All levels of the lumbar spine bear the same moment when it is bent by a pure one; the curve of a level is that of the
whole with the angles times its share of the range. Women bear less at the end of flexion, and ranges fall with age.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myotome.errors import DataError, UnknownNameError
from myotome.load.body.passive_law import PassiveJoints, Wall
from myotome.load.body.person import Person
from myotome.load.body.rhythm import extension_shares, rhythm
from myotome.load.body.skeleton import JOINTS, PLANES
from myotome.tables import Table, TomlTable, constants, fraction, number, one_of

__all__ = ["PassiveJoints", "compression_stiffness", "passive_joints", "range_left", "ruptured"]

_QUANTITIES: Final = (
    "stiffness_negative",
    "stiffness_positive",
    "limit_negative",
    "limit_positive",
    "stiffness_at_limit",
)
#: Direction of a law to its column and side: -1 is the negative side of `PLANES`, 0 both.
_DIRECTIONS: Final = {"flexion": (0, -1), "extension": (0, 1), "lateral": (1, 0), "axial": (2, 0)}
_LUMBAR: Final = slice(0, JOINTS.index("L1-L2") + 1)
_LAW: Final = ("near_neutral", "start", "width", "rise", "range")


@cache
def passive_joints(person: Person | None = None) -> PassiveJoints:
    """How do the healthy joints resist?

    Parameters
    ----------
    person : Person or None
        Sex and age change the lumbar spine; by default a man of the age that the curves stand for.

    Returns
    -------
    PassiveJoints
        Without preload: `preloaded` gives the rest.

    Raises
    ------
    DataError
        The table lacks a joint, a plane or a quantity.

    Sources
    -------
    yamamoto_1989, silence_1984, troke_2001_lumbar_range, wilke_2017_thoracic, anderson_2018_ribs, voo_1998
    """
    if person is not None:
        return _own(passive_joints(), person)
    shape = (len(JOINTS), len(PLANES))
    near, limit = (np.zeros((2, *shape)) for _ in range(2))
    walls = np.ones((2, 3, *shape))
    _fill_from_ranges(near, limit, walls)
    for direction, (column, sign) in _DIRECTIONS.items():
        for side in (0, 1) if sign == 0 else ((0,) if sign < 0 else (1,)):
            _fill_lumbar(direction, (side, column), near, limit, walls)
    return PassiveJoints(
        negative=near[0],
        positive=near[1],
        below=Wall(*walls[0]),
        above=Wall(*walls[1]),
        limit_negative=limit[0],
        limit_positive=limit[1],
        change_deg=float(_curve()["change"]["width_deg"]["value"]),
        factor=np.ones(shape),
        preload={float(at): factor for (_, at), factor in sorted(_states()["preload"].items())},
    )


def _fill_from_ranges(near: NDArray[np.float64], limit: NDArray[np.float64], walls: NDArray[np.float64]) -> None:
    """Thorax and neck: stiffness near neutral and at the limit, the wall at a share of the range before it."""
    rows, curve = _stiffness_rows(), _curve()["wall"]
    start, width = float(curve["start_share"]["value"]), float(curve["width_share"]["value"])
    for number_, joint in enumerate(JOINTS[_LUMBAR.stop :], _LUMBAR.stop):
        for column, plane in enumerate(PLANES):
            try:
                values = [rows[joint, plane, quantity] for quantity in _QUANTITIES]
            except KeyError as error:
                raise DataError(f"load/body/joint_stiffness.csv: no {error.args[0]}") from None
            near[:, number_, column], limit[:, number_, column] = values[:2], values[2:4]
            for side in (0, 1):
                end = values[2 + side]
                walls[side, :, number_, column] = start * end, width * end, values[4] - values[side]


def _fill_lumbar(
    direction: str,
    at: tuple[int, int],
    near: NDArray[np.float64],
    limit: NDArray[np.float64],
    walls: NDArray[np.float64],
) -> None:
    """The law of the whole lumbar spine in one direction, by level: angles times the share, stiffness over it."""
    (side, column), law = at, _laws()[direction]
    share = extension_shares("lumbar") if direction == "extension" else rhythm()["lumbar"][:, column]
    own = share[_LUMBAR]
    near[side, _LUMBAR, column] = law["near_neutral"] / own
    limit[side, _LUMBAR, column] = law["range"] * own
    walls[side, 0, _LUMBAR, column] = law["start"] * own
    walls[side, 1, _LUMBAR, column] = law["width"] * own
    walls[side, 2, _LUMBAR, column] = law["rise"] / own


def _own(joints: PassiveJoints, person: Person) -> PassiveJoints:
    """Sex and age: a factor on flexion of women, and the range of that age."""
    flexion, extension, lateral = (range_left(person.age, move) for move in ("flexion", "extension", "lateral"))
    own = joints.for_range({0: (flexion, extension), 1: (lateral, lateral)}, _LUMBAR)
    if person.sex != "female":
        return own
    # The factor is on flexion alone; extension of the same plane shares it, for no number of women was read.
    times = np.ones_like(own.factor)
    times[_LUMBAR, 0] = float(_curve()["female"]["flexion"]["value"])
    return own.scaled(times)


def range_left(age: float, move: str) -> float:
    """How far does the lumbar spine go at this age, over how far at the age that the curves stand for?

    Parameters
    ----------
    age : float
        Years.
    move : str
        `flexion`, `extension` or `lateral`.

    Returns
    -------
    float
        About 1 in mid life.

    Sources
    -------
    troke_2001_lumbar_range
    """
    table = _curve()
    loss, young = float(table["age"][move]["value"]), float(table["young"][move]["value"])
    start, reference = float(table["young"]["age"]["value"]), float(table["age"]["reference"]["value"])
    return (young - loss * (min(age, 90.0) - start)) / (young - loss * (reference - start))


def ruptured(joints: PassiveJoints, joint: str) -> PassiveJoints:
    """The same joints with the disc of one of them ruptured.

    Parameters
    ----------
    joints : PassiveJoints
    joint : str
        `L5-S1` to `T1-T2`.

    Returns
    -------
    PassiveJoints
        Softer near neutral; what stops the joint, ligaments and facets, stays.

    Raises
    ------
    UnknownNameError
        No such joint.

    Sources
    -------
    schmidt_1998_in_ammr
    """
    state = _states()["ruptured"]
    low, high = ([state[plane, f"factor_{side}"] for plane in PLANES] for side in ("negative", "positive"))
    return joints.softened(_row(joint), low, high)


def compression_stiffness(joint: str) -> float:
    """Axial stiffness of a disc in kN per mm; the joints of the model are rigid along it, so it only informs."""
    row = _row(joint)
    return _stiffness_rows()[JOINTS[row], "compression", "stiffness"]


def _row(joint: str) -> int:
    if joint not in JOINTS[:-1]:
        raise UnknownNameError("joint with a disc", joint, JOINTS[:-1])
    return JOINTS.index(joint)


_STIFFNESS = Table(
    "load/body/joint_stiffness.csv",
    {
        "joint": one_of(JOINTS),
        "plane": one_of((*PLANES, "compression")),
        "quantity": one_of((*_QUANTITIES, "stiffness")),
        "value": number(0.01, 1000),
        "low": number(0, 1000, optional=True),
        "high": number(0, 1000, optional=True),
    },
    key=("joint", "plane", "quantity"),
    covers={"joint": JOINTS},
)
_STATES = Table(
    "load/body/joint_states.csv",
    {
        "state": one_of(("ruptured", "preload")),
        "plane": one_of((*PLANES, "all")),
        "quantity": one_of(("factor_negative", "factor_positive", "250", "500")),
        "value": number(0, 10),
    },
    key=("state", "plane", "quantity"),
)
_LAWS = Table(
    "load/body/joint_laws.csv",
    {
        "region": one_of(("lumbar",)),
        "direction": one_of(tuple(_DIRECTIONS)),
        "quantity": one_of(_LAW),
        "value": number(0.001, 1000),
        "low": number(0, 1000, optional=True),
        "high": number(0, 1000, optional=True),
    },
    key=("direction", "quantity"),
    covers={"direction": tuple(_DIRECTIONS), "quantity": _LAW},
)
_CURVE = TomlTable(
    "load/body/joint_curve.toml",
    constants(
        {
            "wall.start_share": fraction(),
            "wall.width_share": fraction(),
            "change.width_deg": number(0.01, 30),
            "female.flexion": number(0.1, 2),
            "age.reference": number(18, 90),
            "young.age": number(10, 30),
            **{f"age.{move}": number(0, 2) for move in ("flexion", "extension", "lateral")},
            **{f"young.{move}": number(1, 120) for move in ("flexion", "extension", "lateral")},
        }
    ),
)


@cache
def _curve() -> Mapping[str, Any]:
    return _CURVE.read()


@cache
def _laws() -> Mapping[str, Mapping[str, float]]:
    laws: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _LAWS.rows():
        laws[row["direction"]][row["quantity"]] = row["value"]
    return dict(laws)


@cache
def _stiffness_rows() -> Mapping[tuple[str, str, str], float]:
    rows = _STIFFNESS.rows()
    return {(row["joint"], row["plane"], row["quantity"]): row["value"] for row in rows}


@cache
def _states() -> Mapping[str, Mapping[tuple[str, str], Any]]:
    states: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for row in _STATES.rows():
        states[row["state"]][row["plane"], row["quantity"]] = row["value"]
    return dict(states)
