"""Findings said in one word that stand for one or several plain ones: `all reflexes`, `L5 radiculopathy`.

Each part is written out in the keys of the form of its kind, so that nothing behind the reader knows of the shorthand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from myotome.anatomy import nerve as nerve_supply
from myotome.errors import nearest_names
from myotome.exam.likeness import folded
from myotome.exam.reading.checks import Checks
from myotome.exam.reading.spoken_values import with_plain_value
from myotome.exam.reading.yaml_json import Place
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown
from myotome.tables import Table, identifier, integer, list_of, one_of, text

__all__ = ["OWN_KEYS", "shorthand_called", "shorthand_names", "spelled_out"]

#: Keys that no form has: what they say is always written out. By kind of finding, with what may be named.
OWN_KEYS: Mapping[str, tuple[str, ...]] = {
    "strength": ("root", "nerve"),
    "sensation": ("nerve", "root"),
    "pain": ("nerve", "root"),
    "emg": ("conclusion",),
    "ncs": ("conclusion",),
}
_SKIN = ("sensation", "pain")
_OWN_SKIN = 0.5  # at least this share of an area is of the nerve
_IF_NOT_GIVEN = "?"
_TABLE = Table(
    "exam/shorthand.csv",
    {
        "kind": one_of(("reflex", "strength", "imaging", "emg")),
        "key": one_of(("reflex", "movement", "root", "nerve", "finding", "conclusion")),
        "name": identifier(),
        "part": integer(1, 20),
        "also_called": list_of(text(), optional=True),
        "sets": list_of(text(), separator=";"),
    },
    key=("kind", "key", "name", "part"),
)


@dataclass(frozen=True, slots=True)
class _Shorthand:
    """Plain keys of each finding that a name stands for."""

    parts: tuple[Mapping[str, Any], ...]


def spelled_out(checks: Checks, raw: Any, place: Place) -> tuple[Any, ...]:
    """Plain mappings that a finding stands for: itself, unless it is said in shorthand.

    Parameters
    ----------
    checks : Checks
        Gets the problem where a name of shorthand is not known.
    raw : any
        The finding as it stands in the file.
    place : tuple
        Where it stands.
    """
    kind = vocabulary().find("finding_kinds", raw["type"]) if _is_named(raw, "type") else None
    if kind is None:
        return (raw,)
    raw = _with_conclusion(kind, with_plain_value(kind, raw))
    for key in OWN_KEYS.get(kind, ()):
        if key in raw and "muscle" not in raw and not (kind == "ncs" and key == "nerve"):
            return _own(checks, kind, key, raw, place)
    for (of, key), names in _table().items():
        for said in (key, "muscle") if key == "movement" else (key,):
            if of == kind and _is_named(raw, said) and folded(raw[said]) in names:
                return _parts(names[folded(raw[said])], said, raw)
    return (raw,)


def _with_conclusion(kind: str, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The conclusion of a study as such, where it stands as the value and nothing is named that was examined."""
    named = any(key in raw for key in ("muscles", "roots", "nerve", "conclusion"))
    if kind not in ("emg", "ncs") or named or not _is_named(raw, "value"):
        return raw
    concluded = folded(raw["value"]) in _table()["emg", "conclusion"]
    return {**_without(raw, "value"), "conclusion": raw["value"]} if concluded else raw


def shorthand_names(kind: str, key: str) -> tuple[str, ...]:
    """Names of shorthand that a key of a finding may have besides those of the vocabulary."""
    if kind in _SKIN:
        return vocabulary().ids({"nerve": "nerves", "root": "dermatomes"}[key]) if key in ("nerve", "root") else ()
    return tuple(dict.fromkeys(row["name"] for row in _TABLE.rows() if (row["kind"], row["key"]) == (_of(kind), key)))


def shorthand_called() -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """Kind, key and name of each shorthand, to what else it is called.

    Examples
    --------
    >>> shorthand_called()["strength", "root", "L5"]
    ('L5 myotome',)
    """
    return {(row["kind"], row["key"], row["name"]): row["also_called"] for row in _TABLE.rows() if row["part"] == 1}


def _own(checks: Checks, kind: str, key: str, raw: Mapping[str, Any], place: Place) -> tuple[Any, ...]:
    """Findings that a key of shorthand alone stands for; none, and a problem, where its name is not known."""
    name = folded(raw[key]) if _is_named(raw, key) else ""
    name = vocabulary().find("nerves", name) or name if key == "nerve" else name
    if kind in _SKIN and key == "root" and (root := vocabulary().find("dermatomes", raw[key])):
        return ({**_without(raw, key), "dermatomes": [*raw.get("dermatomes", ()), root]},)
    areas = _skin_of(name) if kind in _SKIN else ()
    if areas:
        return ({**_without(raw, key), "areas": [*raw.get("areas", ()), *areas]},)
    known = {} if kind in _SKIN else _table()[_of(kind), key]
    if name in known:
        return _parts(known[name], key, raw)
    names = shorthand_names(kind, key)
    message = f"No {key} that stands for findings of this kind has this name."
    near = partial(nearest_names, name, names)
    checks.add((*place, key), shown(raw[key]), ", ".join(names), message, near)
    return ()


def _parts(shorthand: _Shorthand, key: str, raw: Mapping[str, Any]) -> tuple[Any, ...]:
    """Each part, with what else the finding says; what is only usual gives way to what is said."""
    rest = _without(raw, key)
    found = []
    for part in shorthand.parts:
        usual = {name[:-1]: value for name, value in part.items() if name.endswith(_IF_NOT_GIVEN)}
        fixed = {name: value for name, value in part.items() if not name.endswith(_IF_NOT_GIVEN)}
        found.append({**usual, **rest, **fixed})
    return tuple(found)


def _skin_of(nerve: str) -> tuple[str, ...]:
    """Areas of skin that are chiefly those of a nerve."""
    if nerve not in vocabulary().nerves:
        return ()
    supplied = (one.name for one in nerve_supply(nerve).areas if one.share >= _OWN_SKIN)
    return tuple(name for name in supplied if name in vocabulary().areas)


def _without(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name != key}


def _is_named(raw: Any, key: str) -> bool:
    return isinstance(raw, Mapping) and isinstance(raw.get(key), str)


def _of(kind: str) -> str:
    """Kind under which the shorthand of another stands: both studies of one laboratory have one conclusion."""
    return "emg" if kind == "ncs" else kind


@cache
def _table() -> Mapping[tuple[str, str], Mapping[str, _Shorthand]]:
    """Kind and key to what each name means, however it is written."""
    found: dict[tuple[str, str], dict[str, _Shorthand]] = {}
    for row in _TABLE.rows():
        names = found.setdefault((row["kind"], row["key"]), {})
        before = names.get(folded(row["name"]), _Shorthand(()))
        whole = _Shorthand((*before.parts, _keys(row["sets"])))
        called = [name for name, one in names.items() if one is before]
        for name in (row["name"], *row["also_called"], *called):
            names[folded(name)] = whole
    return found


def _keys(sets: tuple[str, ...]) -> Mapping[str, Any]:
    """Keys of one part; the mark of what is only usual goes to the key."""
    found: dict[str, Any] = {}
    for one in sets:
        key, _, value = one.partition("=")
        if value.endswith(_IF_NOT_GIVEN):
            key, value = key + _IF_NOT_GIVEN, value.removesuffix(_IF_NOT_GIVEN)
        found[key] = value.split("|") if key in {"muscles", "roots"} else value
    return found
