"""Keys as people name them, put under those of the format: the `grade` of a muscle, the `level` of an image."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from myotome.exam.likeness import folded
from myotome.exam.vocabulary_table import vocabulary
from myotome.tables import Table, identifier, list_of, one_of, text

__all__ = ["said_twice", "spoken_keys", "with_plain_keys"]

#: Keys that hold a list; a single name is a list of one.
_LISTS = frozenset(
    {"areas", "dermatomes", "muscles", "roots", "levels", "character", "worse_with", "better_with"},
)
_KINDS = ("strength", "sensation", "reflex", "sign", "pain", "imaging", "emg", "ncs", "history", "lab", "questionnaire")
_TABLE = Table(
    "exam/spoken_keys.csv",
    {"kind": one_of(_KINDS), "key": identifier(), "also_called": list_of(text())},
    key=("kind", "key"),
)


def with_plain_keys(raw: Any) -> Any:
    """The finding under the keys of the format, single names as lists of one; itself where it stands so.

    A key that the format has for this kind of finding is never renamed, and none takes the place of one that is there:
    what is said twice stays to be reported, see `said_twice`.

    Parameters
    ----------
    raw : any
        The finding as it stands in the file.

    Examples
    --------
    >>> with_plain_keys({"type": "strength", "muscle": "EHL", "side": "left", "grade": "4-"})
    {'type': 'strength', 'muscle': 'EHL', 'side': 'left', 'mrc': '4-'}
    >>> with_plain_keys({"type": "imaging", "modality": "MRI", "level": "L4-L5", "finding": "protrusion"})
    {'type': 'imaging', 'modality': 'MRI', 'levels': ['L4-L5'], 'finding': 'protrusion'}
    """
    kind = _kind(raw)
    if kind is None:
        return raw
    called = {said: key for said, key in spoken_keys()[kind].items() if key not in raw}
    named = {called.get(folded(key), key) if isinstance(key, str) else key: value for key, value in raw.items()}
    if len(named) < len(raw):
        return raw
    return {key: [value] if key in _LISTS and isinstance(value, str) else value for key, value in named.items()}


def said_twice(raw: Any, key: Any) -> str | None:
    """Key of the format that a key is another word for, where the finding has both; else None.

    Examples
    --------
    >>> said_twice({"type": "strength", "muscle": "EHL", "mrc": 3, "grade": 2}, "grade")
    'mrc'
    """
    kind = _kind(raw)
    meant = spoken_keys()[kind].get(folded(key)) if kind and isinstance(key, str) else None
    return meant if meant in raw else None


def _kind(raw: Any) -> str | None:
    """Kind of a finding that says it; None where it says none."""
    said = raw.get("type") if isinstance(raw, Mapping) else None
    return vocabulary().find("finding_kinds", said) if isinstance(said, str) else None


@cache
def spoken_keys() -> Mapping[str, Mapping[str, str]]:
    """Kind of finding to what its keys are also called, and the key meant by each.

    Examples
    --------
    >>> spoken_keys()["strength"]["power"]
    'mrc'
    """
    found: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    for row in _TABLE.rows():
        found[row["kind"]] |= {folded(said): row["key"] for said in row["also_called"]}
    return found
