"""Fields that are encrypted by themselves, and keyed digests of whole rows."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from myotome.records.refusals import DamagedError
from myotome.records.storage.schema import ADDED

__all__ = ["digest_of", "opened", "sealed"]

_NONCE: Final = 12
_FORM: Final = b"\x01"


def sealed(key: bytes, place: str, text: bytes) -> bytes:
    """Encrypt a field; it can be opened at its own place alone.

    Parameters
    ----------
    key : bytes
        `Keys.fields`.
    place : str
        Table, row and column: what was moved elsewhere does not open.
    text : bytes
        The content.

    Examples
    --------
    >>> opened(bytes(32), "patient.1.name", sealed(bytes(32), "patient.1.name", b"Ada"))
    b'Ada'
    """
    nonce = os.urandom(_NONCE)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, text, _FORM + place.encode())


def opened(key: bytes, place: str, stored: bytes) -> bytes:
    """Decrypt a field; raises DamagedError where it was changed, moved, or written with another key."""
    nonce, text = stored[1 : 1 + _NONCE], stored[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, text, stored[:1] + place.encode())
    except (InvalidTag, ValueError):
        raise DamagedError(f"{place} cannot be read with this key") from None


def digest_of(key: bytes, table: str, row: Mapping[Any, Any]) -> bytes:
    """Keyed digest of a row, its own digest left out.

    Examples
    --------
    >>> row = {"id": "a", "sealed": b"x"}
    >>> digest_of(bytes(32), "patient", row) == digest_of(bytes(32), "patient", {**row, "digest": b""})
    True
    """
    told = {name: value for name, value in row.items() if name != "digest" and not (value is None and name in ADDED)}
    plain = {name: _plain(value) for name, value in told.items()}
    text = json.dumps([table, plain], sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _plain(value: Any) -> Any:
    """Bytes as text, told apart from any text."""
    return {"bytes": value.hex()} if isinstance(value, bytes | memoryview) else value
