"""How the force of a fascicle depends on its length: an active bell, and a passive part that is kept small."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.tables import TomlTable, constants, fraction, number

__all__ = ["Cavity", "MuscleCurve", "abdominal_cavity", "muscle_curve"]


@dataclass(frozen=True, slots=True)
class MuscleCurve:
    """Force over length, in units of strength and of optimal length.

    Attributes
    ----------
    width, floor : float
        Active force is `floor + (1 - floor) exp(-(l - 1)^2 / width)`.
    shape, strain, ceiling, smoothing : float
        Passive force rises exponentially above the optimal length and levels off at the ceiling.
    strain_of_muscle : float
        The strain in place of `strain` for the muscle alone: the rest of its passive force is the fascia's.
    least_share_of_path : float
        The working length of a fibre is at least this share of its path.
    neutral : dict of str to float
        Stretch at neutral standing by part, else by group, else `other`.
    """

    width: float
    floor: float
    shape: float
    strain: float
    strain_of_muscle: float
    ceiling: float
    smoothing: float
    least_share_of_path: float
    neutral: dict[str, float]

    def neutral_stretch(self, part: str, group: str) -> float:
        """Fibre length at neutral, in optimal lengths."""
        return self.neutral.get(part, self.neutral.get(group, self.neutral["other"]))

    def active(self, stretch: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which share of its strength has a fully active fascicle at this stretch?

        Parameters
        ----------
        stretch : ndarray
            Fibre length in optimal lengths, any shape.

        Returns
        -------
        ndarray
            Same shape, `floor` to 1.

        Sources
        -------
        thelen_2003_in_bmc

        Examples
        --------
        >>> muscle_curve().active(np.array([1.0])).tolist()
        [1.0]
        """
        bell: NDArray[np.float64] = np.exp(-((stretch - 1.0) ** 2) / self.width)
        return self.floor + (1.0 - self.floor) * bell

    def passive(self, stretch: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which share of its strength does a resting fascicle pull with at this stretch?

        Parameters
        ----------
        stretch : ndarray
            Fibre length in optimal lengths, any shape.

        Returns
        -------
        ndarray
            Same shape, 0 to the ceiling; never falls as the stretch grows.

        Sources
        -------
        thelen_2003_in_bmc
        """
        return self._resting(stretch, self.strain)

    def fascia_share(self, stretch: NDArray[np.float64]) -> NDArray[np.float64]:
        """Which share of what a resting muscle of the back pulls with is the thoracolumbar fascia around it?

        Parameters
        ----------
        stretch : ndarray
            Fibre length in optimal lengths, any shape.

        Returns
        -------
        ndarray
            Same shape, 0 to 1.

        Sources
        -------
        thelen_2003_in_bmc, fascia_modulus_2024
        """
        whole = self.passive(stretch)
        return np.asarray(1.0 - self._resting(stretch, self.strain_of_muscle) / whole)

    def _resting(self, stretch: NDArray[np.float64], strain: float) -> NDArray[np.float64]:
        beyond = self.smoothing * np.logaddexp(0.0, (stretch - 1.0) / self.smoothing)
        # Beyond the strain of full force the ceiling rules anyway; the cut keeps the exponential finite.
        raw = np.expm1(self.shape * np.minimum(beyond / strain, 1.0)) / np.expm1(self.shape)
        level: NDArray[np.float64] = self.ceiling * np.tanh(raw / self.ceiling)
        return level


@dataclass(frozen=True, slots=True)
class Cavity:
    """The abdominal cavity of the reference adult: a strut that pushes pelvis and lower ribs apart.

    Attributes
    ----------
    area_m2 : float
        Pressure times this is the push.
    diaphragm_m, pelvic_floor_m : ndarray, shape (3,)
        Ends of the strut at neutral, carried by T12 and by the pelvis.
    limit_kpa : float
        No higher pressure is taken.
    """

    area_m2: float
    diaphragm_m: NDArray[np.float64]
    pelvic_floor_m: NDArray[np.float64]
    limit_kpa: float


@cache
def muscle_curve() -> MuscleCurve:
    """Read the force-length curve from its table, once."""
    table = _table()
    active, passive = table["active"], table["passive"]
    return MuscleCurve(
        width=active["width"]["value"],
        floor=active["floor"]["value"],
        shape=passive["shape"]["value"],
        strain=passive["strain"]["value"],
        strain_of_muscle=passive["strain_of_muscle"]["value"],
        ceiling=passive["ceiling"]["value"],
        smoothing=passive["smoothing"]["value"],
        least_share_of_path=table["fibre"]["least_share_of_path"]["value"],
        neutral={name: float(entry["value"]) for name, entry in table["neutral"].items()},
    )


@cache
def abdominal_cavity() -> Cavity:
    """Read where abdominal pressure pushes, once."""
    table = _table()["pressure"]
    ends = {end: np.array([table[end]["x_m"]["value"], table[end]["y_m"]["value"], 0.0]) for end in _ENDS}
    for end in ends.values():
        end.setflags(write=False)
    return Cavity(table["area_m2"]["value"], ends["diaphragm"], ends["pelvic_floor"], table["limit_kpa"]["value"])


_ENDS = ("diaphragm", "pelvic_floor")


_TABLE = TomlTable(
    "load/body/muscle_force.toml",
    constants(
        {
            "active.width": number(0.01, 2),
            "active.floor": fraction(),
            "passive.shape": number(0.1, 20),
            "passive.strain": number(0.1, 2),
            "passive.strain_of_muscle": number(0.1, 2),
            "passive.ceiling": fraction(),
            "passive.smoothing": fraction(),
            "fibre.least_share_of_path": fraction(),
            "neutral.extensors": number(0.3, 2),
            "neutral.quadratus_lumborum": number(0.3, 2),
            "neutral.psoas_major": number(0.3, 2),
            "neutral.other": number(0.3, 2),
            "pressure.area_m2": number(0, 0.2),
            "pressure.diaphragm.x_m": number(-1, 1),
            "pressure.diaphragm.y_m": number(-1, 1),
            "pressure.pelvic_floor.x_m": number(-1, 1),
            "pressure.pelvic_floor.y_m": number(-1, 1),
            "pressure.limit_kpa": number(0, 100),
        }
    ),
)


@cache
def _table() -> dict[str, Any]:
    return _TABLE.read()
