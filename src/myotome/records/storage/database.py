"""Opening a database: embedded by default, durable at each commit, or PostgreSQL by its address."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from myotome.errors import InputError, Problem

__all__ = ["DATABASE_VARIABLE", "address_of", "engine_of", "file_of", "user_folder"]

DATABASE_VARIABLE: Final = "MYOTOME_RECORDS"
_ALLOWED: Final = "a file, sqlite:///FILE or postgresql://USER@HOST/DATABASE"
_BUSY_S: Final = 30
_DRIVERS: Final = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def user_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Folder for the data of this user's programs."""
    if sys.platform == "win32":  # pragma: no cover
        base = environment.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":  # pragma: no cover
        base = "~/Library/Application Support"
    else:
        base = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "myotome"


def address_of(text: str = "", environment: Mapping[str, str] = os.environ) -> URL:
    """Address of the database: as given, else of the environment, else the file in the user's folder.

    Raises
    ------
    InputError
        It is no address of a database that is supported.

    Examples
    --------
    >>> address_of("/tmp/records.sqlite").render_as_string()
    'sqlite+pysqlite:////tmp/records.sqlite'
    """
    wanted = text or environment.get(DATABASE_VARIABLE) or str(user_folder(environment) / "records.sqlite")
    if "://" not in wanted:
        return URL.create(_DRIVERS["sqlite"], database=str(Path(wanted).absolute()))
    try:
        url = make_url(wanted)
        return url.set(drivername=_DRIVERS[url.drivername.partition("+")[0]])
    except (ArgumentError, KeyError, ValueError):
        scheme = wanted.partition("://")[0]
        raise InputError([Problem("--database", None, f"{scheme}://…", _ALLOWED)]) from None


def file_of(url: URL) -> Path | None:
    """File of an embedded database; None for a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def engine_of(url: URL) -> Engine:
    """Engine of a database; an embedded one gets its folder."""
    path = file_of(url)
    if path is None:
        return create_engine(url, client_encoding="utf8", pool_pre_ping=True, hide_parameters=True)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    made = create_engine(url, connect_args={"timeout": _BUSY_S, "check_same_thread": False}, hide_parameters=True)
    event.listen(made, "connect", _durable)
    event.listen(made, "begin", _begin)
    return made


def _durable(connection: Any, _: Any) -> None:
    """Each commit reaches the disk before it is acknowledged; transactions begin where we say."""
    connection.isolation_level = None
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {setting}").close()


def _begin(connection: Any) -> None:
    """Take the right to write at once: two who read first and write later would both have to give up."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
