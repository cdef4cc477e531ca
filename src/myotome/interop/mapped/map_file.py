"""What the columns of a table mean: a file in TOML, and the map that comes with the package for tables of findings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem, nearest_names
from myotome.exam import FINDING_KINDS
from myotome.files import MEGABYTE, read_text
from myotome.interop.fhir.elements import elements
from myotome.printing import shown

__all__ = ["Cell", "FindingMap", "TableMap", "of_findings", "read_map"]

_HEAD: Final = ("patient", "visit", "missing", "demographics", "case", "finding")
_OF_CELL: Final = ("column", "columns", "values", "unit", "missing")
#: What is a grade of strength or an answer of a questionnaire in some column.
_FIGURE: Final = re.compile(r"0*(\d|10)(\.0+)?")
_WHO: Final = ("age", "sex", "height_cm", "weight_kg", "dominant_hand")
_KNOWN_OF_CASE: Final = ("setting", "record", "onset", "note", "kind", "source")
_KINDS_COLUMN: Final = "type"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: a column, or several for the answers of a questionnaire; or it is always the same.

    Attributes
    ----------
    columns : tuple of str
        Empty for a value that is always the same.
    values : mapping
        What the cells mean; empty where they say it themselves.
    unit : str or None
        Unit of the numbers.
    constant : object
        The value where there is no column.
    missing : tuple of str
        Cells of this column that say that something was not examined.
    """

    columns: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    unit: str | None = None
    constant: Any = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingMap:
    """One finding that a row may hold.

    Attributes
    ----------
    kind : str
        Kind of finding.
    cells : mapping
        Key of the finding to where its value comes from.
    when : mapping
        Column to the cell that a row must have for this finding to be looked for in it.
    """

    kind: str
    cells: Mapping[str, Cell]
    when: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableMap:
    """What the columns of a table mean.

    Attributes
    ----------
    patient : str
        Column that names the patient; rows of one patient are one case.
    visit : str or None
        Column with the day of the visit; the newest is the present one.
    missing : tuple of str
        Cells that say that something was not examined.
    demographics, case : mapping
        Key to where its value comes from.
    findings : tuple of FindingMap
        Every finding that a row may hold.
    """

    patient: str
    visit: str | None
    missing: tuple[str, ...]
    demographics: Mapping[str, Cell]
    case: Mapping[str, Cell]
    findings: tuple[FindingMap, ...]

    def columns(self) -> Iterator[str]:
        """Every column that is read."""
        yield self.patient
        yield from [] if self.visit is None else [self.visit]
        for cells in (self.demographics, self.case, *(one.cells for one in self.findings)):
            yield from (column for cell in cells.values() for column in cell.columns)
        yield from (column for one in self.findings for column in one.when)


def of_findings(columns: tuple[str, ...]) -> TableMap:
    """The map of a table whose columns are named as the keys of a case file: a finding a row, `id` and `type` with it.

    Examples
    --------
    >>> table = of_findings(("id", "age", "type", "reflex", "side", "value"))
    >>> [sorted(one.cells) for one in table.findings if one.kind == "reflex"]
    [['reflex', 'side', 'value']]
    """
    own = {name: Cell((name,)) for name in columns}
    kinds = {kind: {one.key: own[one.key] for one in elements(kind) if one.key in own} for kind in FINDING_KINDS}
    findings = tuple(FindingMap(kind, cells, {_KINDS_COLUMN: kind}) for kind, cells in kinds.items() if cells)
    who: dict[str, Cell] = {name: own[name] for name in _WHO if name in own}
    onset = {"onset": Cell(("onset_weeks",), unit="weeks")} if "onset_weeks" in own else {}
    case: dict[str, Cell] = {name: own[name] for name in ("setting", "record") if name in own}
    return TableMap("id", "visit" if "visit" in own else None, (), who, {**case, **onset}, findings)


def read_map(path: Path) -> TableMap:
    """Read a map; raises InputError with everything that is wrong in it."""
    problems: list[Problem] = []
    try:
        raw = tomllib.loads(read_text(path, "a map in TOML", MEGABYTE))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = "its lists are nested too deeply" if isinstance(error, RecursionError) else error
        message = f"This is not TOML: {reason}."
        raise InputError([Problem(str(path), None, "the file", "a map in TOML", (), message)]) from None
    found = _Map(str(path), problems).read(raw)
    if problems:
        raise InputError(problems)
    return found


