"""Fit of muscle strength to measured strength: one factor a group of fascicles, ratios inside a group kept.

`python -m myotome.evidence.load.strength_fit` fits the factors, prints observed beside fitted and writes
`load/fitted/strength_scale.csv`;
run twice it writes the same bytes. It needs scipy (the extra `calibrate`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myotome.evidence.load.strength_norms import Norm, norms
from myotome.evidence.load.strength_test import Trial, scale_factors, trial
from myotome.load import STRENGTH_SCALES, Spine, reference_person, spine

__all__ = ["StrengthFit", "fit_strength"]

_UNIT: Final = {
    **dict.fromkeys(("extensors", "neck_extensors", "neck_flexors", "girdle", "women"), 1.0),
    # 48 N/cm2, as measured of the whole back (reid_costigan_1987), over 100. No test measures the psoas alone, and in
    # trunk flexion the joints set the limit before the abdominal wall does, so that a fit there would find any size.
    "psoas": 0.48,
    "flexors": 0.48,
}
#: In which direction a group's strength is measured.
_MEASURED: Final = {
    "extensors": "extension",
    "neck_extensors": "neck_extension",
    "neck_flexors": "neck_flexion",
}
_ROUNDS: Final = 3
_DIGITS: Final = 3
_BOUNDS: Final = (0.1, 4.0)


@dataclass(frozen=True, slots=True)
class StrengthFit:
    """What the fit found.

    Attributes
    ----------
    scales : mapping of str to float
        Factor on each group's strength, and of women on all.
    rows : tuple of (Norm, float)
        Every measured strength with the fitted one, Nm.
    """

    scales: Mapping[str, float]
    rows: tuple[tuple[Norm, float], ...]


@dataclass(frozen=True, slots=True)
class _Test:
    norm: Norm
    model: Spine
    trial: Trial

    def capacity_nm(self, scales: Mapping[str, float]) -> float:
        own = scales["women"] if self.norm.sex == "female" else 1.0
        return self.trial.capacity_nm(own * scale_factors(self.model, scales))


def fit_strength(measured: Sequence[Norm] | None = None) -> StrengthFit:
    """Which factors bring the model nearest to measured strength?

    The factor of a group is the one with the least sum of squared log ratios over the tests of men in its direction,
    the others held; groups take turns. The factor of women is fitted last, on their extension. Psoas, abdominal wall
    and shoulder girdle have no test that tells their size, and stay.

    Parameters
    ----------
    measured : sequence of Norm or None
        By default `norms()`.

    Returns
    -------
    StrengthFit
        Factors of three digits, and every test's fitted moment.
    """
    tests = _tests(norms() if measured is None else measured)
    scales = dict(_UNIT)
    for _ in range(_ROUNDS):
        for group, direction in _MEASURED.items():
            chosen = [t for t in tests if (t.norm.use, t.norm.sex, t.norm.direction) == ("fit", "male", direction)]
            scales[group] = _best(group, scales, chosen)
    women = [t for t in tests if (t.norm.use, t.norm.sex) == ("fit", "female")]
    scales["women"] = _best("women", scales, women)
    return StrengthFit(scales, tuple((test.norm, test.capacity_nm(scales)) for test in tests))


def write(fit: StrengthFit) -> None:
    """Put the factors into their table; an interrupted write leaves the old table whole."""
    STRENGTH_SCALES.write([_row(group, value) for group, value in fit.scales.items()])


def _row(group: str, value: float) -> dict[str, str]:
    source, seen, note = "calibration_load_strength", "fitted", "on the strength of the model's fascicles"
    if group in ("psoas", "flexors"):
        source, seen, note = "reid_costigan_1987", "abstract", "48 N/cm2 of the back, over the 100 of the sizes"
    elif group == "girdle":
        source, seen, note = "judgement", "judgement", "no strength test of its own was read: as in the model"
    elif group == "women":
        note = "on every fascicle of a woman, beyond what her mass makes of her strength"
    return {"group": group, "value": f"{value:g}", "unit": "x model", "source": source, "seen": seen, "note": note}


def _tests(measured: Sequence[Norm]) -> tuple[_Test, ...]:
    tests = []
    for norm in measured:
        # The factor of women is 1 here and comes with the others.
        model = spine(reference_person(norm.sex, age=norm.age), scales=dict.fromkeys(_UNIT, 1.0))
        tests.append(_Test(norm, model, trial(model, norm.direction, norm.angle_deg)))
    return tuple(tests)


def _best(group: str, scales: Mapping[str, float], tests: Sequence[_Test]) -> float:
    from scipy.optimize import minimize_scalar

    def error(log_factor: float) -> float:
        tried = {**scales, group: float(np.exp(log_factor))}
        ratios = [np.log(max(test.capacity_nm(tried), 1.0) / test.norm.moment_nm) for test in tests]
        return float(np.square(ratios).sum())

    optimum = minimize_scalar(error, bounds=tuple(np.log(_BOUNDS)), method="bounded", options={"xatol": 1e-4})
    return round(float(np.exp(optimum.x)), _DIGITS)


def main() -> None:
    """Fit, print and write."""
    fit = fit_strength()
    for group, value in fit.scales.items():
        print(f"{group:16} {value:6.3f}")
    print(f"\n{'test':5} {'who':7} {'direction':15} {'angle':>6} {'observed':>9} {'fitted':>7} {'ratio':>6}  use")
    for norm, fitted in fit.rows:
        place = f"{norm.id:5} {norm.sex:7} {norm.direction:15} {norm.angle_deg:6.0f}"
        print(f"{place} {norm.moment_nm:9.1f} {fitted:7.1f} {fitted / norm.moment_nm:6.2f}  {norm.use}")
    write(fit)


if __name__ == "__main__":
    main()
