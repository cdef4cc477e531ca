"""`myotome records`: looking after the patients that are kept."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from myotome.cli.process.endings import ExitCode, checked_input

__all__ = ["records"]


class _Act(StrEnum):
    VERIFY = "verify"
    BACKUP = "backup"
    RESTORE = "restore"
    MIGRATE = "migrate"


def records(
    act: _Act = typer.Argument(help="What to do."),
    file: Path | None = typer.Argument(None, help="File of the backup, to write or to read.", show_default=False),
    database: str = typer.Option(
        "", "--database", help="A file or postgresql://…; else MYOTOME_RECORDS, else that of this user."
    ),
) -> None:
    """Verify, back up, restore or migrate the database of patients.

    `verify` reads every row and the whole chain of events; `backup FILE` writes all of it, still encrypted; `restore
    FILE` puts it into an empty database; `migrate` brings a database to the shape of this program. Keep the key apart
    from the backup: neither is of use without the other.
    """
    with checked_input():
        _do(act, file, database)


def _do(act: _Act, file: Path | None, database: str) -> None:
    from contextlib import closing

    from myotome.errors import InputError, Problem
    from myotome.records import DamagedError, back_up, faults_of, open_records, restore

    if file is None and act in (_Act.BACKUP, _Act.RESTORE):
        raise InputError([Problem("records", None, "no file", f"myotome records {act} FILE")])
    try:
        with closing(open_records(database)) as opened:
            if act is _Act.VERIFY:
                _tell(faults_of(opened))
            elif act is _Act.MIGRATE:
                print("The database has the shape of this program.")
            elif file is not None:
                rows = back_up(opened, file) if act is _Act.BACKUP else restore(opened, file)
                print(f"{rows} rows {'written to' if act is _Act.BACKUP else 'restored from'} {file}.")
    except DamagedError as error:
        raise InputError([Problem("records", None, str(error), "a database that is as it was written")]) from None


def _tell(faults: tuple[str, ...]) -> None:
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults." if faults else "Everything is as it was written.")
    if faults:
        raise typer.Exit(ExitCode.BAD_INPUT)
