"""`myotome serve`: the page that a clinician opens."""

from __future__ import annotations

import typer

__all__ = ["serve"]


def serve(
    host: str = typer.Option("127.0.0.1", "--host", help="An address of this computer; no other is served yet."),
    port: int = typer.Option(8321, "--port", help="Port; 0 takes any that is free."),
) -> None:
    """Open the page on this computer: enter findings on a body, see the answer grow, download and print it.

    One user, no login, nothing is kept: the case is in the page until it is downloaded.
    """
    from myotome.web import serve as served

    served(host, port)
