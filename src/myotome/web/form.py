"""The cells of the examination page, filled with what was found: what a template needs to draw the form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from myotome.exam import Case, History, Reflex, Sign, Strength, shorthand_names, vocabulary
from myotome.explain import first_questions
from myotome.web.cells import sides_of
from myotome.web.examination import Examination
from myotome.web.sheet import PARTS, SheetRow, sheet

__all__ = [
    "Button",
    "Cell",
    "DiscRow",
    "Question",
    "Row",
    "act",
    "conclusions",
    "groups",
    "history_items",
    "images",
    "questions",
]

_GRADES: Final = (0, 1, 2, 3, 4, 5)
_REFLEX: Final = {"absent": "0", "reduced": "+", "normal": "++", "brisk": "+++"}
_SIGN: Final = {"negative": "−", "positive": "+"}
_NORMAL: Final = frozenset({"normal", "negative", "none", "No"})
_DISCS: Final = {
    "leg": ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"),
    "arm": ("C3-C4", "C4-C5", "C5-C6", "C6-C7", "C7-T1"),
}
#: As on the image: the patient's right at the left.
_ZONES: Final = (
    ("right", "extraforaminal"),
    ("right", "foraminal"),
    ("right", "subarticular"),
    ("midline", "central"),
    ("left", "subarticular"),
    ("left", "foraminal"),
    ("left", "extraforaminal"),
)


def act(**said: Any) -> str:
    """What a button says, as `examination.acted` reads it.

    Examples
    --------
    >>> act(drop=2)
    '{"drop":2}'
    """
    return json.dumps(said, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Button:
    """One choice of a cell."""

    text: str
    says: str
    act: str
    chosen: bool = False


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


@dataclass(frozen=True, slots=True)
class Question:
    """A red-flag question; `state` is `open`, `no` or `yes`."""

    item: str
    text: str
    state: str
    buttons: tuple[Button, ...]


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


def questions(case: Case) -> tuple[Question, ...]:
    """The red-flag questions of this patient, each by itself."""
    told = {finding.item: finding.value for finding in case.findings if isinstance(finding, History)}
    unasked = case.with_findings(finding for finding in case.findings if not isinstance(finding, History))
    return tuple(_question(one.item, one.question, one.yes, told.get(one.item)) for one in first_questions(unasked))


def _question(item: str, text: str, yes: bool | str, value: Any) -> Question:
    name = {"type": "history", "item": item}
    no: bool | str = False if isinstance(yes, bool) else "none"
    state = "open" if value is None else "no" if value in (False, "none") else "yes"
    buttons = (("No", no, state == "no"), ("Yes", yes, state == "yes"))
    made = (
        Button(said, f"{text} {said}", act(clear=name) if chosen else act(put={**name, "value": to}), chosen)
        for said, to, chosen in buttons
    )
    return Question(item, text, state, tuple(made))


def history_items(case: Case, item: str) -> tuple[Button, ...]:
    """What may be answered to an item of the history."""
    entry = vocabulary().history.get(item)
    if entry is None or entry.needs or entry.value == "number":
        return ()
    told = {finding.item: finding.value for finding in case.findings if isinstance(finding, History)}
    values: Sequence[bool | str] = entry.values or (False, True)
    shown = {False: "no", True: "yes"}
    return tuple(
        Button(
            shown.get(value, str(value).replace("_", " ")) if isinstance(value, bool) else value.replace("_", " "),
            entry.label,
            act(put={"type": "history", "item": item, "value": value}),
            told.get(item) == value and item in told,
        )
        for value in values
    )


@dataclass(frozen=True, slots=True)
class DiscRow:
    """One disc of the image report: the zones that may be clicked, and what is described."""

    disc: str
    state: str
    zones: tuple[Button, ...]
    normal: str
    described: tuple[tuple[int, Mapping[str, Any], str], ...]


def images(examination: Examination, part: str) -> tuple[DiscRow, ...]:
    """The image report by disc, of the back or of the neck."""
    return tuple(_disc_row(examination, disc) for disc in _DISCS.get(part, _DISCS["leg"]))


def _disc_row(examination: Examination, disc: str) -> DiscRow:
    here = tuple(_described(examination, disc))
    base = {"type": "imaging", "modality": "MRI", "levels": [disc]}
    state = "open" if not here else "ok" if all(one["finding"] == "normal" for _, one, _ in here) else "off"
    zones = []
    for side, zone in _ZONES:
        at = next((n for n, one, _ in here if (one.get("side"), one.get("zone")) == (side, zone)), None)
        new = {**base, "finding": "protrusion", "side": side, "zone": zone}
        zones.append(
            Button(zone, f"{disc} {side} {zone}", act(put=new) if at is None else act(drop=at), at is not None)
        )
    normal = act(put={**base, "finding": "normal", "side": "none"})
    return DiscRow(disc, state, tuple(zones), normal, here)


def _described(examination: Examination, disc: str) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    labels = [finding.label for finding in examination.case.findings]
    for at, finding in enumerate(examination.document["findings"]):
        if finding["type"] == "imaging" and finding.get("levels") == [disc] and "value" not in finding:
            yield at, finding, labels[at]


def conclusions() -> tuple[tuple[str, str], ...]:
    """What a study of nerves and muscles may conclude, and its words."""
    return tuple((name, name.replace("_", " ")) for name in shorthand_names("emg", "conclusion"))
