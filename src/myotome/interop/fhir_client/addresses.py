"""To which addresses anything may be sent."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

__all__ = ["is_safe"]


def is_safe(address: str) -> bool:
    """Whether what is sent to an address can be read by nobody else: TLS, or this computer itself.

    Examples
    --------
    >>> [is_safe(one) for one in ("https://ehr.example/x", "http://ehr.example", "http://127.0.0.1:80", "ftp://x")]
    [True, False, True, False]
    """
    parts = urlsplit(address)
    if parts.username is not None or not parts.hostname:
        return False
    try:
        own = parts.hostname == "localhost" or ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        own = False
    return parts.scheme == "https" or (parts.scheme == "http" and own)
