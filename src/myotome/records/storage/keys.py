"""The secret of a database, and the keys that are derived from it: one for each use."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from myotome.errors import InputError, Problem

__all__ = [
    "KEY_FILE_VARIABLE",
    "KEY_VARIABLE",
    "NEW_KEY_VARIABLE",
    "SECRET_BYTES",
    "Keys",
    "Secret",
    "decoded_secret",
    "keys_from",
    "next_file",
    "put_in_place",
    "secret_of",
    "write_secret",
]

KEY_VARIABLE: Final = "MYOTOME_RECORDS_KEY"
KEY_FILE_VARIABLE: Final = "MYOTOME_RECORDS_KEY_FILE"
#: Where the new key is given to a rotation of a key that no file holds.
NEW_KEY_VARIABLE: Final = "MYOTOME_RECORDS_NEW_KEY"
SECRET_BYTES: Final = 32
_ALLOWED: Final = f"{SECRET_BYTES} random bytes in base64"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Keys for fields that are encrypted, digests of rows, words that are searched, and tokens of forms."""

    fields: bytes
    digests: bytes
    search: bytes
    forms: bytes


def keys_from(secret: bytes) -> Keys:
    """Derive a key for each use: whoever learns one learns none of the others.

    Examples
    --------
    >>> keys = keys_from(bytes(32))
    >>> len({keys.fields, keys.digests, keys.search, keys.forms})
    4
    """
    return Keys(*(_derived(secret, use) for use in ("fields", "digests", "search", "forms")))


def _derived(secret: bytes, use: str) -> bytes:
    return HKDF(SHA256(), SECRET_BYTES, None, f"myotome records: {use}".encode()).derive(secret)


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """The secret of a database.

    Attributes
    ----------
    text : bytes
    file : Path or None
        The file that holds it; None where the environment does.
    next : bytes or None
        The secret that a rotation was going to put in its place, and did not come to.
    """

    text: bytes
    file: Path | None = None
    next: bytes | None = None


def next_file(path: Path) -> Path:
    """Where the new secret lies while a database is given it."""
    return path.with_name(f"{path.name}.next")


def secret_of(environment: Mapping[str, str], usual: Path, *, may_be_made: bool) -> Secret:
    """Read the secret: from the environment, from the file that it names, or from the usual file.

    Parameters
    ----------
    environment : mapping
        Of the process.
    usual : Path
        The file beside an embedded database.
    may_be_made : bool
        Whether a missing usual file is made: only where there is no database yet.

    Raises
    ------
    InputError
        There is none, or it is no key.
    """
    if text := environment.get(KEY_VARIABLE):
        return Secret(decoded_secret(text, KEY_VARIABLE))
    path = Path(environment.get(KEY_FILE_VARIABLE) or usual)
    if may_be_made and path == usual and not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_secret(path, secrets.token_bytes(SECRET_BYTES))
    coming = next_file(path)
    return Secret(_read(path), path, _read(coming) if coming.exists() else None)


def put_in_place(path: Path) -> Path:
    """Put the new secret in the place of the old one; returns where the old one is kept, for backups made before."""
    old = path.with_name(f"{path.name}.until-{date.today().isoformat()}-{secrets.token_hex(2)}")
    write_secret(old, _read(path))
    next_file(path).replace(path)
    _on_disk(path.parent)
    return old


def _read(path: Path) -> bytes:
    try:
        return decoded_secret(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        message = "Without its key a database cannot be read. Put the file back where it was."
        raise InputError([Problem(str(path), None, str(error), _ALLOWED, (), message)]) from None


def write_secret(path: Path, secret: bytes) -> None:
    """Write a secret that only its owner can read, on the disk as a whole or not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secret) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    _on_disk(path.parent)


def _on_disk(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def decoded_secret(text: str, where: str) -> bytes:
    """Secret as it is written in a file or the environment; raises InputError where it is none."""
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise InputError([Problem(where, None, "something else", _ALLOWED, (), "This is no key.")])
    return secret
