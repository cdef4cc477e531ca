"""A bundle as a case, with what became of each of its entries. All of it is taken over, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError
from myotome.exam import Case, case_from_mapping
from myotome.interop.fhir.dates import age_on, day_of, effective_day
from myotome.interop.fhir.invariants import check_resource, use_of
from myotome.interop.fhir.places import Where
from myotome.interop.fhir.read.entries import Reading
from myotome.interop.fhir.read.import_report import EntryOutcome, ImportedBundle
from myotome.interop.fhir.read.lists import complaint_onset
from myotome.interop.fhir.read.references import Resolver
from myotome.interop.fhir.read.strict_json import bundle_of, check_plain, read_json
from myotome.interop.fhir.read.visits import DatedRecord, by_visit, newest_only
from myotome.interop.fhir.terms import CASE_IDENTIFIER, Terms

__all__ = ["case_of_bundle", "import_bundle"]

_Node = Mapping[str, Any]
_PLACE = re.compile(r"(?:visits\[(\d+)\]\.)?findings\[(\d+)\]")
#: Years by which an age may differ from the date of birth: of that only the year may be known.
_AGE_APART: Final = 1
_BY_ITSELF: Final = ("demographics", "case", "truth", "visit")


def import_bundle(path: Path, terms: Terms | None = None) -> ImportedBundle:
    """Which case does a bundle hold, and what of it could not be taken over?

    Parameters
    ----------
    path : Path
        A Bundle of FHIR R4 in JSON, or a single resource.
    terms : Terms or None
        Canonical address and map of the site; None for our own alone.

    Returns
    -------
    ImportedBundle
        Every entry is accounted for.

    Raises
    ------
    InputError
        Everything that is wrong with the bundle; then nothing of it is taken over.
    """
    return _imported(read_json(path), str(path), _identity(path.stem), terms or Terms())


def case_of_bundle(data: Any, terms: Terms | None = None, name: str = "bundle") -> ImportedBundle:
    """The same of a bundle that is in memory already.

    Examples
    --------
    >>> patient = {"resourceType": "Patient", "gender": "female"}
    >>> case_of_bundle(patient).case.demographics.sex
    'female'
    """
    check_plain(data, name)
    return _imported(data, name, _identity(name), terms or Terms())


def _identity(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "bundle"


def _imported(data: Any, file: str, identity: str, terms: Terms) -> ImportedBundle:
    bundle = bundle_of(data, file)
    where = Where(file, [])
    entries = _checked(bundle, where)
    resolver = Resolver(entries)
    patient = _the_patient(entries, resolver, where)
    _refuse(where)
    today = _today(bundle, entries)
    reading = Reading(terms, where, entries, resolver, today)
    reads, outcomes = reading.all()
    _refuse(where)
    onset = complaint_onset(entries, today)
    if onset is not None:
        outcomes[onset[0]] = replace(outcomes[onset[0]], outcome="used", reason="onset; no finding is made of it")
    return _case(reads, outcomes, patient, _Context(identity, file, terms, today, onset and onset[1]))


def _refuse(where: Where) -> None:
    if where.problems:
        raise InputError(where.problems)


def _checked(bundle: dict[str, Any], where: Where) -> list[dict[str, Any]]:
    """Entries of a bundle, every resource of which is valid."""
    kind = bundle.get("type", "none")
    if use_of("Bundle", "type", str(kind)) == "refused":
        where.at("type").wrong(str(kind), "collection, document, searchset, transaction", "Such a bundle is not read.")
    entries = bundle.get("entry", [])
    for index, entry in enumerate(entries):
        place = where.at("entry", index)
        if not isinstance(entry, dict) or "resource" not in entry or not isinstance(entry.get("fullUrl", ""), str):
            place.wrong(str(entry)[:80], "an entry with a resource", "This is no entry.")
        else:
            check_resource(entry["resource"], place.at("resource"))
    _refuse(where)
    return list(entries)


def _the_patient(entries: Sequence[_Node], resolver: Resolver, where: Where) -> _Node | None:
    """The one patient; two of them, or findings of another, are a problem."""
    patients = [index for index, entry in enumerate(entries) if entry["resource"]["resourceType"] == "Patient"]
    subjects: dict[Any, int] = {}
    for index, entry in enumerate(entries):
        resource = entry["resource"]
        key = resolver.key(resource.get("subject", resource.get("patient")))
        if key is not None:
            subjects.setdefault(key, index)
    others = [key for key in subjects if isinstance(key, int) and key not in patients]
    if len(patients) > 1 or len(subjects) > 1 or others:
        given = f"{max(len(patients), len(subjects))} patients or subjects"
        where.at("entry").wrong(given, "one patient", "The bundle speaks of more than one; import each by itself.")
    return entries[patients[0]]["resource"] if len(patients) == 1 else None


def _today(bundle: _Node, entries: Iterable[_Node]) -> date | None:
    """The day from which times are counted: the newest of the findings, else that of the bundle."""
    kinds = ("Observation", "Encounter")
    found = [effective_day(entry["resource"]) for entry in entries if entry["resource"]["resourceType"] in kinds]
    return max((day for day in found if day is not None), default=day_of(bundle.get("timestamp")))


@dataclass(frozen=True)
class _Context:
    """What a case needs beside its records."""

    identity: str
    file: str
    terms: Terms
    today: date | None
    onset: dict[str, Any] | None


def _case(
    reads: list[DatedRecord], outcomes: list[EntryOutcome], patient: _Node | None, context: _Context
) -> ImportedBundle:
    _check_ages(reads, (patient or {}).get("birthDate"), context)
    reads, outcomes = newest_only(reads, outcomes)
    own = {read.record.kind: read.record.plain for read in sorted(reads, key=_when) if read.record.kind in _BY_ITSELF}
    present, visits = by_visit([read for read in reads if read.record.kind not in (*_BY_ITSELF, "not_examined")], reads)
    mapping: dict[str, Any] = {
        "id": _named(patient, context),
        **({"kind": "patient", "record": "structured"} if "case" not in own else {}),
        **({} if context.onset is None else {"onset": context.onset}),
        **own.get("case", {}),
        "demographics": _demographics(patient, own.get("demographics", {}), context.today),
        "findings": [_finding(read) for read in present],
    }
    if "truth" in own:
        mapping["truth"] = own["truth"]
    if visits:
        mapping["visits"] = [{**when, "findings": [_finding(one) for one in group]} for when, group in visits]
    note = [mapping.get("note"), *(f"Not examined: {read.record.plain['what']}." for read in reads if _absent(read))]
    if any(note):
        mapping["note"] = " ".join(part for part in note if part)
    places = {("", str(index)): read.entry for index, read in enumerate(present)}
    for number, (_, group) in enumerate(visits):
        places |= {(str(number), str(index)): read.entry for index, read in enumerate(group)}
    case = _checked_case(mapping, context.file, places)
    made = {read.entry: read.record.kind for read in reads if own.get(read.record.kind) is read.record.plain}
    return ImportedBundle(case, _with_places(outcomes, places, made), context.today)


def _check_ages(reads: list[DatedRecord], born: Any, context: _Context) -> None:
    """Refuse an age that the date of birth contradicts; which of the two is wrong only a person can say."""
    where = Where(context.file, [])
    birth = day_of(born)
    for read in reads:
        told, day = read.record.plain.get("age"), read.day or context.today
        if read.record.kind != "demographics" or told is None or birth is None or day is None:
            continue
        age = age_on(born, day)
        if age is None or abs(age - told) > _AGE_APART:
            message = f"Age and date of birth contradict each other: on {day} who was born {born} is not {told}."
            place = where.at("entry", read.entry, "resource")
            place.wrong(f"age {told}", "the age that the date of birth gives, or no age", message)
    _refuse(where)


def _when(read: DatedRecord) -> date:
    """Day of a record: of several that say who the patient is, the newest counts."""
    return read.day or date.min


def _with_places(
    outcomes: list[EntryOutcome], places: Mapping[tuple[str, str], int], records: Mapping[int, str]
) -> tuple[EntryOutcome, ...]:
    """The outcomes with the places in the case of what was made of each entry."""
    made = {entry: [kind] for entry, kind in records.items()}
    for (visit, finding), entry in places.items():
        made.setdefault(entry, []).append(f"{f'visits[{visit}].' if visit else ''}findings[{finding}]")
    return tuple(replace(one, made=tuple(made.get(one.entry, ()))) for one in outcomes)


def _absent(read: DatedRecord) -> bool:
    return read.record.kind == "not_examined"


def _finding(read: DatedRecord) -> dict[str, Any]:
    return {"type": read.record.kind, **read.record.plain}


def _checked_case(mapping: dict[str, Any], file: str, places: Mapping[tuple[str, str], int]) -> Case:
    """The case; what is wrong with a finding is said at its entry of the bundle."""
    try:
        return replace(case_from_mapping(mapping, file), path=None)
    except InputError as error:
        raise InputError([replace(one, where=_at_entry(one.where, places)) for one in error.problems]) from None


def _at_entry(where: str, places: Mapping[tuple[str, str], int]) -> str:
    def named(found: re.Match[str]) -> str:
        return f"entry[{places.get((found[1] or '', found[2]), '?')}].resource, {found[0]}"

    return _PLACE.sub(named, where, count=1)


def _named(patient: _Node | None, context: _Context) -> str:
    """Id of the case: the one it was exported with, else the name of the file; never an identifier of the hospital."""
    system = f"{context.terms.base}/identifier/{CASE_IDENTIFIER}"
    for identifier in (patient or {}).get("identifier", ()):
        if identifier.get("system") == system:
            return str(identifier.get("value"))
    return context.identity


def _demographics(patient: _Node | None, told: _Node, today: date | None) -> dict[str, Any]:
    """Age, sex and size of the patient."""
    gender = (patient or {}).get("gender")
    age = age_on((patient or {}).get("birthDate"), today) if today is not None else None
    return {"age": age, **told, "sex": gender if gender in ("male", "female") else None}
