"""What the commands of `myotome records` share: the database that they open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import typer

from myotome.cli.process.endings import checked_input

if TYPE_CHECKING:
    from myotome.records import Records

__all__ = ["DATABASE", "opened"]

#: The database of a command.
DATABASE = typer.Option(
    "", "--database", help="A file or postgresql://…; else MYOTOME_RECORDS, else that of this user."
)


@contextmanager
def opened(database: str) -> Iterator[Records]:
    """Open the database for one command; what is wrong ends it with a message."""
    with checked_input():
        from myotome.errors import InputError, Problem
        from myotome.records import DamagedError, NoSuchRecordError, open_records

        try:
            with closing(open_records(database)) as found:
                yield found
        except (DamagedError, NoSuchRecordError) as error:
            raise InputError([Problem("records", None, str(error), "a database that is as it was written")]) from None
