"""Tables of observations that came before: the same finding of another patient makes the same table of pairs.

A table is known by what it is made of: the rows, the read-outs, and what the link makes of the rows and of some
products of two. Nothing is kept by name, so that no two findings can be taken for one another.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from myotome.explain.likelihood.observations import Floats, Observation

__all__ = ["pair_interactions"]

_BYTES = 1 << 26
_kept: OrderedDict[tuple[bytes, ...], Floats] = OrderedDict()


def _key(observation: Observation, rows: Floats) -> tuple[bytes, ...]:
    """All that a table depends on, the link by its values."""
    probes = np.concatenate([rows, rows * rows[::-1], rows * np.roll(rows, len(rows) // 3, axis=0)])
    made_of = (rows, observation.reads, observation.log_likelihood(probes))
    return tuple(np.ascontiguousarray(part).tobytes() for part in made_of)


def _interactions(observation: Observation, rows: Floats) -> Floats:
    pair = observation.pair_log_likelihood(rows)
    alone, none = pair[0].copy(), float(pair[0, 0])
    pair -= alone[:, None]
    pair -= alone[None, :]
    pair += none
    pair.flags.writeable = False
    return pair


def pair_interactions(observation: Observation, rows: Floats) -> Floats:
    """Return what each pair of rows adds to the log-likelihood beyond the sum of each alone.

    Parameters
    ----------
    observation : Observation
        The observation.
    rows : ndarray, shape (rows, things)
        Distinct rows of what is left standing; the first: everything.

    Returns
    -------
    ndarray, shape (rows, rows)
        Not to be written to. The tables used last are kept, up to 64 MB.
    """
    key = _key(observation, rows)
    table = _kept.pop(key, None)
    if table is None:
        table = _interactions(observation, rows)
    _kept[key] = table
    while sum(kept.nbytes for kept in list(_kept.values())) > _BYTES and len(_kept) > 1:
        _kept.popitem(last=False)
    return table
