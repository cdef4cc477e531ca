"""Where each key of a case stands in FHIR: one row a key, read both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.tables import Table, list_of, one_of, text, yes_no

__all__ = ["Element", "category_of", "elements", "interpretation", "interpreted", "is_of_visit", "kinds"]

_PLACES = ("code", "bodySite", "method", "value", "interpretation", "laterality", "component")
_HOLDS = ("code", "number", "measure", "flag", "text", "history", "lab", "score")
_ELEMENTS = Table(
    "interop/fhir_elements.csv",
    {
        "kind": text(),
        "key": text(),
        "place": one_of(_PLACES),
        "holds": one_of(_HOLDS),
        "many": yes_no(),
        "system": text(optional=True),
        "also": list_of(text(), optional=True),
    },
    key=("kind", "key"),
)
_INTERPRETATIONS = Table(
    "interop/fhir_interpretations.csv",
    {"kind": text(), "value": text(), "code": text(), "also": list_of(text(), optional=True)},
    key=("kind", "value"),
)


_KINDS = Table("interop/fhir_kinds.csv", {"kind": text(), "category": text(), "of_visit": yes_no()}, key=("kind",))


@dataclass(frozen=True, slots=True)
class Element:
    """One key of one kind of record.

    Attributes
    ----------
    kind, key : str
        Kind of finding (or `demographics`, `case`, `visit`, `truth`) and its key in a case file.
    place : str
        Element of an Observation.
    holds : str
        What it is: a code, a number in `unit`, a measure with a unit of its own, yes or no, text.
    many : bool
        A list; the first of it may stand in bodySite, the others are components.
    system : str
        Name of the code system, or of the section of units.
    names : tuple of str
        Codes of the component that holds it: its own, then those that are read as well.
    """

    kind: str
    key: str
    place: str
    holds: str
    many: bool
    system: str
    unit: str
    names: tuple[str, ...]


@cache
def _by_kind() -> Mapping[str, tuple[Element, ...]]:
    found: dict[str, list[Element]] = {}
    for row in _ELEMENTS.rows():
        names = (row["key"], *row["also"])
        parts = (row["kind"], row["key"], row["place"], row["holds"], row["many"], row["system"] or "", row["unit"])
        found.setdefault(row["kind"], []).append(Element(*parts, names))
    return {kind: tuple(rows) for kind, rows in found.items()}


def kinds() -> tuple[str, ...]:
    """Kinds of record: of finding, of who the patient is, of the case, of an earlier visit, of a known answer."""
    return tuple(_by_kind())


def elements(kind: str) -> tuple[Element, ...]:
    """The elements of one kind, in the order of the table.

    Examples
    --------
    >>> [(element.key, element.place) for element in elements("reflex")]
    [('reflex', 'bodySite'), ('side', 'laterality'), ('value', 'value')]
    """
    return _by_kind()[kind]


def category_of(kind: str) -> str:
    """Category of the Observations of a kind."""
    return str(_row(kind)["category"])


def is_of_visit(kind: str) -> bool:
    """Whether a finding of this kind belongs to the visit at which it was made; others hold until repeated."""
    return bool(_row(kind)["of_visit"])


@cache
def _row(kind: str) -> Mapping[str, Any]:
    return next(row for row in _KINDS.rows() if row["kind"] == kind)


def interpretation(kind: str, value: str) -> str | None:
    """Code of the interpretation that says a value, or None."""
    return next((row["code"] for row in _of(kind) if row["value"] == value), None)


def interpreted(kind: str, code: str) -> str | None:
    """Value that an interpretation says of this kind, or None."""
    return next((row["value"] for row in _of(kind) if code in (row["code"], *row["also"])), None)


@cache
def _of(kind: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(row for row in _INTERPRETATIONS.rows() if row["kind"] == kind)
