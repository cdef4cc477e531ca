"""Accounts and clinics: who may sign in at a page that others reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from myotome.cli.process.plain_words import Command
from myotome.cli.process.program import Program
from myotome.cli.records.database import DATABASE, opened

if TYPE_CHECKING:
    from myotome.records import Accounts, Records

__all__ = ["clinic", "user"]

user = typer.Typer(cls=Program, help="Accounts that sign in: added, listed, disabled, given a role or a new password.")
clinic = typer.Typer(cls=Program, help="Clinics of one database, whose patients are kept apart.")
_LOGIN = typer.Argument(help="What the account signs in with.", show_default=False)
_ROLES = "viewer, clinician, researcher or admin."


@user.command("add", cls=Command)
def add(
    login: str = _LOGIN,
    role: str = typer.Option(..., "--role", help=_ROLES, show_default=False),
    of: str = typer.Option("", "--clinic", help="Name of a clinic; else the first one."),
    issuer: str = typer.Option("", "--issuer", help="Address of the OpenID Connect issuer that vouches for it."),
    subject: str = typer.Option("", "--subject", help="The issuer's name for it (“sub”)."),
    database: str = DATABASE,
) -> None:
    """Add an account, and print the password that it has to change when it first signs in."""
    with opened(database, may_be_new=True) as found:
        from myotome.errors import InputError, Problem
        from myotome.records import NewAccount, role_called

        if bool(issuer) != bool(subject):
            message = "An account that signs in elsewhere needs both."
            raise InputError([Problem("--subject", None, "one of two", "--issuer and --subject", (), message)])
        accounts = _accounts(found)
        where = accounts.clinic_called(of)
        made, password = accounts.add(NewAccount(login, role_called(role), issuer, subject), where.id)
        print(f"{made.login} was added as {made.role.value} of {where.name}.")
        print(f"Password, to be changed at once: {password}" if password else f"It signs in at {issuer}.")


@user.command("list", cls=Command)
def list_(database: str = DATABASE) -> None:
    """List all accounts, with role, clinic and second factor."""
    with opened(database) as found:
        accounts = _accounts(found)
        names = {one.id: one.name for one in accounts.clinics()}
        for one in accounts.all():
            told = one.credentials
            factor = "signs in elsewhere" if told.issuer else "second factor" if told.factor else "no second factor"
            print(f"{one.login}\t{one.role.value}\t{names[one.clinic]}\t{factor}{', disabled' if one.disabled else ''}")


@user.command("disable", cls=Command)
def disable(
    login: str = _LOGIN,
    undo: bool = typer.Option(False, "--undo", help="Open it again."),
    database: str = DATABASE,
) -> None:
    """Disable an account: whoever is signed in with it is signed out, and what it did stays written down."""
    with opened(database) as found:
        accounts = _accounts(found)
        one = accounts.called(login)
        accounts.disable(one.id, disabled=not undo)
        print(f"{one.login} is {'open again' if undo else 'disabled'}.")


@user.command("role", cls=Command)
def role(
    login: str = _LOGIN,
    role: str = typer.Argument(help=_ROLES, show_default=False),
    database: str = DATABASE,
) -> None:
    """Give an account another role."""
    with opened(database) as found:
        from myotome.records import role_called

        accounts = _accounts(found)
        one = accounts.called(login)
        accounts.set_role(one.id, role_called(role))
        print(f"{one.login} is {role_called(role).value} now.")


@user.command("reset", cls=Command)
def reset(login: str = _LOGIN, database: str = DATABASE) -> None:
    """Give an account a new password and take its second factor away, where a telephone or a password is lost."""
    with opened(database) as found:
        accounts = _accounts(found)
        one = accounts.called(login)
        print(f"Password of {one.login}, to be changed at once: {accounts.reset(one.id)}")


@clinic.command("add", cls=Command)
def add_clinic(
    name: str = typer.Argument(help="What it is called.", show_default=False), database: str = DATABASE
) -> None:
    """Add a clinic: its accounts see its patients and no others."""
    with opened(database, may_be_new=True) as found:
        print(f"{_accounts(found).add_clinic(name).name} was added.")


@clinic.command("list", cls=Command)
def list_clinics(database: str = DATABASE) -> None:
    """List all clinics."""
    with opened(database) as found:
        for one in _accounts(found).clinics():
            print(one.name)


def _accounts(found: Records) -> Accounts:
    from myotome.records import Accounts

    return Accounts(found)
