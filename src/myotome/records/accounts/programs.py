"""Tokens of programs: named, for a while, with at most the role of who made them; a keyed digest of each is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import RowMapping, select

from myotome.errors import InputError, Problem
from myotome.printing import shown
from myotome.records.accounts.account import Account, account_anywhere, account_in
from myotome.records.accounts.limits import account_limits
from myotome.records.accounts.roles import Role
from myotome.records.refusals import NoSuchRecordError
from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import PROGRAMS
from myotome.records.storage.work import Work, new_id

__all__ = [
    "ROLES_GIVEN",
    "NewProgram",
    "Program",
    "add_program",
    "end_program",
    "end_programs_of",
    "program_of",
    "programs_in",
]

#: Roles that an account may give to its programs: no program does more than who answers for it.
ROLES_GIVEN: Final[Mapping[Role, tuple[Role, ...]]] = {
    Role.VIEWER: (Role.VIEWER,),
    Role.CLINICIAN: (Role.VIEWER, Role.CLINICIAN),
    Role.RESEARCHER: (Role.RESEARCHER,),
    Role.ADMIN: (Role.ADMIN,),
}
_BYTES: Final = 32
_LONGEST: Final = 60
#: So that a token that lies in the wrong place is recognised as one.
_BEGIN: Final = "myotome_"


@dataclass(frozen=True, slots=True)
class NewProgram:
    """What a token is made for.

    Attributes
    ----------
    name : str
        Which program it is, in words.
    role : Role
        What it may do.
    days : int
        How long it is valid.
    """

    name: str
    role: Role
    days: int


@dataclass(frozen=True, slots=True)
class Program:
    """A program that may ask; `clinic` is None for the first one."""

    id: str
    version: int
    account: str
    login: str
    clinic: str | None
    role: Role
    name: str
    made: str
    until: str
    revoked: str | None

    @property
    def actor(self) -> str:
        """How events name it."""
        return f"program:{self.id}"


def _digest(keys: Keys, token: str) -> bytes:
    return hmac.new(keys.forms, f"program|{token}".encode(), hashlib.sha256).digest()


def add_program(work: Work, account: Account, new: NewProgram, now: datetime) -> tuple[Program, str]:
    """Keep a new program; returns it with its token, which is stored nowhere.

    Raises
    ------
    InputError
        The name, the role or the time is not allowed.
    """
    name = " ".join(new.name.split())
    _check(account, name, new)
    token, made = _BEGIN + secrets.token_urlsafe(_BYTES), new_id()
    row = {
        "id": made,
        "version": 1,
        "account": account.id,
        "clinic": account.clinic,
        "token": _digest(work.keys, token),
        "role": new.role.value,
        "name": work.seal(f"program_token.{made}.name", name),
        "made": now.isoformat(timespec="milliseconds"),
        "until": (now + timedelta(days=new.days)).isoformat(timespec="milliseconds"),
        "revoked": None,
    }
    work.insert(PROGRAMS, row)
    return _program(work, work.row(PROGRAMS, made)), token


def _check(account: Account, name: str, new: NewProgram) -> None:
    problems, longest = [], account_limits("program")["longest_days"]
    if not 1 <= len(name) <= _LONGEST or not name.isprintable():
        problems.append(Problem("name", None, shown(name), f"1 to {_LONGEST} characters that say which program it is"))
    if new.role not in ROLES_GIVEN[account.role]:
        allowed = ", ".join(role.value for role in ROLES_GIVEN[account.role])
        message = "A program may do at most what the account may that answers for it."
        problems.append(Problem("role", None, new.role.value, allowed, (), message))
    if not 1 <= new.days <= longest:
        problems.append(Problem("days", None, str(new.days), f"1 to {longest}"))
    if problems:
        raise InputError(problems)


def _program(work: Work, row: RowMapping) -> Program:
    told = {name: row[name] for name in ("id", "version", "account", "clinic", "made", "until", "revoked")}
    name = work.open(f"program_token.{row['id']}.name", row["name"]).decode()
    login = account_anywhere(work, row["account"]).login
    return Program(role=Role(row["role"]), name=name, login=login, **told)


def program_of(work: Work, token: str, now: datetime) -> Program | None:
    """The program of a token; None where there is none, its time is over, or its account may no more."""
    chosen = select(PROGRAMS).where(PROGRAMS.c.token == _digest(work.keys, token))
    row = work.connection.execute(chosen).mappings().first()
    if row is None or row["revoked"] or row["until"] <= now.isoformat(timespec="milliseconds"):
        return None
    account = account_anywhere(work, work.checked(PROGRAMS, row)["account"])
    may = Role(row["role"]) in ROLES_GIVEN[account.role] and account.clinic == row["clinic"]
    return None if account.disabled or not may else _program(work, row)


def programs_in(work: Work, account: str | None = None) -> tuple[Program, ...]:
    """Programs of the clinic of who works, or of one account, the newest first."""
    chosen = select(PROGRAMS).order_by(PROGRAMS.c.made.desc())
    if account is not None:
        chosen = chosen.where(PROGRAMS.c.account == account)
    rows = [work.checked(PROGRAMS, row) for row in work.connection.execute(chosen).mappings().all()]
    return tuple(_program(work, row) for row in rows if work.who.every_clinic or row["clinic"] == work.who.clinic)


def end_program(work: Work, program: str, account: str | None = None) -> None:
    """End a program of the clinic, or of one account alone; raises NoSuchRecordError where it is another's."""
    row = work.row(PROGRAMS, program)
    account_in(work, row["account"])
    if account not in (None, row["account"]):
        raise NoSuchRecordError
    if row["revoked"] is None:
        work.replace(PROGRAMS, {**row, "revoked": work.now()}, row["version"], "revoked")


def end_programs_of(work: Work, account: str) -> None:
    """End every program that an account answers for."""
    for row in work.connection.execute(select(PROGRAMS).where(PROGRAMS.c.account == account)).mappings().all():
        end_program(work, row["id"])
