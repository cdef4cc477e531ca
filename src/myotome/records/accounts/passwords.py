"""Passwords: hashed with argon2id, checked a few at once, and as slowly for a login that there is not."""

from __future__ import annotations

import secrets
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from myotome.errors import InputError, Problem
from myotome.records.accounts.limits import account_limits

__all__ = ["check_new_password", "hash_of", "is_password", "random_password"]

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4


@cache
def _hasher() -> PasswordHasher:
    """Parameters of the library, which follow RFC 9106: 64 MiB, three passes, four lanes."""
    return PasswordHasher()


@cache
def _turn() -> BoundedSemaphore:
    return BoundedSemaphore(account_limits("password")["at_once"])


@cache
def _of_nobody() -> str:
    """Hash that is checked where there is no such login: the answer takes as long."""
    return _hasher().hash(secrets.token_urlsafe())


def hash_of(password: str) -> str:
    """Hash to store.

    Examples
    --------
    >>> hash_of("correct horse battery").startswith("$argon2id$")
    True
    """
    with _turn():
        return _hasher().hash(password)


def is_password(stored: str | None, given: str) -> bool:
    """Whether a password is the one of a hash; None and an empty hash have none, and take as long."""
    with _turn():
        try:
            fits = _hasher().verify(stored or _of_nobody(), given[: account_limits("password")["longest"] + 1])
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored) and fits


def check_new_password(password: str, login: str) -> None:
    """Refuse a password that is too short, too long, or the login; raises InputError, which never shows it."""
    limits = account_limits("password")
    allowed = f"{limits['shortest']} to {limits['longest']} characters, and not the login"
    if not limits["shortest"] <= len(password) <= limits["longest"] or login.casefold() in password.casefold():
        raise InputError([Problem("password", None, f"{len(password)} characters", allowed, (), "Choose another one.")])


def random_password() -> str:
    """A password to hand over once: 99 random bits in groups that can be read out.

    Examples
    --------
    >>> len(random_password())
    24
    """
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
