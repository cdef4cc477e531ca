"""A filled Questionnaire of the examination, read as findings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from myotome.exam import FINDING_KINDS, vocabulary
from myotome.interop.fhir.elements import Element, elements
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.quantities import quantity
from myotome.interop.fhir.questions import EXAMINATION, question_types
from myotome.interop.fhir.read.observation import NotRead, Record
from myotome.interop.fhir.read.values import value_in
from myotome.interop.fhir.terms import Terms
from myotome.printing import shown

__all__ = ["response_records"]

_SECTION_OF_UNITS: Final = {"lab": "lab_tests", "score": "questionnaires", "history": "history"}
_Node = Mapping[str, Any]


def response_records(resource: _Node, terms: Terms, where: Where) -> tuple[Record, ...] | NotRead:
    """Findings of a filled Questionnaire of ours; another one is left to a person."""
    asked = str(resource.get("questionnaire", "")).partition("|")[0]
    if asked != terms.url("Questionnaire", EXAMINATION):
        return NotRead(f"its questions are those of {shown(asked)}; enter its score by hand", True)
    groups = [(where.at("item", index), group) for index, group in enumerate(resource.get("item", ()))]
    return tuple(record for place, group in groups if (record := _record(group, terms, place)) is not None)


def _record(group: _Node, terms: Terms, where: Where) -> Record | None:
    """One finding: a group that was filled once."""
    kind = group["linkId"]
    if kind not in FINDING_KINDS:
        where.at("linkId").wrong(shown(kind), ", ".join(FINDING_KINDS), "The Questionnaire has no such group.")
        return None
    asked = {f"{kind}.{one.key}{suffix}": one for one in elements(kind) for suffix, _ in question_types(one)}
    plain: dict[str, Any] = {}
    for index, item in enumerate(group.get("item", ())):
        place = where.at("item", index)
        if item["linkId"] not in asked:
            place.at("linkId").wrong(shown(item["linkId"]), "a question of the group", "There is no such question.")
            continue
        _answers(asked[item["linkId"]], item, terms, place, plain)
    return Record(kind, plain) if plain else None


def _answers(element: Element, item: _Node, terms: Terms, where: Where, plain: dict[str, Any]) -> None:
    for index, answer in enumerate(item.get("answer", ())):
        value = value_in(element, _as_observed(element, answer, plain), terms, where.at("answer", index), plain)
        if element.many and value is not None:
            plain[element.key] = [*plain.get(element.key, ()), value]
        elif value is not None:
            plain[element.key] = value


def _as_observed(element: Element, answer: _Node, plain: _Node) -> _Node:
    """An answer in the form of a value of an Observation."""
    if "valueCoding" in answer:
        return {"valueCodeableConcept": {"coding": [answer["valueCoding"]]}}
    number = answer.get("valueDecimal", answer.get("valueInteger"))
    if number is None:
        return answer
    return {"valueQuantity": quantity(number, _unit(element, plain))}


def _unit(element: Element, plain: _Node) -> str | None:
    """Unit of a number that was asked for: that of the question, or of the test or item that was named before."""
    if element.holds not in _SECTION_OF_UNITS:
        return element.unit
    named = next((plain[one.key] for one in elements(element.kind) if one.place == "code" and one.key in plain), "")
    entry = vocabulary().sections[_SECTION_OF_UNITS[element.holds]].get(named)
    return None if entry is None else entry.unit
