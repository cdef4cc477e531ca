"""What is stated of both sides alike is one witness: how the columns of a table weigh in each of many patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myotome.exam import Finding, Reflex

__all__ = ["Witnesses"]

Float32 = NDArray[np.float32]
_LOST = ("absent", "reduced")


@dataclass(frozen=True, eq=False)
class Witnesses:
    """Which columns say the same of the two sides.

    Attributes
    ----------
    mirrored : ndarray of int, shape (columns,)
        For each column the one that says the same of the other side; one past the last where there is none.
    arcs : tuple of (tuple of (int, int), tuple of int)
        For each reflex, the pairs of columns by which it is lost alike on both sides, and all its columns.
    weight : float
        Weight of each of the two.
    """

    mirrored: NDArray[np.intp]
    arcs: tuple[tuple[tuple[tuple[int, int], ...], tuple[int, ...]], ...]
    weight: float

    @classmethod
    def of(cls, findings: Sequence[Finding], weight: float) -> Witnesses:
        """Read from what each column stands for."""
        column = {finding: number for number, finding in enumerate(findings)}
        mirrored = [
            column.get(finding.mirrored(), len(findings)) if getattr(finding, "side", None) in {"left", "right"} else -1
            for finding in findings
        ]
        return cls(np.array(mirrored, dtype=np.intp) % (len(findings) + 1), _arcs(column), weight)

    def weighed(self, rows: Float32) -> Float32:
        """Rows of patients with less than 1 at what both sides state alike.

        Parameters
        ----------
        rows : ndarray of float32, shape (patients, columns)
            1 at the values found.
        """
        if self.weight == 1.0:
            return rows
        result = np.concatenate([rows, np.zeros((len(rows), 1), dtype=np.float32)], axis=1).take(self.mirrored, axis=1)
        result *= np.float32(self.weight - 1.0)
        result += 1.0
        result *= rows
        alike = [self._is_alike(rows, pairs) for pairs, _ in self.arcs]
        several = np.sum(alike, axis=0) > 1 if alike else np.zeros(len(rows), dtype=np.bool_)
        if several.any():
            for lost, (_, columns) in zip(alike, self.arcs, strict=True):
                result[np.ix_(lost & several, np.array(columns, dtype=np.intp))] *= np.float32(self.weight)
        return result

    @staticmethod
    def _is_alike(rows: Float32, pairs: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """In which patients one reflex is lost alike on both sides."""
        return np.asarray(np.any([(rows[:, one] > 0.0) & (rows[:, other] > 0.0) for one, other in pairs], axis=0))


def _arcs(column: dict[Finding, int]) -> tuple[tuple[tuple[tuple[int, int], ...], tuple[int, ...]], ...]:
    """Columns of each reflex that both sides, or one column for both, may have lost alike."""
    reflexes = {finding: number for finding, number in column.items() if isinstance(finding, Reflex)}
    arcs = []
    for name in sorted({finding.reflex for finding in reflexes}):
        mine = {finding: number for finding, number in reflexes.items() if finding.reflex == name}
        pairs = tuple(
            (number, mine[finding.mirrored()])
            for finding, number in mine.items()
            if finding.value in _LOST and finding.side != "right" and finding.mirrored() in mine
        )
        if pairs:
            arcs.append((pairs, tuple(mine.values())))
    return tuple(arcs)
