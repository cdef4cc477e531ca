"""Recordings of one movement in every format that is read, written for the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["bvh", "csv_text", "markers_of", "storage", "trc", "written"]

#: Places of the markers of an upright person, metres: forward, up, right.
PLACES: Mapping[str, tuple[float, float, float]] = {
    "C7": (-0.06, 1.45, 0.0),
    "T10": (-0.11, 1.20, 0.0),
    "CLAV": (0.06, 1.40, 0.0),
    "STRN": (0.10, 1.25, 0.0),
    "RASI": (0.09, 1.00, 0.12),
    "LASI": (0.09, 1.00, -0.12),
    "RPSI": (-0.095, 1.00, 0.045),
    "LPSI": (-0.095, 1.00, -0.045),
}
_PELVIS = ("RASI", "LASI", "RPSI", "LPSI")


def written(folder: Path, text: str, name: str = "movement.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def csv_text(columns: Mapping[str, Sequence[float]], delimiter: str = ",", mark: str = ".") -> str:
    rows = [delimiter.join(columns)]
    rows += [
        delimiter.join(f"{value:.9g}".replace(".", mark) for value in row)
        for row in zip(*columns.values(), strict=True)
    ]
    return "\n".join(rows) + "\n"


def storage(columns: Mapping[str, Sequence[float]], in_degrees: str = "yes") -> str:
    rows = len(next(iter(columns.values())))
    header = f"Coordinates\nversion=1\nnRows={rows}\nnColumns={len(columns)}\ninDegrees={in_degrees}\n\nendheader\n"
    return header + csv_text(columns, "\t")


def trc(names: Sequence[str], position: NDArray[np.float64], delimiter: str = "\t") -> str:
    """Markers as a .trc file at 100 Hz; what is not a number is left empty."""
    d = delimiter
    heads = d.join(f"{name}{d}{d}" for name in names)
    axes = d.join(d.join(f"{axis}{number}" for axis in "XYZ") for number in range(1, len(names) + 1))
    lines = [
        d.join(("PathFileType", "4", "(X/Y/Z)", "markers.trc")),
        d.join(("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units")),
        d.join(("100", "100", str(len(position)), str(len(names)), "mm")),
        f"Frame#{d}Time{d}{heads}",
        f"{d}{d}{axes}",
        "",
    ]
    for number, frame in enumerate(position):
        cells = ["" if np.isnan(value) else f"{1000 * value:.6f}" for value in frame.ravel()]
        lines.append(d.join((str(number + 1), f"{number / 100:.2f}", *cells)))
    return "\n".join(lines) + "\n"


def markers_of(pelvis: NDArray[np.float64], thorax: NDArray[np.float64]) -> NDArray[np.float64]:
    """Markers of a pelvis and a thorax that are turned in space, shape (frames, 8, 3)."""
    hip = np.array([0.0, 1.0, 0.0])
    return np.stack(
        [(pelvis if name in _PELVIS else thorax) @ (np.array(at) - hip) + hip for name, at in PLACES.items()], axis=1
    )


def bvh(frames: Sequence[Sequence[float]]) -> str:
    """Rotations about z, x and y of hips, spine and chest of a figure that faces along z."""
    tree = """HIERARCHY
ROOT Hips
{
 OFFSET 0 90 0
 CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
 JOINT Spine
 {
  OFFSET 0 10 0
  CHANNELS 3 Zrotation Xrotation Yrotation
  JOINT Spine1
  {
   OFFSET 0 15 0
   CHANNELS 3 Zrotation Xrotation Yrotation
   End Site
   {
    OFFSET 0 20 0
   }
  }
 }
 JOINT LeftUpLeg
 {
  OFFSET 9 0 0
  CHANNELS 3 Zrotation Xrotation Yrotation
  End Site
  {
   OFFSET 0 -40 0
  }
 }
}
MOTION
"""
    rows = "\n".join(" ".join(f"{value:g}" for value in (0, 90, 0, *frame, 0, 0, 0)) for frame in frames)
    return f"{tree}Frames: {len(frames)}\nFrame Time: 0.01\n{rows}\n"
