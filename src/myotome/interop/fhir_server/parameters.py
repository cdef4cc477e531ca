"""The parameters of a search: which there are for each type, which were given, and which are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.interop.fhir_server.matching import codings_of, day_matches, reference_id, token_matches, words_match
from myotome.interop.fhir_server.replies import RefusedRequestError

__all__ = ["MOST_COUNT", "PARAMETERS", "Parameter", "Search", "search_of"]

MOST_COUNT: Final = 1000
_USUAL_COUNT: Final = 50
#: So many values may be looked for at once: each may open a record.
_MOST_VALUES: Final = 100
_MOST_OFFSET: Final = 10**6
#: What a client may send and that changes nothing about what is found.
_SILENT: Final = ("_format", "_pretty", "_total")
_SORTS: Final = ("date", "-date")
_Resource = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a search.

    Attributes
    ----------
    kind : str
        As a CapabilityStatement names it: `token`, `reference`, `string`, `date`, `uri`.
    matches : callable
        Whether a resource matches one value.
    """

    kind: str
    matches: Callable[[_Resource, str], bool]


def _reference(element: str, kind: str) -> Parameter:
    def matches(resource: _Resource, wanted: str) -> bool:
        held = reference_id(resource.get(element, {}).get("reference", ""), kind)
        return bool(held) and held == reference_id(wanted, kind)

    return Parameter("reference", matches)


def _token(read: Callable[[_Resource], Any]) -> Parameter:
    return Parameter("token", lambda resource, wanted: token_matches(codings_of(read(resource)), wanted))


def _identifier(resource: _Resource, wanted: str) -> bool:
    """By number, and by system where one is asked for: a number whose system is not known here is none of it."""
    own = resource.get("identifier", ())
    return token_matches(iter([(one.get("system", ""), one["value"]) for one in own]), wanted)


def _day(resource: _Resource) -> str | None:
    found: str | None = resource.get("effectiveDateTime", resource.get("period", {}).get("start"))
    return found


_ID: Final = Parameter("token", lambda resource, wanted: resource.get("id") == wanted)
_DATE: Final = Parameter("date", lambda resource, wanted: day_matches(_day(resource), wanted.replace(" ", "+")))
_PATIENT: Final = _reference("subject", "Patient")
_URL: Final = Parameter("uri", lambda resource, wanted: resource.get("url") == wanted)
_DEFINITIONS: Final = ("CodeSystem", "ConceptMap", "Questionnaire", "StructureDefinition", "ValueSet")
#: Parameters of each type that is searched.
PARAMETERS: Final[Mapping[str, Mapping[str, Parameter]]] = {
    "Patient": {
        "_id": _ID,
        "identifier": Parameter("token", _identifier),
        "name": Parameter("string", lambda resource, wanted: words_match(resource["name"][0]["text"], wanted)),
        "birthdate": Parameter("date", lambda resource, wanted: day_matches(resource.get("birthDate"), wanted)),
    },
    "Encounter": {"_id": _ID, "patient": _PATIENT, "subject": _PATIENT, "date": _DATE},
    "Observation": {
        "_id": _ID,
        "patient": _PATIENT,
        "subject": _PATIENT,
        "encounter": _reference("encounter", "Encounter"),
        "date": _DATE,
        "code": _token(lambda resource: resource.get("code")),
        "category": _token(lambda resource: resource.get("category")),
        "status": Parameter("token", lambda resource, wanted: resource.get("status") == wanted.rpartition("|")[2]),
    },
    **{kind: {"_id": _ID, "url": _URL} for kind in _DEFINITIONS},
}


