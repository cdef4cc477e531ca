"""From markers on pelvis and thorax to angles, by the marker set of `load/recordings/marker_set.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myotome.load.recordings.columns import PLACES
from myotome.load.recordings.formats.marker_files import Markers
from myotome.load.recordings.formats.raw_table import Note, RawTable, refused
from myotome.load.recordings.rotations import frame, movements_deg, normalised
from myotome.tables import Table, list_of, one_of, text

__all__ = ["angles_from_markers"]

_MARKERS: Final = ("C7", "T10", "CLAV", "STRN", "RASI", "LASI", "RPSI", "LPSI")
#: With these the head moves against the thorax; without them it goes with it.
_HEAD: Final = ("RFHD", "LFHD", "RBHD", "LBHD")
_SET = Table(
    "load/recordings/marker_set.csv",
    {"marker": one_of((*_MARKERS, *_HEAD)), "names": list_of(text())},
    key=("marker",),
    covers={"marker": (*_MARKERS, *_HEAD)},
)

#: About how far the front points of a pelvis are apart.
_PELVIS_M: Final = 0.25
_Places = Mapping[str, NDArray[np.float64]]


def angles_from_markers(markers: Markers) -> RawTable:
    """How do pelvis and thorax move, counted from the first frame in which all are seen?

    Parameters
    ----------
    markers : Markers

    Returns
    -------
    RawTable
        Pelvis in space, thorax against pelvis as `trunk_`, and where the head has its four markers, head against
        thorax as `neck_`, in degrees. A marker at 0, 0, 0 was not seen.

    Raises
    ------
    InputError
        A marker of the set is missing, or never are all of them seen at once.
    """
    places, used = _places(markers)
    places = {name: np.where((at == 0.0).all(axis=1, keepdims=True), np.nan, at) for name, at in places.items()}
    seen = np.asarray(np.isfinite(np.stack(list(places.values()))).all(axis=(0, 2)))
    if not seen.any():
        message = "In no frame are all markers of pelvis and thorax seen at once."
        raise refused(markers.path, f"{len(seen)} frames", message, ", ".join(_MARKERS))
    first = int(seen.argmax())
    room = _room(places, first)
    pelvis, thorax = (_turned(turn, room, first) for turn in (_pelvis(places), _thorax(places)))
    columns = {f"pelvis_{move}_deg": angle for move, angle in movements_deg(pelvis).items()}
    columns |= _against("trunk", pelvis, thorax)
    if set(_HEAD) <= set(places):
        columns |= _against("neck", thorax, _turned(_head(places), room, first))
    way = (_middle(places, "RASI", "LASI", "RPSI", "LPSI") - _middle(places, "RPSI", "LPSI")[first]) @ room.T
    metres = _metres(places, first) * way
    columns |= {f"sacrum_{axis}_m": metres[:, number] for number, axis in enumerate(PLACES)}
    values = np.column_stack([markers.time_s, *columns.values()])
    numbers = np.arange(len(values))
    return RawTable(
        markers.path, ("time_s", *columns), values, numbers, "degrees", _notes(markers, tuple(places), used, first)
    )


def _against(part: str, below: NDArray[np.float64], above: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Columns of what one part does against the one below it."""
    moved = movements_deg(np.swapaxes(below, 1, 2) @ above)
    return {f"{part}_{move}_deg": angle for move, angle in moved.items()}


@cache
def _names() -> Mapping[str, str]:
    """Marker of the set by each of its names, in small letters; a name may stand for two markers."""
    return {row["marker"]: "|".join(row["names"]) for row in _SET.rows()}


def _places(markers: Markers) -> tuple[dict[str, NDArray[np.float64]], set[str]]:
    plain = {name.rpartition(":")[2].lower(): number for number, name in reversed(list(enumerate(markers.names)))}
    found = {
        marker: next((plain[name.lower()] for name in names.split("|") if name.lower() in plain), None)
        for marker, names in _names().items()
    }
    if any(found[marker] is None for marker in _HEAD):
        found = {marker: number for marker, number in found.items() if marker not in _HEAD}
    if missing := [marker for marker, number in found.items() if number is None]:
        message = (
            "These are marker positions, not angles, and markers are missing to compute them: "
            f"{', '.join(missing)}. Or give the .mot file of an inverse kinematics (OpenSim)."
        )
        given = f"{len(markers.names)} markers: {', '.join(markers.names)}"
        raise refused(markers.path, given, message, f"the markers {', '.join(_MARKERS)}")
    numbers = {marker: number for marker, number in found.items() if number is not None}
    return (
        {marker: markers.position[:, number] for marker, number in numbers.items()},
        {markers.names[number] for number in numbers.values()},
    )


def _middle(places: _Places, *names: str) -> NDArray[np.float64]:
    return np.asarray(np.mean([places[name] for name in names], axis=0))


def _pelvis(places: _Places) -> NDArray[np.float64]:
    """Axes forward, up and right of the pelvis, in the room."""
    right = normalised(places["RASI"] - places["LASI"])
    ahead = _middle(places, "RASI", "LASI") - _middle(places, "RPSI", "LPSI")
    up = normalised(np.cross(right, ahead))
    return frame(np.cross(up, right), up, right)


def _thorax(places: _Places) -> NDArray[np.float64]:
    up = normalised(_middle(places, "C7", "CLAV") - _middle(places, "T10", "STRN"))
    ahead = _middle(places, "CLAV", "STRN") - _middle(places, "C7", "T10")
    right = normalised(np.cross(ahead, up))
    return frame(np.cross(up, right), up, right)


def _head(places: _Places) -> NDArray[np.float64]:
    ahead = normalised(_middle(places, "RFHD", "LFHD") - _middle(places, "RBHD", "LBHD"))
    right = _middle(places, "RFHD", "RBHD") - _middle(places, "LFHD", "LBHD")
    up = normalised(np.cross(right, ahead))
    return frame(ahead, up, np.cross(ahead, up))


def _room(places: _Places, first: int) -> NDArray[np.float64]:
    """Rows forward, up and right: up is the axis of the room along which C7 lies above the pelvis."""
    rise = (places["C7"] - _middle(places, "RPSI", "LPSI"))[first]
    axis = int(np.abs(rise).argmax())
    up = np.zeros(3)
    up[axis] = np.sign(rise[axis])
    ahead = (_middle(places, "RASI", "LASI") - _middle(places, "RPSI", "LPSI"))[first]
    right = normalised(np.cross(ahead, up))
    return np.stack([np.cross(up, right), up, right])


def _metres(places: _Places, first: int) -> float:
    """Metres in a unit of the file: of metres, centimetres and millimetres the one that makes a pelvis."""
    apart = float(np.sqrt(((places["RASI"] - places["LASI"])[first] ** 2).sum()))
    return float(10.0 ** -np.clip(np.round(np.log10(apart / _PELVIS_M)), 0, 3)) if apart > 0.0 else 1.0


def _turned(turn: NDArray[np.float64], room: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """Rotation in space since the first frame, in the axes of the model."""
    own = room @ turn
    return np.asarray(own @ own[first].T)


def _notes(markers: Markers, found: tuple[str, ...], used: set[str], first: int) -> tuple[Note, ...]:
    parts = "pelvis, thorax and head" if set(_HEAD) <= set(found) else "pelvis and thorax"
    text = (
        f"Angles of {parts} from markers ({', '.join(found)}), counted from frame {first}, which is taken as upright "
        "standing."
    )
    others = [name for name in markers.names if name not in used]
    ignored = f"Ignored {len(others)} markers: {', '.join(others)}."
    return (Note("read", text), *((Note("ignored", ignored),) if others else ()))
