"""Compiling and reading what the first answers need, before anybody asks for one."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any, Final

from myotome.answer import assess
from myotome.exam import case_from_mapping

__all__ = ["EXAMPLE", "WarmUp"]

#: A case with findings of every common kind: each has tables of its own and compiled code of its own.
EXAMPLE: Final[dict[str, Any]] = {
    "id": "example",
    "demographics": {"age": 44, "sex": "male"},
    "findings": [
        {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
        {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"},
    ],
}
_MORE: Final[tuple[dict[str, Any], ...]] = (
    {"type": "sensation", "areas": ["great_toe"], "side": "left", "modality": "light_touch", "value": "reduced"},
    {"type": "pain", "areas": ["low_back", "lateral_lower_leg"], "side": "left", "radiating": True},
    {"type": "reflex", "reflex": "achilles", "side": "bilateral", "value": "normal"},
    {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "protrusion", "side": "left"},
)


class WarmUp:
    """A thread that answers an empty case and two full ones, and says when it is done."""

    def __init__(self) -> None:
        self._done = Event()

    @property
    def state(self) -> str:
        """`ready`, or `compiling` until the first answers come as quickly as all others."""
        return "ready" if self._done.is_set() else "compiling"

    def start(self) -> None:
        """Begin in the background; nothing waits for it."""
        Thread(target=self.run, daemon=True, name="warm-up").start()

    def run(self) -> None:
        """Answer what is answered first: the empty page, one short case whole, one with findings of every kind."""
        try:
            _ = assess(case_from_mapping({**EXAMPLE, "findings": []})).explanation
            _ = assess(case_from_mapping({**EXAMPLE, "findings": [*EXAMPLE["findings"], *_MORE]})).explanation
            assess(case_from_mapping(EXAMPLE)).to_dict()
        finally:
            self._done.set()
