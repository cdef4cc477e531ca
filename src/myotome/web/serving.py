"""Serving the page on this computer alone."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.records import Records

__all__ = ["serve"]

_ALLOWED: Final = "127.0.0.1, ::1 or localhost"
_HIGHEST_PORT: Final = 65535


def serve(host: str = "127.0.0.1", port: int = 8321, database: str | None = "") -> None:
    """Serve the page until the program is stopped.

    Parameters
    ----------
    host : str
        An address of this computer itself.
    port : int
        0 takes any that is free.
    database : str or None
        Where patients are kept: a file or `postgresql://…`; empty for that of this user, None to keep nothing.

    Raises
    ------
    InputError
        The address can be reached from elsewhere, the port is in use, the extra `web` is not installed, or the
        database does not open.
    """
    _refuse_others(host, port)
    try:
        import uvicorn

        from myotome.web.server.warm_up import WarmUp
        from myotome.web.site import application
    except ImportError as error:
        message = f"The page needs {error.name}: pip install 'myotome[web]'."
        raise InputError([Problem("serve", None, "no web server", "myotome[web]", (), message)]) from None
    with _listening(host, port) as listening:
        records = None if database is None else _opened(database)
        warm_up = WarmUp()
        warm_up.start()
        print(_announced(host, listening.getsockname()[1], records), flush=True)
        made = application(warm_up, records)
        config = uvicorn.Config(made, log_level="warning", access_log=False, server_header=False)
        try:
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            warm_up.stop()


def _listening(host: str, port: int) -> socket.socket:
    """Take the port before its address is told to anybody, and before a database is opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"The page cannot be served at this port: {error.strerror or error}."
        allowed = "a port that no other program uses, or 0 for any"
        raise InputError([Problem("--port", None, str(port), allowed, (), message)]) from None


def _announced(host: str, port: int, records: Records | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    kept = "nothing is kept" if records is None else f"patients are kept in {records.place}"
    return f"Myotome: http://{shown}:{port}/  (this computer alone, one user, {kept}; Ctrl+C stops)"


def _opened(database: str) -> Records:
    from sqlalchemy.exc import SQLAlchemyError

    from myotome.records import DamagedError, open_records

    try:
        return open_records(database)
    except (SQLAlchemyError, OSError, DamagedError) as error:
        reason = str(error) if isinstance(error, DamagedError) else type(error).__name__
        message = "The database of patients does not open. With --no-records the page works without it."
        raise InputError([Problem("--database", None, reason, "a database of this program", (), message)]) from None


def _refuse_others(host: str, port: int) -> None:
    """Only loopback for now: whoever reaches the page sees everything on it."""
    if not _is_loopback(host):
        message = (
            "The page has no accounts and no TLS yet, and both come before it may be reached from another computer."
        )
        raise InputError([Problem("--host", None, host, _ALLOWED, ("127.0.0.1",), message)])
    if not 0 <= port <= _HIGHEST_PORT:
        raise InputError([Problem("--port", None, str(port), f"0 to {_HIGHEST_PORT}")])


def _is_loopback(host: str) -> bool:
    """Whether an address is of this computer itself.

    Examples
    --------
    >>> [_is_loopback(host) for host in ("127.0.0.1", "localhost", "0.0.0.0", "192.168.1.4", "example.org", "")]
    [True, True, False, False, False, False]
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
