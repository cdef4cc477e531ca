"""Tokens of programs: shown once, kept as a digest, with at most the role of who made them, and ended at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.records import (
    Accounts,
    NewAccount,
    NewProgram,
    NoSuchRecordError,
    Programs,
    Records,
    Role,
    SigningIn,
    account_limits,
    faults_of,
    open_records,
    rotate_key,
)
from myotome.records.storage.schema import EVENTS
from support.stored import KEY

DAY_S = 86_400.0


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with closing(open_records(str(tmp_path / "records.sqlite"), environment=KEY)) as made:
        yield made


@pytest.fixture
def now() -> list[float]:
    return [1_770_000_000.0]


@pytest.fixture
def programs(records: Records, now: list[float]) -> Programs:
    return Programs(records, SigningIn(records, clock=lambda: now[0]))


def account(records: Records, role: Role = Role.CLINICIAN, login: str = "ada") -> str:
    return Accounts(records).add(NewAccount(login, role))[0].id


def test_a_token_opens_until_its_day_and_is_nowhere_in_the_database(
    records: Records, programs: Programs, now: list[float], tmp_path: Path
) -> None:
    program, token = programs.add(account(records), NewProgram(" the  registry ", Role.VIEWER, 2))
    found = programs.called_by(token)
    assert (found.name, found.role, found.login) == ("the registry", Role.VIEWER, "ada")
    assert program.actor == f"program:{program.id}"
    assert programs.called_by(token + "x") is None
    assert programs.called_by("") is None
    for path in tmp_path.iterdir():
        assert token.encode() not in path.read_bytes()
        assert b"registry" not in path.read_bytes()
    now[0] += 2 * DAY_S
    assert programs.called_by(token) is None
    assert faults_of(records) == ()


@pytest.mark.parametrize("end", ["revoked", "disabled", "other role", "password reset", "new key"])
def test_a_token_ends_with_what_it_rests_on(records: Records, programs: Programs, end: str) -> None:
    owner, accounts = account(records), Accounts(records)
    program, token = programs.add(owner, NewProgram("registry", Role.CLINICIAN, 9))
    assert programs.called_by(token) is not None
    act: dict[str, Any] = {
        "revoked": lambda: programs.end(program.id),
        "disabled": lambda: accounts.disable(owner),
        "other role": lambda: accounts.set_role(owner, Role.VIEWER),
        "password reset": lambda: accounts.reset(owner),
        "new key": lambda: rotate_key(records, {"MYOTOME_RECORDS_NEW_KEY": "A" * 43 + "="}),
    }
    act[end]()
    assert programs.called_by(token) is None
    assert faults_of(records) == ()


@pytest.mark.parametrize("role", list(Role))
def test_no_program_may_more_than_who_made_it(records: Records, programs: Programs, role: Role) -> None:
    owner = account(records, role)
    rank = {Role.VIEWER: {Role.VIEWER}, Role.CLINICIAN: {Role.VIEWER, Role.CLINICIAN}}
    for given in Role:
        if given in rank.get(role, {role}):
            assert programs.called_by(programs.add(owner, NewProgram("a", given, 1))[1]).role is given
        else:
            with pytest.raises(InputError, match="at most what the account may"):
                programs.add(owner, NewProgram("a", given, 1))


@pytest.mark.parametrize(
    ("name", "days", "where"), [("", 1, "name"), ("a" * 61, 1, "name"), ("a", 0, "days"), ("a", 999, "days")]
)
def test_what_is_wrong_with_a_new_one_is_named(
    records: Records, programs: Programs, name: str, days: int, where: str
) -> None:
    with pytest.raises(InputError) as caught:
        programs.add(account(records), NewProgram(name, Role.VIEWER, days))
    assert [one.where for one in caught.value.problems] == [where]


def test_a_program_is_ended_by_its_account_and_every_step_is_an_event(records: Records, programs: Programs) -> None:
    owner, other = account(records), account(records, login="bo")
    program, _ = programs.add(owner, NewProgram("registry", Role.VIEWER, 1))
    with pytest.raises(NoSuchRecordError):
        programs.end(program.id, other)
    assert [one.id for one in programs.all(owner)] == [program.id]
    assert programs.all(other) == ()
    programs.end(program.id, owner)
    with records.engine.begin() as connection:
        subject = EVENTS.c.subject == f"program_token:{program.id}"
        assert connection.execute(select(EVENTS.c.action).where(subject)).scalars().all() == ["created", "revoked"]


def test_a_program_that_asks_too_often_waits_a_minute(records: Records, programs: Programs, now: list[float]) -> None:
    program, _ = programs.add(account(records), NewProgram("registry", Role.VIEWER, 1))
    most = account_limits("program")["requests_per_minute"]
    assert [programs.asks_too_often(program) for _ in range(most + 1)] == [False] * most + [True]
    now[0] += 60
    assert not programs.asks_too_often(program)


def test_tokens_are_made_listed_and_revoked_on_the_command_line(records: Records, programs: Programs) -> None:
    account(records)
    rest = ["--database", records.place]

    def said(*words: str) -> str:
        done = CliRunner(env=KEY).invoke(app, ["records", "program", *words, *rest])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    token = said("add", "the registry", "--login", "ada", "--days", "3").rpartition(" ")[2].strip()
    real = Programs(records, SigningIn(records))
    assert real.called_by(token).name == "the registry"
    identity, name, role, login, _ = said("list").split("\t")
    assert (name, role, login) == ("the registry", "viewer", "ada")
    assert said("revoke", identity) == "Revoked.\n"
    assert real.called_by(token) is None
