"""The commands of `myotome records`, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import typer

from myotome.cli.process.plain_words import Command
from myotome.cli.process.program import Program
from myotome.cli.records.accounts import clinic, user
from myotome.cli.records.handover import deidentify, export, import_
from myotome.cli.records.programs import program
from myotome.cli.records.upkeep import backup, migrate, restore, rotate, verify

__all__ = ["WHAT", "records"]

WHAT: Final = "Patients that are kept: checked, backed up, handed over; and who may sign in."
records = typer.Typer(cls=Program, help=WHAT, no_args_is_help=True)
_COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "verify": verify,
    "backup": backup,
    "restore": restore,
    "migrate": migrate,
    "rotate": rotate,
    "export": export,
    "import": import_,
    "deidentify": deidentify,
}
for _name, _command in _COMMANDS.items():
    records.command(_name, cls=Command)(_command)
records.add_typer(user, name="user", short_help="Accounts that sign in.")
records.add_typer(program, name="program", short_help="Programs that ask with a token.")
records.add_typer(clinic, name="clinic", short_help="Clinics whose patients are kept apart.")
