"""Accounts, sessions, second factors and access in an emergency, on every database that records lie in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from myotome.errors import InputError
from myotome.records import (
    Accounts,
    Acting,
    Identity,
    NewAccount,
    NoSuchRecordError,
    Records,
    Role,
    SigningIn,
    SignInRefusedError,
    account_limits,
    acting,
    back_up,
    code_at,
    faults_of,
    restore,
    rotate_key,
)
from myotome.records.accounts.attempts import Tally, Windows
from myotome.records.accounts.second_factor import secret_for, step_of_code
from myotome.records.storage.schema import EVENTS, SESSIONS
from support.stored import case_of

OWN = "four plain words here"


class Clock:
    """Time that a test moves."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes of the least cost: what argon2id costs is the library's and tested below."""
    from argon2 import PasswordHasher

    made = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("myotome.records.accounts.passwords._hasher", lambda: made)
    monkeypatch.setattr("myotome.records.accounts.passwords._of_nobody", lambda: made.hash("nobody"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def signing(records: Records, clock: Clock) -> SigningIn:
    return SigningIn(records, clock=clock)


def whole(signing: SigningIn, login: str, password: str) -> str:
    """What a browser holds after the first sign-in and its new password."""
    session = signing.session(signing.with_password(login, password))
    assert session is not None
    assert session.stage == "password"
    return signing.with_new_password(session, password, OWN)


def added(records: Records, login: str = "ada", role: Role = Role.CLINICIAN, **more: Any) -> tuple[Any, str]:
    return Accounts(records).add(NewAccount(login, role, **more))


def actions(records: Records) -> list[str]:
    with records.engine.begin() as connection:
        return list(connection.execute(select(EVENTS.c.action).order_by(EVENTS.c.seq)).scalars())


def test_a_first_password_is_changed_and_each_step_has_a_new_session(records: Records, signing: SigningIn) -> None:
    account, password = added(records)
    first = signing.with_password(" ADA ", password)
    session = signing.session(first)
    assert (session.stage, session.is_whole) == ("password", False)
    second = signing.with_new_password(session, password, OWN)
    assert first != second
    assert signing.session(first) is None
    assert signing.session(second).is_whole
    assert signing.session(signing.with_password("ada", OWN)).is_whole
    with pytest.raises(SignInRefusedError):
        signing.with_password("ada", password)
    assert {"created", "password changed", "signed in", "signing in refused"} <= set(actions(records))
    assert faults_of(records) == ()
    assert account.role is Role.CLINICIAN


def test_a_session_ends_when_idle_when_old_and_when_signed_out(
    records: Records, signing: SigningIn, clock: Clock
) -> None:
    token = whole(signing, "ada", added(records)[1])
    limits = account_limits("session")
    for _ in range(limits["longest_hours"] * 60 // (limits["idle_minutes"] - 1)):
        clock.now += (limits["idle_minutes"] - 1) * 60
        assert signing.session(token) is not None
    clock.now += (limits["idle_minutes"] - 1) * 60
    assert signing.session(token) is None, "older than a session may be"
    token = signing.with_password("ada", OWN)
    clock.now += limits["idle_minutes"] * 60
    assert signing.session(token) is None, "idle"
    token = signing.with_password("ada", OWN)
    signing.sign_out(signing.session(token))
    assert signing.session(token) is None


def test_a_session_that_was_written_by_nobody_of_ours_is_none(records: Records, signing: SigningIn) -> None:
    other, _ = added(records, "other", Role.ADMIN)
    token = whole(signing, "ada", added(records)[1])
    with records.engine.begin() as connection:
        connection.execute(SESSIONS.update().values(account=other.id))
    assert signing.session(token) is None
    assert signing.session("") is None


def test_whoever_is_closed_reset_or_given_another_role_is_signed_out(records: Records, signing: SigningIn) -> None:
    account, password = added(records)
    accounts, token = Accounts(records), whole(signing, "ada", password)
    accounts.disable(account.id)
    assert signing.session(token) is None
    with pytest.raises(SignInRefusedError):
        signing.with_password("ada", OWN)
    accounts.disable(account.id, disabled=False)
    token = signing.with_password("ada", OWN)
    accounts.set_role(account.id, Role.VIEWER)
    assert signing.session(token) is None
    fresh = accounts.reset(account.id)
    with pytest.raises(SignInRefusedError):
        signing.with_password("ada", OWN)
    assert signing.session(whole(signing, "ada", fresh)).account.role is Role.VIEWER


def test_a_login_is_closed_after_failures_known_or_not_and_opens_again(
    records: Records, signing: SigningIn, clock: Clock
) -> None:
    whole(signing, "ada", added(records)[1])
    most, minutes = account_limits("attempts")["failures"], account_limits("attempts")["closed_minutes"]
    said = {}
    for login in ("ada", "nobody"):
        texts = []
        for at in range(most + 1):
            with pytest.raises(SignInRefusedError) as refused:
                signing.with_password(login, "wrong words", f"192.0.2.{at}")
            texts.append((str(refused.value), refused.value.closed))
        said[login] = texts
    assert said["ada"] == said["nobody"]
    assert [closed for _, closed in said["ada"]] == [False] * most + [True]
    with pytest.raises(SignInRefusedError):
        signing.with_password("ada", OWN)
    clock.now += minutes * 60
    assert signing.session(signing.with_password("ada", OWN)).is_whole


def test_an_address_that_tries_too_often_is_refused_before_a_password_is_looked_at(
    records: Records, signing: SigningIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr("myotome.records.accounts.signing_in.is_password", lambda _, given: checked.append(given))
    most = account_limits("attempts")["of_address_per_minute"]
    for at in range(3 * most):
        with pytest.raises(SignInRefusedError):
            signing.with_password(f"login{at}", "x", "192.0.2.1")
    assert len(checked) == most
    each = account_limits("events")["of_one_kind_per_minute"]
    assert len([one for one in actions(records) if "refused" in one]) <= 2 * each


def test_two_thousand_bad_sign_ins_write_few_events_and_their_number(
    records: Records, signing: SigningIn, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("myotome.records.accounts.signing_in.is_password", lambda *_: False)
    for at in range(2000):
        with pytest.raises(SignInRefusedError):
            signing.with_password(f"login{at}", "x", f"address{at}")
    before = len(actions(records))
    clock.now += 61
    signing.deny("denied: not signed in", "nobody")
    told = actions(records)
    assert before <= 2 * account_limits("events")["of_one_kind_per_minute"]
    numbers = [int(one.split()[0]) for one in told if "times more: signing in refused" in one]
    assert before + sum(numbers) == 2000


def enrolled(signing: SigningIn, token: str, clock: Clock) -> tuple[str, str, tuple[str, ...]]:
    secret = signing.offered_secret(signing.session(token))
    assert secret == signing.offered_secret(signing.session(token)), "a page that is loaded anew offers the same"
    token, codes = signing.with_factor(signing.session(token), code_at(secret, clock.now), OWN)
    return token, secret, codes


def test_a_second_factor_is_asked_for_and_each_code_opens_once(
    records: Records, signing: SigningIn, clock: Clock
) -> None:
    token, secret, codes = enrolled(signing, whole(signing, "ada", added(records)[1]), clock)
    assert signing.session(token).is_whole
    half = signing.session(signing.with_password("ada", OWN))
    assert half.stage == "code"
    for wrong in (code_at(secret, clock.now), "000000", "", "x" * 60):
        with pytest.raises(SignInRefusedError):
            signing.with_code(half, wrong)
    clock.now += 30
    half = signing.session(signing.with_password("ada", OWN))
    assert signing.session(signing.with_code(half, code_at(secret, clock.now))).is_whole
    assert len(set(codes)) == account_limits("second_factor")["recovery_codes"]
    half = signing.session(signing.with_password("ada", OWN))
    assert signing.session(signing.with_code(half, codes[0].upper().replace("-", " "))).is_whole
    half = signing.session(signing.with_password("ada", OWN))
    with pytest.raises(SignInRefusedError):
        signing.with_code(half, codes[0])
    assert signing.session(signing.with_code(half, codes[1])).is_whole
    assert "recovery code used" in actions(records)
    assert faults_of(records) == ()


def test_a_session_alone_replaces_no_second_factor(records: Records, signing: SigningIn, clock: Clock) -> None:
    token, first, codes = enrolled(signing, whole(signing, "ada", added(records)[1]), clock)
    clock.now += 30
    secret = signing.offered_secret(signing.session(token))
    new, present = code_at(secret, clock.now), code_at(first, clock.now)
    for password, other in (("", ""), (OWN, ""), (OWN, new), ("wrong", present), ("", codes[0])):
        with pytest.raises(SignInRefusedError):
            signing.with_factor(signing.session(token), new, password, other)
    assert signing.session(token).account.credentials.factor == first
    stolen = token
    half = signing.with_password("ada", OWN)
    token = signing.with_code(signing.session(half), codes[1])
    secret = signing.offered_secret(signing.session(token))
    assert secret != signing.offered_secret(signing.session(stolen)), "a session alone learns no secret that is taken"
    new = code_at(secret, clock.now)
    token, others = signing.with_factor(signing.session(token), new, OWN, codes[0])
    assert signing.session(stolen) is None
    assert signing.session(token).account.credentials.factor == secret
    assert not set(codes) & set(others)
    clock.now += 30
    again = signing.offered_secret(signing.session(token))
    token, _ = signing.with_factor(signing.session(token), code_at(again, clock.now), OWN, code_at(secret, clock.now))
    assert signing.session(token).account.credentials.factor == again


def test_codes_are_tried_no_more_often_than_passwords(records: Records, signing: SigningIn, clock: Clock) -> None:
    _, secret, _ = enrolled(signing, whole(signing, "ada", added(records)[1]), clock)
    clock.now += 60
    half = signing.session(signing.with_password("ada", OWN))
    for _ in range(account_limits("attempts")["failures"]):
        with pytest.raises(SignInRefusedError):
            signing.with_code(half, "123456")
    with pytest.raises(SignInRefusedError) as refused:
        signing.with_code(half, code_at(secret, clock.now))
    assert refused.value.closed


def test_where_a_second_factor_is_needed_it_is_taken_first(records: Records, clock: Clock) -> None:
    signing = SigningIn(records, needs_factor=True, clock=clock)
    password = added(records)[1]
    session = signing.session(signing.with_password("ada", password))
    token = signing.with_new_password(session, password, OWN)
    assert signing.session(token).stage == "enrol"
    token, _, _ = enrolled(signing, token, clock)
    assert signing.session(token).is_whole


@given(st.integers(0, 2**33), st.integers(-90, 90))
def test_a_code_opens_within_one_step_of_its_own(seconds: int, apart: int) -> None:
    secret = secret_for(bytes(32), b"session")
    step = step_of_code(secret, code_at(secret, seconds), seconds + apart, -1)
    near = abs(seconds // 30 - (seconds + apart) // 30) <= 1
    assert step == seconds // 30 if near else step is None or step != seconds // 30


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 30)), max_size=80), st.integers(1, 4))
def test_windows_count_as_a_plain_list_of_times_does_and_remember_no_more_than_they_may(
    tries: list[tuple[str, float]], most: int
) -> None:
    now = [0.0]
    windows = Windows(60.0, most, lambda: now[0])
    for name, pause in tries:
        now[0] += pause
        assert windows.add(name) >= 1
        assert len(windows._counts) <= most
    alone, begun, count = Windows(60.0, 100, lambda: now[0]), None, 0
    for name, pause in tries:
        now[0] += pause
        if name == "a":
            begun, count = (now[0], 1) if begun is None or now[0] - begun >= 60.0 else (begun, count + 1)
            assert alone.add("a") == count


def test_a_tally_loses_no_event() -> None:
    now = [0.0]
    tally = Tally(Windows(60.0, 10, lambda: now[0]), 3)
    written = sum(tally.is_written(("x", "y")) for _ in range(10))
    now[0] = 61.0
    assert written + sum(more for _, more in tally.summed()) == 10


def test_whom_an_issuer_vouches_for_signs_in_without_a_password(records: Records, signing: SigningIn) -> None:
    account, password = added(records, issuer="https://issuer.example", subject="42")
    assert password == ""
    assert signing.session(signing.as_subject("https://issuer.example", "42")).account.id == account.id
    for issuer, subject in (("https://issuer.example", "43"), ("https://other.example", "42"), ("", "")):
        with pytest.raises(SignInRefusedError):
            signing.as_subject(issuer, subject)
    for password in ("", "x" * 20):
        with pytest.raises(SignInRefusedError):
            signing.with_password("ada", password)


def test_access_in_an_emergency_has_a_reason_an_end_and_both_events(
    records: Records, signing: SigningIn, clock: Clock
) -> None:
    accounts = Accounts(records)
    north = accounts.add_clinic("North").id
    account, password = added(records)
    token = whole(signing, "ada", password)
    with acting(Acting(account.actor)), pytest.raises(InputError, match="Say why"):
        accounts.begin_emergency(signing.session(token), north, "urgent", signing.now)
    begun = accounts.begin_emergency(signing.session(token), north, "unconscious after a fall", signing.now)
    assert signing.session(token).emergency == begun
    for _ in range(2):
        clock.now += account_limits("emergency")["minutes"] * 30
        session = signing.session(token)
    assert session.emergency is None, "the time is over, whoever notes it"
    assert accounts.end_those_over(signing.now) == 1
    assert accounts.end_those_over(signing.now) == 0
    token = signing.with_password("ada", OWN)
    accounts.begin_emergency(signing.session(token), north, "unconscious after a fall", signing.now)
    accounts.end_emergency(signing.session(token), signing.now + timedelta(minutes=1))
    assert signing.session(token).emergency is None
    told = actions(records)
    assert (told.count("emergency access begun"), told.count("emergency access ended")) == (2, 2)
    assert [one.emergency.clinic for one in accounts.emergencies()] == [north, north]
    assert faults_of(records) == ()


def test_a_clinic_keeps_somebody_who_looks_after_it(records: Records) -> None:
    accounts = Accounts(records)
    only, _ = added(records, "chief", Role.ADMIN)
    for change in (lambda: accounts.disable(only.id), lambda: accounts.set_role(only.id, Role.VIEWER)):
        with pytest.raises(InputError, match="nobody who looks after"):
            change()
    added(records, "second", Role.ADMIN)
    accounts.disable(only.id)


def test_accounts_and_patients_of_another_clinic_are_not_there(records: Records) -> None:
    accounts, own = Accounts(records), records.with_accounts()
    north = accounts.add_clinic("North").id
    there, _ = accounts.add(NewAccount("bo", Role.VIEWER), north)
    with acting(Acting("account:bo", north)):
        patient = own.add_patient(Identity("Bo Example"))
        visit = own.add_visit(patient, "2026-03-02", case_of())
        assert own.patient(patient).identity.name == "Bo Example"
        own.change_patient(patient, 1, Identity("Bo Example", number="7"))
        own.archive_patient(patient, 2)
    within = Accounts(own)
    with acting(Acting("account:ada")):
        for call in (
            lambda: own.patient(patient),
            lambda: own.visit(visit),
            lambda: own.state(visit, 1),
            lambda: own.change_visit(visit, 1, "2026-03-02", case_of(4)),
            lambda: own.add_visit(patient, "2026-03-02", case_of()),
            lambda: own.add_answer(visit, 1, {"version": "1", "tables_hash": "a", "seed": 0}),
            lambda: own.export_patient(patient),
            lambda: own.archive_patient(patient, 3, archived=False),
            lambda: within.reset(there.id),
            lambda: within.disable(there.id),
        ):
            with pytest.raises(NoSuchRecordError):
                call()
        assert own.patients(archived=True) == own.patients() == own.visits(patient) == own.answers(visit) == ()
        assert within.all() == ()
    assert faults_of(records) == ()


@pytest.mark.parametrize("login", ["", "a", "-ada", "ada example", "ädä", "a" * 61, "<b>"])
def test_a_login_that_is_none_is_told(records: Records, login: str) -> None:
    with pytest.raises(InputError, match="2 to 60 letters"):
        added(records, login)


def test_a_login_is_of_one_account_and_a_password_is_long_and_not_the_login(
    records: Records, signing: SigningIn
) -> None:
    _, password = added(records, "ada.example")
    with pytest.raises(InputError, match="such an account already"):
        added(records, "ADA.example")
    session = signing.session(signing.with_password("ada.example", password))
    for wrong in ("short", "x" * 129, "my ada.example 1", password):
        with pytest.raises(InputError, match="12 to 128") as refused:
            signing.with_new_password(session, password, wrong)
        assert wrong not in str(refused.value)


def test_no_login_and_no_secret_stands_in_the_database_or_a_backup(embedded: Records, tmp_path: Path) -> None:
    signing = SigningIn(embedded)
    _, password = Accounts(embedded).add(NewAccount("canary.login", Role.ADMIN))
    token = whole(signing, "canary.login", password)
    secret = signing.offered_secret(signing.session(token))
    back_up(embedded, tmp_path / "backup")
    import gzip

    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir()) + gzip.decompress(
        (tmp_path / "backup").read_bytes()
    )
    for text in ("canary", secret, password, OWN, token, "argon2id"):
        assert text.encode() not in kept, text
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600


def test_accounts_survive_a_new_key_and_a_backup_and_sessions_do_not(
    opened: Callable[..., Records], tmp_path: Path
) -> None:
    records = opened()
    signing = SigningIn(records)
    token = whole(signing, "ada", added(records)[1])
    back_up(records, tmp_path / "backup")
    rotate_key(records, {"MYOTOME_RECORDS_NEW_KEY": "//////////////////////////////////////////8="})
    assert signing.session(token) is None
    assert signing.session(signing.with_password("ada", OWN)).is_whole
    assert faults_of(records) == ()


def test_a_backup_is_put_into_no_database_with_accounts(embedded: Records, tmp_path: Path) -> None:
    added(embedded)
    back_up(embedded, tmp_path / "backup")
    with pytest.raises(InputError, match="empty"):
        restore(embedded, tmp_path / "backup")
