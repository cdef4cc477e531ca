"""The answer to one question about load: task, person, discs, muscles, the healthy twin, and how sure it all is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from myotome import __version__
from myotome.arrays import Floats
from myotome.ledger import tables_hash
from myotome.load.body.impairment import Impairment
from myotome.load.body.measured import Measured
from myotome.load.body.person import Person
from myotome.load.body.shape import SpineShape
from myotome.load.body.skeleton import JOINTS
from myotome.load.compensation import Change, compensation
from myotome.load.settling.result import Alignment
from myotome.load.stances.tasks import Task
from myotome.load.statics.population_spread import Intervals
from myotome.load.statics.solution import Solution
from myotome.load.tissue.level_balance import LevelBalance, level_balances
from myotome.load.tissue.sacrum import Sacroiliac, sacroiliac

__all__ = ["LoadAnswer"]

_MODEL_SOURCES = (
    "wilkinson_full_body_model",
    "zatsiorsky_2002_tables",
    "yamamoto_1989",
    "silence_1984",
    "esola_1996",
    "callaghan_1998",
    "calibration_load_strength",
    "artisynth_disc_mesh",
    "disc_measurements_review",
    "adams_hutton_posture",
    "facet_biomechanics_review",
    "fascia_modulus_2024",
)
_MEASURED_SOURCES = ("ivanac_2026_areas", "troke_2001_lumbar_range")
_SHAPE_SOURCES = ("nishida_vivaplus_alignment", "pan_2020_lordosis_apex", "rabari_femoral_head_midline")


@dataclass(frozen=True, eq=False)
class LoadAnswer:
    """What a task does to one person's spine.

    Attributes
    ----------
    task : Task
    options : mapping
        As given; the others took their defaults.
    person : Person
    impairment : Impairment
    solution : Solution
    healthy : Solution or None
        The same person without the impairment, straight from the front; None where that is the person already.
    intervals : Intervals or None
    alignment : Alignment or None
        The posture that the impairment pulls the spine into, gaze and balance kept; for `standing` and
        `sitting_upright`.
    shape : SpineShape or None
        Of the upright spine, where it is known.
    own_posture : Solution or None
        In the posture that the impaired person takes up: `solution` keeps that of the healthy twin. None without an
        impairment.
    measured : Measured or None
        What else was measured of the person.
    standing : Solution or None
        Quiet standing of the healthy twin, which the loads are compared with.
    """

    task: Task
    options: Mapping[str, float | str]
    person: Person
    impairment: Impairment
    solution: Solution
    healthy: Solution | None
    intervals: Intervals | None
    alignment: Alignment | None = None
    shape: SpineShape | None = None
    measured: Measured | None = None
    own_posture: Solution | None = None
    standing: Solution | None = None

    @property
    def feasible(self) -> bool:
        """Can the posture be held?"""
        return bool(self.solution.feasible.all())

    @property
    def times_standing(self) -> Floats | None:
        """Compression of each disc as a multiple of quiet standing, of the same person in health."""
        if self.standing is None:
            return None
        return np.asarray(self.solution.discs.compression_n[0] / self.standing.discs.compression_n[0])

    @property
    def compensation(self) -> tuple[Change, ...]:
        """What makes up for the impairment, and what bears more; empty where there is none."""
        return () if self.healthy is None else compensation(self.solution, self.healthy)

    @property
    def structures(self) -> tuple[LevelBalance, ...]:
        """Which ligament, facet joint, disc or muscle takes the load of each lumbar level."""
        return level_balances(self.solution)

    @property
    def sacrum(self) -> Sacroiliac:
        """What the sacroiliac joints bear."""
        return sacroiliac(self.solution)

    def sources(self) -> tuple[str, ...]:
        """Keys of the sources behind the answer."""
        shape = () if self.shape is None else _SHAPE_SOURCES
        measured = () if self.measured is None else _MEASURED_SOURCES
        listed = () if self.alignment is None else (*self.alignment.sources(), "ssl2022")
        return tuple(dict.fromkeys((*_MODEL_SOURCES, *shape, *measured, *self.task.sources, *listed)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "task": self.task.name,
            "options": dict(self.options),
            "person": self.person.to_dict(),
            "shape": None if self.shape is None else self.shape.to_dict(),
            "measured": None if self.measured is None else self.measured.to_dict(),
            "feasible": self.feasible,
            "unmet_moment_nm": _rounded(np.abs(self.solution.unmet_nm).max()) if not self.feasible else 0.0,
            "unmet": {name: _rounded(nm) for name, nm in self.solution.unmet_by_dof.items()},
            "discs": [self._disc(number) for number in range(len(JOINTS))],
            "structures": [level.to_dict() for level in self.structures],
            "sacroiliac": self.sacrum.to_dict(),
            "muscles": self._muscles(),
            "compensation": [change.to_dict() for change in self.compensation],
            "alignment": None if self.alignment is None else self.alignment.to_dict(),
            "sources": list(self.sources()),
            "version": __version__,
            "tables_hash": tables_hash(),
        }

    def _disc(self, number: int) -> dict[str, Any]:
        discs, limits = self.solution.discs, self.intervals
        values = {
            "compression_n": discs.compression_n,
            "shear_anterior_n": discs.shear_anterior_n,
            "shear_lateral_n": discs.shear_lateral_n,
            "pressure_mpa": self.solution.pressure_mpa,
        }
        plain: dict[str, Any] = {"disc": JOINTS[number]}
        for name, value in values.items():
            plain[name] = _rounded(value[0, number])
            if limits is not None:
                plain[f"{name}_interval"] = [_rounded(limit) for limit in getattr(limits, name)[:, number]]
        if self.times_standing is not None:
            plain["times_standing"] = round(float(self.times_standing[number]), 2)
        if self.healthy is not None:
            plain["healthy_compression_n"] = _rounded(self.healthy.discs.compression_n[0, number])
            plain["healthy_pressure_mpa"] = _rounded(self.healthy.pressure_mpa[0, number])
        if self.own_posture is not None:
            plain["own_posture_compression_n"] = _rounded(self.own_posture.discs.compression_n[0, number])
            plain["own_posture_pressure_mpa"] = _rounded(self.own_posture.pressure_mpa[0, number])
        return plain

    def _muscles(self) -> list[dict[str, Any]]:
        muscles, limits = self.solution.spine.fascicles, self.intervals
        plain = []
        for number in range(len(muscles)):
            entry: dict[str, Any] = {
                "muscle": muscles.muscle[number],
                "fascicle": muscles.name[number],
                "side": muscles.side[number],
                "force_n": _rounded(self.solution.force_n[0, number]),
                "activation": _rounded(self.solution.activation[0, number]),
            }
            if limits is not None:
                entry["force_n_interval"] = [_rounded(limit) for limit in limits.force_n[:, number]]
                entry["activation_interval"] = [_rounded(limit) for limit in limits.activation[:, number]]
            if self.healthy is not None:
                entry["healthy_force_n"] = _rounded(self.healthy.force_n[0, number])
            plain.append(entry)
        return plain


def _rounded(value: Any) -> float:
    return round(float(value), 4)
