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
def opened(database: str, *, may_be_new: bool = False) -> Iterator[Records]:
    """Open the database for one command; what is wrong ends it with a message, a full disk and a foreign file too."""
    with checked_input():
        from sqlalchemy.exc import SQLAlchemyError

        from myotome.errors import InputError, Problem
        from myotome.records import DamagedError, NoSuchRecordError, open_records

        try:
            with closing(open_records(database, may_be_new=may_be_new)) as found:
                yield found
        except (DamagedError, NoSuchRecordError) as error:
            raise InputError([Problem("records", None, str(error), "a database that is as it was written")]) from None
        except (OSError, SQLAlchemyError) as error:
            allowed = "a database of this program, on a disk with space that may be written"
            message = "The command was not carried out."
            raise InputError([Problem("records", None, _reason(error), allowed, (), message)]) from None


def _reason(error: Exception) -> str:
    """What the system or the database says, in one line: never the statement, nor what it was to write."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or type(error).__name__}"
    told = str(getattr(error, "orig", None) or type(error).__name__)
    return told.partition("\n")[0]
