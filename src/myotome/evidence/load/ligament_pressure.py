"""Do the pull of ligaments and the relief by facet joints explain what the pressures of the model miss?

`python -m myotome.evidence.load.ligament_pressure` prints how far each undisputed row is off, with neither, either and
both put on the disc. Nothing is fitted: the forces are those of `tissue_loads`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from myotome.evidence.load.validation import agreement, compared, subject
from myotome.load import Solution, disc_pressure_mpa, tissue_loads

__all__ = ["VARIANTS", "misfits"]

#: Put on the disc beside what its level bears: share of the pull of ligaments, and of what facet joints take off it.
VARIANTS: Final[Mapping[str, tuple[float, float]]] = {
    "as computed": (0.0, 0.0),
    "with the pull of ligaments": (1.0, 0.0),
    "without what facets bear": (0.0, 1.0),
    "both": (1.0, 1.0),
}
_STANDING: Final = "V02"


def _on_the_disc(solution: Solution, pull: float, relief: float) -> Solution:
    """The same with the lumbar discs bearing what their ligaments press and their facet joints leave."""
    tissue, force = tissue_loads(solution), solution.discs.compression_n.copy()
    force[:, : tissue.pressed_n.shape[1]] += pull * tissue.pressed_n - relief * tissue.facet_along_n
    pressure = disc_pressure_mpa(force, solution.spine.person)
    return replace(solution, discs=replace(solution.discs, compression_n=force), pressure_mpa=pressure)


def misfits(variant: str) -> tuple[dict[str, float], float]:
    """How far is each undisputed ratio to standing off, and how large is the error of the pressures?

    Parameters
    ----------
    variant : str
        Of `VARIANTS`.

    Returns
    -------
    tuple of dict and float
        Model over measured minus 1, by row; root mean square error in MPa.
    """
    pull, relief = VARIANTS[variant]
    seen_as: Callable[[Solution], Solution] = partial(_on_the_disc, pull=pull, relief=relief)
    rows = compared(subject(), seen_as)
    base = next(row.ratio for row in rows if row.id == _STANDING)
    judged = [row for row in rows if row.scored and not row.conflicting and row.id != _STANDING]
    off = {row.id: row.ratio / (1.0 if row.quantity == "pressure_ratio" else base) - 1.0 for row in judged}
    return off, agreement(rows).rmse_mpa


def main() -> None:
    """Print every variant."""
    for variant in VARIANTS:
        off, rmse = misfits(variant)
        print(f"{variant:28} RMSE {rmse:.3f} MPa; {', '.join(f'{row} {100 * one:+.0f} %' for row, one in off.items())}")


if __name__ == "__main__":
    main()
