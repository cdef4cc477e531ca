"""Is everything as it was written? Each row, each field, the chain of events, and what each event says of its row."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select
from sqlalchemy.exc import DBAPIError

from myotome.records.kept.search import tokens_of_names
from myotome.records.records import Records
from myotome.records.refusals import DamagedError
from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import (
    ACCOUNTS,
    ANSWERS,
    CHAIN,
    CLINICS,
    EMERGENCIES,
    EVENTS,
    PATIENTS,
    PROGRAMS,
    REVISIONS,
    SUBJECTS,
    VISITS,
    WORDS,
)
from myotome.records.storage.sealing import digest_of, opened
from myotome.records.storage.work import subject_of

__all__ = ["FIELD_PLACES", "faults_of", "faults_on"]

#: Encrypted columns of a row, each with the place that it is encrypted for.
FIELD_PLACES: dict[Table, Callable[[RowMapping], dict[str, str]]] = {
    CLINICS: lambda row: {"name": f"clinic.{row['id']}.name"},
    ACCOUNTS: lambda row: {"document": f"account.{row['id']}.document"},
    EMERGENCIES: lambda row: {"reason": f"emergency.{row['id']}.reason"},
    PROGRAMS: lambda row: {"name": f"program_token.{row['id']}.name"},
    PATIENTS: lambda row: {name: f"patient.{row['id']}.{name}" for name in ("name", "born", "number", "note")},
    VISITS: lambda _: {},
    REVISIONS: lambda row: {"document": f"revision.{row['visit']}.{row['version']}"},
    ANSWERS: lambda row: {"document": f"answer.{row['id']}.document"},
}


def faults_of(records: Records) -> tuple[str, ...]:
    """What is wrong with a database, a sentence each; empty where everything is as it was written.

    An older state of the whole database, put in place of it with its chain, is not seen from inside: compare the
    number of events with that of the last backup.
    """
    try:
        with records.engine.begin() as connection:
            return tuple(faults_on(connection, records.keys))
    except (DBAPIError, ValueError, TypeError, OverflowError) as error:
        return (f"The database cannot be read: {type(getattr(error, 'orig', error)).__name__}.",)


def faults_on(connection: Connection, keys: Keys) -> Iterator[str]:
    """What is wrong, read within a transaction."""
    yield from _of_file(connection)
    last: dict[str, bytes] = {}
    yield from _of_chain(connection, keys, last)
    for table in SUBJECTS:
        yield from _of_rows(connection, keys, table, last)
    yield from (f"{subject} is gone." for subject in last)
    yield from _of_versions(connection)
    yield from _of_words(connection, keys)


def _of_file(connection: Connection) -> Iterator[str]:
    """Faults that the database itself finds in its file."""
    if connection.dialect.name == "sqlite":
        told = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        yield from (f"The file: {one}." for one in told if one != "ok")
        yield from (
            f"A row of {row[0]} has no {row[2]}." for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
        )


def _of_chain(connection: Connection, keys: Keys, last: dict[str, bytes]) -> Iterator[str]:
    """Faults of the chain of events; fills in what the last event says of each row."""
    seq, head = 0, bytes(32)
    for event in connection.execute(select(EVENTS).order_by(EVENTS.c.seq)).mappings():
        seq += 1
        if event["seq"] != seq:
            yield f"Events {seq} to {event['seq'] - 1} are gone."
            seq = event["seq"]
        if not _same(event["digest"], digest_of(keys.digests, EVENTS.name, event)):
            yield f"Event {seq} is not as it was written."
        elif not _same(event["previous"], head):
            yield f"Event {seq} does not follow on the one before it."
        head = event["digest"]
        if event["row_digest"] is not None:
            last[event["subject"]] = event["row_digest"]
    ends = connection.execute(select(CHAIN)).mappings().all()
    if len(ends) != 1 or not _same(ends[0]["digest"], digest_of(keys.digests, CHAIN.name, ends[0])):
        yield "The end of the chain of events is not as it was written."
    elif (ends[0]["seq"], ends[0]["head"]) != (seq, head):
        yield f"The chain should end with event {ends[0]['seq']} and ends with {seq}."


def _of_rows(connection: Connection, keys: Keys, table: Table, last: dict[str, bytes]) -> Iterator[str]:
    """Faults of the rows of a table; takes each out of what the events speak of."""
    for row in connection.execute(select(table)).mappings():
        subject = subject_of(table, row)
        told = last.pop(subject, None)
        if not _same(row["digest"], digest_of(keys.digests, table.name, row)):
            yield f"{subject} is not as it was written."
        elif told is None:
            yield f"No event speaks of {subject}."
        elif not _same(row["digest"], told):
            yield f"{subject} is not as the last event left it."
        else:
            yield from _of_fields(keys, table, row)


def _of_fields(keys: Keys, table: Table, row: RowMapping) -> Iterator[str]:
    for column, place in FIELD_PLACES[table](row).items():
        try:
            opened(keys.fields, place, row[column])
        except DamagedError as error:
            yield f"{error}."


def _of_versions(connection: Connection) -> Iterator[str]:
    """Visits of which a state is missing."""
    counted = select(REVISIONS.c.visit, func.count().label("states")).group_by(REVISIONS.c.visit).subquery()
    joined = select(VISITS.c.id, VISITS.c.version, counted.c.states).outerjoin(counted, counted.c.visit == VISITS.c.id)
    for visit, version, states in connection.execute(joined):
        if states != version:
            yield f"visit:{visit} has {states or 0} of {version} states."


def _of_words(connection: Connection, keys: Keys) -> Iterator[str]:
    """Patients that would not be found by their names."""
    stored: dict[str, set[bytes]] = {}
    for token, patient in connection.execute(select(WORDS.c.token, WORDS.c.patient)):
        stored.setdefault(patient, set()).add(bytes(token))
    for row in connection.execute(select(PATIENTS)).mappings():
        try:
            names = [
                opened(keys.fields, f"patient.{row['id']}.{name}", row[name]).decode() for name in ("name", "number")
            ]
        except DamagedError:
            continue
        if stored.pop(row["id"], set()) != tokens_of_names(keys, *names):
            yield f"The words to search patient:{row['id']} by are not as they were written."


def _same(one: Any, other: bytes) -> bool:
    return isinstance(one, bytes) and hmac.compare_digest(one, other)
