"""Findings whose name and value are understood only together: `plantar: upgoing`, `anal tone: reduced`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.exam.likeness import folded
from myotome.exam.reading.checks import Checks
from myotome.exam.reading.yaml_json import Place
from myotome.exam.vocabulary_table import vocabulary
from myotome.printing import shown
from myotome.tables import Table, list_of, one_of, text

__all__ = ["SpokenFinding", "spoken_finding", "spoken_findings", "spoken_names"]

_SECTIONS = {"reflex": "reflexes", "sign": "signs", "item": "history", "movement": "movements", "muscle": "muscles"}
_LISTS = frozenset({"muscles", "levels", "areas", "worse_with"})
_LEFT_OUT = "-"
_IF_NOT_GIVEN = "?"
_TABLE = Table(
    "exam/spoken_findings.csv",
    {
        "kind": one_of(("reflex", "sign", "history", "strength")),
        "key": one_of(_SECTIONS),
        "names": list_of(text()),
        "said": list_of(text(), optional=True),
        "sets": list_of(text(), separator=";"),
    },
    key=("kind", "key", "names", "said"),
)


@dataclass(frozen=True, slots=True)
class SpokenFinding:
    """A name that is no id of the vocabulary, and what it is read as beside some words of its value.

    Attributes
    ----------
    kind, key, name : str
        Kind of finding, and the key under which the name is written.
    also_called : tuple of str
        Other names for it.
    said : tuple of str
        Words of the value that it is read with; none where it takes any value of its kind.
    usual, sets : mapping
        Keys of the format that are meant where they are not given; and that are meant in any case.
    left_out : frozenset of str
        Keys that may be given and that what is meant does not have.
    """

    kind: str
    key: str
    name: str
    also_called: tuple[str, ...]
    said: tuple[str, ...]
    usual: Mapping[str, Any]
    sets: Mapping[str, Any]
    left_out: frozenset[str] = frozenset()

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The finding in the keys of the format."""
        spoken = {self.key, "value"} if self.said else {self.key}
        said = {key: value for key, value in raw.items() if key not in spoken | self.left_out}
        return {**self.usual, **said, **self.sets}


@cache
def spoken_findings() -> tuple[SpokenFinding, ...]:
    """Every row of the table.

    Examples
    --------
    >>> next(one.sets for one in spoken_findings() if one.name == "wrist drop")
    {'movement': 'wrist_extension'}
    """
    return tuple(
        SpokenFinding(row["kind"], row["key"], row["names"][0], row["names"][1:], row["said"], *_keys(row["sets"]))
        for row in _TABLE.rows()
    )


@cache
def spoken_names() -> frozenset[str]:
    """Every name of the table, as names are compared.

    Examples
    --------
    >>> "thenar_wasting" in spoken_names()
    True
    """
    return frozenset(folded(name) for one in spoken_findings() for name in (one.name, *one.also_called))


def spoken_finding(checks: Checks, raw: Any, place: Place) -> tuple[Any, ...]:
    """The finding in the names of the vocabulary; itself where nothing of this kind is said; nothing after a problem.

    Parameters
    ----------
    checks : Checks
        Gets the problem where the name is known here alone, and its value is not.
    raw : any
        The finding as it stands in the file.
    place : tuple
        Where it stands.
    """
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    for key, section in _SECTIONS.items() if isinstance(kind, str) else ():
        name = raw.get(key)
        known = _table().get((folded(str(kind)), key, folded(name)), ()) if isinstance(name, str) else ()
        for one in known:
            if not one.said or _word(raw.get("value")) in map(folded, one.said):
                return (one.read(raw),)
        if known and vocabulary().find(section, str(name)) is None:
            words = ", ".join(word for one in known for word in one.said)
            checks.add((*place, "value"), shown(raw.get("value")), words, f"This is not read as a value of {name}.")
            return ()
    return (raw,)


def _word(value: Any) -> str:
    """Value as a word that can be looked up."""
    return folded(value) if isinstance(value, str) else str(value).lower()


@cache
def _table() -> Mapping[tuple[str, str, str], tuple[SpokenFinding, ...]]:
    """Kind, key and name, however it is written, to what it may be read as."""
    found: dict[tuple[str, str, str], tuple[SpokenFinding, ...]] = {}
    for one in spoken_findings():
        for name in (one.name, *one.also_called):
            where = (one.kind, one.key, folded(name))
            found[where] = (*found.get(where, ()), one)
    return found


def _keys(sets: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any], frozenset[str]]:
    """Keys that are only usual, the others, and those that are left out."""
    usual: dict[str, Any] = {}
    fixed: dict[str, Any] = {}
    for pair in sets:
        key, _, said = pair.removesuffix(_IF_NOT_GIVEN).partition("=")
        value: Any = said.split("|") if key in _LISTS else {"true": True, "false": False}.get(said, said)
        (usual if pair.endswith(_IF_NOT_GIVEN) else fixed)[key] = value
    dropped = frozenset(key for key, value in fixed.items() if value == _LEFT_OUT)
    return usual, {key: value for key, value in fixed.items() if key not in dropped}, dropped
