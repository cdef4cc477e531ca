"""How good are the predictions? Coverage, calibration, width and error of endpoints, by class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from myotome.evidence.forecast.endpoints import endpoints
from myotome.evidence.forecast.predictive_check import ENDS, Checked

__all__ = ["Score", "checked_of_rows", "scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """How well some endpoints were predicted.

    Attributes
    ----------
    name : str
        Class of endpoints, or `all`.
    count, inside : int
        How many, and how many in their 95 % predictive interval.
    middle_half : float
        Share in the middle half of the predictive distribution; one half would be right.
    rms_z : float
        Root mean square of how many predictive deviations they lie away; 1 would be right.
    width : float
        Geometric mean of how many times as wide as the study's own interval the predictive one is.
    rms_residual : float
        Root mean square distance of the median from the published number, in steps of its scale.
    """

    name: str
    count: int
    inside: int
    middle_half: float
    rms_z: float
    width: float
    rms_residual: float


def checked_of_rows(rows: Sequence[Mapping[str, str]]) -> tuple[Checked, ...]:
    """Read endpoints with what was said of them back from the rows of a table."""
    by_id = {one.id: one for one in endpoints()}
    return tuple(
        Checked(by_id[row["endpoint"]], **{name: float(row[name]) for name in (*ENDS, "away")}) for row in rows
    )


def scores(checked: Sequence[Checked]) -> tuple[Score, ...]:
    """One score for each class of endpoints, and for all of them last.

    Examples
    --------
    >>> from myotome.evidence.forecast.unseen import unseen_rows_left
    >>> scores(checked_of_rows(unseen_rows_left()))[-1].name
    'all'
    """
    names = dict.fromkeys(one.endpoint.class_ for one in checked)
    rows = [_score(name, [one for one in checked if one.endpoint.class_ == name]) for name in names]
    return (*rows, _score("all", checked))


def _score(name: str, checked: Sequence[Checked]) -> Score:
    away = np.array([one.away for one in checked])
    residual = np.array([one.residual for one in checked])
    widths = np.array([one.relative_width for one in checked])
    return Score(
        name,
        len(checked),
        sum(one.inside for one in checked),
        float(np.mean([one.in_middle_half for one in checked])),
        float(np.sqrt((away**2).mean())),
        float(np.exp(np.log(widths).mean())),
        float(np.sqrt((residual**2).mean())),
    )
