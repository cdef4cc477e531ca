"""Bringing a database to the shape that this program knows, in one transaction: old or new, and nothing between."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, RowMapping, select

from myotome.errors import InputError, Problem
from myotome.records.refusals import DamagedError
from myotome.records.storage.keys import Keys
from myotome.records.storage.schema import CHAIN
from myotome.records.storage.sealing import digest_of

__all__ = ["is_end_of", "migrate", "shape_of"]

_STEPS: Final = Path(__file__).parent / "migrations"
_FIRST: Final = bytes(32)


def migrate(connection: Connection, keys: Keys, to: str = "head") -> str:
    """Bring a database to a shape, and begin the chain of events where there is none.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    keys : Keys
        Of this database.
    to : str
        A shape, `head` for the newest, `base` for an empty database.

    Returns
    -------
    str
        The shape that it has now.

    Raises
    ------
    InputError
        A newer program made the database.
    DamagedError
        The key is that of another database.
    """
    steps = ScriptDirectory(str(_STEPS))
    known = {step.revision for step in steps.walk_revisions()}
    if (now := shape_of(connection)) and now not in known:
        message = "A newer version of the program made this database. Install that version."
        raise InputError([Problem("database", None, now, ", ".join(sorted(known)), (), message)])

    def path(rev: Any, _: Any) -> Any:
        return steps._downgrade_revs(to, rev) if to == "base" else steps._upgrade_revs(to, rev)

    with EnvironmentContext(Config(), steps, fn=path) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
    if to != "base":
        _begin_chain(connection, keys)
    return shape_of(connection)


def shape_of(connection: Connection) -> str:
    """Shape of a database; empty where it holds nothing."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def _begin_chain(connection: Connection, keys: Keys) -> None:
    """Write the end of the chain of a new database, or check that the key is that of this one."""
    end = connection.execute(select(CHAIN)).mappings().first()
    if end is None:
        row = {"id": 1, "seq": 0, "head": _FIRST}
        connection.execute(CHAIN.insert().values(**row, digest=digest_of(keys.digests, CHAIN.name, row)))
    elif not is_end_of(keys, end):
        raise DamagedError("The key is not that of this database, or the end of its chain of events was changed.")


def is_end_of(keys: Keys, end: RowMapping) -> bool:
    """Whether the end of a chain of events was written with these keys."""
    return hmac.compare_digest(bytes(end["digest"]), digest_of(keys.digests, CHAIN.name, end))
