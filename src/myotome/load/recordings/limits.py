"""How far a recording is mended and believed: the declared limits of gaps, overshoot, masses and torques."""

from __future__ import annotations

from functools import cache
from typing import Final

from myotome.tables import TomlTable, constants, number

__all__ = ["limit"]

_READING: Final = TomlTable(
    "load/recordings/reading.toml",
    constants(
        {
            "gap.longest_s": number(0, 10),
            "gap.longest_frames": number(0, 1000),
            "overshoot.region_deg": number(0, 90),
            "overshoot.joint_deg": number(0, 90),
            "flight.least_n": number(0, 1000),
            "mass.heaviest_kg": number(0, 10_000),
            "motion.cutoff_hz": number(0.5, 100),
            "motion.least_frames": number(2, 100),
            "motion.sacrum_forward_m": number(-1, 1),
            "motion.sacrum_up_m": number(-1, 1),
            "strength.weakest_nm": number(0, 100),
            "strength.strongest_nm": number(100, 10_000),
        }
    ),
)


@cache
def limit(section: str, name: str) -> float:
    """One declared limit.

    Examples
    --------
    >>> limit("gap", "longest_s")
    0.25
    """
    return float(_READING.read()[section][name]["value"])
