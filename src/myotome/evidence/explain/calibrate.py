"""Fit the likelihood parameters to published frequencies, say how well it went, and write the table of parameters.

Run as `python -m myotome.evidence.explain.calibrate`, or with `--dry-run` to leave the table alone. The fit starts
from the
judged values of evidence/explain/likelihood_priors.csv, not from the last fit: running it twice gives the same table.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from myotome.evidence.explain.calibration_report import report
from myotome.evidence.explain.calibration_targets import calibration_targets
from myotome.evidence.explain.fit import CalibrationFit, Fitted, fit
from myotome.evidence.explain.free_parameters import FreeParameter, free_parameters
from myotome.evidence.explain.predicted import Predictor
from myotome.explain import PARAMETERS, parameters

__all__ = ["calibration", "main", "parameter_rows", "write_parameters"]

_FITTED = {"source": "calibration_explain", "seen": "fitted"}
_JUDGED = {"source": "judgement", "seen": "judgement"}


def calibration() -> CalibrationFit:
    """Fit the package's parameters to the package's targets."""
    free = free_parameters()
    judged = {one.name: one.prior for one in free}
    return fit(calibration_targets(), free, {**parameters(), **judged}, Predictor())


def _number(value: float) -> str:
    return f"{value:.4g}"


def _fitted_row(fitted: Fitted) -> dict[str, str]:
    numbers = {"value": fitted.value, "standard_error": fitted.error, "low": fitted.low, "high": fitted.high}
    return {key: _number(value) for key, value in numbers.items()} | _FITTED


def _judged_row(parameter: FreeParameter) -> dict[str, str]:
    numbers = {"value": parameter.prior, "low": parameter.low, "high": parameter.high}
    return {"standard_error": "", **{key: _number(value) for key, value in numbers.items()}, **_JUDGED}


def parameter_rows(result: CalibrationFit, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of the parameter table after a fit.

    Parameters
    ----------
    result : CalibrationFit
        What the targets say.
    rows : iterable of mapping
        The table as it is; rows of parameters that are not free stay as they are.

    Returns
    -------
    list of dict
        In the same order, new parameters last; a free parameter that the targets do not identify has its judged value.
    """
    known = {one.name: one for one in result.fitted}
    new = {
        one.name: {"name": one.name, "unit": one.unit, "note": one.note}
        | (_fitted_row(known[one.name]) if one.name in known else _judged_row(one))
        for one in free_parameters()
    }
    kept = [new.pop(row["name"], dict(row)) for row in rows]
    return kept + list(new.values())


def write_parameters(result: CalibrationFit, path: Path | None = None) -> None:
    """Write the table of parameters after a fit; an interrupted write leaves the old table whole."""
    PARAMETERS.write(parameter_rows(result, PARAMETERS.written()), path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the report and write the table unless asked not to; 0 when done."""
    parser = argparse.ArgumentParser(prog="myotome.evidence.explain.calibrate", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="print the report, leave the table as it is")
    options = parser.parse_args(arguments)
    result = calibration()
    print(report(result))
    if not options.dry_run:
        write_parameters(result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
