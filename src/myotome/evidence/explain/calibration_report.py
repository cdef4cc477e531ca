"""The calibration in words and numbers: parameters, published against fitted, and what cannot be met together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from myotome.evidence.explain.fit import CalibrationFit
from myotome.evidence.explain.free_parameters import free_parameters
from myotome.tables import SEEN

__all__ = ["MET_WITHIN", "report"]

MET_WITHIN = 2.0
"""A target is met where the model lies within so many of its standard deviations."""

_STILL = 0.05  # a target that pulls less at every parameter is set elsewhere


def _parameter_lines(result: CalibrationFit) -> Iterator[str]:
    priors = {one.name: one.prior for one in free_parameters()}
    yield f"{'parameter':28}{'judged':>9}{'fitted':>9}{'error':>9}   95 percent          error/prior"
    for one in result.fitted:
        interval = f"{one.low:.4g} to {one.high:.4g}"
        numbers = f"{priors[one.name]:9.3f}{one.value:9.3f}{one.error:9.3f}"
        yield f"{one.name:28}{numbers}   {interval:20}{one.shrinkage:.2f}"
    yield "stay as judged, the targets do not identify them:"
    yield from (f"{one.name:28}{priors[one.name]:9.3f}{'':41}{one.shrinkage:.2f}" for one in result.judged)


def _target_lines(result: CalibrationFit) -> Iterator[str]:
    yield f"{'target':46}{'measure':12}{'published':>10}{'fitted':>8}{'deviation':>11}  seen"
    for target, predicted, deviation in zip(result.targets, result.predicted, result.deviation, strict=True):
        mark = "" if abs(deviation) <= MET_WITHIN else "  not met"
        numbers = f"{target.value:10.3f}{predicted:8.3f}{deviation:+11.2f}"
        yield f"{target.id:46}{target.measure:12}{numbers}  {target.seen}{mark}"


def _class_lines(result: CalibrationFit) -> Iterator[str]:
    yield "by class of evidence:"
    for seen in SEEN:
        deviation = np.abs([z for one, z in zip(result.targets, result.deviation, strict=True) if one.seen == seen])
        if len(deviation):
            met = int((deviation <= MET_WITHIN).sum())
            yield f"  {seen:10} {met} of {len(deviation)} met, median deviation {np.median(deviation):.2f}"


def _opponents(result: CalibrationFit, number: int) -> tuple[str, Sequence[str]]:
    """Parameter that a target pulls at hardest, and the two targets that pull hardest the other way."""
    column = int(np.argmax(np.abs(result.pulls[number])))
    against = -np.sign(result.pulls[number, column]) * result.pulls[:, column]
    order = [int(place) for place in np.argsort(-against)[:2] if against[place] > 0]
    return result.fitted[column].name, [result.targets[place].id for place in order]


def _conflict_lines(result: CalibrationFit) -> Iterator[str]:
    yield "not met, and what holds them back:"
    for number in np.flatnonzero(np.abs(result.deviation) > MET_WITHIN):
        target = result.targets[int(number)]
        if np.abs(result.pulls[number]).max() < _STILL:
            yield f"  {target.id}: no fitted parameter moves it; it is set by the wiring or another table"
            continue
        name, others = _opponents(result, int(number))
        yield f"  {target.id}: pulls {name} against {', '.join(others) or 'its prior'}"


def report(result: CalibrationFit) -> str:
    """Return the fit in words and numbers: parameters, each target published against fitted, and what cannot be met."""
    parts = (_parameter_lines(result), _target_lines(result), _class_lines(result), _conflict_lines(result))
    return "\n\n".join("\n".join(part) for part in parts)