@dataclass(frozen=True)
class _Map:
    """A map that is being read."""

    file: str
    problems: list[Problem]

    def wrong(self, place: str, given: Any, allowed: str, message: str, near: tuple[str, ...] = ()) -> None:
        self.problems.append(Problem(f"{self.file}, {place}", None, shown(given), allowed, near, message))

    def known(self, place: str, given: Any, allowed: tuple[str, ...]) -> bool:
        """Whether a name is one of these."""
        if given not in allowed:
            near = nearest_names(str(given), allowed)
            self.wrong(place, given, ", ".join(allowed), "There is no such name here.", near)
        return given in allowed

    def table(self, place: str, given: Any) -> Mapping[str, Any]:
        """A table, or an empty one where something else stands in its place."""
        if isinstance(given, Mapping):
            return given
        self.wrong(place, given, "a table: { name = value }", "This is no table.")
        return {}

    def listed(self, place: str, given: Any) -> list[Any]:
        """A list, or an empty one where something else stands in its place."""
        if isinstance(given, list):
            return given
        self.wrong(place, given, "a list: [one, two]", "This is no list.")
        return []

    def column(self, place: str, given: Any) -> str | None:
        """The name of a column, or None."""
        if given is not None and not isinstance(given, str):
            self.wrong(place, given, "the name of a column", "This is no name of a column.")
        return given if isinstance(given, str) else None

    def missing(self, place: str, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """Cells that say that something was not examined."""
        return tuple(str(one) for one in self.listed(place, raw.get("missing", [])))

    def read(self, raw: Mapping[str, Any]) -> TableMap:
        for key in raw:
            self.known(key, key, _HEAD)
        patient, visit = (self.column(place, raw.get(place)) for place in ("patient", "visit"))
        if "patient" not in raw:
            self.wrong("patient", patient, "the name of a column", "The column that names the patient is needed.")
        missing = self.missing("missing", raw)
        for one in missing:
            if _FIGURE.fullmatch(one):
                message = (
                    "It is a grade or an answer elsewhere, and would be lost there: say it at the column, missing = "
                )
                self.wrong("missing", one, "codes such as NT or -9", f"{message}[{one!r}].")
        who = self.cells("demographics", raw.get("demographics", {}), _WHO)
        case = self.cells("case", raw.get("case", {}), _KNOWN_OF_CASE)
        given = self.listed("finding", raw.get("finding", []))
        findings = [self.finding(f"finding[{place}]", one) for place, one in enumerate(given)]
        if not findings:
            self.wrong("finding", "none", "[[finding]] with its type and keys", "A map names what the columns hold.")
        return TableMap(str(patient), visit, missing, who, case, tuple(one for one in findings if one is not None))

    def finding(self, place: str, raw: Any) -> FindingMap | None:
        kind = raw.get("type") if isinstance(raw, Mapping) else None
        if not self.known(f"{place}.type", kind, FINDING_KINDS):
            return None
        keys = tuple(one.key for one in elements(str(kind)))
        named = {key: value for key, value in raw.items() if key not in ("type", "when")}
        when = {str(column): str(cell) for column, cell in self.table(f"{place}.when", raw.get("when", {})).items()}
        return FindingMap(str(kind), self.cells(place, named, keys), when)

    def cells(self, place: str, raw: Any, keys: tuple[str, ...]) -> dict[str, Cell]:
        if not isinstance(raw, Mapping):
            self.wrong(place, raw, "a table", "Its keys are missing.")
            return {}
        return {key: self.cell(f"{place}.{key}", one) for key, one in raw.items() if self.known(place, key, keys)}

    def cell(self, place: str, raw: Any) -> Cell:
        if not isinstance(raw, Mapping):
            return Cell(constant=raw)
        for key in raw:
            self.known(place, key, _OF_CELL)
        columns = self.listed(f"{place}.columns", raw.get("columns", [raw["column"]] if "column" in raw else []))
        if not columns or not all(isinstance(one, str) for one in columns):
            self.wrong(place, raw, "column = ..., or columns = [...]", "The column is missing.")
        values = {str(key): value for key, value in self.table(f"{place}.values", raw.get("values", {})).items()}
        if not isinstance(raw.get("unit", ""), str):
            self.wrong(f"{place}.unit", raw["unit"], "a unit, such as kg", "This is no unit.")
        missing = self.missing(f"{place}.missing", raw)
        for one in missing:
            if one in values:
                self.wrong(f"{place}.missing", one, "a cell that values does not list", "It cannot be both.")
        return Cell(tuple(str(one) for one in columns), values, raw.get("unit"), missing=missing)
