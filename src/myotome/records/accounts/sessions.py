"""Sessions: what a browser holds is random, what is stored of it a keyed digest; both are new after each sign-in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from myotome.records.accounts.account import Account, account_in
from myotome.records.accounts.emergencies import Emergency, emergency_in
from myotome.records.accounts.limits import account_limits
from myotome.records.refusals import NoSuchRecordError
from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import SESSIONS
from myotome.records.storage.sealing import digest_of
from myotome.records.storage.work import Work

__all__ = [
    "WHOLE",
    "Session",
    "begin_session",
    "end_session",
    "end_sessions_of",
    "read_session",
    "set_emergency",
]

#: The last stage: signed in. Before it, a session may ask for a code, a new password or a second factor.
WHOLE: Final = "whole"
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in with one browser.

    Attributes
    ----------
    token : bytes
        Digest of what the browser holds.
    account : Account
    stage : str
        `whole`, or what is still to be given: `code`, `password` or `enrol`.
    proof : str
        What its forms have to bring along.
    emergency : Emergency or None
        Access in an emergency that lasts.
    """

    token: bytes
    account: Account
    stage: str
    proof: str
    emergency: Emergency | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is still to be given."""
        return self.stage == WHOLE


def _digest(keys: Keys, use: str, text: str) -> bytes:
    return hmac.new(keys.forms, f"{use}|{text}".encode(), hashlib.sha256).digest()


def begin_session(work: Work, account: Account, stage: str, now: datetime) -> str:
    """Keep a new session; returns what the browser is to hold."""
    token = secrets.token_urlsafe(_BYTES)
    moment = now.isoformat(timespec="milliseconds")
    row = {
        "token": _digest(work.keys, "session", token),
        "account": account.id,
        "stage": stage,
        "emergency": None,
        "made": moment,
        "seen": moment,
    }
    work.connection.execute(SESSIONS.insert().values(_digested(work, row)))
    _forget_old(work, now)
    return token


def _digested(work: Work, row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "digest": digest_of(work.keys.digests, SESSIONS.name, row)}


def _forget_old(work: Work, now: datetime) -> None:
    """Sessions that nobody can use any more do not pile up."""
    oldest = now - timedelta(hours=account_limits("session")["longest_hours"])
    work.connection.execute(SESSIONS.delete().where(SESSIONS.c.made < oldest.isoformat(timespec="milliseconds")))


def read_session(work: Work, token: str, now: datetime) -> Session | None:
    """The session of what a browser holds; None where there is none, it is over, or its account is closed."""
    stored = _digest(work.keys, "session", token)
    row = work.connection.execute(select(SESSIONS).where(SESSIONS.c.token == stored)).mappings().first()
    if row is None or row["digest"] != digest_of(work.keys.digests, SESSIONS.name, row):
        return None
    if _is_over(row["stage"], row["made"], row["seen"], now):
        return None
    try:
        account = account_in(work, row["account"])
    except NoSuchRecordError:
        return None
    if account.disabled:
        return None
    if now - datetime.fromisoformat(row["seen"]) >= timedelta(seconds=account_limits("session")["seen_every_seconds"]):
        write_session(work, {**row, "seen": now.isoformat(timespec="milliseconds")})
    emergency = emergency_in(work, row["emergency"], now) if row["emergency"] else None
    return Session(stored, account, row["stage"], _digest(work.keys, "proof", token).hex(), emergency)


def _is_over(stage: str, made: str, seen: str, now: datetime) -> bool:
    limits = account_limits("session")
    idle = limits["idle_minutes"] if stage == WHOLE else limits["signing_in_minutes"]
    longest = timedelta(hours=limits["longest_hours"]) if stage == WHOLE else timedelta(minutes=idle)
    return (
        now - datetime.fromisoformat(seen) >= timedelta(minutes=idle) or now - datetime.fromisoformat(made) >= longest
    )


def write_session(work: Work, row: Mapping[str, Any]) -> None:
    """Write a session anew."""
    work.connection.execute(SESSIONS.update().where(SESSIONS.c.token == row["token"]).values(_digested(work, row)))


def set_emergency(work: Work, token: bytes, emergency: str | None) -> None:
    """Have a session be one of access in an emergency, or no more."""
    row = work.connection.execute(select(SESSIONS).where(SESSIONS.c.token == token)).mappings().one()
    write_session(work, {**row, "emergency": emergency})


def end_session(work: Work, token: bytes) -> None:
    """Forget a session."""
    work.connection.execute(SESSIONS.delete().where(SESSIONS.c.token == token))


def end_sessions_of(work: Work, account: str) -> None:
    """Forget all sessions of an account."""
    work.connection.execute(SESSIONS.delete().where(SESSIONS.c.account == account))
