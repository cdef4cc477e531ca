"""Our Questionnaire of the examination: a repeating group for each kind of finding, and its answers read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from myotome.exam import FINDING_KINDS, vocabulary
from myotome.interop.fhir.elements import Element, elements
from myotome.interop.fhir.observation_in import NotRead, Record, value_in
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.quantities import quantity
from myotome.interop.fhir.terms import Terms, codes
from myotome.printing import shown

__all__ = ["EXAMINATION", "questionnaire", "response_records"]

#: Name of the Questionnaire.
EXAMINATION: Final = "examination"
#: Type of the question for what an element holds; what can be of several types has several questions.
_TYPES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "code": (("", "choice"),),
    "number": (("", "decimal"),),
    "lab": (("", "decimal"),),
    "score": (("", "decimal"),),
    "measure": (("", "quantity"),),
    "flag": (("", "boolean"),),
    "text": (("", "string"),),
    "history": ((".yes", "boolean"), (".number", "decimal"), ("", "choice")),
}
_SECTION_OF_UNITS: Final = {"lab": "lab_tests", "score": "questionnaires", "history": "history"}
_Node = Mapping[str, Any]


def questionnaire(terms: Terms, version: str) -> dict[str, Any]:
    """The Questionnaire of the examination, made of the vocabulary."""
    return {
        "resourceType": "Questionnaire",
        "id": EXAMINATION,
        "url": terms.url("Questionnaire", EXAMINATION),
        "version": version,
        "name": "MyotomeExamination",
        "title": "Examination of the spine, its roots and their muscles",
        "status": "active",
        "subjectType": ["Patient"],
        "item": [_group(kind, terms) for kind in FINDING_KINDS],
    }


def _group(kind: str, terms: Terms) -> dict[str, Any]:
    items = [item for element in elements(kind) for item in _questions(element, terms)]
    text = codes("finding-type")[kind]
    return {"linkId": kind, "text": text, "type": "group", "repeats": True, "required": False, "item": items}


def _questions(element: Element, terms: Terms) -> Iterator[dict[str, Any]]:
    for suffix, kind in _TYPES[element.holds]:
        item = {"linkId": f"{element.kind}.{element.key}{suffix}", "text": element.key.replace("_", " "), "type": kind}
        choice = {"answerValueSet": terms.url("ValueSet", element.system)} if kind == "choice" else {}
        yield {**item, "repeats": element.many, **choice}


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
    asked = {f"{kind}.{one.key}{suffix}": one for one in elements(kind) for suffix, _ in _TYPES[one.holds]}
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
