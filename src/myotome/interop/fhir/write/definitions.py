"""What our codes mean, published as FHIR: code systems, value sets, maps, the side, the Questionnaire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.interop.fhir.terms import LATERALITY, Terms, code_systems, codes, concepts
from myotome.interop.fhir.write.questionnaire import questionnaire

__all__ = ["fhir_definitions"]

_FHIR_VERSION: Final = "4.0.1"
_Resource = dict[str, Any]


def fhir_definitions(terms: Terms | None = None) -> tuple[_Resource, ...]:
    """Every definition, made of the vocabulary at its version.

    Examples
    --------
    >>> sorted({one["resourceType"] for one in fhir_definitions()})
    ['CodeSystem', 'ConceptMap', 'Questionnaire', 'StructureDefinition', 'ValueSet']
    """
    terms, version = terms or Terms(), str(vocabulary().version)
    return tuple(_definitions(terms, version))


def _definitions(terms: Terms, version: str) -> Iterator[_Resource]:
    for name, title in code_systems().items():
        yield _code_system(name, title, terms, version)
        yield _value_set(name, title, terms, version)
    for number, system in enumerate(dict.fromkeys(row["system"] for row in concepts())):
        yield _concept_map(number, system, terms, version)
    yield _laterality(terms, version)
    yield questionnaire(terms, version)


def _head(kind: str, name: str, title: str, terms: Terms, version: str) -> _Resource:
    words = "".join(part.capitalize() for part in name.split("-"))
    return {
        "resourceType": kind,
        "id": name,
        "url": terms.url(kind, name),
        "version": version,
        "name": f"Myotome{words}",
        "title": title,
        "status": "active",
    }


def _code_system(name: str, title: str, terms: Terms, version: str) -> _Resource:
    listed = [{"code": code, "display": words} for code, words in codes(name).items()]
    head = _head("CodeSystem", name, title, terms, version)
    return {**head, "caseSensitive": True, "content": "complete", "count": len(listed), "concept": listed}


def _value_set(name: str, title: str, terms: Terms, version: str) -> _Resource:
    whole = {"include": [{"system": terms.url("CodeSystem", name)}]}
    return {**_head("ValueSet", name, title, terms, version), "compose": whole}


def _concept_map(number: int, system: str, terms: Terms, version: str) -> _Resource:
    """Our codes to those of another system: by its unit or its report a code of theirs may say more or less."""
    groups: dict[str, list[_Resource]] = {}
    for row in concepts():
        if row["system"] == system and row["write"]:
            shown = {"display": row["display"]} if row["display"] else {}
            target = {"code": row["code"], **shown, "equivalence": "relatedto"}
            groups.setdefault(row["ours"], []).append({"code": row["our_code"], "target": [target]})
    group = [
        {"source": terms.url("CodeSystem", ours), "target": system, "element": rows} for ours, rows in groups.items()
    ]
    return {**_head("ConceptMap", f"external-{number}", f"To {system}", terms, version), "group": group}


def _laterality(terms: Terms, version: str) -> _Resource:
    """The side of a place: R4 has no element for it."""
    return {
        **_head("StructureDefinition", LATERALITY, "Side", terms, version),
        "fhirVersion": _FHIR_VERSION,
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": "CodeableConcept"}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {
            "element": [
                {"id": "Extension", "path": "Extension", "max": "1"},
                {
                    "id": "Extension.value[x]",
                    "path": "Extension.value[x]",
                    "min": 1,
                    "type": [{"code": "CodeableConcept"}],
                    "binding": {"strength": "required", "valueSet": terms.url("ValueSet", LATERALITY)},
                },
            ]
        },
    }
