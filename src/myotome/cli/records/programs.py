"""Programs that ask the page's server without a browser: their tokens made, listed and revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from myotome.cli.process.plain_words import Command
from myotome.cli.process.program import Program
from myotome.cli.records.database import DATABASE, opened

if TYPE_CHECKING:
    from myotome.records import Programs, Records

__all__ = ["program"]

program = typer.Typer(cls=Program, help="Programs that ask in the name of an account: tokens made, listed, revoked.")
_NAME = typer.Argument(help="Which program it is, in words.", show_default=False)
_LOGIN = typer.Option(..., "--login", help="Account that answers for it.", show_default=False)


@program.command("add", cls=Command)
def add(
    name: str = _NAME,
    login: str = _LOGIN,
    role: str = typer.Option("viewer", "--role", help="At most what the account may."),
    days: int = typer.Option(90, "--days", help="How long the token is valid."),
    database: str = DATABASE,
) -> None:
    """Add a program, and print its token: it is stored nowhere, and cannot be shown again."""
    with opened(database) as found:
        from myotome.records import Accounts, NewProgram, role_called

        account = Accounts(found).called(login)
        made, token = _programs(found).add(account.id, NewProgram(name, role_called(role), days))
        print(f"{made.name} may ask as {made.role.value} until {made.until[:10]}. Token: {token}")


@program.command("list", cls=Command)
def list_(database: str = DATABASE) -> None:
    """List all programs, with id, role, account and last day."""
    with opened(database) as found:
        for one in _programs(found).all():
            state = f"revoked on {one.revoked[:10]}" if one.revoked else f"until {one.until[:10]}"
            print(f"{one.id}\t{one.name}\t{one.role.value}\t{one.login}\t{state}")


@program.command("revoke", cls=Command)
def revoke(
    program: str = typer.Argument(help="Id of the program, as `list` shows it.", show_default=False),
    database: str = DATABASE,
) -> None:
    """Revoke a token: it opens nothing from then on."""
    with opened(database) as found:
        _programs(found).end(program)
        print("Revoked.")


def _programs(found: Records) -> Programs:
    from myotome.records import Programs, SigningIn

    return Programs(found, SigningIn(found))
