"""One value of an Observation, a component or an answer, in the form of a case file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.interop.fhir.elements import Element
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.quantities import lab_number, measured
from myotome.interop.fhir.terms import Terms, codes

__all__ = ["units_of", "value_in"]

_Plain = dict[str, Any]
_Node = Mapping[str, Any]


def units_of(element: Element) -> tuple[str, ...]:
    """Units of ours that a number of this element may have."""
    return (element.unit,) if element.holds == "number" else vocabulary().ids(element.system)


def value_in(element: Element, node: _Node, terms: Terms, where: Where, plain: _Plain) -> Any:
    """One value in the form of a case file; None, and a problem, where it is not what the element holds."""
    before = len(where.problems)
    value = _READERS[element.holds](element, node, terms, where, plain)
    if value is None and len(where.problems) == before:
        given = next((key for key in node if key.startswith("value")), "no value")
        where.at(given).wrong(given, _ALLOWED[element.holds](element), f"This is no {element.key.replace('_', ' ')}.")
    return value


def _code(element: Element, node: _Node, terms: Terms, *_: Any) -> str | None:
    """A code; yes and no where they say the same."""
    if "valueBoolean" in node:
        said = {True: "positive", False: "negative"}[node["valueBoolean"]]
        return said if said in codes(element.system) else None
    return terms.meanings(node.get("valueCodeableConcept")).get(element.system)


def _number(element: Element, node: _Node, _terms: Terms, where: Where, _plain: _Plain) -> Any:
    if "valueInteger" in node:
        return node["valueInteger"]
    found = measured(node.get("valueQuantity", {}), (element.unit,), where.at("valueQuantity"))
    return None if found is None else found[0]


def _measure(element: Element, node: _Node, _terms: Terms, where: Where, _plain: _Plain) -> Any:
    found = measured(node.get("valueQuantity", {}), vocabulary().ids(element.system), where.at("valueQuantity"))
    return None if found is None else {"value": found[0], "unit": found[1]}


def _history(element: Element, node: _Node, terms: Terms, where: Where, plain: _Plain) -> Any:
    entry = vocabulary().history.get(plain.get("item", ""))
    if "valueQuantity" in node and entry is not None and entry.unit:
        found = measured(node["valueQuantity"], (entry.unit,), where.at("valueQuantity"))
        return None if found is None else found[0]
    if "valueBoolean" in node:
        return node["valueBoolean"]
    return terms.meanings(node.get("valueCodeableConcept")).get(element.system)


def _lab(_element: Element, node: _Node, _terms: Terms, where: Where, plain: _Plain) -> Any:
    test = plain.get("test")
    return None if test is None else lab_number(node.get("valueQuantity", {}), test, where.at("valueQuantity"))


def _score(_element: Element, node: _Node, _terms: Terms, where: Where, plain: _Plain) -> Any:
    entry = vocabulary().sections["questionnaires"].get(plain.get("name", ""))
    units = () if entry is None or entry.unit is None else (entry.unit,)
    found = measured(node.get("valueQuantity", {}), units, where.at("valueQuantity"))
    return None if found is None else found[0]


_Reader = Callable[[Element, _Node, Terms, Where, _Plain], Any]
_READERS: Final[Mapping[str, _Reader]] = {
    "code": _code,
    "number": _number,
    "measure": _measure,
    "flag": lambda _one, node, *_: node.get("valueBoolean"),
    "text": lambda _one, node, *_: node.get("valueString"),
    "history": _history,
    "lab": _lab,
    "score": _score,
}
_ALLOWED: Final[Mapping[str, Callable[[Element], str]]] = {
    "code": lambda one: f"a code of {one.system}",
    "number": lambda one: f"a number in {one.unit}",
    "measure": lambda one: f"a number with one of the {one.system.replace('_', ' ')}",
    "flag": lambda _: "true or false",
    "text": lambda _: "text",
    "history": lambda _: "true, false, a number or a value of the item",
    "lab": lambda _: "a number in a usual unit",
    "score": lambda _: "the total score in its unit",
}
