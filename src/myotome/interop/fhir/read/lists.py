"""Problems, operations and medicines of the record as items of the history: only those that are certain and mapped.

A diagnosis on a list is no finding, and what is not on the list is not known: neither becomes yes or no by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from myotome.exam import vocabulary
from myotome.interop.fhir.dates import day_of, effective_day, span_before
from myotome.interop.fhir.invariants import use_of
from myotome.interop.fhir.read.observation import NotRead, Record, site_in_words
from myotome.interop.fhir.terms import Terms

__all__ = ["LISTS", "complaint_onset", "listed_item"]

_Node = Mapping[str, Any]
#: Where each kind of list says what it is about, and the elements whose codes say how certain that is.
LISTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "Condition": ("code", ("verificationStatus", "clinicalStatus")),
    "Procedure": ("code", ("status",)),
    "MedicationStatement": ("medicationCodeableConcept", ("status",)),
}


def listed_item(resource: _Node, terms: Terms, today: date | None) -> Record | NotRead:
    """Item of the history that an entry of a list stands for, or why a person has to look at it."""
    kind = resource["resourceType"]
    element, statuses = LISTS[kind]
    uses = [use_of(kind, name, _status(resource[name])) for name in statuses if name in resource]
    concept = resource.get(element, {})
    words = site_in_words(concept)
    if "not_used" in uses:
        return NotRead(f"{words}: by its status it does not hold", False)
    item = terms.meanings(concept).get("history-item")
    if item is None:
        return NotRead(f"{words}: a list entry, which is no finding; add it by hand where it counts", True)
    if "needs_person" in uses:
        return NotRead(f"{words}: its status leaves open whether it holds today", True)
    value = _value(item, "refuted" not in uses)
    if value is None:
        return NotRead(f"{words}: {item} needs a value of its own", True)
    return Record("history", {"item": item, "value": value, **_ago(item, effective_day(resource), today)})


def _status(given: Any) -> str:
    return given if isinstance(given, str) else str(given.get("coding", [{}])[0].get("code"))


def _value(item: str, holds: bool) -> bool | str | None:
    """Yes or no, in the words of the item where it has some."""
    entry = vocabulary().history[item]
    if entry.value == "bool":
        return holds
    word = "unspecified" if holds else "none"
    return word if word in entry.values else None


def _ago(item: str, then: date | None, today: date | None) -> dict[str, Any]:
    takes = "ago" in (*vocabulary().history[item].takes, *vocabulary().history[item].needs)
    span = span_before(then, today) if takes and then is not None and today is not None else None
    return {} if span is None else {"ago": span}


def complaint_onset(entries: Sequence[_Node], today: date | None) -> tuple[int, dict[str, Any]] | None:
    """When the complaint of this visit began, and which entry says so: its diagnosis, where there is one with a day."""
    found = [
        (index, span)
        for index, entry in enumerate(entries)
        if _is_diagnosis(entry["resource"]) and today is not None
        if (day := day_of(entry["resource"].get("onsetDateTime"))) and (span := span_before(day, today))
    ]
    return found[0] if len({str(span) for _, span in found}) == 1 else None


def _is_diagnosis(resource: _Node) -> bool:
    """Whether this is what the patient was seen for, and not taken back."""
    if resource["resourceType"] != "Condition":
        return False
    of_visit = any("encounter-diagnosis" in str(one.get("coding")) for one in resource.get("category", ()))
    status = _status(resource.get("verificationStatus", "confirmed"))
    return of_visit and use_of("Condition", "verificationStatus", status) in ("used", "needs_person")
