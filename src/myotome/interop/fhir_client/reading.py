"""Resources of a server: one that is read, or all pages of a search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from myotome.interop.fhir_client.asking import asked
from myotome.interop.fhir_client.errors import RemoteError

__all__ = ["resources_at"]

_MOST_PAGES: Final = 50
_Resource = Mapping[str, Any]


def resources_at(base: str, query: str, token: str, timeout_s: float = 10.0) -> Iterator[_Resource]:
    """Resources of a read, or of all pages of a search.

    Parameters
    ----------
    base : str
        Address of the server; no page of another is asked for.
    query : str
        What stands behind it.
    token : str
        Access token.
    timeout_s : float
        How long to wait for each page.

    Raises
    ------
    RemoteError
        The server gives no resource, or too many pages.
    """
    address, seen = f"{base}/{query}", set[str]()
    while address:
        if len(seen) >= _MOST_PAGES or address in seen:
            raise RemoteError(f"There are more than {_MOST_PAGES} pages.")
        seen.add(address)
        told = asked(address, token, timeout_s=timeout_s)
        if not isinstance(told, dict) or told.get("resourceType") in (None, "OperationOutcome"):
            raise RemoteError("The hospital's server answers with no resource.")
        if told["resourceType"] != "Bundle":
            yield told
            return
        yield from _of_page(told)
        address = _next(told, base)


def _of_page(bundle: _Resource) -> Iterator[_Resource]:
    entries = bundle.get("entry", [])
    for entry in entries if isinstance(entries, list) else []:
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if isinstance(resource, Mapping) and resource.get("resourceType") not in (None, "OperationOutcome"):
            yield resource


def _next(bundle: _Resource, base: str) -> str:
    """Address of the next page; raises RemoteError where it is of another server, for the token would go there."""
    links = bundle.get("link", [])
    for link in links if isinstance(links, list) else []:
        if isinstance(link, Mapping) and link.get("relation") == "next":
            address = str(link.get("url", ""))
            if not address.startswith(f"{base}/") and not address.startswith(f"{base}?"):
                raise RemoteError("The next page is of another server.")
            return address
    return ""
