"""Access in an emergency to what an account does not see otherwise: with a reason, for a while, both ends as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, select

from myotome.errors import InputError, Problem
from myotome.records.accounts.account import Account
from myotome.records.accounts.limits import account_limits
from myotome.records.storage.schema import EMERGENCIES
from myotome.records.storage.work import Work, new_id

__all__ = ["Emergency", "all_emergencies", "begin_emergency", "emergency_in", "end_emergency", "end_those_over"]

_LONGEST: int = 500


@dataclass(frozen=True, slots=True)
class Emergency:
    """Access that was taken; `clinic` is None for the first one."""

    id: str
    version: int
    account: str
    clinic: str | None
    reason: str
    made: str
    until: str
    ended: str | None


def begin_emergency(work: Work, account: Account, clinic: str | None, reason: str, now: datetime) -> Emergency:
    """Open a clinic to be read for a while; raises InputError where the reason says too little."""
    told, limits = " ".join(reason.split()), account_limits("emergency")
    if not limits["reason_shortest"] <= len(told) <= _LONGEST:
        allowed = f"{limits['reason_shortest']} to {_LONGEST} characters"
        message = "Say why, so that somebody else can judge it later."
        raise InputError([Problem("reason", None, f"{len(told)} characters", allowed, (), message)])
    made = new_id()
    row = {
        "id": made,
        "version": 1,
        "account": account.id,
        "clinic": clinic,
        "reason": work.seal(f"emergency.{made}.reason", told),
        "made": _text(now),
        "until": _text(now + timedelta(minutes=limits["minutes"])),
        "ended": None,
    }
    work.insert(EMERGENCIES, row)
    work.note("emergency access begun", f"clinic:{clinic or 'first'}")
    return _emergency(work, work.row(EMERGENCIES, made))


def end_emergency(work: Work, emergency: str, now: datetime) -> None:
    """Close what was opened, with the event; does nothing where it is closed already."""
    row = work.row(EMERGENCIES, emergency)
    if row["ended"] is None:
        ended = min(_text(now), row["until"])
        work.replace(EMERGENCIES, {**row, "ended": ended}, row["version"], "emergency access ended")


def end_those_over(work: Work, now: datetime) -> int:
    """Close what is over by itself, with its events; returns how many."""
    over = (EMERGENCIES.c.ended.is_(None)) & (EMERGENCIES.c.until <= _text(now))
    found = work.connection.execute(select(EMERGENCIES.c.id).where(over)).scalars().all()
    for one in found:
        end_emergency(work, one, now)
    return len(found)


def emergency_in(work: Work, emergency: str, now: datetime) -> Emergency | None:
    """Access that lasts; None where it is over."""
    row = work.row(EMERGENCIES, emergency)
    return _emergency(work, row) if row["ended"] is None and row["until"] > _text(now) else None


def all_emergencies(work: Work) -> tuple[Emergency, ...]:
    """Access to every clinic, the newest first."""
    rows = work.connection.execute(select(EMERGENCIES).order_by(EMERGENCIES.c.made.desc())).mappings()
    return tuple(_emergency(work, work.checked(EMERGENCIES, row)) for row in rows.all())


def _emergency(work: Work, row: RowMapping) -> Emergency:
    told = {name: row[name] for name in ("id", "version", "account", "clinic", "made", "until", "ended")}
    return Emergency(reason=work.open(f"emergency.{row['id']}.reason", row["reason"]).decode(), **told)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
