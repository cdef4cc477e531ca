"""The CapabilityStatement: exactly what this server does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from myotome import __version__
from myotome.interop.fhir import Terms
from myotome.interop.fhir_server.parameters import PARAMETERS
from myotome.interop.fhir_server.replies import FHIR_JSON

__all__ = ["OPERATIONS", "capability_statement"]

#: Name of each operation and what it answers.
OPERATIONS: Final = {
    "explain": "What explains the findings, how sure that is, and whether a disc is to blame.",
    "care": "Red flags, what is proposed, and what is to be expected under each treatment; nothing is an order.",
}
_KEPT: Final = ("Patient", "Encounter", "Observation")


def capability_statement(terms: Terms, base: str, *, keeps: bool) -> dict[str, Any]:
    """What this server does.

    Parameters
    ----------
    terms : Terms
        Canonical address of our definitions.
    base : str
        Address of the server.
    keeps : bool
        Whether patients are kept here.

    Examples
    --------
    >>> statement = capability_statement(Terms(), "http://127.0.0.1:8321/fhir", keeps=True)
    >>> [(one["type"], [act["code"] for act in one["interaction"]]) for one in statement["rest"][0]["resource"]][0]
    ('Patient', ['read', 'search-type', 'create'])
    """
    kinds = [kind for kind in PARAMETERS if keeps or kind not in _KEPT]
    rest = {
        "mode": "server",
        "documentation": "Encounter and Observation are searched by patient, encounter or _id.",
        "security": {"description": "This computer alone; there are no accounts."},
        "resource": [_resource(kind) for kind in kinds],
        "operation": _operations(terms, OPERATIONS),
        **({"interaction": [{"code": "transaction"}]} if keeps else {}),
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": date.today().isoformat(),
        "kind": "instance",
        "software": {"name": "Myotome", "version": __version__},
        "implementation": {"description": "Myotome", "url": base},
        "fhirVersion": "4.0.1",
        "format": [FHIR_JSON, "json"],
        "rest": [rest],
    }


def _resource(kind: str) -> dict[str, Any]:
    acts = ["read", "search-type", *(["create"] if kind == "Patient" else [])]
    named = [{"name": name, "type": one.kind} for name, one in PARAMETERS[kind].items()]
    return {
        "type": kind,
        "interaction": [{"code": code} for code in acts],
        "versioning": "versioned",
        "readHistory": False,
        "updateCreate": False,
        **({"conditionalCreate": True} if kind == "Patient" else {}),
        "conditionalRead": "not-match",
        "searchParam": named,
    }


def _operations(terms: Terms, names: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "definition": terms.url("OperationDefinition", name),
            "documentation": f"{OPERATIONS[name]} Of the findings of a Bundle, of an Encounter or of a Patient.",
        }
        for name in names
    ]
