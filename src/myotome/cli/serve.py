"""`myotome serve`: the page that a clinician opens."""

from __future__ import annotations

import typer

__all__ = ["serve"]


def serve(
    host: str = typer.Option("127.0.0.1", "--host", help="An address of this computer; another one needs accounts."),
    port: int = typer.Option(8321, "--port", help="Port; 0 takes any that is free."),
    database: str = typer.Option(
        "", "--database", help="Patients: a file or postgresql://…; else MYOTOME_RECORDS, else that of this user."
    ),
    no_records: bool = typer.Option(False, "--no-records", help="Keep nothing: the case is in the page alone."),
    behind_tls: bool = typer.Option(
        False, "--behind-tls", help="Declare that a proxy before this program ends TLS; needed off this computer."
    ),
    name: list[str] = typer.Option([], "--name", help="Name under which browsers call the page; may be repeated."),
    proxy: str = typer.Option("127.0.0.1", "--proxy", help="Address of the proxy, whose word for callers counts."),
    no_login: bool = typer.Option(False, "--no-login", help="On this computer: no login although accounts exist."),
) -> None:
    """Open the page on this computer: enter findings on a body, see the answer grow, keep it for a patient, print it.

    One user, no login, as long as there are no accounts (`myotome records user add`). What is saved for a patient is
    kept encrypted on this computer, with the key beside it.
    """
    from myotome.web import Network
    from myotome.web import serve as served

    served(host, port, None if no_records else database, Network(behind_tls, tuple(name), proxy, no_login))
