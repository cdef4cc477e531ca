"""One patient out and in as a file, and all patients as a table without what names them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from myotome.cli.process.targets import OutputTarget, check_targets, writing
from myotome.cli.records.database import DATABASE, opened

if TYPE_CHECKING:
    from myotome.records import Records

__all__ = ["deidentify", "export", "import_"]

_VARIABLE: Final = "MYOTOME_PASSPHRASE"
_PASSPHRASE = typer.Option(
    None, "--passphrase-file", metavar="FILE", help=f"Holds the passphrase; else {_VARIABLE}, else it is asked for."
)


def export(
    patient: str = typer.Argument(help="An id, or what one patient's name or number begins with.", show_default=False),
    out: Path = typer.Option(..., "-o", "--out", help="The file to write: .age, or .json.", show_default=False),
    recipients: list[str] = typer.Option(
        [], "--to", metavar="KEY", help="Public key of age or SSH of who may open it; may be repeated."
    ),
    passphrase_file: Path | None = _PASSPHRASE,
    database: str = DATABASE,
) -> None:
    """Write everything that is kept of a patient into one file, with all visits and answers.

    A file that ends in .age is encrypted, with a passphrase or for public keys. A file that ends in .json can be read
    by whoever has it.
    """
    with opened(database) as found:
        check_targets(OutputTarget("-o", out, (".age", ".json")), read=(passphrase_file,))
        from myotome.records import encrypted_for, encrypted_with

        text = json.dumps(found.export_patient(_one(found, patient)), ensure_ascii=False).encode()
        if out.suffix.lower() == ".age":
            kept = (
                encrypted_for(recipients, text) if recipients else encrypted_with(_phrase(passphrase_file, True), text)
            )
        else:
            kept = text
        with writing("-o", out, private=True) as part:
            part.write_bytes(kept)
        print(f"Written to {out}{'' if kept is not text else '; whoever has the file can read it'}.")


def import_(
    file: Path = typer.Argument(help="A file that was exported: .age or .json.", show_default=False),
    key_file: Path | None = typer.Option(
        None, "--key-file", metavar="FILE", help="Secret key of age that the file was encrypted for."
    ),
    passphrase_file: Path | None = _PASSPHRASE,
    database: str = DATABASE,
) -> None:
    """Keep a patient of an exported file, as a new one; all of it or nothing."""
    with opened(database, may_be_new=True) as found:
        from myotome.records import document_in, is_encrypted

        stored, secrets = _read(file), _secret_keys(key_file)
        phrase = _phrase(passphrase_file, False) if is_encrypted(stored) and not secrets else ""
        print(f"Kept as patient {found.import_patient(document_in(stored, phrase, secrets))}.")


def deidentify(
    out: Path = typer.Option(..., "-o", "--out", help="The table to write: .parquet.", show_default=False),
    fewest: int = typer.Option(5, "--fewest", min=1, help="People whom a band of age and sex must have."),
    database: str = DATABASE,
) -> None:
    """Write all patients as one table without names, dates, numbers and free text: a row for each visit.

    Days count from the first visit, ages stand in bands of ten years. What is rare can still be recognised: hand the
    table on under an agreement, not in public.
    """
    with opened(database) as found:
        check_targets(OutputTarget("-o", out, (".parquet",)))
        with writing("-o", out, private=True) as part:
            print(f"{found.write_deidentified(part, fewest)} visits written to {out}.")


def _one(found: Records, patient: str) -> str:
    """Id of the one patient that is meant."""
    from myotome.errors import InputError, Problem

    named = found.patients(patient) if patient.strip() else ()
    if len(named) > 1:
        allowed = "what one patient's name or number alone begins with, or an id"
        raise InputError([Problem("patient", None, f"{patient}: {len(named)} patients", allowed)])
    return named[0].id if named else patient


def _phrase(file: Path | None, twice: bool) -> str:
    if file is not None:
        return _read(file).decode("utf-8", "replace").strip()
    return os.environ.get(_VARIABLE) or str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=twice))


def _secret_keys(file: Path | None) -> tuple[str, ...]:
    lines = _read(file).decode("ascii", "replace").splitlines() if file is not None else []
    return tuple(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-"))


def _read(file: Path) -> bytes:
    from myotome.errors import InputError, Problem

    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError([Problem(str(file), None, error.strerror or "", "a file that can be read")]) from None
