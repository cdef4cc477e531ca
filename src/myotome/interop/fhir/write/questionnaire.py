"""Our Questionnaire of the examination: a repeating group for each kind of finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from myotome.exam import FINDING_KINDS
from myotome.interop.fhir.elements import Element, elements
from myotome.interop.fhir.questions import EXAMINATION, question_types
from myotome.interop.fhir.terms import Terms, codes

__all__ = ["questionnaire"]


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
    for suffix, kind in question_types(element):
        item = {"linkId": f"{element.kind}.{element.key}{suffix}", "text": element.key.replace("_", " "), "type": kind}
        choice = {"answerValueSet": terms.url("ValueSet", element.system)} if kind == "choice" else {}
        yield {**item, "repeats": element.many, **choice}
