"""One step of work in one transaction: rows written with their digests, and events chained to those before them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from myotome.records.refusals import ChangedElsewhereError, DamagedError, NoSuchRecordError
from myotome.records.storage.acting import Acting, scoped
from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import CHAIN, EVENTS, SUBJECTS
from myotome.records.storage.sealing import digest_of, opened, sealed

__all__ = ["Work", "new_id", "subject_of"]


def new_id() -> str:
    """128 random bits: an id that cannot be guessed."""
    return secrets.token_hex(16)


def subject_of(table: Table, row: Mapping[Any, Any]) -> str:
    """How an event names a row."""
    return ":".join([table.name, *(str(row[column]) for column in SUBJECTS[table])])


@dataclass(frozen=True, slots=True)
class Work:
    """A transaction that is open.

    Attributes
    ----------
    connection : Connection
    keys : Keys
    who : Acting
        Who works, and of which clinic.
    at_step : callable
        Called with the name of each step that is done; tests stop the program there.
    """

    connection: Connection
    keys: Keys
    who: Acting
    at_step: Callable[[str], None]

    def insert(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write a new row with its digest, and the event."""
        whole = self._digested(table, row)
        self.connection.execute(table.insert().values(whole))
        self.at_step(f"{table.name} written")
        self.note("created", subject_of(table, whole), whole["digest"])

    def replace(self, table: Table, row: Mapping[str, Any], seen: int, action: str) -> None:
        """Write a row anew where it still has the version that was seen; the version goes up by one.

        Raises
        ------
        ChangedElsewhereError
            Somebody else was quicker.
        """
        whole = self._digested(table, {**row, "version": seen + 1})
        mine = (table.c.id == row["id"]) & (table.c.version == seen)
        if self.connection.execute(table.update().where(mine).values(whole)).rowcount != 1:
            raise ChangedElsewhereError(seen, self.row(table, row["id"])["version"])
        self.at_step(f"{table.name} written")
        self.note(action, subject_of(table, whole), whole["digest"])

    def row(self, table: Table, identity: str) -> RowMapping:
        """A row by its id, its digest checked; one of another clinic is none."""
        found = self.connection.execute(scoped(table, self.who).where(table.c.id == identity)).mappings().first()
        if found is None:
            raise NoSuchRecordError
        return self.checked(table, found)

    def checked(self, table: Table, row: RowMapping) -> RowMapping:
        """A row as it was written; raises DamagedError where it is not."""
        if row["digest"] != digest_of(self.keys.digests, table.name, row):
            raise DamagedError(f"{subject_of(table, row)} is not as it was written")
        return row

    def seal(self, place: str, text: str | bytes) -> bytes:
        """Encrypt a field for its place."""
        return sealed(self.keys.fields, place, text.encode() if isinstance(text, str) else text)

    def open(self, place: str, stored: bytes) -> bytes:
        """Decrypt a field of a place."""
        return opened(self.keys.fields, place, stored)

    def note(self, action: str, subject: str, row_digest: bytes | None = None) -> None:
        """Add an event to the chain."""
        end = self.connection.execute(select(CHAIN).with_for_update()).mappings().one()
        event = {
            "seq": end["seq"] + 1,
            "at": self.now(),
            "actor": self.who.actor,
            "action": action,
            "subject": subject,
            "row_digest": row_digest,
            "previous": end["head"],
        }
        event["digest"] = digest_of(self.keys.digests, EVENTS.name, event)
        self.connection.execute(EVENTS.insert().values(event))
        self.at_step("event written")
        link = {"id": 1, "seq": event["seq"], "head": event["digest"]}
        self.connection.execute(CHAIN.update().values(self._digested(CHAIN, link)))
        self.at_step("chain written")

    @staticmethod
    def now() -> str:
        """The time in UTC."""
        return datetime.now(UTC).isoformat(timespec="milliseconds")

    def _digested(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "digest": digest_of(self.keys.digests, table.name, row)}
