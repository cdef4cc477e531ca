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
from myotome.evidence.forecast.fitting import fit, usual_problem
from myotome.evidence.forecast.predictive_check import predictions
from myotome.tables import Table, ids, number, one_of, yes_no

__all__ = ["fold_of", "unseen_predictions", "unseen_rows_left"]


_FOLDS = 3


def fold_of(wanted: Sequence[Endpoint]) -> NDArray[np.int64]:
    """Which part each endpoint belongs to; all endpoints of a study belong to one.

    Returns
    -------
    ndarray, shape (endpoints,)
        0 to 2, in turn by the order in which the studies stand.
    """
    order = {study: number for number, study in enumerate(dict.fromkeys(one.study for one in wanted))}
    return np.array([order[one.study] % _FOLDS for one in wanted])


def unseen_predictions(
    wanted: Sequence[Endpoint], sets: int, people: int, seed: int, say: Callable[[str], None] = print
) -> Floats:
    """What sets that were fitted without a study say of its endpoints.

    Parameters
    ----------
    wanted : sequence of Endpoint
        Those to be predicted; those of use `fit` are fitted to while their part is not left out.
    sets, people, seed : int
        As for the fit itself.
    say : callable
        Called with the progress.

    Returns
    -------
    ndarray, shape (sets, endpoints)
        On the scale of each endpoint.
    """
    folds = fold_of(wanted)
    said = np.zeros((sets, len(wanted)))
    for fold in range(_FOLDS):
        shown = tuple(one for one, own in zip(wanted, folds, strict=True) if own != fold and one.use == "fit")
        say(f"without part {fold + 1} of {_FOLDS}: {len(shown)} endpoints")
        result = fit(usual_problem(shown, people, seed), sets, seed, say)
        left_out = np.flatnonzero(folds == fold).tolist()
        shifted_sets = result.problem.sets(result.sample)
        said[:, left_out] = predictions([wanted[number] for number in left_out], shifted_sets, people, seed)
    return said


UNSEEN = Table(
    "forecast/fitted/unseen.csv",
    {
        "endpoint": one_of(ids("evidence/forecast/endpoints", "id")),
        "class": one_of(ids("evidence/forecast/endpoints", "class")),
        **dict.fromkeys(("published", "low", "middle", "high", "model_low", "model_high"), number(-1e4, 1e5)),
        "inside": yes_no(),
    },
    key=("endpoint",),
    made_by="python -m myotome.evidence.forecast.calibrate",
)


@cache
def unseen_rows_left() -> tuple[dict[str, str], ...]:
    """Rows of the table in which the calibration keeps what was said of every endpoint while it was left out."""
    return tuple(UNSEEN.written())
