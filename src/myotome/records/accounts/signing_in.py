"""Signing in: a password, then what is still to be given, each step with a new session; every outcome is an event."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NoReturn

from myotome.errors import MyotomeError
from myotome.records.accounts.account import (
    Account,
    account_of_token,
    change_account,
    login_token,
    subject_token,
)
from myotome.records.accounts.attempts import Tally, Windows
from myotome.records.accounts.limits import account_limits
from myotome.records.accounts.passwords import check_new_password, hash_of, is_password
from myotome.records.accounts.second_factor import (
    new_recovery_codes,
    recovery_digest,
    secret_for,
    step_of_code,
)
from myotome.records.accounts.sessions import (
    WHOLE,
    Session,
    begin_session,
    end_session,
    end_sessions_of,
    read_session,
)
from myotome.records.records import Records
from myotome.records.storage.acting import Acting
from myotome.records.storage.work import Work

__all__ = ["SignInRefusedError", "SigningIn"]

_SIGNING_IN: Final = Acting("signing in", every_clinic=True)
_MINUTE: Final = 60.0
_WRONG: Final = "This login with this password, or this code, is not accepted."
_CLOSED: Final = "Too many attempts. Signing in is closed here for some minutes."


class SignInRefusedError(MyotomeError):
    """Signing in was refused, in the same words whatever was wrong.

    Parameters
    ----------
    closed : bool
        Whether there were too many attempts.
    """

    def __init__(self, closed: bool = False) -> None:
        super().__init__(_CLOSED if closed else _WRONG)
        self.closed = closed


@dataclass(frozen=True)
class SigningIn:
    """Signing in at one database.

    Attributes
    ----------
    records : Records
    needs_factor : bool
        Whether an account without a second factor has to take one before it sees anything.
    clock : callable
        Seconds since 1970.
    """

    records: Records
    needs_factor: bool = False
    clock: Callable[[], float] = time.time
    _failures: Windows = field(init=False, repr=False)
    _addresses: Windows = field(init=False, repr=False)
    _denials: Tally = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        limits = account_limits("attempts")
        most, closed = limits["remembered"], limits["closed_minutes"] * _MINUTE
        object.__setattr__(self, "_failures", Windows(closed, most, self.clock))
        object.__setattr__(self, "_addresses", Windows(_MINUTE, most, self.clock))
        each = account_limits("events")["of_one_kind_per_minute"]
        object.__setattr__(self, "_denials", Tally(Windows(_MINUTE, most, self.clock), each))

    @property
    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def with_password(self, login: str, password: str, address: str = "") -> str:
        """Sign in with a password; returns what the browser is to hold.

        Raises
        ------
        SignInRefusedError
            There were too many attempts, or something is wrong: which, is not said.
        """
        token = login_token(self.records.keys, login)
        self._admit(address, token)
        with self.records.glance(_SIGNING_IN) as work:
            account = account_of_token(work, token)
        fits = is_password(account.credentials.password if account else None, password)
        if account is None or account.disabled or not fits:
            self._refuse(account, token)
        return self._begun(account, token, proven=False)

    def as_subject(self, issuer: str, subject: str) -> str:
        """Sign in whom an issuer vouches for; raises SignInRefusedError where that is nobody here."""
        token = subject_token(self.records.keys, issuer, subject) or b""
        with self.records.glance(_SIGNING_IN) as work:
            account = account_of_token(work, token, by_subject=True)
        if account is None or account.disabled:
            self._refuse(account, token)
        return self._begun(account, token, proven=True)

    def _admit(self, address: str, token: bytes) -> None:
        """Refuse whoever tried too often, before a password is looked at."""
        limits = account_limits("attempts")
        tried, all_tried = self._addresses.add(("address", address)), self._addresses.add("all")
        many = tried > limits["of_address_per_minute"] or all_tried > limits["of_all_per_minute"]
        if many or self._failures.count(token) >= limits["failures"]:
            self.deny("signing in refused: too many attempts", "accounts")
            raise SignInRefusedError(closed=True)

    def _refuse(self, account: Account | None, token: bytes) -> NoReturn:
        self._failures.add(token)
        self.deny("signing in refused", account.actor if account else "unknown account")
        raise SignInRefusedError

    def _begun(self, account: Account, token: bytes, *, proven: bool) -> str:
        stage = "code" if account.credentials.factor and not proven else self._after(account, proven)
        if stage == WHOLE:
            self._failures.forget(token)
        with self.records.work(Acting(account.actor, every_clinic=True)) as work:
            work.note("signed in" if stage == WHOLE else f"signing in: {stage} asked for", account.actor)
            return begin_session(work, account, stage, self.now)

    def _after(self, account: Account, proven: bool) -> str:
        """What is still to be given once the code was."""
        told = account.credentials
        if told.must_change and not proven:
            return "password"
        return "enrol" if self.needs_factor and not told.factor and not proven else WHOLE

    def with_code(self, session: Session, code: str) -> str:
        """Go on with a code of the second factor, or a recovery code; returns what the browser is to hold.

        Raises
        ------
        SignInRefusedError
            The code is wrong or was used, or there were too many.
        """
        account, token = session.account, login_token(self.records.keys, session.account.login)
        self._still_open(account, token)
        changed = self._opened(account, code)
        if changed is None:
            self._refuse(account, token)
        self._failures.forget(token)
        with self.records.work(Acting(account.actor, every_clinic=True)) as work:
            action = "recovery code used" if "recovery" in changed else "second factor used"
            return self._step(work, session, change_account(work, account, action, **changed))

    def _still_open(self, account: Account, token: bytes) -> None:
        """Refuse an account of which too much was wrong."""
        if self._failures.count(token) >= account_limits("attempts")["failures"]:
            self.deny("signing in refused: too many attempts", account.actor)
            raise SignInRefusedError(closed=True)

    def _opened(self, account: Account, code: str) -> dict[str, object] | None:
        """What changes where a code opens: it opens once."""
        told = account.credentials
        step = step_of_code(told.factor, code, self.clock(), told.step) if told.factor else None
        if step is not None:
            return {"step": step}
        digest = recovery_digest(self.records.keys.forms, code)
        if told.factor and digest in told.recovery:
            return {"recovery": tuple(one for one in told.recovery if one != digest)}
        return None

    def with_new_password(self, session: Session, old: str, new: str) -> str:
        """Change a password; every other session of the account ends. Returns what the browser is to hold.

        Raises
        ------
        SignInRefusedError
            The old password is wrong, or there were too many that were.
        InputError
            The new one is too short, too long, or the old one.
        """
        account, token = session.account, login_token(self.records.keys, session.account.login)
        self._still_open(account, token)
        if not is_password(account.credentials.password, old):
            self._refuse(account, token)
        check_new_password(new, old if len(old) > 1 else account.login)
        check_new_password(new, account.login)
        stored = hash_of(new)
        with self.records.work(Acting(account.actor, every_clinic=True)) as work:
            changed = change_account(work, account, "password changed", password=stored, must_change=False)
            end_sessions_of(work, account.id)
            return self._step(work, session, changed)

    def offered_secret(self, session: Session) -> str:
        """Secret of a second factor that is being taken: of this session alone, and the same as long as it lasts."""
        return secret_for(self.records.keys.forms, session.token)

    def with_factor(
        self, session: Session, code: str, password: str = "", present: str = ""
    ) -> tuple[str, tuple[str, ...]]:
        """Take the second factor that was offered; every other session of the account ends.

        Returns what the browser is to hold, and the recovery codes.

        Parameters
        ----------
        session : Session
        code : str
            Of the secret that was offered.
        password, present : str
            Of whoever is signed in already: the password, and a code of the present second factor or a recovery code
            where there is one. A session alone, which may be stolen, replaces no second factor.

        Raises
        ------
        SignInRefusedError
            One of them is wrong, or there were too many that were.
        """
        account, token = session.account, login_token(self.records.keys, session.account.login)
        self._still_open(account, token)
        if session.is_whole and not self._is_owner(account, password, present):
            self._refuse(account, token)
        secret = self.offered_secret(session)
        step = step_of_code(secret, code, self.clock(), -1)
        if step is None:
            self._refuse(account, token)
        codes = new_recovery_codes()
        kept = tuple(recovery_digest(self.records.keys.forms, one) for one in codes)
        changed = {"factor": secret, "step": step, "recovery": kept}
        with self.records.work(Acting(account.actor, every_clinic=True)) as work:
            own = change_account(work, account, "second factor taken", **changed)
            end_sessions_of(work, account.id)
            return self._step(work, session, own), codes

    def _is_owner(self, account: Account, password: str, present: str) -> bool:
        """Whether somebody who is signed in has the password, and the present second factor where there is one."""
        has_factor = bool(account.credentials.factor)
        return is_password(account.credentials.password, password) and (
            not has_factor or self._opened(account, present) is not None
        )

    def _step(self, work: Work, session: Session, account: Account) -> str:
        """The next session in place of the present one."""
        stage = self._after(account, proven=False)
        end_session(work, session.token)
        if stage == WHOLE and not session.is_whole:
            work.note("signed in", account.actor)
        return begin_session(work, account, stage, self.now)

    def session(self, token: str) -> Session | None:
        """The session of what a browser holds."""
        with self.records.glance(_SIGNING_IN) as work:
            return read_session(work, token, self.now)

    def sign_out(self, session: Session) -> None:
        """End a session."""
        with self.records.work(Acting(session.account.actor, every_clinic=True)) as work:
            end_session(work, session.token)
            work.note("signed out", session.account.actor)

    def deny(self, action: str, actor: str) -> None:
        """Write down that something was refused; of many of one kind their number."""
        written = self._denials.is_written((action, actor))
        summed = self._denials.summed()
        if not written and not summed:
            return
        with self.records.work(Acting(actor, every_clinic=True)) as work:
            if written:
                work.note(action, actor)
            for (kind, whom), more in summed:
                work.note(f"{more} times more: {kind}"[:64], str(whom))

    def browser_of(self, session: Session) -> str:
        """Name of the browser of a session, for what its forms are bound to."""
        return hashlib.sha256(session.token).hexdigest()
