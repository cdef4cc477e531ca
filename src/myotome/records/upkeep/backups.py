"""A whole database in one file and back: encrypted fields stay encrypted, and the file bears a keyed digest."""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from myotome.errors import InputError, Problem
from myotome.files import replaced
from myotome.records.records import Records
from myotome.records.refusals import DamagedError
from myotome.records.storage.keys import Keys
from myotome.records.storage.migration import shape_of
from myotome.records.storage.schema import ACCOUNTS, METADATA, PATIENTS, SESSIONS
from myotome.records.upkeep.verification import faults_on

__all__ = ["back_up", "restore"]

_FORMAT: Final = "myotome records backup 1"
_ROWS_AT_ONCE: Final = 500


def back_up(records: Records, path: Path) -> int:
    """Write the whole database into one file, whole or not at all; returns the number of rows.

    The file is of no use without the key: keep both, and apart.
    """
    digest, count = hmac.new(records.keys.digests, digestmod=hashlib.sha256), 0
    with replaced(path, private=True) as part:
        with part.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
            with records.engine.begin() as connection:
                for line in _lines(connection):
                    file.write(line)
                    digest.update(line)
                    count += 1
            file.write(json.dumps({"digest": digest.hexdigest()}).encode() + b"\n")
        with part.open("rb") as written:
            os.fsync(written.fileno())
    return count - 1


def _lines(connection: Connection) -> Iterator[bytes]:
    yield json.dumps({"format": _FORMAT, "shape": shape_of(connection)}).encode() + b"\n"
    for table in METADATA.sorted_tables:
        if table is SESSIONS:  # whoever is signed in now is so in this place alone
            continue
        for row in connection.execute(select(table).execution_options(yield_per=_ROWS_AT_ONCE)).mappings():
            plain = {name: _plain(value) for name, value in row.items()}
            yield json.dumps([table.name, plain], separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def _value(plain: Any) -> Any:
    return bytes.fromhex(plain["hex"]) if isinstance(plain, dict) else plain


def restore(records: Records, path: Path) -> int:
    """Put a backup into a database that is empty; returns the number of rows.

    Raises
    ------
    InputError
        The database holds patients, or the file is no backup.
    DamagedError
        The file was changed, is not whole, or belongs to another key. Nothing was restored then.
    """
    with records.engine.begin() as connection:
        if any(connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (PATIENTS, ACCOUNTS)):
            message = "A backup is put into an empty database alone: move the present one away first."
            raise InputError([Problem("--database", None, "a database in use", "an empty one", (), message)])
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
        try:
            count = _read(connection, records.keys, path)
        except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, SQLAlchemyError) as error:
            raise DamagedError(f"{path.name} is no backup, or is not whole ({type(error).__name__}).") from None
        if faults := list(faults_on(connection, records.keys)):
            raise DamagedError(f"{path.name}: {faults[0]} Nothing was restored.")
    return count


def _read(connection: Connection, keys: Keys, path: Path) -> int:
    """Rows of a backup, put into the tables; its digest is checked before anything is committed."""
    digest, count, told = hmac.new(keys.digests, digestmod=hashlib.sha256), -1, ""
    with gzip.open(path, "rb") as file:
        for line in file:
            read = json.loads(line)
            if count < 0 and (not isinstance(read, dict) or read.get("format") != _FORMAT):
                raise ValueError("format")
            if isinstance(read, list):
                name, row = read
                connection.execute(insert(METADATA.tables[name]).values({k: _value(v) for k, v in row.items()}))
            if isinstance(read, dict) and "digest" in read:
                told = str(read["digest"])
                break
            digest.update(line)
            count += 1
    if not hmac.compare_digest(told, digest.hexdigest()):
        raise DamagedError(f"{path.name} was changed, is not whole, or belongs to another key.")
    return count
