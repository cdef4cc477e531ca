"""A file that only the receiver can open: age, with a passphrase or for a public key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

from myotome.errors import InputError, Problem

__all__ = ["check_passphrase", "decrypted", "document_in", "encrypted_for", "encrypted_with", "is_encrypted"]

#: How every file of age begins.
_FIRST_BYTES: Final = b"age-encryption.org/"
_SHORTEST: Final = 12
#: A passphrase is stretched by a second of work in much memory, on purpose.
_ONE_AT_A_TIME: Final = Lock()
_MOST_BYTES: Final = 200_000_000


def is_encrypted(stored: bytes) -> bool:
    """Whether a file is one of age."""
    return stored.startswith(_FIRST_BYTES)


def encrypted_with(passphrase: str, text: bytes) -> bytes:
    """Encrypt a file with a passphrase; whoever has the file and the passphrase has it all.

    Parameters
    ----------
    passphrase : str
        At least twelve characters: a file can be tried as often as one likes.
    text : bytes

    Raises
    ------
    InputError
        The passphrase is short, or the extra `handover` is not installed.
    """
    check_passphrase(passphrase)
    age = _age()
    with _ONE_AT_A_TIME:
        made: bytes = age.passphrase.encrypt(text, passphrase)
    return made


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is soon guessed; raises InputError."""
    if len(passphrase) < _SHORTEST:
        allowed = f"at least {_SHORTEST} characters"
        message = "The passphrase is short: whoever has the file can try as often as they like. Take several words."
        raise InputError([Problem("passphrase", None, f"{len(passphrase)} characters", allowed, (), message)])


def encrypted_for(recipients: Sequence[str], text: bytes) -> bytes:
    """Encrypt a file for the holders of some keys.

    Parameters
    ----------
    recipients : sequence of str
        Public keys of age (`age1…`), or of SSH (`ssh-ed25519 …`, `ssh-rsa …`).

    Raises
    ------
    InputError
        One of them is none.
    """
    age = _age()
    made: bytes = age.encrypt(text, [_recipient(age, one.strip()) for one in recipients])
    return made


def _recipient(age: Any, text: str) -> Any:
    kind = age.ssh if text.startswith("ssh-") else age.x25519
    try:
        return kind.Recipient.from_str(text)
    except (age.RecipientError, ValueError):
        allowed = "a public key of age (age1…) or of SSH (ssh-ed25519 …)"
        raise InputError([Problem("recipient", None, text[:40], allowed)]) from None


def decrypted(stored: bytes, passphrase: str = "", secret_keys: Sequence[str] = ()) -> bytes:
    """Open a file with its passphrase, or with one of some secret keys; what is not encrypted comes back as it is.

    Raises
    ------
    InputError
        It does not open: another passphrase, another key, or the file was changed.
    """
    if not is_encrypted(stored):
        return stored
    age = _age()
    try:
        if secret_keys:
            return bytes(age.decrypt(stored, [age.x25519.Identity.from_str(one.strip()) for one in secret_keys]))
        with _ONE_AT_A_TIME:
            return bytes(age.passphrase.decrypt(stored, passphrase))
    except (age.DecryptError, age.IdentityError, ValueError):
        message = "The file does not open: the passphrase or key is another, or the file was changed on its way."
        allowed = "the passphrase that it was encrypted with"
        raise InputError([Problem("file", None, "an encrypted file", allowed, (), message)]) from None


def document_in(stored: bytes, passphrase: str = "", secret_keys: Sequence[str] = ()) -> Any:
    """Read the document of a file, encrypted or not; raises InputError where it is none.

    Examples
    --------
    >>> document_in(b'{"format": "myotome patient 1"}')
    {'format': 'myotome patient 1'}
    """
    if len(stored) > _MOST_BYTES:
        raise InputError([Problem("file", None, f"{len(stored)} bytes", f"at most {_MOST_BYTES} bytes")])
    try:
        return json.loads(decrypted(stored, passphrase, secret_keys))
    except (ValueError, RecursionError):
        raise InputError([Problem("file", None, "no JSON", "a patient that was exported")]) from None


def _age() -> Any:
    try:
        import pyrage
    except ImportError:
        message = "Encrypted files need pyrage: pip install 'myotome[handover]'."
        raise InputError([Problem("file", None, "an encrypted file", "myotome[handover]", (), message)]) from None
    return pyrage
