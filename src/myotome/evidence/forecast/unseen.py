"""How well does the model say what it has not been shown? Every study in turn left out of the fit.

A sample of parameters that was fitted to a study lies closer to it than to the next study of the same thing. How far
studies lie apart is therefore read from predictions of studies that were left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.arrays import Floats
from myotome.evidence.forecast.endpoints import Endpoint
from myotome.evidence.forecast.fitting import CourseFit, fit
from myotome.tables import Table, ids, number, one_of, yes_no

__all__ = ["FOLDS", "fold_of", "unseen_predictions", "unseen_rows_left"]


FOLDS = 10


def fold_of(wanted: Sequence[Endpoint]) -> NDArray[np.int64]:
    """Which part each endpoint belongs to; all endpoints of a study belong to one.

    Returns
    -------
    ndarray, shape (endpoints,)
        From 0, in turn by the order in which the studies stand.
    """
    order = {study: number for number, study in enumerate(dict.fromkeys(one.study for one in wanted))}
    return np.array([order[one.study] % FOLDS for one in wanted])


def unseen_predictions(whole: CourseFit, sets: int, seed: int, say: Callable[[str], None] = print) -> Floats:
    """What sets that were fitted without a study say of its endpoints.

    Parameters
    ----------
    whole : CourseFit
        The fit to everything: each search begins there, and goes on until it has forgotten what it is not shown.
    sets, seed : int
        As for the fit itself.
    say : callable
        Called with the progress.

    Returns
    -------
    ndarray, shape (sets, endpoints)
        On the scale of each endpoint.
    """
    problem = whole.problem
    folds = fold_of(problem.endpoints)
    said = np.zeros((sets, len(folds)))
    for fold in range(FOLDS):
        left_out = folds == fold
        say(f"without part {fold + 1} of {FOLDS}: {left_out.sum()} endpoints")
        result = fit(problem, sets, seed, say, problem.may_be_shown & ~left_out, whole.best)
        said[:, left_out] = result.answers(left_out)
    return said


UNSEEN = Table(
    "forecast/fitted/unseen.csv",
    {
        "endpoint": one_of(ids("evidence/forecast/endpoints", "id")),
        "class": one_of(ids("evidence/forecast/endpoints", "class")),
        **dict.fromkeys(("published", "low", "middle", "high", "model_low", "model_high"), number(-1e4, 1e5)),
        **dict.fromkeys(("quarter", "three_quarters", "away"), number(-1e4, 1e5)),
        "inside": yes_no(),
    },
    key=("endpoint",),
    made_by="python -m myotome.evidence.forecast.calibrate",
)


@cache
def unseen_rows_left() -> tuple[dict[str, str], ...]:
    """Rows of the table in which the calibration keeps what was said of every endpoint while it was left out."""
    return tuple(UNSEEN.written())
