"""Compiling and reading what the first answers need, before anybody asks for one."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from subprocess import DEVNULL, Popen
from threading import Event, Thread
from typing import Any, Final

from myotome.answer import assess, in_turn
from myotome.exam import case_from_mapping
from myotome.interop import answer_bundle, case_bundle, case_of_bundle

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
    """Answers an empty case and two full ones, and says when that is done.

    Kernels are compiled in a process of their own, which leaves them in the cache on disk: compiling holds the lock of
    the interpreter, and no page would be served meanwhile.
    """

    def __init__(self) -> None:
        self._done = Event()
        self._compiler: Popen[bytes] | None = None

    @property
    def state(self) -> str:
        """`ready`, or `compiling` until the first answers come as quickly as all others."""
        return "ready" if self._done.is_set() else "compiling"

    def start(self) -> None:
        """Begin in the background; nothing waits for it."""
        Thread(target=self._compile_and_run, daemon=True, name="warm-up").start()

    def stop(self) -> None:
        """End the compiling, if it still goes on."""
        if self._compiler is not None and self._compiler.poll() is None:
            self._compiler.terminate()

    def run(self) -> None:
        """Answer what is answered first."""
        try:
            answer_first()
        finally:
            self._done.set()

    def _compile_and_run(self) -> None:
        with Popen([sys.executable, "-m", __name__], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL) as self._compiler:
            self._compiler.wait()
        self.run()


def answer_first() -> None:
    """Answer the empty page, one short case whole, one with findings of every kind; read that one from FHIR, too."""
    in_turn(lambda: assess(case_from_mapping({**EXAMPLE, "findings": []})).explanation)
    full = case_from_mapping({**EXAMPLE, "findings": [*EXAMPLE["findings"], *_MORE]})
    in_turn(lambda: assess(full).explanation)
    in_turn(lambda: assess(case_from_mapping(EXAMPLE)).to_dict())
    if find_spec("fhir") is not None:
        in_turn(lambda: answer_bundle(assess(case_of_bundle(case_bundle(full)).case), datetime.now(UTC)))


if __name__ == "__main__":
    answer_first()
