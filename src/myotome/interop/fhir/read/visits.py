"""Which findings of a bundle are of the present visit, which of earlier ones, and which are out of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from myotome.interop.fhir.dates import span_before
from myotome.interop.fhir.elements import elements, is_of_visit
from myotome.interop.fhir.read.import_report import SUPERSEDED, EntryOutcome
from myotome.interop.fhir.read.observation import Record

__all__ = ["DatedRecord", "by_visit", "newest_only"]

#: Kinds of which only the newest result of the same name counts.
_REPEATED = ("history", "lab", "questionnaire")


@dataclass(frozen=True, slots=True)
class DatedRecord:
    """A record with its entry, its encounter and its day."""

    entry: int
    record: Record
    encounter: int | str | None
    day: date | None


def newest_only(reads: list[DatedRecord], outcomes: list[EntryOutcome]) -> tuple[list[DatedRecord], list[EntryOutcome]]:
    """Of several results of one test, item or questionnaire the newest; those of stated visits stay."""
    visits = {read.encounter for read in reads if read.record.kind == "visit"}
    loose = [read for read in reads if read.encounter not in visits]
    newest: dict[tuple[str, str], date] = {}
    for read in loose:
        if (key := _repeated(read)) is not None and read.day is not None:
            newest[key] = max(read.day, newest.get(key, read.day))
    old = [read for read in loose if read.day and (key := _repeated(read)) and read.day < newest[key]]
    for read in old:
        told = EntryOutcome(read.entry, "Observation", "not_used", SUPERSEDED)
        outcomes[read.entry] = told
    return [read for read in reads if read not in old], outcomes


def _repeated(read: DatedRecord) -> tuple[str, str] | None:
    """What a result is one of several of."""
    kind, plain = read.record.kind, read.record.plain
    if kind not in _REPEATED:
        return None
    named = next(plain.get(one.key) for one in elements(kind) if one.place == "code")
    return None if named is None else (kind, named)


def by_visit(
    reads: list[DatedRecord], everything: list[DatedRecord]
) -> tuple[list[DatedRecord], list[tuple[dict[str, Any], list[DatedRecord]]]]:
    """Findings of the present visit, and those of earlier ones with when that was.

    An encounter that is said to be an earlier visit is one with all its findings. Of other encounters and days the
    newest is the present visit; of older ones only what was examined then is of the past.
    """
    said = {read.encounter: read.record.plain for read in everything if read.record.kind == "visit"}
    earlier = {key: (when, [read for read in reads if read.encounter == key]) for key, when in said.items()}
    rest = [read for read in reads if read.encounter not in said]
    days: dict[Any, date] = {}
    for read in rest:
        if is_of_visit(read.record.kind) and read.day is not None:
            days[_group(read)] = max(read.day, days.get(_group(read), read.day))
    newest = max(days.values(), default=None)
    past = {key: day for key, day in days.items() if newest is not None and day < newest}
    for key, day in sorted(past.items(), key=lambda item: item[1], reverse=True):
        group = [read for read in rest if _group(read) == key and is_of_visit(read.record.kind)]
        earlier[key] = ({"ago": span_before(day, newest or day)}, group)
    present = [read for read in rest if _group(read) not in past or not is_of_visit(read.record.kind)]
    return present, [visit for visit in earlier.values() if visit[1]]


def _group(read: DatedRecord) -> Any:
    """What a finding belongs to: its encounter, or its day where none is named."""
    return read.encounter if read.encounter is not None else read.day
