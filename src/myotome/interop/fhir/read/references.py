"""What a reference points at: by full URL, by type and id, absolute, of a version, or inside the resource."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["Resolver"]

_VERSION = re.compile(r"/_history/[^/]+$")
_RELATIVE = re.compile(r"([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})$")
_Node = Mapping[str, Any]


class Resolver:
    """Resources of a bundle by the names that references call them; nothing is ever asked of a server.

    Parameters
    ----------
    entries : sequence of mapping
        Entries of a bundle.

    Examples
    --------
    >>> resolver = Resolver([{"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient", "id": "a"}}])
    >>> [resolver.key({"reference": name}) for name in ("Patient/a", "urn:uuid:1", "https://x.org/r4/Patient/a")]
    [0, 0, 0]
    """

    def __init__(self, entries: Sequence[_Node]) -> None:
        self._entries = entries
        self._keys = {name: index for index, entry in enumerate(entries) for name in _names(entry)}

    def key(self, reference: Any) -> int | str | None:
        """Number of the entry that a reference means; its own words where it means none of them; None without one."""
        if not isinstance(reference, Mapping):
            return None
        name = _VERSION.sub("", str(reference.get("reference", "")))
        if name in self._keys:
            return self._keys[name]
        relative = _RELATIVE.search(name)
        if relative and relative[1] in self._keys:
            return self._keys[relative[1]]
        return name or _identifier(reference)

    def resource(self, reference: Any, inside: _Node) -> _Node | None:
        """Resource that a reference means, one contained in another among them; None where it is not here."""
        name = str(reference.get("reference", "")) if isinstance(reference, Mapping) else ""
        if name.startswith("#"):
            return next((one for one in inside.get("contained", ()) if one.get("id") == name[1:]), None)
        key = self.key(reference)
        return self._entries[key]["resource"] if isinstance(key, int) else None


def _names(entry: _Node) -> Iterator[str]:
    resource = entry.get("resource", {})
    if "fullUrl" in entry:
        yield entry["fullUrl"]
    if "id" in resource:
        yield f"{resource['resourceType']}/{resource['id']}"


def _identifier(reference: _Node) -> str | None:
    """A logical reference, by identifier."""
    identifier = reference.get("identifier", {})
    return f"{identifier.get('system', '')}|{identifier['value']}" if "value" in identifier else None
