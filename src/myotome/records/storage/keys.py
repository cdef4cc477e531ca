"""The secret of a database, and the keys that are derived from it: one for each use."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from myotome.errors import InputError, Problem

__all__ = ["KEY_FILE_VARIABLE", "KEY_VARIABLE", "Keys", "keys_from", "secret_of"]

KEY_VARIABLE: Final = "MYOTOME_RECORDS_KEY"
KEY_FILE_VARIABLE: Final = "MYOTOME_RECORDS_KEY_FILE"
_BYTES: Final = 32
_ALLOWED: Final = f"{_BYTES} random bytes in base64"


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
    return HKDF(SHA256(), _BYTES, None, f"myotome records: {use}".encode()).derive(secret)


def secret_of(environment: Mapping[str, str], usual: Path, *, may_be_made: bool) -> bytes:
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
        return _decoded(text, KEY_VARIABLE)
    path = Path(environment.get(KEY_FILE_VARIABLE) or usual)
    if may_be_made and path == usual and not path.exists():
        _make(path)
    try:
        return _decoded(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        message = "Without its key a database cannot be read. Put the file back where it was."
        raise InputError([Problem(str(path), None, str(error), _ALLOWED, (), message)]) from None


def _make(path: Path) -> None:
    """Write a new secret that only its owner can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _decoded(text: str, where: str) -> bytes:
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != _BYTES:
        raise InputError([Problem(where, None, "something else", _ALLOWED, (), "This is no key.")])
    return secret
