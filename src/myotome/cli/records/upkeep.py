"""Verify, back up, restore, migrate, and a new key."""

from __future__ import annotations

from pathlib import Path

import typer

from myotome.cli.process.endings import ExitCode
from myotome.cli.records.database import DATABASE, opened

__all__ = ["backup", "migrate", "restore", "rotate", "verify"]

_FILE = typer.Argument(help="File of the backup.", metavar="FILE", show_default=False)


def verify(database: str = DATABASE) -> None:
    """Read every row, every field and the whole chain of events, and name what is not as it was written."""
    from myotome.records import faults_of

    with opened(database) as found:
        faults = faults_of(found)
        for fault in faults:
            print(fault)
        print(f"{len(faults)} faults." if faults else "Everything is as it was written.")
        if faults:
            raise typer.Exit(ExitCode.BAD_INPUT)


def backup(file: Path = _FILE, database: str = DATABASE) -> None:
    """Write everything into one file, still encrypted, while the page runs.

    Keep the key apart from the backup: neither is of use without the other.
    """
    from myotome.records import back_up

    with opened(database) as found:
        print(f"{back_up(found, file)} rows written to {file}.")


def restore(file: Path = _FILE, database: str = DATABASE) -> None:
    """Put a backup into an empty database, all of it or nothing."""
    from myotome.records import restore as restored

    with opened(database, may_be_new=True) as found:
        print(f"{restored(found, file)} rows restored from {file}.")


def migrate(database: str = DATABASE) -> None:
    """Bring an older database to the shape of this program."""
    with opened(database):
        print("The database has the shape of this program.")


def rotate(database: str = DATABASE) -> None:
    """Encrypt everything with a new key, all of it or nothing; stop the page first.

    The new key takes the place of the old one in its file. Where the key comes from MYOTOME_RECORDS_KEY, put the new
    one into MYOTOME_RECORDS_NEW_KEY, and afterwards into its place. Backups made before open with the old key alone:
    it is kept beside the new one until you delete it.
    """
    from myotome.records import rotate_key

    with opened(database) as found:
        rotated = rotate_key(found)
        print(f"{rotated.rows} rows encrypted with the new key.")
        if rotated.old_key is None:
            print("Put the new key into MYOTOME_RECORDS_KEY now.")
        else:
            print(f"The old key is kept as {rotated.old_key}, for backups made before; delete it with them.")
