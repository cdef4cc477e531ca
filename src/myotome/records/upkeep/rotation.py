"""A new key for a database: everything encrypted, digested and chained anew in one transaction.

The new key lies beside the old one before the transaction begins and takes its place after the commit. Wherever the
program is killed, the key that opens the database is one of the two, and the next start finds out which.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, and_, select

from myotome.errors import InputError, Problem
from myotome.records.accounts.account import found_by
from myotome.records.kept.search import keep_words
from myotome.records.records import Records
from myotome.records.refusals import DamagedError
from myotome.records.storage.database import file_of
from myotome.records.storage.keys import (
    NEW_KEY_VARIABLE,
    SECRET_BYTES,
    Keys,
    decoded_secret,
    keys_from,
    next_file,
    put_in_place,
    write_secret,
)
from myotome.records.storage.schema import ACCOUNTS, CHAIN, EVENTS, PATIENTS, PROGRAMS, SESSIONS, SUBJECTS
from myotome.records.storage.sealing import digest_of, opened, sealed
from myotome.records.storage.work import Work, subject_of
from myotome.records.upkeep.verification import FIELD_PLACES, faults_on

__all__ = ["Rotated", "rotate_key"]


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was done: rows that were written anew, and where the old key is kept; None where no file holds it."""

    rows: int
    old_key: Path | None


def rotate_key(records: Records, environment: Mapping[str, str] = os.environ) -> Rotated:
    """Encrypt a database with a new key, as a whole or not at all.

    Parameters
    ----------
    records : Records
        Nobody else may hold it open: a program that runs on goes on with the old key, and is refused.
    environment : mapping
        Holds `MYOTOME_RECORDS_NEW_KEY` where the key comes from the environment.

    Raises
    ------
    InputError
        There is no new key, and no file to write one to.
    DamagedError
        Something is not as it was written; nothing is changed then.
    """
    secret = _new_secret(records, environment)
    if records.key_file is not None:
        write_secret(next_file(records.key_file), secret)
        records.at_step("new key written")
    with records.work() as work:
        if faults := list(faults_on(work.connection, records.keys)):
            raise DamagedError(f"{faults[0]} The key stays as it is.")
        work.note("key rotated", "database")
        new = Work(work.connection, keys_from(secret), work.who, work.at_step)
        rows = _rewritten(work, new)
    old = None if records.key_file is None else put_in_place(records.key_file)
    _checkpointed(records)
    records.keys = new.keys
    return Rotated(rows, old)


def _new_secret(records: Records, environment: Mapping[str, str]) -> bytes:
    given = environment.get(NEW_KEY_VARIABLE)
    if given:
        return decoded_secret(given, NEW_KEY_VARIABLE)
    if records.key_file is None:
        message = "The key comes from the environment: give the new one there too, 32 random bytes in base64."
        raise InputError([Problem(NEW_KEY_VARIABLE, None, "nothing", "a new key", (), message)])
    return secrets.token_bytes(SECRET_BYTES)


def _rewritten(work: Work, new: Work) -> int:
    """Every row with fields and digest of the new key, then the chain of events; returns the number of rows."""
    digests: dict[str, bytes] = {}
    for table in SUBJECTS:
        for identity in work.connection.execute(select(*table.primary_key.columns)).all():
            mine = and_(*(column == value for column, value in zip(table.primary_key.columns, identity, strict=True)))
            row = work.connection.execute(select(table).where(mine)).mappings().one()
            whole = _sealed_anew(work.keys, new.keys, table, row)
            work.connection.execute(table.update().where(mine).values(whole))
            digests[subject_of(table, whole)] = whole["digest"]
        work.at_step(f"{table.name} rotated")
    work.connection.execute(SESSIONS.delete())  # whoever is signed in signs in again
    _words_anew(new)
    return len(digests) + _chained_anew(work.connection, new.keys, digests)


def _sealed_anew(old: Keys, new: Keys, table: Table, row: RowMapping) -> dict[str, Any]:
    """A row with its fields encrypted and its digest made by the new key."""
    whole = dict(row)
    for column, place in FIELD_PLACES[table](row).items():
        whole[column] = sealed(new.fields, place, opened(old.fields, place, row[column]))
    if table is ACCOUNTS:
        whole |= found_by(new, json.loads(opened(new.fields, f"account.{row['id']}.document", whole["document"])))
    if table is PROGRAMS:  # what a token is found by needs the token, which nobody kept: programs get new ones
        whole["revoked"] = whole["revoked"] or Work.now()
    return {**whole, "digest": digest_of(new.digests, table.name, whole)}


def _words_anew(new: Work) -> None:
    """What patients are found by."""
    for row in new.connection.execute(select(PATIENTS)).mappings().all():
        names = [new.open(f"patient.{row['id']}.{name}", row[name]).decode() for name in ("name", "number")]
        keep_words(new, row["id"], *names)


def _chained_anew(connection: Connection, keys: Keys, digests: Mapping[str, bytes]) -> int:
    """The chain of events by the new key; the last event of each row bears its new digest."""
    chosen = select(EVENTS.c.seq, EVENTS.c.subject).where(EVENTS.c.row_digest.is_not(None)).order_by(EVENTS.c.seq)
    last = {subject: seq for seq, subject in connection.execute(chosen)}
    head = bytes(32)
    numbers = connection.execute(select(EVENTS.c.seq).order_by(EVENTS.c.seq)).scalars().all()
    for seq in numbers:
        row = connection.execute(select(EVENTS).where(EVENTS.c.seq == seq)).mappings().one()
        event = {**row, "previous": head}
        if last.get(row["subject"]) == seq:
            event["row_digest"] = digests[row["subject"]]
        head = event["digest"] = digest_of(keys.digests, EVENTS.name, event)
        connection.execute(EVENTS.update().where(EVENTS.c.seq == seq).values(event))
    end = {"id": 1, "seq": len(numbers), "head": head}
    connection.execute(CHAIN.update().values(**end, digest=digest_of(keys.digests, CHAIN.name, end)))
    return len(numbers)


def _checkpointed(records: Records) -> None:
    """Nothing that the old key opens stays in the log of an embedded database."""
    if file_of(records.engine.url) is not None:
        records.engine.dispose()
        with records.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
