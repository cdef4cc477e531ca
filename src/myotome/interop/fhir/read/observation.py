"""An Observation as a record of a case, or why it is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.errors import nearest_names
from myotome.interop.fhir.elements import Element, elements, interpreted, kinds
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.quantities import unit_of
from myotome.interop.fhir.read.values import units_of, value_in
from myotome.interop.fhir.terms import LATERALITY, Terms, codes
from myotome.printing import shown

__all__ = ["NotRead", "Record", "record_of", "site_in_words"]

_MCODE_LATERALITY: Final = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier"
_Plain = dict[str, Any]
_Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a case.

    Attributes
    ----------
    kind : str
        Kind of finding, or `demographics`, `case`, `visit`, `truth`.
    plain : dict
        Its keys as in a case file.
    unread : tuple of str
        Components that mean nothing here.
    """

    kind: str
    plain: _Plain
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why an Observation is no record, and whether a person has to look at it."""

    reason: str
    needs_person: bool


def record_of(resource: _Node, terms: Terms, where: Where) -> Record | NotRead:
    """What does an Observation say, in the keys of a case file?

    What is wrong with it is kept in `where`; a code that is not ours is no mistake.
    """
    said = terms.meanings(resource.get("code"))
    kind = _kind(said)
    if kind is None:
        return _unknown(resource.get("code", {}))
    _check_codes(resource, terms, where)
    if not _says_where(kind, resource, terms):
        return NotRead("it does not say where", True)
    plain = _named(kind, said)
    if site := _site(kind, resource.get("bodySite", {}), terms, plain):
        return site
    unread: list[str] = []
    for index, component in enumerate(resource.get("component", ())):
        _component(kind, component, terms, where.at("component", index), plain, unread)
    for element in elements(kind):
        if element.place == "method" and (code := terms.meanings(resource.get("method")).get(element.system)):
            plain[element.key] = code
    _value(kind, resource, terms, where, plain)
    _interpretation(kind, resource, plain)
    known = {key: value for key, value in plain.items() if value is not None or kind == "truth"}
    return Record(kind, known, tuple(unread))


def _kind(said: Mapping[str, str]) -> str | None:
    """Kind of record that a code says, by its own code or by what only one kind has."""
    if (stated := said.get("finding-type")) in kinds():
        return stated
    of_one = {one.system: kind for kind in kinds() for one in elements(kind) if one.place == "code" or one.key == kind}
    return next((of_one[system] for system in said if system in of_one), None)


def _says_where(kind: str, resource: _Node, terms: Terms) -> bool:
    """False where only a code of others says what it is, and nothing says of which part of the body."""
    own = any(terms.own_system(one.get("system", "")) for one in resource["code"].get("coding", ()))
    has_place = any(one.place == "bodySite" for one in elements(kind))
    return own or "bodySite" in resource or not has_place


def _unknown(code: _Node) -> NotRead:
    named = [f"{one.get('code')} of {one.get('system')}" for one in code.get("coding", ())]
    if not named:
        return NotRead(f"it has no code, only the text {shown(code.get('text'))}", True)
    return NotRead(f"Myotome has no finding for {', '.join(named)}", False)


def _check_codes(node: Any, terms: Terms, where: Where) -> None:
    """Keep every code that claims to be of a system of ours and is not."""
    if isinstance(node, Mapping):
        system = terms.own_system(str(node.get("system", "")))
        if system is not None and node.get("code") not in codes(system):
            near = nearest_names(str(node.get("code")), codes(system))
            allowed = f"one of {len(codes(system))} codes"
            where.wrong(shown(node.get("code")), allowed, f"There is no such code of {system}.", near)
        for key, inner in node.items():
            _check_codes(inner, terms, where.at(key))
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            _check_codes(inner, terms, where.at(index))


def _named(kind: str, said: Mapping[str, str]) -> _Plain:
    """What the code itself names: an item, a test, a sign."""
    of_code = (one for one in elements(kind) if one.place == "code" or one.key == kind)
    return {one.key: said[one.system] for one in of_code if one.system in said}


def _site(kind: str, site: _Node, terms: Terms, plain: _Plain) -> NotRead | None:
    """Take the place and its side over; a place that only words or unknown codes name is left to a person."""
    said = terms.meanings(site)
    for extension in site.get("extension", ()):
        if extension.get("url") in (terms.url("StructureDefinition", LATERALITY), _MCODE_LATERALITY):
            said |= terms.meanings(extension.get("valueCodeableConcept"))
    found = False
    for element in elements(kind):
        if element.system in said and element.place in ("bodySite", "laterality"):
            code = said[element.system]
            plain[element.key] = [code] if element.many else code
            found |= element.place == "bodySite"
    named = bool(site.get("coding") or site.get("text"))
    return None if found or not named or kind in plain else NotRead(f"the place is named {site_in_words(site)}", True)


def site_in_words(site: _Node) -> str:
    """Place as its sender named it."""
    words = [site.get("text"), *(one.get("display") or one.get("code") for one in site.get("coding", ()))]
    return ", ".join(str(word) for word in words if word) or "without words"


def _component(kind: str, node: _Node, terms: Terms, where: Where, plain: _Plain, unread: list[str]) -> None:
    """Take one component over."""
    named = [one.get("code") for one in node.get("code", {}).get("coding", ()) if _is_component(one, terms)]
    element = next((one for one in elements(kind) for name in named if name in one.names), None)
    if element is None:
        unread.append(site_in_words(node.get("code", {})))
        return
    if "dataAbsentReason" in node:
        reason = node["dataAbsentReason"].get("coding", [{}])[0].get("code")
        plain[element.key] = [] if element.many and reason == "not-applicable" else None
        return
    value = value_in(element, node, terms, where, plain)
    if value is not None and element.many:
        plain[element.key] = [*plain.get(element.key, ()), value]
    elif value is not None:
        plain[element.key] = value
        if kind == "ncs" and element.holds == "number":
            _limit(element.key, node, plain)


def _limit(key: str, node: _Node, plain: _Plain) -> None:
    """Limit of the laboratory that the report itself prints: it goes before any other."""
    end = "high" if key.startswith("latency") else "low"
    for one in node.get("referenceRange", ()):
        if "value" in one.get(end, {}):
            plain.setdefault("limits", {})[key] = one[end]["value"]


def _is_component(coding: _Node, terms: Terms) -> bool:
    return terms.own_system(coding.get("system", "")) == "component"


def _value(kind: str, resource: _Node, terms: Terms, where: Where, plain: _Plain) -> None:
    """Take the value over, by the first element that it fits."""
    given = next((key for key in resource if key.startswith("value")), None)
    if given is None:
        return
    offered = [element for element in elements(kind) if element.place == "value"]
    fitting = next((one for one in offered if _fits(one, resource, terms)), offered[-1] if offered else None)
    if fitting is None:
        where.at(given).wrong(given, "components", f"A record of kind {kind} has no value.")
        return
    value = value_in(fitting, resource, terms, where, plain)
    if value is not None:
        plain[fitting.key] = value


def _fits(element: Element, node: _Node, terms: Terms) -> bool:
    """Whether a value can be what this element holds."""
    if element.holds == "code":
        return element.system in terms.meanings(node.get("valueCodeableConcept")) or "valueBoolean" in node
    if element.holds in ("number", "measure"):
        raw = node.get("valueQuantity", {})
        return "valueInteger" in node or unit_of(raw, units_of(element)) is not None
    return True


def _interpretation(kind: str, resource: _Node, plain: _Plain) -> None:
    """Result that an interpretation, or the range of the laboratory itself, says where the value does not."""
    if "value" in plain:
        return
    said = [interpreted(kind, code) for code in _coded(resource.get("interpretation", ()))]
    word = next((one for one in said if one is not None), None) or _by_range(kind, resource)
    if word is not None:
        plain["value"] = word


def _coded(concepts: Any) -> Iterator[str]:
    return (coding.get("code", "") for concept in concepts for coding in concept.get("coding", ()))


def _by_range(kind: str, resource: _Node) -> str | None:
    """Which side of the laboratory's range a number lies on."""
    ranges, raw = resource.get("referenceRange", ()), resource.get("valueQuantity", {})
    if kind != "lab" or len(ranges) != 1 or "value" not in raw:
        return None
    low, high = (ranges[0].get(end, {}) for end in ("low", "high"))
    if any(end.get("code", raw.get("code")) != raw.get("code") for end in (low, high)):
        return None
    if raw["value"] > high.get("value", math.inf):
        return "raised"
    if raw["value"] < low.get("value", -math.inf):
        return "low"
    return "normal" if "value" in low and "value" in high else None
