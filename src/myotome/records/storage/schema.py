"""The tables of a database of records. What could name a person, and all that was found, is encrypted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, String, Table

__all__ = [
    "ACCOUNTS",
    "ADDED",
    "ANSWERS",
    "CHAIN",
    "CLINICS",
    "EMERGENCIES",
    "EVENTS",
    "METADATA",
    "PATIENTS",
    "PROGRAMS",
    "REVISIONS",
    "SESSIONS",
    "SUBJECTS",
    "VISITS",
    "WORDS",
]

METADATA: Final = MetaData()
_ID, _TIME, _DAY, _NAME = String(32), String(32), String(10), String(64)


def _digest() -> Column[bytes]:
    return Column("digest", LargeBinary(32), nullable=False)


PATIENTS: Final = Table(
    "patient",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("born", LargeBinary, nullable=False),
    Column("number", LargeBinary, nullable=False),
    Column("note", LargeBinary, nullable=False),
    Column("archived", _TIME),
    Column("changed", _TIME, nullable=False),
    Column("clinic", _ID, index=True),
    _digest(),
)
#: Columns that came later: a row that has nothing there keeps the digest that it had without them.
ADDED: Final = frozenset({"clinic"})
VISITS: Final = Table(
    "visit",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("patient", _ID, ForeignKey("patient.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("day", _DAY, nullable=False),
    Column("archived", _TIME),
    Column("changed", _TIME, nullable=False),
    _digest(),
)
#: Every state of a visit that was saved; none is ever overwritten.
REVISIONS: Final = Table(
    "revision",
    METADATA,
    Column("visit", _ID, ForeignKey("visit.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("made", _TIME, nullable=False),
    _digest(),
)
ANSWERS: Final = Table(
    "answer",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("visit", _ID, nullable=False),
    Column("visit_version", Integer, nullable=False),
    Column("made", _TIME, nullable=False),
    Column("program", _NAME, nullable=False),
    Column("tables_hash", _NAME, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("document", LargeBinary, nullable=False),
    _digest(),
    ForeignKeyConstraint(["visit", "visit_version"], ["revision.visit", "revision.version"]),
    Index("ix_answer_visit", "visit", "visit_version"),
)
#: Keyed digests of the beginnings of names: they can be searched and not be read.
WORDS: Final = Table(
    "search_word",
    METADATA,
    Column("token", LargeBinary(16), primary_key=True),
    Column("patient", _ID, ForeignKey("patient.id"), primary_key=True, index=True),
)
#: Clinics whose patients are kept apart; the first one has no row, and its patients name none.
CLINICS: Final = Table(
    "clinic",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("changed", _TIME, nullable=False),
    _digest(),
)
#: Who may sign in. Login, password hash and second factor lie in the encrypted document; a keyed digest finds a login.
ACCOUNTS: Final = Table(
    "account",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("clinic", _ID),
    Column("login_token", LargeBinary(16), nullable=False, unique=True),
    Column("subject_token", LargeBinary(16), unique=True),
    Column("role", String(16), nullable=False),
    Column("disabled", _TIME),
    Column("document", LargeBinary, nullable=False),
    Column("changed", _TIME, nullable=False),
    _digest(),
)
#: Who is signed in, by a keyed digest of what the browser holds. They pass, and are no subject of events.
SESSIONS: Final = Table(
    "session",
    METADATA,
    Column("token", LargeBinary(32), primary_key=True),
    Column("account", _ID, ForeignKey("account.id"), nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("emergency", _ID),
    Column("made", _TIME, nullable=False),
    Column("seen", _TIME, nullable=False),
    _digest(),
)
#: Access taken in an emergency, with its reason and its end.
EMERGENCIES: Final = Table(
    "emergency",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("account", _ID, ForeignKey("account.id"), nullable=False),
    Column("clinic", _ID),
    Column("reason", LargeBinary, nullable=False),
    Column("made", _TIME, nullable=False),
    Column("until", _TIME, nullable=False, index=True),
    Column("ended", _TIME),
    _digest(),
)
#: Programs that ask without a browser, by a keyed digest of their token; the token itself is stored nowhere.
PROGRAMS: Final = Table(
    "program_token",
    METADATA,
    Column("id", _ID, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("account", _ID, ForeignKey("account.id"), nullable=False, index=True),
    Column("clinic", _ID),
    Column("token", LargeBinary(32), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("made", _TIME, nullable=False),
    Column("until", _TIME, nullable=False),
    Column("revoked", _TIME),
    _digest(),
)
#: What was done, by whom and when; rows are added and never changed.
EVENTS: Final = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", _TIME, nullable=False),
    Column("actor", _NAME, nullable=False),
    Column("action", _NAME, nullable=False),
    Column("subject", _NAME, nullable=False),
    Column("row_digest", LargeBinary(32)),
    Column("previous", LargeBinary(32), nullable=False),
    _digest(),
)
#: One row: the end of the chain. Whoever writes holds it, so that events stand in one order.
CHAIN: Final = Table(
    "chain",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("head", LargeBinary(32), nullable=False),
    _digest(),
)
#: Tables of which each row is the subject of an event when it is written, with the columns that name the row.
SUBJECTS: Final = {
    CLINICS: ("id",),
    ACCOUNTS: ("id",),
    EMERGENCIES: ("id",),
    PROGRAMS: ("id",),
    PATIENTS: ("id",),
    VISITS: ("id",),
    REVISIONS: ("visit", "version"),
    ANSWERS: ("id",),
}
