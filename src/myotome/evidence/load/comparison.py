"""The model beside people, in one command: pressures in life, strength, silence of the back, EMG, other models.

`python -m myotome.evidence.load.comparison` prints it. Nothing is fitted here; pressures and implant loads enter no
fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.evidence.load.strength_norms import norms
from myotome.evidence.load.strength_test import capacity_nm
from myotome.evidence.load.validation import agreement, compared, options_of, subject
from myotome.load import JOINTS, SETS_OF_TASKS, Solution, Spine, reference_person, solve, spine, stance, task
from myotome.tables import Table, identifier, ids, number, one_of, text

__all__ = ["Bend", "bending", "exercise_loads", "muscle_activity", "strengths"]

_L45: Final = JOINTS.index("L4-L5")
_ANGLES: Final = (0.0, 10.0, 20.0, 33.0, 45.0, 60.0, 70.0, 80.0, 90.0)
#: What is added to both activities before their ratio is taken, percent: a tenth of a percent decides nothing.
_NOISE: Final = 3.0

_EMG = Table(
    "evidence/load/emg.csv",
    {
        "id": identifier(),
        "task": one_of(ids("load/stances/tasks", "task")),
        "options": text(optional=True),
        "muscle": identifier(),
        "side": one_of(("left", "right")),
        "value": number(0, 200),
    },
    key=("id",),
)
_LOADS = Table(
    "evidence/load/exercise_loads.csv",
    {
        "id": identifier(),
        "task": one_of(ids("load/stances/tasks", "task")),
        "options": text(optional=True),
        "value": number(0, 20000),
        "low": number(0, 20000, optional=True),
        "high": number(0, 20000, optional=True),
    },
    key=("id",),
)


@cache
def _man() -> Spine:
    return spine(reference_person(), SETS_OF_TASKS)


def _solved(name: str, options: str) -> Solution:
    return solve(_man(), stance(_man(), task(name), options_of(options.split())))


def _mean_activity(found: Solution, muscle: str, side: str | None = None) -> float:
    """Percent of full activation, fascicles weighted by strength."""
    own = found.spine.fascicles
    rows = own.of(muscle, side)
    return 100.0 * float(np.average(found.activation[0, rows], weights=own.strength_n[rows]))


@dataclass(frozen=True, slots=True)
class Bend:
    """The reference man bent forward: inclination, lumbar flexion (deg), L4-L5 (N, MPa), activity of the back (%)."""

    inclination_deg: float
    lumbar_deg: float
    compression_n: float
    pressure_mpa: float
    erector_percent: float
    multifidus_percent: float
    held: bool


def bending(angles: Sequence[float] = _ANGLES) -> tuple[Bend, ...]:
    """What does bending forward ask of the back, and when does it fall silent?"""
    bends = []
    for angle in angles:
        found = _solved("standing_flexed", f"flexion_deg={angle:g}")
        bends.append(
            Bend(
                angle,
                -float(found.stance.angles_deg[0, :5, 0].sum()),
                float(found.discs.compression_n[0, _L45]),
                float(found.pressure_mpa[0, _L45]),
                _mean_activity(found, "erector_spinae"),
                _mean_activity(found, "multifidus"),
                bool(found.feasible.all()),
            )
        )
    return tuple(bends)


def muscle_activity() -> tuple[tuple[str, float, float], ...]:
    """Name, measured and modelled activity in percent of maximum of every muscle in every exercise of the table."""
    solved = {(row["task"], row["options"]): _solved(row["task"], row["options"]) for row in _EMG.rows()}
    return tuple(
        (
            f"{row['task']} {row['options']} {row['muscle']}",
            row["value"],
            _mean_activity(solved[row["task"], row["options"]], row["muscle"], row["side"]),
        )
        for row in _EMG.rows()
    )


def exercise_loads() -> tuple[tuple[str, float, float], ...]:
    """Exercise, compression at L4-L5 by a model driven by muscle activity, and by this one, N."""
    return tuple(
        (row["task"], row["value"], float(_solved(row["task"], row["options"]).discs.compression_n[0, _L45]))
        for row in _LOADS.rows()
    )


def strengths() -> tuple[tuple[str, float, float], ...]:
    """Test, measured and modelled strength, Nm."""
    return tuple(
        (
            f"{norm.id} {norm.sex} {norm.direction} {norm.angle_deg:g} ({norm.use})",
            norm.moment_nm,
            capacity_nm(spine(reference_person(norm.sex, age=norm.age)), norm.direction, norm.angle_deg),
        )
        for norm in norms()
    )


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    array = np.asarray(values)
    return np.asarray(
        (array[:, None] > array[None, :]).sum(axis=1) + 0.5 * (array[:, None] == array[None, :]).sum(axis=1)
    )


def _activity_lines() -> Iterator[str]:
    rows = muscle_activity()
    measured, model = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    ratio = (model + _NOISE) / (measured + _NOISE)
    for name, one, other in rows:
        yield f"{name:62} {one:6.1f} {other:6.1f}"
    rank = np.corrcoef(_ranks(measured), _ranks(model))[0, 1]
    within = np.mean((ratio > 0.5) & (ratio < 2.0))
    yield f"rank {rank:.2f}, within a factor of two {within:.2f}, sum {model.sum() / measured.sum():.2f} of measured"


def _pressure_lines() -> Iterator[str]:
    rows = compared(subject())
    base = next(row for row in rows if row.id == "V02").ratio
    ratios = []
    for row in rows:
        yield f"{row.id} {row.task:52} {row.measured:8.3g} {row.model:8.3g} {row.ratio:5.2f}"
        if row.scored and not row.conflicting and row.id != "V02":
            ratios.append(abs((row.ratio if row.quantity == "pressure_ratio" else row.ratio / base) - 1.0))
    score, off = agreement(rows), np.array(ratios)
    yield f"RMSE {score.rmse_mpa:.3f} MPa, rank {score.rank_correlation:.3f}; ratios to standing where sources agree:"
    near, far = np.mean(off <= 0.15), np.mean(off <= 0.25)
    yield f"within 15 % {near:.2f}, within 25 % {far:.2f}, worst {100 * off.max():.0f} %"


def _bend_lines() -> Iterator[str]:
    for bend in (bends := bending()):
        yield (
            f"{bend.inclination_deg:4.0f} deg: lumbar {bend.lumbar_deg:5.1f}, L4-L5 {bend.compression_n:5.0f} N "
            f"{bend.pressure_mpa:.2f} MPa, erector {bend.erector_percent:4.1f} %, multifidus "
            f"{bend.multifidus_percent:4.1f} %{'' if bend.held else ', not held'}"
        )
    at = {bend.inclination_deg: bend.compression_n for bend in bends}
    yield f"largest force beyond 33 deg over that at 33: {max(at[a] for a in at if a > 33) / at[33.0]:.2f}"


def _plain_lines(rows: Sequence[tuple[str, float, float]]) -> Iterator[str]:
    for name, measured, model in rows:
        yield f"{name:44} {measured:7.0f} {model:7.0f} {model / measured:5.2f}"


def main() -> None:
    """Print the comparison."""
    parts = {
        "Pressures and forces in life (measured, model, ratio)": _pressure_lines(),
        "Bending forward": _bend_lines(),
        "Strength, Nm": _plain_lines(strengths()),
        "Muscle activity, % of maximum": _activity_lines(),
        "Compression beside models driven by EMG, N": _plain_lines(exercise_loads()),
    }
    for title, lines in parts.items():
        print(f"\n{title}")
        for line in lines:
            print(f"  {line}")


if __name__ == "__main__":
    main()
