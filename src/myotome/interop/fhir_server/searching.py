"""Searches: which resources are looked through, and the Bundle of one page with links to the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from myotome.interop.fhir import fhir_definitions
from myotome.interop.fhir_server.kept import KeptResources
from myotome.interop.fhir_server.matching import reference_id
from myotome.interop.fhir_server.parameters import Search
from myotome.interop.fhir_server.replies import RefusedRequestError
from myotome.records import NoSuchRecordError

__all__ = ["MOST_PATIENTS", "Searching"]

#: So many patients are looked through; who has more is asked for a name or a number.
MOST_PATIENTS: Final = 10_000
_Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Searching:
    """Searches of one server.

    Attributes
    ----------
    kept : KeptResources or None
        None where nothing is kept: then definitions alone are found.
    definitions : tuple of mapping
        What our codes mean.
    """

    kept: KeptResources | None
    definitions: Sequence[_Resource]

    @classmethod
    def over(cls, kept: KeptResources | None, terms: Any) -> Searching:
        """Searches over what is kept and over the definitions."""
        return cls(kept, fhir_definitions(terms))

    def page(self, search: Search, base: str) -> dict[str, Any]:
        """The page that is asked for, as a Bundle.

        Parameters
        ----------
        search : Search
        base : str
            Address of the server, without a slash at its end.
        """
        found = search.found(self._candidates(search))
        shown = [] if search.only_total else found[search.offset : search.offset + search.count]
        if self.kept is not None and search.kind == "Patient":
            shown = [self.kept.with_sex(one) for one in shown]
        entries = [
            {
                "fullUrl": f"{base}/{one['resourceType']}/{one['id']}",
                "resource": one,
                "search": {"mode": "match"},
            }
            for one in shown
        ]
        entries += [_told(search)] if search.left_out and not search.only_total else []
        links = [{"relation": name, "url": url} for name, url in _links(search, len(found), base)]
        head = {"resourceType": "Bundle", "type": "searchset", "total": len(found), "link": links}
        return {**head, **({"entry": entries} if entries else {})}

    def _candidates(self, search: Search) -> Iterator[_Resource]:
        """Resources among which the search is made; none of another patient is opened."""
        if search.kind not in ("Patient", "Encounter", "Observation"):
            yield from self.definitions
        elif self.kept is not None and search.kind == "Patient":
            yield from self._patients(search, self.kept)
        elif self.kept is not None:
            yield from self._of_patients(search, self.kept)

    @staticmethod
    def _patients(search: Search, kept: KeptResources) -> Iterator[_Resource]:
        if ids := search.values("_id"):
            yield from _all_there(kept.patient, ids[0].split(","))
            return
        words = [value.rpartition("|")[2] for value in search.values("name", "identifier") if "," not in value]
        found = list(kept.patients(" ".join(words), MOST_PATIENTS + 1))
        if len(found) > MOST_PATIENTS:
            raise RefusedRequestError(403, f"More than {MOST_PATIENTS} patients: name one by name or identifier.")
        yield from found

    @staticmethod
    def _of_patients(search: Search, kept: KeptResources) -> Iterator[_Resource]:
        """Encounters and findings of the patients, or of the visits, that the search names."""
        for names, kind, read in (
            (("patient", "subject"), "Patient", kept.of_patient),
            (("encounter",), "Encounter", kept.with_id),
            (("_id",), search.kind, kept.with_id),
        ):
            if values := search.values(*names):
                ids = dict.fromkeys(reference_id(one, kind) for one in values[0].split(","))
                found = [one for resources in _all_there(read, ids) for one in resources]
                yield from {(one["resourceType"], one["id"]): one for one in found}.values()
                return
        raise RefusedRequestError(400, f"{search.kind} is searched by patient, encounter or _id.")


def _all_there(read: Any, ids: Any) -> Iterator[Any]:
    """What can be read of these ids; a search for what is not there finds nothing."""
    for one in ids:
        try:
            yield read(one)
        except NoSuchRecordError:
            continue


def _links(search: Search, total: int, base: str) -> Iterator[tuple[str, str]]:
    """Addresses of this page and of those beside it, with the parameters that were heeded."""

    def at(offset: int) -> str:
        more = [("_sort", search.sort)] if search.sort else []
        more += [("_summary", "count")] if search.only_total else [("_count", str(search.count))]
        more += [("_offset", str(offset))] if offset else []
        return f"{base}/{search.kind}?{urlencode([*search.given, *more])}"

    yield "self", at(search.offset)
    if search.only_total or not search.count:
        return
    yield "first", at(0)
    if search.offset:
        yield "previous", at(max(0, search.offset - search.count))
    if search.offset + search.count < total:
        yield "next", at(search.offset + search.count)


def _told(search: Search) -> dict[str, Any]:
    """Entry that says what was left out of a search."""
    said = f"Not heeded, for {search.kind} has no such parameter here: {', '.join(search.left_out)[:200]}."
    issue = {"severity": "warning", "code": "not-supported", "diagnostics": said}
    return {"resource": {"resourceType": "OperationOutcome", "issue": [issue]}, "search": {"mode": "outcome"}}
