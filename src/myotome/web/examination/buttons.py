"""A button of the page, and what it says to the program."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

__all__ = ["Button", "act"]


def act(**said: Any) -> str:
    """What a button says, as `examination.acted` reads it.

    Examples
    --------
    >>> act(drop=2)
    '{"drop":2}'
    """
    return json.dumps(said, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Button:
    """One choice of a cell."""

    text: str
    says: str
    act: str
    chosen: bool = False
