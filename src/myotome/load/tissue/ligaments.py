"""The ligaments of the lumbar spine by name and side: where they lie, and how hard they pull in a posture.

A ligament is a straight spring beside the centre of its disc. Beyond its slack length it stiffens over its toe, and is
linear from there: `k e^2 / (2 t)` up to the strain t, `k (e - t / 2)` beyond.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.body.person import Person
from myotome.load.body.skeleton import JOINTS
from myotome.load.muscles.fascicles import SIDES
from myotome.tables import Table, number, one_of

__all__ = ["LEVELS", "LIGAMENTS", "Ligaments", "ligaments"]

#: Levels whose ligaments are known, from below.
LEVELS: Final = JOINTS[: JOINTS.index("T12-L1")]
#: From the back forward.
LIGAMENTS: Final = (
    "supraspinous",
    "interspinous",
    "capsular",
    "flavum",
    "intertransverse",
    "iliolumbar",
    "posterior_longitudinal",
    "anterior_longitudinal",
)
_QUANTITIES: Final = ("ahead", "beside", "length", "stiffness", "slack", "toe")
_MM: Final = 1e-3
_Numbers = NDArray[np.float64]

_TABLE = Table(
    "load/tissue/ligaments.csv",
    {
        "joint": one_of(LEVELS),
        "ligament": one_of(LIGAMENTS),
        "quantity": one_of(_QUANTITIES),
        "value": number(-100, 10_000),
    },
    key=("joint", "ligament", "quantity"),
    covers={"joint": LEVELS, "ligament": LIGAMENTS},
)


@dataclass(frozen=True, eq=False)
class Ligaments:
    """Ligaments of one person; arrays have the shape (ligaments,).

    Attributes
    ----------
    name, side : tuple of str
        Of `LIGAMENTS`; `right`, `left`, or empty in the middle.
    level : ndarray of int
        Number in `LEVELS`.
    ahead_m, beside_m, length_m : ndarray
        Place against the centre of the disc, forward and to the right, and length, upright.
    stiffness_n, slack, toe : ndarray
        Force per unit of strain beyond the toe; strain up to which it is slack, against the length upright; strain at
        the end of the toe.
    """

    name: tuple[str, ...]
    side: tuple[str, ...]
    level: NDArray[np.int64]
    ahead_m: _Numbers
    beside_m: _Numbers
    length_m: _Numbers
    stiffness_n: _Numbers
    slack: _Numbers
    toe: _Numbers

    def pull(self, angles_deg: _Numbers) -> tuple[_Numbers, _Numbers]:
        """How hard does each ligament pull, and with which moment on the vertebra above?

        Parameters
        ----------
        angles_deg : ndarray, shape (frames, levels, 3)
            Of the lumbar joints, as `posture` makes them.

        Returns
        -------
        tuple of ndarray, shape (frames, ligaments) and (frames, ligaments, 3)
            Newtons, 0 or more; newton metres about the axes of `PLANES`.

        Sources
        -------
        artisynth_disc_mesh
        """
        above = np.stack([self.ahead_m, 0.5 * self.length_m, self.beside_m], axis=1)
        turned = np.einsum("flab,lb->fla", _turns(angles_deg)[:, self.level], above)
        span = turned - above * [1.0, -1.0, 1.0]
        length = np.linalg.norm(span, axis=2)
        strain = np.maximum(length / (self.length_m * (1.0 + self.slack)) - 1.0, 0.0)
        over = np.maximum(strain - self.toe, 0.0)
        within = strain - over
        tension = self.stiffness_n * (0.5 * within**2 / self.toe + over)
        # Moments about x, y, z, in the order of the planes: about z, x, y.
        moment = np.cross(turned, -span * (tension / length)[..., None])
        return tension, np.asarray(moment[..., [2, 0, 1]])


def _turns(angles_deg: _Numbers) -> _Numbers:
    """Rotation of the upper vertebra on the lower, shape (..., 3, 3): the three angles as one turn about one axis."""
    turn = np.deg2rad(angles_deg)[..., [1, 2, 0]]
    angle = np.linalg.norm(turn, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(turn, -1, 0)
    zero = np.zeros_like(x)
    skew = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=-1).reshape(*x.shape, 3, 3)
    first, second = np.sinc(angle / np.pi), 0.5 * np.sinc(0.5 * angle / np.pi) ** 2
    return np.asarray(np.eye(3) + first * skew + second * (skew @ skew))


@lru_cache(maxsize=64)
def ligaments(person: Person) -> Ligaments:
    """Which ligaments has this person's lumbar spine?

    Parameters
    ----------
    person : Person
        Lengths scale with height.

    Returns
    -------
    Ligaments
        Those beside the middle once a side.

    Raises
    ------
    DataError
        The table is wrong.

    Sources
    -------
    artisynth_disc_mesh, wilkinson_full_body_model

    Examples
    --------
    >>> from myotome.load import reference_person
    >>> sorted(set(ligaments(reference_person()).side))
    ['', 'left', 'right']
    """
    rows: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in _TABLE.rows():
        rows[row["joint"], row["ligament"]][row["quantity"]] = row["value"]
    placed = [
        (ligament, side, LEVELS.index(joint), sign * values.get("beside", 0.0), values)
        for (joint, ligament), values in rows.items()
        for side, sign in (zip(SIDES, (1.0, -1.0), strict=True) if "beside" in values else (("", 0.0),))
    ]
    names, sides, levels, beside, values_of = zip(*placed, strict=True)
    columns = {
        quantity: np.array([values[quantity] for values in values_of])
        for quantity in _QUANTITIES
        if quantity != "beside"
    }
    scale = _MM * person.length_scale
    return Ligaments(
        name=names,
        side=sides,
        level=np.array(levels),
        ahead_m=scale * columns["ahead"],
        beside_m=scale * np.array(beside),
        length_m=scale * columns["length"],
        stiffness_n=columns["stiffness"],
        slack=columns["slack"],
        toe=columns["toe"],
    )
