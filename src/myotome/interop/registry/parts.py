"""A table cut into parts of whole patients, read as a stream."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from myotome.interop.headed_table import TableRow
from myotome.interop.mapped import TableMap, patients_of, rows_of

__all__ = ["PATIENTS", "RegistryPart", "parts_of_table"]

#: Patients of one part; of that many nothing is lost when a run is killed.
PATIENTS: Final = 256
_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class RegistryPart:
    """Some patients of a registry.

    Attributes
    ----------
    number : int
        Which part, from 0.
    patients : tuple
        Name of each patient and the rows of it.
    apart : frozenset of int
        Places of patients whose name stood further up already: their rows do not stand together.
    """

    number: int
    patients: tuple[tuple[str, tuple[TableRow, ...]], ...]
    apart: frozenset[int]


def parts_of_table(path: Path, table_map: TableMap) -> Iterator[RegistryPart]:
    """Parts of a table in its order; of each patient only one number is kept."""
    patients = patients_of(rows_of(path), table_map)
    seen: set[int] = set()
    number = 0
    while taken := list(islice(patients, PATIENTS)):
        apart = frozenset(place for place, (name, _) in enumerate(taken) if _is_known(name, seen))
        yield RegistryPart(number, tuple((name, tuple(rows)) for name, rows in taken), apart)
        number += 1


def _is_known(name: str, seen: set[int]) -> bool:
    """Whether a name stood further up; from now on it does."""
    mark = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=_BYTES).digest())
    known = mark in seen
    seen.add(mark)
    return known