@dataclass(frozen=True)
class Search:
    """What is looked for.

    Attributes
    ----------
    kind : str
        Type of resource.
    given : tuple of (str, str)
        Parameters that are heeded, with their values.
    left_out : tuple of str
        Names of those that are not.
    count, offset : int
        How many are wanted on a page, and how many stand before them.
    sort : str
        `date`, `-date`, or empty.
    only_total : bool
        Whether the number alone is wanted.
    """

    kind: str
    given: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...] = ()
    count: int = _USUAL_COUNT
    offset: int = 0
    sort: str = ""
    only_total: bool = False

    def values(self, *names: str) -> tuple[str, ...]:
        """Values of parameters, each of which has to match."""
        return tuple(value for name, value in self.given if name in names)

    def found(self, resources: Iterable[_Resource]) -> list[_Resource]:
        """Resources of the type that match every parameter, in the order that is wanted."""
        matching = [one for one in resources if one["resourceType"] == self.kind and self._matches(one)]
        if self.sort:
            matching.sort(key=lambda one: _day(one) or "", reverse=self.sort.startswith("-"))
        return matching

    def _matches(self, resource: _Resource) -> bool:
        known = PARAMETERS[self.kind]
        return all(any(known[name].matches(resource, one) for one in value.split(",")) for name, value in self.given)


def search_of(kind: str, pairs: Iterable[tuple[str, str]], *, strict: bool = False) -> Search:
    """Read the parameters of a search.

    Parameters
    ----------
    kind : str
        Type of resource.
    pairs : iterable of (str, str)
        Names and values, as sent.
    strict : bool
        Refuse what cannot be heeded, rather than leave it out and say so.

    Raises
    ------
    RefusedRequestError
        With 400: a modifier that is not known, an empty value or very many, a number that is none, or
        anything unknown where `strict`.

    Examples
    --------
    >>> search = search_of("Observation", [("patient", "Patient/a"), ("_count", "5"), ("colour", "red")])
    >>> search.given, search.count, search.left_out
    ((('patient', 'Patient/a'),), 5, ('colour',))
    """
    given: list[tuple[str, str]] = []
    left_out: list[str] = []
    paging: dict[str, Any] = {}
    for name, value in pairs:
        bare, _, modifier = name.partition(":")
        if bare in PARAMETERS[kind]:
            _check_modifier(kind, bare, modifier)
            _check_value(bare, value)
            given.append((bare, value))
        elif name in _PAGING:
            paging |= _PAGING[name](value)
        elif name not in _SILENT:
            left_out.append(name)
    if strict and left_out:
        raise RefusedRequestError(400, f"{kind} has no such parameter here: {', '.join(left_out)[:200]}.")
    return Search(kind, tuple(given), tuple(left_out), **paging)


def _check_modifier(kind: str, name: str, modifier: str) -> None:
    """A type after a reference says nothing new; every other modifier would change what is found."""
    allowed = {"patient": "Patient", "subject": "Patient", "encounter": "Encounter"}.get(name)
    if modifier and modifier != allowed:
        raise RefusedRequestError(400, f"The modifier is not known: {kind}?{name}:{modifier[:40]}.")


def _check_value(name: str, value: str) -> None:
    """Refuse a value that says nothing, for every patient would match it, and very many of them."""
    if value.count(",") >= _MOST_VALUES:
        raise RefusedRequestError(400, f"{name}: at most {_MOST_VALUES} values at once.")
    for one in value.split(","):
        said = one.rpartition("|")[2] if name == "identifier" else one
        if not said.strip():
            raise RefusedRequestError(400, f"{name}: a value is needed, not {value[:40]!r}.")


def _number(name: str, most: int) -> Callable[[str], dict[str, Any]]:
    def read(value: str) -> dict[str, Any]:
        if not (value.isascii() and value.isdigit() and len(value) <= len(str(most))):
            raise RefusedRequestError(400, f"_{name}: a number from 0 to {most}.")
        return {name: min(int(value), most)}

    return read


def _sort(value: str) -> dict[str, Any]:
    if value not in _SORTS:
        raise RefusedRequestError(400, f"_sort: {' or '.join(_SORTS)}.")
    return {"sort": value}


def _summary(value: str) -> dict[str, Any]:
    if value not in ("count", "false"):
        raise RefusedRequestError(400, "_summary: count or false.")
    return {"only_total": value == "count"}


_PAGING: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "_count": _number("count", MOST_COUNT),
    "_offset": _number("offset", _MOST_OFFSET),
    "_sort": _sort,
    "_summary": _summary,
}
