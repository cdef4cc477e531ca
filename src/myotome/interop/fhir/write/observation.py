"""A record of a case as an Observation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.interop.fhir.elements import Element, category_of, elements, interpretation
from myotome.interop.fhir.quantities import quantity
from myotome.interop.fhir.terms import LATERALITY, Terms

__all__ = ["CATEGORY", "DATA_ABSENT", "INTERPRETATION", "observation"]

CATEGORY: Final = "http://terminology.hl7.org/CodeSystem/observation-category"
DATA_ABSENT: Final = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
INTERPRETATION: Final = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"

_Plain = Mapping[str, Any]


def observation(kind: str, plain: _Plain, terms: Terms, about: _Plain, status: str = "final") -> dict[str, Any]:
    """Observation of one finding, or of another record of a case.

    Parameters
    ----------
    kind : str
        Kind of finding, or `demographics`, `case`, `visit`, `truth`.
    plain : mapping
        Its keys, as in a case file. A key without a value says that it is not known.
    terms : Terms
        How codes are written.
    about : mapping
        Elements that say of whom and when.
    status : str
        Of the Observation.
    """
    parts = [(element, plain[element.key]) for element in elements(kind) if element.key in plain]
    body = {
        **_site(parts, terms),
        **_method(parts, terms),
        **_value(parts, terms, plain),
        **_interpretation(kind, parts),
    }
    components = list(_components(parts, terms, plain))
    category = {"coding": [{"system": CATEGORY, "code": category_of(kind)}]}
    code = _code(kind, parts, terms, measured="valueQuantity" in body)
    head = {"resourceType": "Observation", "status": status, "category": [category], "code": code}
    return {**head, **about, **body, **({"component": components} if components else {})}


def _code(kind: str, parts: list[tuple[Element, Any]], terms: Terms, measured: bool) -> dict[str, Any]:
    """What was looked at, then which kind of finding that is; the codes of others are those of measured values."""
    named = [(one.system, value) for one, value in parts if one.place == "code"]
    coding = [
        coding
        for system, code in (*named, ("finding-type", kind))
        for coding in (terms.concept(system, code)["coding"] if measured else [terms.coding(system, code)])
    ]
    return {"coding": coding}


def _site(parts: list[tuple[Element, Any]], terms: Terms) -> dict[str, Any]:
    """The place of the body and its side."""
    site: dict[str, Any] = {}
    if (first := _first_site(parts)) is not None:
        element, value = first
        site["coding"] = terms.concept(element.system, value[0] if element.many else value)["coding"]
    for element, value in parts:
        if element.place == "laterality":
            side = {"url": terms.url("StructureDefinition", LATERALITY)}
            site["extension"] = [{**side, "valueCodeableConcept": terms.concept(element.system, value)}]
    return {"bodySite": site} if site else {}


def _first_site(parts: list[tuple[Element, Any]]) -> tuple[Element, Any] | None:
    return next(((one, value) for one, value in parts if one.place == "bodySite"), None)


def _method(parts: list[tuple[Element, Any]], terms: Terms) -> dict[str, Any]:
    how = [terms.concept(one.system, value) for one, value in parts if one.place == "method"]
    return {"method": how[0]} if how else {}


def _interpretation(kind: str, parts: list[tuple[Element, Any]]) -> dict[str, Any]:
    """The result as receivers look for it who know no code of ours."""
    codes = [interpretation(kind, str(value)) for one, value in parts if one.key == "value"]
    coded = [{"coding": [{"system": INTERPRETATION, "code": code}]} for code in codes if code]
    return {"interpretation": coded} if coded else {}


def _value(parts: list[tuple[Element, Any]], terms: Terms, plain: _Plain) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for element, value in parts:
        if element.place == "value":
            found |= _written(element, value, terms, plain)
    return found


def _components(parts: list[tuple[Element, Any]], terms: Terms, plain: _Plain) -> Iterator[dict[str, Any]]:
    """What else is said: further places, and all that has no element of its own."""
    first = _first_site(parts)
    for element, value in parts:
        if element.place == "component" or (element.place == "bodySite" and element.many):
            values = list(value) if element.many else [value]
            code = terms.concept("component", element.key)
            if element.many and not values:
                yield {"code": code, **_absent("not-applicable")}
            for one in values[1:] if first is not None and first[0] is element else values:
                yield {"code": code, **_written(element, one, terms, plain)}


def _absent(reason: str) -> dict[str, Any]:
    return {"dataAbsentReason": {"coding": [{"system": DATA_ABSENT, "code": reason}]}}


def _written(element: Element, value: Any, terms: Terms, plain: _Plain) -> dict[str, Any]:
    """One value as FHIR holds it."""
    return _absent("unknown") if value is None else _WRITERS[element.holds](element, value, terms, plain)


def _history(element: Element, value: Any, terms: Terms, plain: _Plain) -> dict[str, Any]:
    """Yes or no, a number in the unit of the item, or one of its values."""
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, str):
        return {"valueCodeableConcept": terms.concept(element.system, value)}
    return {"valueQuantity": quantity(value, vocabulary().history[plain["item"]].unit)}


_Writer = Callable[[Element, Any, Terms, _Plain], dict[str, Any]]
_WRITERS: Final[Mapping[str, _Writer]] = {
    "code": lambda one, value, terms, _: {"valueCodeableConcept": terms.concept(one.system, value)},
    "number": lambda one, value, *_: {"valueQuantity": quantity(value, one.unit)},
    "measure": lambda _one, value, *_: {"valueQuantity": quantity(value["value"], value["unit"])},
    "flag": lambda _one, value, *_: {"valueBoolean": value},
    "text": lambda _one, value, *_: {"valueString": value},
    "history": _history,
    "lab": lambda _one, value, _terms, plain: {
        "valueQuantity": quantity(value, vocabulary().sections["lab_tests"][plain["test"]].unit)
    },
    "score": lambda _one, value, _terms, plain: {
        "valueQuantity": quantity(value, vocabulary().sections["questionnaires"][plain["name"]].unit)
    },
}
