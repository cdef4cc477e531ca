"""`myotome serve`: the page that a clinician opens."""

from __future__ import annotations

import typer

__all__ = ["serve"]


def serve(
    host: str = typer.Option("127.0.0.1", "--host", help="An address of this computer; no other is served yet."),
    port: int = typer.Option(8321, "--port", help="Port; 0 takes any that is free."),
    database: str = typer.Option(
        "", "--database", help="Patients: a file or postgresql://…; else MYOTOME_RECORDS, else that of this user."
    ),
    no_records: bool = typer.Option(False, "--no-records", help="Keep nothing: the case is in the page alone."),
) -> None:
    """Open the page on this computer: enter findings on a body, see the answer grow, keep it for a patient, print it.

    One user, no login. What is saved for a patient is kept encrypted on this computer, with the key beside it.
    """
    from myotome.web import serve as served

    served(host, port, None if no_records else database)
