"""An old disease beside one new cause: it explains signs, never the complaint, so that only some observations join it.

The likelihood of a new cause becomes that without the old disease and that with it, each by its chance. Both together
leave the product of what each leaves, as two causes do; of the complaint, and of what the record does not mention, the
new cause must account by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from myotome.explain.inference.interactions import Interactions
from myotome.explain.inference.patterns import Compiled, Pattern
from myotome.explain.likelihood.observations import Floats
from myotome.explain.likelihood.old_disease import OldDisease

__all__ = ["Beside", "beside"]

_LARGEST = 300.0  # log; what is larger would be beyond any real case


@dataclass(frozen=True, eq=False)
class Beside:
    """How an old disease changes the likelihood of each new cause.

    Attributes
    ----------
    patterns : tuple of int
        Numbers of the observations that it changes.
    rows : ndarray of int, shape (kinds, patterns)
        Kinds of the old disease that the observations tell apart: the row that each makes of each of them.
    gain : tuple of ndarray, shape (kinds, rows of the pattern)
        What each kind adds to the log-likelihood of each row of each of these observations.
    chance : ndarray, shape (kinds,)
        How likely each is, whatever brings the patient.
    with_old : ndarray, shape (kinds, states)
        Chance of each kind times the likelihood of each new cause with it, over that of the new cause alone.
    without : ndarray, shape (states,)
        Chance that none is beside it.
    """

    patterns: tuple[int, ...]
    rows: NDArray[np.int32]
    gain: tuple[Floats, ...]
    chance: Floats
    with_old: Floats
    without: Floats

    @cached_property
    def factor(self) -> Floats:
        """Likelihood of each state, with and without the old disease, over that of the state alone: shape (states,)."""
        return np.asarray(self.without + self.with_old.sum(axis=0))

    def gains(self, compiled: Compiled, kind: int, states: NDArray[np.intp]) -> Floats:
        """What a kind of the old disease adds to the log-likelihood of each observation: shape (patterns, states)."""
        patterns = [compiled.patterns[number] for number in self.patterns]
        return np.stack([gain[kind, one.of_state[states]] for one, gain in zip(patterns, self.gain, strict=True)])


def _gain(pattern: Pattern, old: NDArray[np.int32]) -> Floats:
    """What some rows of what is left standing add to the log-likelihood of each row: shape (old rows, rows)."""
    both = pattern.rows[old][:, None, :] * pattern.rows[None, :, :]
    return np.asarray(pattern.observation.log_likelihood(both) - pattern.reduced.alone)


def beside(compiled: Compiled, old: OldDisease, added: Interactions) -> Beside | None:
    """Weigh every new cause with the old disease beside it.

    Parameters
    ----------
    compiled : Compiled
        The observations.
    old : OldDisease
        The disease, its chance, and the findings that it accounts for.
    added : Interactions
        What two rows of each interacting observation add.

    Returns
    -------
    Beside or None
        None where the old disease changes no observation.
    """
    used = [
        number
        for number, one in enumerate(compiled.patterns)
        if one.observation.finding in old.findings and np.isin(old.states, one.observation.touched).any()
    ]
    if not used:
        return None
    of_states = np.stack([compiled.patterns[number].of_state[old.states] for number in used], axis=1)
    rows, kind = np.unique(of_states, axis=0, return_inverse=True)
    chance: Floats = np.bincount(kind.ravel(), weights=old.probability).astype(np.float64)
    log, gains = np.zeros((len(rows), compiled.log_likelihood.shape[1])), []
    for number, of_old in zip(used, rows.T, strict=True):
        pattern = compiled.patterns[number]
        if pattern.observation.multiplies:
            gain = _gain(pattern, of_old)
        else:
            alone = pattern.reduced.alone
            factors = added.log_factors(int(np.searchsorted(compiled.interacting, number)), of_old)
            gain = factors + (alone[of_old] - alone[0])[:, None]
        log += gain[:, pattern.of_state]
        gains.append(gain)
    with_old: Floats = chance[:, None] * np.exp(np.minimum(log, _LARGEST))
    without = np.full(log.shape[1], 1.0 - float(chance.sum()))
    with_old[:, old.family], without[old.family] = 0.0, 1.0
    return Beside(tuple(used), rows, tuple(gains), chance, with_old, without)
