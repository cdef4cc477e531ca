"""Fit the course to the published endpoints, write the sample of parameter sets, and check every endpoint.

Run as `python -m myotome.evidence.forecast.calibrate`; `--check` leaves the tables alone and only checks. The fit
starts from
the ranges of forecast/parameters.csv and forecast/treatments.csv, not from the last fit: running it twice writes the
same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence

from myotome.evidence.forecast.endpoints import Endpoint, SpreadKind, natural, used
from myotome.evidence.forecast.fitting import CourseFit, fit, usual_problem
from myotome.evidence.forecast.predictive_check import Checked as CheckedEndpoint
from myotome.evidence.forecast.predictive_check import (
    ClassSummary,
    by_class,
    conflicts,
    from_predictions,
    predictions,
    spreads_left,
)
from myotome.evidence.forecast.scores import checked_of_rows, scores
from myotome.evidence.forecast.trait_slopes import trait_slope
from myotome.evidence.forecast.unseen import UNSEEN, unseen_predictions, unseen_rows_left
from myotome.forecast import POSTERIOR, SPREADS, posterior
from myotome.forecast import spreads as fitted_spreads

__all__ = ["main", "posterior_rows", "report", "spread_rows", "unseen_report", "unseen_rows"]

_CITED = {"source": "calibration_forecast", "seen": "fitted"}
_SETS, _PEOPLE, _SEED = 72, 512, 11


def posterior_rows(result: CourseFit) -> list[dict[str, str]]:
    """Rows of the sample: one whole set of free parameters each."""
    names = [entry.name for entry in result.problem.free]
    columns = {name: result.problem.sets(result.sample).column(name) for name in names}
    return [
        {"set": str(number), "unit": "as in the tables of the parameters"}
        | {name: f"{columns[name][number]:.4g}" for name in names}
        | _CITED
        for number in range(len(result.sample))
    ]


def spread_rows(between: Mapping[SpreadKind, float]) -> list[dict[str, str]]:
    """Rows of the spreads between studies."""
    note = "spread between studies of the same thing, beyond chance, in steps of forecast/outcomes.toml"
    return [
        {"class": name, "compared": "yes" if compared else "no", "spread": f"{size:.4g}", "unit": "steps"}
        | _CITED
        | {"note": note}
        for (name, compared), size in between.items()
    ]


def unseen_rows(endpoints: Sequence[CheckedEndpoint]) -> list[dict[str, str]]:
    """Rows of what was said of every endpoint while its study was left out of the fit."""
    return [
        {"endpoint": one.endpoint.id, "class": one.endpoint.class_, "published": f"{_published(one):.4g}"}
        | {"low": f"{one.low:.4g}", "middle": f"{one.middle:.4g}", "high": f"{one.high:.4g}"}
        | {"model_low": f"{one.model_low:.4g}", "model_high": f"{one.model_high:.4g}"}
        | {"quarter": f"{one.quarter:.4g}", "three_quarters": f"{one.three_quarters:.4g}", "away": f"{one.away:.4g}"}
        | {"inside": "yes" if one.inside else "no", "unit": "as the endpoint"}
        | _CITED
        for one in endpoints
    ]


def unseen_report(rows: Sequence[Mapping[str, str]]) -> str:
    """How well endpoints of studies that were left out are predicted, by class, as lines of text."""
    head = ("inside", "middle half", "rms z", "width", "rms residual")
    lines = ["", "Studies left out of the fit:", f"  {'class':22} " + "  ".join(f"{name:>12}" for name in head)]
    checked = checked_of_rows(rows)
    traits = trait_slope(checked)
    said = f"{traits.slope:.2f} (standard error {traits.error:.2f}, {traits.count} contrasts)"
    lines.insert(1, f"Published effects of traits over predicted ones, studies left out: {said}")
    for one in scores(checked):
        numbers = (one.middle_half, one.rms_z, one.width, one.rms_residual)
        columns = "  ".join(f"{value:12.2f}" for value in numbers)
        lines.append(f"  {one.name:22} {f'{one.inside}/{one.count}':>12}  {columns}")
    return "\n".join(lines)


def report(endpoints: Sequence[CheckedEndpoint]) -> str:
    """Every endpoint, the classes, and what cannot be met together, as lines of text."""
    lines = [f"{'endpoint':30} {'use':5} {'published':>10} {'low':>9} {'median':>9} {'high':>9}"]
    lines += [_line(one) for one in endpoints]
    lines += ["", f"{'class':22} {'inside':>9}  width of shares, pain of 10, points of 100, ratios"]
    lines += [_class_line(row) for row in by_class(endpoints)]
    lines += ["", "Outside, and what pulls the other way:"]
    for one, rival in conflicts(endpoints):
        against = "nothing of its class" if rival is None else f"{rival.endpoint.id} ({_published(rival):.3g})"
        lines.append(f"  {one.endpoint.id} ({_published(one):.3g}, model {one.middle:.3g}): {against}")
    return "\n".join(lines)


def _published(endpoint: CheckedEndpoint) -> float:
    return float(natural(endpoint.endpoint.observed, endpoint.endpoint.scale))


def _line(endpoint: CheckedEndpoint) -> str:
    mark = "" if endpoint.inside else "  outside"
    numbers = f"{_published(endpoint):10.3f} {endpoint.low:9.3f} {endpoint.middle:9.3f} {endpoint.high:9.3f}"
    return f"{endpoint.endpoint.id:30} {endpoint.endpoint.use:5} {numbers}{mark}"


def _class_line(row: ClassSummary) -> str:
    widths = (row.width_share, row.width_nrs, row.width_points, row.width_ratio)
    columns = "  ".join("    -" if width is None else f"{width:5.2f}" for width in widths)
    return f"{row.name:22} {row.inside:4}/{row.count:<4}  {columns}"


def _options(arguments: Iterable[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="myotome.evidence.forecast.calibrate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="check the endpoints against the sample as it is")
    parser.add_argument("--people", type=int, default=_PEOPLE, help="people in each virtual arm")
    parser.add_argument("--workers", type=int, default=1, help="processes that run the arms; any number fits the same")
    parser.add_argument("--sets", type=int, default=_SETS, help="size of the sample")
    return parser.parse_args(None if arguments is None else list(arguments))


def main(arguments: Iterable[str] | None = None) -> int:
    """Fit, write the tables, check and print; 0 when done."""
    options = _options(arguments)
    wanted = used()
    if not options.check:
        _calibrate(wanted, options)
    said = predictions(wanted, posterior(), options.people, _SEED)
    print(report(from_predictions(wanted, said, _SEED, fitted_spreads())))
    print(unseen_report(unseen_rows_left()))
    return 0


def _calibrate(wanted: tuple[Endpoint, ...], options: argparse.Namespace) -> None:
    result = fit(usual_problem(wanted, options.people, _SEED, options.workers), options.sets, _SEED)
    POSTERIOR.write(posterior_rows(result))
    left_out = unseen_predictions(result, max(options.sets // 2, 8), _SEED)
    between = spreads_left(wanted, left_out)
    SPREADS.write(spread_rows(between))
    UNSEEN.write(unseen_rows(from_predictions(wanted, left_out, _SEED, between)))
    for kept in (posterior, fitted_spreads, unseen_rows_left):
        kept.cache_clear()


if __name__ == "__main__":
    raise SystemExit(main())
