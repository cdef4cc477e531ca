"""A needle table, a muscle a row, with rows of nerve conduction among them: one patient."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from myotome.errors import UnknownNameError
from myotome.exam import vocabulary
from myotome.interop.headed_table import HeadedTable, TableRow
from myotome.interop.study_settings import StudySettings
from myotome.tables import Table, list_of, one_of, text

__all__ = ["electrodiagnosis_case", "is_of_electrodiagnosis"]

_PARTS = ("muscle", "side", "spontaneous", "fasciculation", "size", "recruitment", "temperature", "limit", "unused")
_COLUMNS = Table("interop/needle_columns.csv", {"part": one_of(_PARTS), "headings": list_of(text())}, key=("part",))
_CELLS = Table(
    "interop/needle_cells.csv",
    {
        "part": one_of(_PARTS),
        "written": list_of(text()),
        "value": one_of(lambda: vocabulary().ids("emg_values")),
    },
    key=("part", "value"),
)
_MEASURE = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|mv|uv|µv|μv|m/s)", re.IGNORECASE)
_MEASURES = {"ms": "latency_ms", "mv": "amplitude_mv", "uv": "amplitude_uv", "m/s": "velocity_m_s"}
_COMPONENT = {"amplitude_mv": "motor", "amplitude_uv": "sensory"}
_SIDES = {"l": "left", "r": "right", "left": "left", "right": "right"}
_GRADED = re.compile(r"[1-4]\+")


@cache
def _parts() -> Mapping[str, str]:
    return {heading: row["part"] for row in _COLUMNS.rows() for heading in row["headings"]}


@cache
def _values() -> Mapping[str, Mapping[str, str]]:
    by_part: dict[str, dict[str, str]] = {}
    for row in _CELLS.rows():
        by_part.setdefault(row["part"], {}).update(dict.fromkeys(row["written"], row["value"]))
    return by_part


def _columns_of(table: HeadedTable, part: str) -> list[str]:
    return [column for column in table.columns if _parts().get(column.lower()) == part]


def is_of_electrodiagnosis(table: HeadedTable) -> bool:
    """Whether a table has muscles, sides and what the needle found."""
    needed = ("muscle", "side")
    found = ("spontaneous", "size", "recruitment")
    return all(_columns_of(table, part) for part in needed) and any(_columns_of(table, part) for part in found)


def electrodiagnosis_case(
    table: HeadedTable, settings: StudySettings
) -> Iterator[tuple[str, list[dict[str, Any]], list[str]]]:
    """The one patient of a table, named as the file."""
    unread = [column for column in table.columns if _parts().get(column.lower(), "unused") == "unused"]
    notes = [f"not read: {', '.join(unread)}"] if unread else []
    findings = [finding for row in table.rows for finding in _of_row(table, row, notes)]
    for finding in findings:
        if finding["type"] == "ncs":
            notes.extend(_limited(finding, settings))
    yield table.path.stem, findings, notes


def _of_row(table: HeadedTable, row: TableRow, notes: list[str]) -> Iterator[dict[str, Any]]:
    name, side = _columns_of(table, "muscle")[0], _columns_of(table, "side")[0]
    where = _SIDES.get(row.cells[side].lower())
    if where is None:
        raise row.wrong(side, _SIDES, "Left or right is needed.")
    printed = _columns_of(table, "limit")
    numbers = _numbers(cell for column, cell in row.cells.items() if column not in printed)
    if numbers:
        own = {"limits": limits} if (limits := _numbers(row.cells[column] for column in printed)) else {}
        measured = {**_component(numbers), **numbers, **_temperature(table, row), **own}
        yield {"type": "ncs", **_nerve(row, name), "side": where, **measured}
    else:
        muscle, grades = _muscle(row, name), _grades(table, row)
        value, *less = [value for value in grades if value != "normal"] or list(grades) or [""]
        if less:
            notes.append(f"{where} {muscle}: also {', '.join(less)}; one muscle is one witness")
        if value:
            yield {"type": "emg", "muscles": [muscle], "side": where, "value": value, **_graded(value, grades[value])}


def _numbers(cells: Iterable[str]) -> dict[str, float]:
    """Numbers with the unit of a measure, by the measure."""
    found = (pair for cell in cells for pair in _MEASURE.findall(cell))
    return {_MEASURES[unit.lower().replace("µ", "u").replace("μ", "u")]: float(value) for value, unit in found}


def _temperature(table: HeadedTable, row: TableRow) -> dict[str, float]:
    """Temperature of the limb: where it is cold, slow conduction is not called slow."""
    for column in _columns_of(table, "temperature"):
        if cell := row.cells[column].lower().rstrip("°c "):
            try:
                return {"temperature_c": float(cell)}
            except ValueError:
                raise row.wrong(column, ["a number of degrees Celsius"], "This is no temperature.") from None
    return {}


def _limited(study: dict[str, Any], settings: StudySettings) -> Iterator[str]:
    """Put the laboratory's limits beside the measures for which the report prints none, and say which are used."""
    printed = study.get("limits", {})
    for measure in _MEASURES.values():
        if measure in study and measure not in printed:
            own = settings.own_limit(study["nerve"], study.get("component"), measure)
            if own is not None:
                study.setdefault("limits", {})[measure] = own
    for measure in _MEASURES.values():
        if measure in study:
            limit = study.get("limits", {}).get(measure)
            whose = "printed in the report" if measure in printed else "of the laboratory's file"
            said = "limit of the package" if limit is None else f"limit {limit:g}, {whose}"
            yield f"{study['side']} {study['nerve'].replace('_', ' ')}, {measure}: {said}"


def _component(numbers: Mapping[str, float]) -> dict[str, str]:
    """Motor responses are measured in mV, sensory ones in uV."""
    said = [component for measure, component in _COMPONENT.items() if measure in numbers]
    return {"component": said[0]} if len(said) == 1 else {}


def _nerve(row: TableRow, column: str) -> dict[str, str]:
    """The nerve that the first words name; what follows is the muscle or the site of the electrode."""
    words = row.cells[column].split()
    for count in range(len(words), 0, -1):
        if found := vocabulary().find("nerves", " ".join(words[:count])):
            return {"nerve": found}
    raise row.wrong(column, vocabulary().ids("nerves"), "No nerve has this name.")


def _muscle(row: TableRow, column: str) -> str:
    try:
        return vocabulary().resolve(("muscles", "muscle_groups"), row.cells[column])
    except UnknownNameError:
        names = vocabulary().ids(("muscles", "muscle_groups"))
        raise row.wrong(column, names, "No muscle or muscle group has this name.") from None


def _grades(table: HeadedTable, row: TableRow) -> dict[str, list[str]]:
    """What the needle found in a muscle, the weightiest first, with the cells that say so."""
    grades: dict[str, list[str]] = {}
    for part, written in _values().items():
        for column in _columns_of(table, part):
            cell = row.cells[column].lower()
            if cell and cell not in written:
                raise row.wrong(column, written, "This column has no such value.")
            if cell:
                grades.setdefault(written[cell], []).append(cell)
    return grades


def _graded(value: str, cells: list[str]) -> dict[str, str]:
    """The highest grade of active denervation."""
    return {"grade": max(cells)} if value == "denervation" and all(map(_GRADED.fullmatch, cells)) else {}
