"""One account as it is stored: found by a keyed digest of its login, all else in an encrypted document."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

from sqlalchemy import RowMapping, select

from myotome.errors import InputError, Problem
from myotome.printing import shown
from myotome.records.accounts.roles import Role
from myotome.records.refusals import NoSuchRecordError
from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import ACCOUNTS
from myotome.records.storage.work import Work, new_id

__all__ = [
    "Account",
    "Credentials",
    "account_anywhere",
    "account_in",
    "account_of_token",
    "accounts_in",
    "add_account",
    "change_account",
    "checked_login",
    "found_by",
    "login_token",
    "subject_token",
]

_LOGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{1,59}")
_TOKEN: Final = 16


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an account signs in with; none of it is ever shown.

    Attributes
    ----------
    login : str
    password : str
        Hash; empty where it signs in elsewhere.
    must_change : bool
        Whether the password was made for it, and has to be changed.
    issuer, subject : str
        Who vouches for it by OpenID Connect, and under which name; empty for none.
    factor : str
        Secret of the second factor; empty for none.
    step : int
        Step of the last code that opened.
    recovery : tuple of str
        Digests of the recovery codes that are left.
    """

    login: str
    password: str = field(default="", repr=False)
    must_change: bool = False
    issuer: str = ""
    subject: str = ""
    factor: str = field(default="", repr=False)
    step: int = -1
    recovery: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `clinic` is None for the first clinic."""

    id: str
    version: int
    clinic: str | None
    role: Role
    disabled: str | None
    changed: str
    credentials: Credentials = field(repr=False)

    @property
    def login(self) -> str:
        """What it signs in with."""
        return self.credentials.login

    @property
    def actor(self) -> str:
        """How events name it."""
        return f"account:{self.id}"


def checked_login(text: str) -> str:
    """A login as it is stored; raises InputError.

    Examples
    --------
    >>> checked_login(" Ada.Example ")
    'ada.example'
    """
    login = text.strip().casefold()
    if not _LOGIN.fullmatch(login):
        allowed = "2 to 60 letters, digits and . _ @ + -, beginning with a letter or digit"
        raise InputError([Problem("login", None, shown(text), allowed)])
    return login


def _token(keys: Keys, text: str) -> bytes:
    return hmac.new(keys.search, text.encode(), hashlib.sha256).digest()[:_TOKEN]


def login_token(keys: Keys, login: str) -> bytes:
    """What a login is found by."""
    return _token(keys, f"login|{login.strip().casefold()}")


def subject_token(keys: Keys, issuer: str, subject: str) -> bytes | None:
    """What a name at an issuer is found by; None where there is none."""
    return _token(keys, f"subject|{issuer}|{subject}") if issuer else None


def found_by(keys: Keys, told: Mapping[str, Any]) -> dict[str, bytes | None]:
    """Columns that an account with these credentials is found by."""
    subject = subject_token(keys, told["issuer"], told["subject"])
    return {"login_token": login_token(keys, told["login"]), "subject_token": subject}


def _row(work: Work, account: Account) -> dict[str, Any]:
    document = asdict(account.credentials)
    return {
        "id": account.id,
        "version": account.version,
        "clinic": account.clinic,
        **found_by(work.keys, document),
        "role": account.role.value,
        "disabled": account.disabled,
        "document": work.seal(f"account.{account.id}.document", json.dumps(document, sort_keys=True)),
        "changed": work.now(),
    }


def _account(work: Work, row: RowMapping) -> Account:
    told: Mapping[str, Any] = json.loads(work.open(f"account.{row['id']}.document", row["document"]))
    # an account that was stored earlier may hold what is kept no more
    known = {one.name: told[one.name] for one in fields(Credentials) if one.name in told}
    credentials = Credentials(**{**known, "recovery": tuple(told["recovery"])})
    rest = {name: row[name] for name in ("id", "version", "clinic", "disabled", "changed")}
    return Account(role=Role(row["role"]), credentials=credentials, **rest)


def add_account(work: Work, credentials: Credentials, role: Role, clinic: str | None) -> Account:
    """Keep a new account; raises InputError where the login or the name at the issuer is taken."""
    for column, token in (
        (ACCOUNTS.c.login_token, login_token(work.keys, credentials.login)),
        (ACCOUNTS.c.subject_token, subject_token(work.keys, credentials.issuer, credentials.subject)),
    ):
        if token and work.connection.execute(select(ACCOUNTS.c.id).where(column == token)).first():
            message = "There is such an account already, here or at another clinic."
            raise InputError([Problem("login", None, shown(credentials.login), "another login", (), message)])
    made = Account(new_id(), 1, clinic, role, None, "", credentials)
    work.insert(ACCOUNTS, _row(work, made))
    return made


def account_anywhere(work: Work, identity: str) -> Account:
    """An account by id, of whatever clinic: for what it did to another one."""
    return _account(work, work.row(ACCOUNTS, identity))


def account_in(work: Work, identity: str) -> Account:
    """An account by id, of the clinic of who works; raises NoSuchRecordError."""
    found = account_anywhere(work, identity)
    if not work.who.every_clinic and found.clinic != work.who.clinic:
        raise NoSuchRecordError
    return found


def account_of_token(work: Work, token: bytes, *, by_subject: bool = False) -> Account | None:
    """The account of a login, or of a name at an issuer."""
    column = ACCOUNTS.c.subject_token if by_subject else ACCOUNTS.c.login_token
    row = work.connection.execute(select(ACCOUNTS).where(column == token)).mappings().first()
    return None if row is None else _account(work, work.checked(ACCOUNTS, row))


def accounts_in(work: Work) -> tuple[Account, ...]:
    """Accounts of the clinic of who works, by login."""
    rows = work.connection.execute(select(ACCOUNTS)).mappings().all()
    found = [_account(work, work.checked(ACCOUNTS, row)) for row in rows]
    seen = [one for one in found if work.who.every_clinic or one.clinic == work.who.clinic]
    return tuple(sorted(seen, key=lambda one: one.login))


def change_account(work: Work, account: Account, action: str, **changed: Any) -> Account:
    """Write an account anew, where nobody else did since it was read; fields of its credentials may be named too."""
    own = {name: value for name, value in changed.items() if name in Credentials.__slots__}
    rest = {name: value for name, value in changed.items() if name not in own}
    new = replace(account, credentials=replace(account.credentials, **own), **rest)
    work.replace(ACCOUNTS, _row(work, new), account.version, action)
    return replace(new, version=account.version + 1)
