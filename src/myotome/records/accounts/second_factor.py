"""The second factor: codes of RFC 6238 that each open once, and recovery codes for a lost telephone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from myotome.records.accounts.limits import account_limits

__all__ = ["code_at", "enrolment_address", "new_recovery_codes", "recovery_digest", "secret_for", "step_of_code"]

_SECRET_BYTES: Final = 20
_RECOVERY_BYTES: Final = 10
_DIGITS: Final = 6
_STEP_S: Final = 30
_ISSUER: Final = "Myotome"


def secret_for(key: bytes, session: bytes) -> str:
    """The secret that a session is offered, in base32, as apps for codes take it; 160 bits, as RFC 4226 recommends.

    Another session of the same account is offered another one: whoever stole a session learns no secret that the owner
    will take.

    Examples
    --------
    >>> secret_for(bytes(32), b"one") == secret_for(bytes(32), b"two")
    False
    """
    return base64.b32encode(hmac.new(key, b"factor|" + session, hashlib.sha256).digest()[:_SECRET_BYTES]).decode()


def _codes(secret: str) -> TOTP:
    """SHA-1, six digits and 30 s are what every app takes; RFC 6238 names them as the default."""
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), _STEP_S)


def code_at(secret: str, seconds: float) -> str:
    """Code of a moment.

    Examples
    --------
    >>> code_at(base64.b32encode(b"12345678901234567890").decode(), 59)  # RFC 6238, appendix B, the last six digits
    '287082'
    """
    return _codes(secret).generate(int(seconds)).decode()


def step_of_code(secret: str, code: str, seconds: float, after: int) -> int | None:
    """Step of time that a code belongs to; None where it is wrong, too old, or not after the last one that opened.

    Parameters
    ----------
    secret, code : str
    seconds : float
        Since 1970.
    after : int
        Step of the last code that opened: none opens twice.
    """
    apart, now = account_limits("second_factor")["steps_apart"], int(seconds) // _STEP_S
    typed = "".join(code.split()).encode()
    for step in range(now - apart, now + apart + 1):
        if step > after and hmac.compare_digest(code_at(secret, step * _STEP_S).encode(), typed):
            return step
    return None


def enrolment_address(secret: str, login: str) -> str:
    """What an app for codes reads from a picture.

    Examples
    --------
    >>> enrolment_address("ABC", "ada@north")
    'otpauth://totp/Myotome:ada%40north?secret=ABC&issuer=Myotome'
    """
    return f"otpauth://totp/{_ISSUER}:{quote(login, safe='')}?secret={secret}&issuer={_ISSUER}"


def new_recovery_codes() -> tuple[str, ...]:
    """Codes that each open once: 80 random bits in groups."""
    return tuple(_recovery() for _ in range(account_limits("second_factor")["recovery_codes"]))


def _recovery() -> str:
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def recovery_digest(key: bytes, code: str) -> str:
    """What is stored of a recovery code.

    Examples
    --------
    >>> recovery_digest(bytes(32), "ABCD-efgh") == recovery_digest(bytes(32), " abcdefgh")
    True
    """
    plain = "".join(one for one in code.casefold() if one.isalnum())
    return hmac.new(key, f"recovery|{plain}".encode(), hashlib.sha256).hexdigest()
