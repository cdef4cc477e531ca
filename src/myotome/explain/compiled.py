"""Observations compiled for enumeration: each reduced to the few patterns that the states make of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.explain.atoms import Atom, Float

__all__ = ["Compiled", "Pattern", "compile_atoms"]

_MIXER = np.random.default_rng(20_240_117)
_PROJECTION = _MIXER.random(4096) + 0.5
_HASHES = _MIXER.integers(1, 2**62, size=(512, 2048), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Pattern:
    """One observation: the distinct rows of what is left standing (the first: everything), and each state's row."""

    atom: Atom
    rows: Float
    of_state: NDArray[np.int32]

    def singles(self) -> Float:
        """Log-likelihood of each pattern alone."""
        return self.atom.log_likelihood(self.rows)

    def interactions(self) -> Float:
        """What each pair of patterns adds beyond the sum of each alone."""
        pair = self.atom.pair_log_likelihood(self.rows)
        return np.asarray(pair - pair[:, :1] - pair[:1, :] + pair[0, 0])


def _pattern(atom: Atom, count: int) -> Pattern:
    """Merge states that leave exactly the same standing."""
    of_state = np.zeros(count, dtype=np.int32)
    whole = np.ones((1, atom.survival.shape[1]))
    if not len(atom.touched):
        return Pattern(atom, whole, of_state)
    key = np.ascontiguousarray(atom.survival) @ _PROJECTION[: atom.survival.shape[1]]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    of_state[atom.touched] = inverse + 1
    return Pattern(atom, np.concatenate([whole, atom.survival[first]]), of_state)


@dataclass(frozen=True, eq=False)
class Compiled:
    """All observations of a case over all states, states that no observation tells apart merged.

    Attributes
    ----------
    patterns : tuple of Pattern
        One for each observation.
    log_likelihood : ndarray, shape (observations, states)
        Log-likelihood of each observation given each state alone.
    none : ndarray, shape (observations,)
        The same given no cause.
    merged : ndarray of int, shape (states,)
        Group of each state; the states of a group give every observation the same likelihood.
    member : ndarray of int, shape (groups,)
        One state of each group.
    """

    patterns: tuple[Pattern, ...]
    log_likelihood: Float
    none: Float
    merged: NDArray[np.intp]
    member: NDArray[np.intp]

    @property
    def singles(self) -> Float:
        """Log-likelihood of all observations given each state alone: shape (states,)."""
        return np.asarray(self.log_likelihood.sum(axis=0))


def compile_atoms(atoms: Sequence[Atom], count: int) -> Compiled:
    """Compile observations for a number of states.

    Parameters
    ----------
    atoms : sequence of Atom
        Any number; none leaves one group of all states.
    count : int
        Number of states.

    Returns
    -------
    Compiled
        Exact: merging loses nothing.
    """
    patterns = tuple(_pattern(atom, count) for atom in atoms)
    tables = [pattern.singles() for pattern in patterns]
    log_likelihood = np.zeros((len(atoms), count))
    signature = np.zeros(count, dtype=np.int64)
    for number, (pattern, table) in enumerate(zip(patterns, tables, strict=True)):
        log_likelihood[number] = table[pattern.of_state]
        signature += _HASHES[number % len(_HASHES)][pattern.of_state % _HASHES.shape[1]] * (1 + pattern.of_state)
    _, member, merged = np.unique(signature, return_index=True, return_inverse=True)
    return Compiled(patterns, log_likelihood, np.array([table[0] for table in tables]), merged, member)
