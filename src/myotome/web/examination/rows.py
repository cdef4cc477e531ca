"""The rows of strength, reflexes and signs, each cell filled with what was found there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.exam import Case, Reflex, Sign, Strength
from myotome.web.examination.buttons import Button, act
from myotome.web.examination.cells import sides_of
from myotome.web.examination.sheet import PARTS, SheetRow, sheet

__all__ = ["Cell", "Row", "groups"]

_GRADES: Final = (0, 1, 2, 3, 4, 5)
_REFLEX: Final = {"absent": "0", "reduced": "+", "normal": "++", "brisk": "+++"}
_SIGN: Final = {"negative": "−", "positive": "+"}
_NORMAL: Final = frozenset({"normal", "negative"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what may be clicked, and whether what was found is normal; not examined is the default.

    `state` is `open`, `ok` or `off`.
    """

    name: str
    words: str
    state: str
    buttons: tuple[Button, ...]
    clear: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet with its cells, one for each side."""

    row: SheetRow
    cells: tuple[Cell, ...]


def groups(case: Case, kind: str) -> Mapping[str, tuple[Row, ...]]:
    """Rows of one kind (`strength`, `reflex`, `sign`) by part of the sheet, as found."""
    found = _found(case)
    rows = [row for row in sheet() if row.finding["type"] == kind]
    return {part: made for part in PARTS if (made := tuple(_row(row, found) for row in rows if row.part == part))}


def _found(case: Case) -> dict[tuple[str, str, str], Any]:
    """(kind, name, side) to what was found there."""
    found: dict[tuple[str, str, str], Any] = {}
    for finding in case.findings:
        if isinstance(finding, Strength):
            told: tuple[str, str, Any] = ("strength", finding.name, _grade(finding))
        elif isinstance(finding, Reflex):
            told = ("reflex", finding.reflex, finding.value)
        elif isinstance(finding, Sign):
            told = ("sign", finding.sign, "positive" if finding.positive else "negative")
        else:
            continue
        kind, name, value = told
        for side in sides_of({"side": finding.side}):
            found[kind, name, side] = value
    return found


def _grade(finding: Strength) -> Any:
    return finding.mrc if finding.mrc is not None else finding.value or str(finding.measured)


def _row(row: SheetRow, found: Mapping[tuple[str, str, str], Any]) -> Row:
    kind = row.finding["type"]
    return Row(row, tuple(_cell(row, side, found.get((kind, row.name, side))) for side in row.sides))


def _cell(row: SheetRow, side: str, value: Any) -> Cell:
    cell = {**row.finding, "side": side}
    made = {"strength": _strength, "reflex": _values(_REFLEX), "sign": _values(_SIGN)}[row.finding["type"]]
    where = row.label if side in ("none", "midline") else f"{side} {row.label}"
    state = "open" if value is None else "ok" if value in _NORMAL or value == 5.0 else "off"
    told = {"strength": f"MRC {value:g}" if isinstance(value, float) else value}.get(row.finding["type"], value)
    said = f"{where}: {told if value is not None else 'not examined'}"
    return Cell(f"{row.name}-{side}", said, state, made(cell, where, value), act(clear=cell))


def _strength(cell: Mapping[str, Any], where: str, value: Any) -> tuple[Button, ...]:
    """Six grades, and a half more for the one that is chosen; a second click takes back."""
    whole = int(value) if isinstance(value, float) else 5 if value == "normal" else None
    buttons = [
        Button(
            str(grade),
            f"{where} MRC {grade}",
            act(clear=cell) if value == grade else act(put={**cell, "mrc": grade}),
            whole == grade,
        )
        for grade in _GRADES
    ]
    halved = isinstance(value, float) and value % 1 > 0
    if whole is not None and whole < _GRADES[-1]:
        grade = float(whole) if halved else whole + 0.5
        buttons.append(Button("½", f"{where} MRC {whole + 0.5:g}", act(put={**cell, "mrc": grade}), halved))
    return tuple(buttons)


def _values(signs: Mapping[str, str]) -> Any:
    def made(cell: Mapping[str, Any], where: str, value: Any) -> tuple[Button, ...]:
        return tuple(
            Button(
                text,
                f"{where} {name}",
                act(clear=cell) if value == name else act(put={**cell, "value": name}),
                value == name,
            )
            for name, text in signs.items()
        )

    return made
