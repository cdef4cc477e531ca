"""Serving the page on this computer alone."""

from __future__ import annotations

import ipaddress
from typing import Final

from myotome.errors import InputError, Problem

__all__ = ["serve"]

_ALLOWED: Final = "127.0.0.1, ::1 or localhost"
_HIGHEST_PORT: Final = 65535


def serve(host: str = "127.0.0.1", port: int = 8321) -> None:
    """Serve the page until the program is stopped.

    Parameters
    ----------
    host : str
        An address of this computer itself.
    port : int
        0 takes any that is free.

    Raises
    ------
    InputError
        The address can be reached from elsewhere, or the extra `web` is not installed.
    """
    _refuse_others(host, port)
    try:
        import uvicorn

        from myotome.web.application import application
        from myotome.web.server.warm_up import WarmUp
    except ImportError as error:
        message = f"The page needs {error.name}: pip install 'myotome[web]'."
        raise InputError([Problem("serve", None, "no web server", "myotome[web]", (), message)]) from None
    warm_up = WarmUp()
    warm_up.start()
    shown = f"[{host}]" if ":" in host else host
    print(
        f"Myotome: http://{shown}:{port}/  (this computer alone, one user, nothing is kept; Ctrl+C stops)", flush=True
    )
    uvicorn.run(application(warm_up), host=host, port=port, log_level="warning", access_log=False, server_header=False)


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
