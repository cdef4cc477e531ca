"""What became of cards: every event once, however often it is reported."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from myotome.interop.cds.calls import RefusedCallError

__all__ = ["FeedbackStore"]

_KNOWN = ("card", "outcome", "acceptedSuggestions", "overrideReason", "outcomeTimestamp")


class FeedbackStore:
    """Events in memory, and where a file is named one line each in it.

    Parameters
    ----------
    path : Path or None
        What users write in a comment is data of patients: the file is readable by its owner alone.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._events: dict[str, None] = dict.fromkeys(_stored(path))

    def __len__(self) -> int:
        return len(self._events)

    def add(self, service: str, body: Any) -> None:
        """Keep every event of a report; raises RefusedCallError with 400 where one is not well formed."""
        events = body.get("feedback") if isinstance(body, dict) else None
        if not isinstance(events, list) or not events:
            raise RefusedCallError(400, "feedback: a list of events is needed.")
        for event in events:
            _check(event)
        for event in events:
            self._keep(json.dumps({"service": service, **event}, sort_keys=True))

    def _keep(self, line: str) -> None:
        if line in self._events:
            return
        self._events[line] = None
        if self._path is not None:
            with open(self._path, "a", encoding="utf-8", opener=_for_the_owner) as file:
                file.write(line + "\n")


def _stored(path: Path | None) -> list[str]:
    """Events of earlier runs: what is reported again is not kept twice."""
    if path is None or not path.exists():
        return []
    return path.read_text(encoding="utf-8").splitlines()


def _for_the_owner(path: str, flags: int) -> int:
    """Open a file that nobody else may read."""
    return os.open(path, flags, 0o600)


def _check(event: Any) -> None:
    if not isinstance(event, dict) or not {*event} <= {*_KNOWN}:
        raise RefusedCallError(400, f"feedback: an event has {', '.join(_KNOWN)}.")
    try:
        UUID(str(event.get("card")))
    except ValueError:
        raise RefusedCallError(400, "feedback.card: the uuid of a card is needed.") from None
    if event.get("outcome") not in ("accepted", "overridden"):
        raise RefusedCallError(400, "feedback.outcome: accepted or overridden.")
    if not isinstance(event.get("outcomeTimestamp"), str):
        raise RefusedCallError(400, "feedback.outcomeTimestamp: it is missing.")
    if event["outcome"] == "accepted" and not _ids(event.get("acceptedSuggestions")):
        raise RefusedCallError(400, "feedback.acceptedSuggestions: their ids are needed.")
    reason = event.get("overrideReason")
    if reason is not None and not (isinstance(reason, dict) and {"reason", "userComment"} & {*reason}):
        raise RefusedCallError(400, "feedback.overrideReason: a reason or a comment is needed.")


def _ids(suggestions: Any) -> bool:
    return (
        isinstance(suggestions, list)
        and bool(suggestions)
        and all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in suggestions)
    )
