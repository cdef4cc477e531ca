"""The image report, disc by disc, and what studies of nerves and muscles conclude."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from myotome.exam import shorthand_names
from myotome.web.examination.buttons import Button, act
from myotome.web.examination.examination import Examination

__all__ = ["DiscRow", "conclusions", "images"]

_DISCS: Final = {
    "leg": ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"),
    "arm": ("C3-C4", "C4-C5", "C5-C6", "C6-C7", "C7-T1"),
}
#: As on the image: the patient's right at the left.
_ZONES: Final = (
    ("right", "extraforaminal"),
    ("right", "foraminal"),
    ("right", "subarticular"),
    ("midline", "central"),
    ("left", "subarticular"),
    ("left", "foraminal"),
    ("left", "extraforaminal"),
)


@dataclass(frozen=True, slots=True)
class DiscRow:
    """One disc of the image report: the zones that may be clicked, and what is described."""

    disc: str
    state: str
    zones: tuple[Button, ...]
    normal: str
    described: tuple[tuple[int, Mapping[str, Any], str], ...]


def images(examination: Examination, part: str) -> tuple[DiscRow, ...]:
    """The image report by disc, of the back or of the neck."""
    return tuple(_disc_row(examination, disc) for disc in _DISCS.get(part, _DISCS["leg"]))


def _disc_row(examination: Examination, disc: str) -> DiscRow:
    here = tuple(_described(examination, disc))
    base = {"type": "imaging", "modality": "MRI", "levels": [disc]}
    state = "open" if not here else "ok" if all(one["finding"] == "normal" for _, one, _ in here) else "off"
    zones = []
    for side, zone in _ZONES:
        at = next((n for n, one, _ in here if (one.get("side"), one.get("zone")) == (side, zone)), None)
        new = {**base, "finding": "protrusion", "side": side, "zone": zone}
        zones.append(
            Button(zone, f"{disc} {side} {zone}", act(put=new) if at is None else act(drop=at), at is not None)
        )
    normal = act(put={**base, "finding": "normal", "side": "none"})
    return DiscRow(disc, state, tuple(zones), normal, here)


def _described(examination: Examination, disc: str) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    labels = [finding.label for finding in examination.case.findings]
    for at, finding in enumerate(examination.document["findings"]):
        if finding["type"] == "imaging" and finding.get("levels") == [disc] and "value" not in finding:
            yield at, finding, labels[at]


def conclusions() -> tuple[tuple[str, str], ...]:
    """What a study of nerves and muscles may conclude, and its words."""
    return tuple((name, name.replace("_", " ")) for name in shorthand_names("emg", "conclusion"))
