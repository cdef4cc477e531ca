"""Looking after accounts, clinics and access in an emergency: each call is one transaction with its event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from myotome.errors import InputError, Problem, nearest_names
from myotome.printing import shown
from myotome.records.accounts import clinics, emergencies
from myotome.records.accounts.account import (
    Account,
    Credentials,
    account_in,
    accounts_in,
    add_account,
    change_account,
    checked_login,
)
from myotome.records.accounts.clinics import Clinic
from myotome.records.accounts.emergencies import Emergency
from myotome.records.accounts.emergency_uses import EmergencyUse, emergency_uses_in
from myotome.records.accounts.passwords import hash_of, random_password
from myotome.records.accounts.programs import end_programs_of
from myotome.records.accounts.roles import Role
from myotome.records.accounts.sessions import Session, end_sessions_of, set_emergency
from myotome.records.records import Records
from myotome.records.storage.acting import Acting
from myotome.records.storage.schema import ACCOUNTS
from myotome.records.storage.work import Work

__all__ = ["Accounts", "NewAccount", "role_called"]

_BY_TIME = Acting("time limit", every_clinic=True)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of.

    Attributes
    ----------
    login : str
    role : Role
    issuer, subject : str
        Who vouches for it and under which name; empty where it has a password here.
    """

    login: str
    role: Role
    issuer: str = ""
    subject: str = ""


def role_called(text: str) -> Role:
    """A role by its name; raises InputError with the nearest.

    Examples
    --------
    >>> role_called("Clinician").words
    'reads and writes patients of the clinic'
    """
    names = [role.value for role in Role]
    if text.casefold() not in names:
        raise InputError([Problem("role", None, shown(text), ", ".join(names), nearest_names(text.casefold(), names))])
    return Role(text.casefold())


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts and clinics of one database, as far as who acts may see them."""

    records: Records

    def any(self) -> bool:
        """Whether there is an account that can sign in."""
        with self.records.glance(_BY_TIME) as work:
            chosen = select(func.count()).select_from(ACCOUNTS).where(ACCOUNTS.c.disabled.is_(None))
            return bool(work.connection.execute(chosen).scalar_one())

    def all(self) -> tuple[Account, ...]:
        """Accounts of the clinic, by login."""
        with self.records.work() as work:
            work.note("listed", "accounts")
            return accounts_in(work)

    def add(self, new: NewAccount, clinic: str | None = None) -> tuple[Account, str]:
        """Keep a new account; returns it with a password that has to be changed, empty where it signs in elsewhere."""
        login = checked_login(new.login)
        password = "" if new.issuer else random_password()
        stored = hash_of(password) if password else ""
        credentials = Credentials(login, stored, bool(password), new.issuer.rstrip("/"), new.subject)
        with self.records.work() as work:
            return add_account(work, credentials, new.role, clinic), password

    def reset(self, account: str) -> str:
        """Give an account a new password, and take its second factor away; returns the password."""
        password = random_password()
        stored = hash_of(password)
        with self.records.work() as work:
            found = account_in(work, account)
            if found.credentials.issuer:
                message = "This account signs in elsewhere: its password is looked after there."
                raise InputError([Problem("login", None, found.login, "one with a password here", (), message)])
            cleared = {"password": stored, "must_change": True, "factor": "", "recovery": ()}
            change_account(work, found, "password reset", **cleared)
            end_sessions_of(work, account)
            end_programs_of(work, account)
        return password

    def set_role(self, account: str, role: Role) -> None:
        """Give an account another role; whoever is signed in signs in again."""
        with self.records.work() as work:
            found = account_in(work, account)
            _keep_an_admin(work, found, role is Role.ADMIN)
            change_account(work, found, "role changed", role=role)
            end_sessions_of(work, account)

    def disable(self, account: str, *, disabled: bool = True) -> None:
        """Close an account, or open it again; nothing that it did is forgotten."""
        with self.records.work() as work:
            found = account_in(work, account)
            _keep_an_admin(work, found, not disabled)
            since = work.now() if disabled else None
            change_account(work, found, "disabled" if disabled else "enabled", disabled=since)
            end_sessions_of(work, account)

    def called(self, login: str) -> Account:
        """An account by its login; raises InputError with the nearest."""
        found = self.all()
        for one in found:
            if one.login == login.strip().casefold():
                return one
        names = [one.login for one in found]
        raise InputError([Problem("login", None, shown(login), "the login of an account", nearest_names(login, names))])

    def clinics(self) -> tuple[Clinic, ...]:
        """All clinics."""
        with self.records.glance(_BY_TIME) as work:
            return clinics.clinics_in(work)

    def clinic_called(self, name: str) -> Clinic:
        """A clinic by its name, empty for the first one; raises InputError."""
        with self.records.glance(_BY_TIME) as work:
            return clinics.clinic_called(work, name) if name else Clinic(None, clinics.FIRST_CLINIC)

    def add_clinic(self, name: str) -> Clinic:
        """Keep a new clinic."""
        with self.records.work() as work:
            return clinics.add_clinic(work, name)

    def begin_emergency(self, session: Session, clinic: str | None, reason: str, now: datetime) -> Emergency:
        """Have a session read a clinic for a while."""
        with self.records.work() as work:
            begun = emergencies.begin_emergency(work, session.account, clinic, reason, now)
            set_emergency(work, session.token, begun.id)
        return begun

    def end_emergency(self, session: Session, now: datetime) -> None:
        """Have a session be what it was before."""
        if session.emergency is not None:
            with self.records.work() as work:
                emergencies.end_emergency(work, session.emergency.id, now)
                set_emergency(work, session.token, None)

    def emergencies(self) -> tuple[EmergencyUse, ...]:
        """Access in an emergency to the clinic or by its accounts, the newest first."""
        with self.records.work() as work:
            return emergency_uses_in(work)

    def end_those_over(self, now: datetime) -> int:
        """Note the end of every access in an emergency whose time is over; returns how many there were."""
        with self.records.work(_BY_TIME) as work:
            return emergencies.end_those_over(work, now)


def _keep_an_admin(work: Work, account: Account, stays: bool) -> None:
    """Refuse to leave a clinic without anybody who looks after its accounts."""
    if stays or account.role is not Role.ADMIN or account.disabled:
        return
    others = [one for one in accounts_in(work) if one.role is Role.ADMIN and not one.disabled and one.id != account.id]
    if not any(one.clinic == account.clinic for one in others):
        message = "The clinic would have nobody who looks after its accounts."
        raise InputError([Problem("login", None, account.login, "an admin beside another one", (), message)])
