"""Is a resource valid? The definitions of FHIR by `fhir.resources`, and what those definitions let pass.

Of the public validators one lets a wrong status pass, another two values, most a value beside the reason why there is
none; a per cent of 120 passes too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from myotome.errors import InputError, Problem
from myotome.interop.fhir.places import Where
from myotome.printing import shown
from myotome.tables import Table, one_of, text

__all__ = ["check_resource", "use_of"]

_USES = ("used", "marked", "not_used", "needs_person", "refuted", "refused", "not_examined")
_BOUND = Table(
    "interop/fhir_bound_codes.csv",
    {"resource": text(), "element": text(), "code": text(), "use": one_of(_USES)},
    key=("resource", "element", "code"),
)
_PER_CENT = 100.0
_Node = Mapping[str, Any]


@cache
def _bound() -> Mapping[tuple[str, str], Mapping[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in _BOUND.rows():
        found.setdefault((row["resource"], row["element"]), {})[row["code"]] = row["use"]
    return found


def use_of(kind: str, element: str, code: str) -> str:
    """What becomes of a resource with this code in an element whose codes are bound.

    Examples
    --------
    >>> use_of("Observation", "status", "entered-in-error"), use_of("Condition", "verificationStatus", "refuted")
    ('not_used', 'refuted')
    """
    return _bound()[kind, element].get(code, "refused")


def check_resource(resource: Any, where: Where) -> bool:
    """Whether a resource is valid R4; what is wrong is kept in `where`."""
    before = len(where.problems)
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        where.wrong(shown(resource), "a resource with its resourceType", "This is no resource.")
        return False
    _check_definition(resource, where)
    if len(where.problems) == before:
        _check_bound(resource, where)
        _check_modifiers(resource, where)
        for path, given, message in _broken(resource):
            where.at(*path).wrong(given, "what the definition of FHIR allows", message)
    return len(where.problems) == before


def _check_definition(resource: dict[str, Any], where: Where) -> None:
    """Hold a resource against the definitions of FHIR."""
    from pydantic import ValidationError

    kind = resource["resourceType"]
    try:
        model = _model(kind)
    except (LookupError, ValueError):
        where.at("resourceType").wrong(shown(kind), "a resource of FHIR R4", "FHIR R4 has no such resource.")
        return
    try:
        model.model_validate(resource)
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False)[:20]:
            path = tuple(part for part in one["loc"] if isinstance(part, str | int))
            where.at(*path).wrong(shown(one.get("input")), "what the definition of FHIR allows", f"{one['msg']}.")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        where.wrong(shown(kind), "what the definition of FHIR allows", f"It cannot be read: {str(error)[:200]}.")


@cache
def _model(kind: str) -> Any:
    """Definition of a resource; raises InputError where the package is not installed."""
    try:
        from fhir.resources.R4B import get_fhir_model_class
    except ImportError as error:
        message = f"FHIR needs {error.name}: pip install 'myotome[fhir]'."
        raise InputError([Problem("fhir", None, "no fhir.resources", "myotome[fhir]", (), message)]) from None
    model = get_fhir_model_class(kind)
    if not hasattr(model, "model_fields") or "meta" not in model.model_fields:
        raise KeyError(kind)
    return model


def _check_bound(resource: dict[str, Any], where: Where) -> None:
    """Hold the elements whose codes are bound against their codes."""
    for (kind, element), allowed in _bound().items():
        if kind != resource["resourceType"] or element not in resource:
            continue
        given = resource[element]
        code = given.get("coding", [{}])[0].get("code") if isinstance(given, dict) else given
        if code not in allowed:
            where.at(element).wrong(shown(code), ", ".join(allowed), f"There is no such {element} of {kind}.")


def _check_modifiers(node: Any, where: Where) -> None:
    """Refuse what changes the meaning of a resource in a way that is not known here."""
    if isinstance(node, dict):
        if "modifierExtension" in node or "implicitRules" in node:
            message = "It may turn the meaning of the resource around, and FHIR forbids to ignore it."
            where.wrong("modifierExtension or implicitRules", "no extension that modifies", message)
        for key, inner in node.items():
            _check_modifiers(inner, where.at(key))
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            _check_modifiers(inner, where.at(index))


def _broken(resource: _Node) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Invariants of R4 that a resource breaks, each with its place."""
    yield from _RULES.get(resource["resourceType"], lambda _: iter(()))(resource)


_Broken = Iterator[tuple[tuple[str | int, ...], str, str]]


def _values(node: _Node) -> list[str]:
    return [key for key in node if key.startswith("value") and not key.startswith("valueSet")]


def _observation(resource: _Node) -> _Broken:
    parts: list[tuple[tuple[str | int, ...], _Node]] = [((), resource)]
    parts += [(("component", index), one) for index, one in enumerate(resource.get("component", ()))]
    for place, node in parts:
        if len(_values(node)) > 1:
            yield place, ", ".join(_values(node)), "An Observation has one value."
        if _values(node) and "dataAbsentReason" in node:
            yield place, "value and dataAbsentReason", "A value beside the reason why there is none (obs-6)."
    whole = {one.get("code") for one in resource["code"].get("coding", ())}
    for place, node in parts[1:]:
        if _values(resource) and whole & {one.get("code") for one in node["code"].get("coding", ()) if "code" in one}:
            yield place, "code", "A component with the code of the whole, which has a value (obs-7)."
    for index, one in enumerate(resource.get("referenceRange", ())):
        if not {"low", "high", "text"} & one.keys():
            yield ("referenceRange", index), "no limit", "A range has a limit or a text (obs-3)."


def _condition(resource: _Node) -> _Broken:
    status = _code(resource.get("verificationStatus"))
    clinical, problem = resource.get("clinicalStatus"), _categories(resource) & {"problem-list-item"}
    if clinical is None and status != "entered-in-error" and problem:
        yield ("clinicalStatus",), "none", "A problem of the list has a clinical status (con-3)."
    if "abatementDateTime" in resource and _code(clinical) not in ("inactive", "resolved", "remission", None):
        yield ("clinicalStatus",), shown(_code(clinical)), "What has ended is not active (con-4)."
    if status == "entered-in-error" and clinical is not None:
        yield ("clinicalStatus",), shown(_code(clinical)), "What was entered in error has no clinical status (con-5)."


def _risk(resource: _Node) -> _Broken:
    for index, one in enumerate(resource.get("prediction", ())):
        share = one.get("probabilityDecimal", 0)
        if not 0 <= share <= _PER_CENT:
            yield ("prediction", index, "probabilityDecimal"), shown(share), "A per cent from 0 to 100 (ras-2)."


def _questionnaire_response(resource: _Node) -> _Broken:
    for index, one in enumerate(resource.get("item", ())):
        if "answer" in one and "item" in one:
            yield ("item", index), "answer and item", "Parts of an answer stand inside the answer (qrs-1)."


def _code(concept: Any) -> str | None:
    coding = concept.get("coding", [{}]) if isinstance(concept, Mapping) else [{}]
    found: str | None = coding[0].get("code")
    return found


def _categories(resource: _Node) -> set[str | None]:
    return {_code(one) for one in resource.get("category", ())}


_RULES = {
    "Observation": _observation,
    "Condition": _condition,
    "RiskAssessment": _risk,
    "QuestionnaireResponse": _questionnaire_response,
}
