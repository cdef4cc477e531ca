"""Serving the page: on this computer without a login, elsewhere with accounts and TLS alone."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from myotome.errors import InputError, Problem

if TYPE_CHECKING:
    from myotome.records import Records
    from myotome.web.access.access import Access

__all__ = ["Network", "serve"]

_ALLOWED: Final = "127.0.0.1, ::1 or localhost"
_HIGHEST_PORT: Final = 65535


#: How long requests that are being answered may take to end, once the program is told to stop.
_PATIENCE_S: Final = 30
#: Names the file of the issuer that accounts sign in at.
_OPENID: Final = "MYOTOME_OPENID"


@dataclass(frozen=True, slots=True)
class Network:
    """What stands between the program and its users.

    Attributes
    ----------
    behind_tls : bool
        Whether a proxy before the program ends TLS, as whoever starts it declares.
    names : tuple of str
        Names under which browsers call it.
    proxy : str
        Address of the proxy, whose word for the address of a caller counts.
    no_login : bool
        Whether nobody signs in although there are accounts: on this computer alone.
    """

    behind_tls: bool = False
    names: tuple[str, ...] = ()
    proxy: str = "127.0.0.1"
    no_login: bool = False


def serve(host: str = "127.0.0.1", port: int = 8321, database: str | None = "", network: Network | None = None) -> None:
    """Serve the page until the program is stopped.

    Parameters
    ----------
    host : str
        An address of this computer itself; another one where TLS is declared and there are accounts.
    port : int
        0 takes any that is free.
    database : str or None
        Where patients are kept: a file or `postgresql://…`; empty for that of this user, None to keep nothing.
    network : Network or None
        What stands before it; None for nothing.

    Raises
    ------
    InputError
        The address can be reached from elsewhere and TLS or accounts are missing, the port is in use, the extra `web`
        is not installed, or the database does not open.
    """
    network = network or Network()
    _refuse_others(host, port, network, keeps=database is not None)
    try:
        import uvicorn

        from myotome.web.server.logs import begin_log
        from myotome.web.server.warm_up import WarmUp
        from myotome.web.site import application
    except ImportError as error:
        message = f"The page needs {error.name}: pip install 'myotome[web]'."
        raise InputError([Problem("serve", None, "no web server", "myotome[web]", (), message)]) from None
    with _listening(host, port) as listening:
        records = None if database is None else _opened(database)
        access = None if records is None else _access(records, host, network)
        begin_log(every_request=access is not None)
        warm_up = WarmUp()
        made = application(warm_up, records, access)
        warm_up.start()
        print(_announced(host, listening.getsockname()[1], records, access is not None), flush=True)
        # a proxy speaks for the address of a caller; without one nobody's word counts
        config = uvicorn.Config(
            made,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_PATIENCE_S,
            server_header=False,
            proxy_headers=network.behind_tls,
            forwarded_allow_ips=network.proxy,
        )
        _end_in_order()
        try:
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            warm_up.stop()


def _end_in_order() -> None:
    """Have a program that is told to stop, once its requests are answered, end what it started, and with code 0."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def _listening(host: str, port: int) -> socket.socket:
    """Take the port before its address is told to anybody, and before a database is opened."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        message = f"The page cannot be served at this port: {error.strerror or error}."
        allowed = "a port that no other program uses, or 0 for any"
        raise InputError([Problem("--port", None, str(port), allowed, (), message)]) from None


def _announced(host: str, port: int, records: Records | None, accounts: bool) -> str:
    shown = f"[{host}]" if ":" in host else host
    kept = "nothing is kept" if records is None else f"patients are kept in {records.place}"
    reached = "this computer alone" if _is_loopback(host) else "behind TLS that a proxy ends"
    who = "by login" if accounts else "one user, no login"
    return f"Myotome: http://{shown}:{port}/  ({reached}, {who}, {kept}; Ctrl+C stops)"


def _access(records: Records, host: str, network: Network) -> Access | None:
    """Accounts, where there are some; off this computer there have to be."""
    from myotome.records import Accounts
    from myotome.web.access.access import access_to
    from myotome.web.access.openid import read_openid

    here = _is_loopback(host)
    if here and network.no_login:
        return None
    if not Accounts(records).any():
        if here and not network.behind_tls:
            return None
        message = "Nobody could sign in. Add an account first: myotome records user add LOGIN --role admin."
        raise InputError([Problem("--host", None, host, "this computer, or accounts", ("127.0.0.1",), message)])
    path = os.environ.get(_OPENID)
    openid = read_openid(Path(path)) if path else None
    needs_factor, tls = network.behind_tls or not here, network.behind_tls
    return access_to(records, needs_factor=needs_factor, openid=openid, hosts=network.names, behind_tls=tls)


def _opened(database: str) -> Records:
    from sqlalchemy.exc import SQLAlchemyError

    from myotome.records import DamagedError, open_records

    try:
        return open_records(database)
    except (SQLAlchemyError, OSError, DamagedError) as error:
        message = "The database of patients does not open. With --no-records the page works without it."
        allowed = "a database of this program, on a disk with space that may be written"
        raise InputError([Problem("--database", None, _reason(error), allowed, (), message)]) from None


def _reason(error: Exception) -> str:
    """What the system or the database says, in one line; never a statement, nor what it was to write.

    Examples
    --------
    >>> _reason(OSError(30, "Read-only file system", "/data/records.sqlite"))
    '/data/records.sqlite: Read-only file system'
    """
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or type(error).__name__}"
    return str(getattr(error, "orig", None) or error).partition("\n")[0]


def _refuse_others(host: str, port: int, network: Network, *, keeps: bool) -> None:
    """Off this computer whoever reaches the page signs in, over TLS, under a name that was declared."""
    wrong = []
    if not _is_loopback(host) and not keeps:
        wrong.append(("--no-records", "no accounts either", "records with accounts"))
    if not _is_loopback(host) and not network.behind_tls:
        wrong.append(("--host", host, f"{_ALLOWED}, or --behind-tls where a proxy ends TLS"))
    if network.behind_tls and not network.names:
        wrong.append(("--name", "none", "the name under which browsers call the page"))
    if network.no_login and (network.behind_tls or not _is_loopback(host)):
        wrong.append(("--no-login", "off this computer", _ALLOWED))
    if wrong:
        message = "Another computer may reach the page with accounts and TLS alone."
        raise InputError([Problem(where, None, given, allowed, (), message) for where, given, allowed in wrong])
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
