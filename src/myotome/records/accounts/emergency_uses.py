"""What was done with access in an emergency, for those who look after either clinic: who, whence, and how much."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from myotome.records.accounts.account import Account, account_anywhere
from myotome.records.accounts.clinics import clinics_in
from myotome.records.accounts.emergencies import Emergency, all_emergencies
from myotome.records.storage.schema import EVENTS
from myotome.records.storage.work import Work

__all__ = ["EmergencyUse", "emergency_uses_in"]


@dataclass(frozen=True, slots=True)
class EmergencyUse:
    """Access that was taken.

    Attributes
    ----------
    emergency : Emergency
    login : str
        Of who took it.
    home, opened : str
        Names of the clinic of who took it, and of the one that was opened.
    records : int
        How many different patients, visits and answers the account read meanwhile, by the events.
    """

    emergency: Emergency
    login: str
    home: str
    opened: str
    records: int


def emergency_uses_in(work: Work, count: int = 100) -> tuple[EmergencyUse, ...]:
    """Access to the clinic of who works, and what its own accounts took elsewhere; the newest first."""
    names = {one.id: one.name for one in clinics_in(work)}
    taken = [(one, account_anywhere(work, one.account)) for one in all_emergencies(work)]
    seen = [(one, own) for one, own in taken if work.who.every_clinic or work.who.clinic in (one.clinic, own.clinic)]
    return tuple(
        EmergencyUse(one, own.login, names[own.clinic], names[one.clinic], _read(work, one, own))
        for one, own in seen[:count]
    )


def _read(work: Work, emergency: Emergency, account: Account) -> int:
    """How many records the events of an account name between begin and end."""
    within = EVENTS.c.at.between(emergency.made, emergency.ended or emergency.until)
    chosen = select(EVENTS.c.subject).where(EVENTS.c.actor == account.actor, EVENTS.c.action == "opened", within)
    return len(set(work.connection.execute(chosen).scalars()))
