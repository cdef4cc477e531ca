"""The rows of the examination page: which movements, reflexes and signs stand ready to be clicked, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from myotome.anatomy import muscle as muscle_supply
from myotome.exam import expand_muscles, vocabulary, words
from myotome.tables import Row, Table, one_by, one_of, text

__all__ = ["PARTS", "SheetRow", "sheet"]

Part = Literal["leg", "arm", "cord"]
#: Parts of the sheet, and what they are called.
PARTS: Final[Mapping[str, str]] = {"leg": "Leg", "arm": "Arm", "cord": "Sacral and cord"}
_SECTIONS: Final = {"muscle": "muscles", "movement": "movements", "sign": "signs", "reflex": "reflexes"}
_UNSIDED: Final = {"unsided": ("none",), "midline": ("midline",)}


def _named(row: Row) -> tuple[str, ...]:
    section = _SECTIONS[row["kind"]]
    groups = vocabulary().ids("muscle_groups") if section == "muscles" else ()
    return (*vocabulary().ids(section), *groups)


_SHEET = Table(
    "web/bedside_sheet.csv",
    {
        "part": one_of(tuple(PARTS)),
        "kind": one_of(tuple(_SECTIONS)),
        "name": one_by(_named),
        "root": one_of(lambda: vocabulary().ids("roots"), optional=True),
        "label": text(),
    },
    key=("kind", "name"),
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: what is tested, its words, its root and nerve, and the sides that it has."""

    part: str
    kind: str
    name: str
    root: str
    label: str
    means: str
    nerve: str
    sides: tuple[str, ...]

    @property
    def finding(self) -> dict[str, str]:
        """Keys of a case file that name what is tested."""
        kind = "strength" if self.kind in ("muscle", "movement") else self.kind
        return {"type": kind, self.kind: self.name}


@cache
def sheet() -> tuple[SheetRow, ...]:
    """All rows, in the order of the table.

    Examples
    --------
    >>> next(row.nerve for row in sheet() if row.name == "extensor_hallucis_longus")
    'deep peroneal nerve'
    """
    return tuple(_row(row) for row in _SHEET.rows())


def _row(row: Row) -> SheetRow:
    part, kind, name, root, label = (row[key] for key in ("part", "kind", "name", "root", "label"))
    tested = kind in ("muscle", "movement")
    means = words(name, "muscles", "muscle_groups", "movements") if tested else ""
    return SheetRow(part, kind, name, root, label, means, _nerve(name) if tested else "", _sides(kind, name))


def _nerve(name: str) -> str:
    """Nerve of the chief muscle, in words."""
    chief = expand_muscles(name)[0]
    nerves = muscle_supply(chief).nerves
    return words(max(nerves, key=lambda one: one.share).name, "nerves", "plexus_parts") if nerves else ""


def _sides(kind: str, name: str) -> tuple[str, ...]:
    entry = vocabulary().signs.get(name) if kind == "sign" else None
    return _UNSIDED.get((entry.sidedness if entry else None) or "", ("right", "left"))
