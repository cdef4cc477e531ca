"""What else may a name of the vocabulary be called? Words of clinicians that mean one of its ids, each a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from myotome.errors import DataError
from myotome.exam.entry import Entry
from myotome.tables import Table, identifier, list_of, text

__all__ = ["synonyms", "with_synonyms"]

_SYNONYMS = Table(
    "exam/synonyms.csv",
    {"section": identifier(), "name": text(), "also_called": list_of(text())},
    key=("section", "name"),
)


@cache
def synonyms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Section and id to what else the id is called.

    Examples
    --------
    >>> synonyms()["modalities"]["pin"][0]
    'pinprick'
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in _SYNONYMS.rows():
        found.setdefault(row["section"], {})[row["name"]] = row["also_called"]
    return found


def with_synonyms(sections: Mapping[str, Mapping[str, Entry]]) -> dict[str, Mapping[str, Entry]]:
    """Sections of the vocabulary, their entries found by their synonyms too.

    Raises
    ------
    DataError
        A row names a section or an id that there is not.
    """
    found = {name: dict(entries) for name, entries in sections.items()}
    for section, names in synonyms().items():
        for name, called in names.items():
            if name not in found.get(section, {}):
                raise DataError(f"exam/synonyms.csv: the vocabulary has no {name!r} among its {section}")
            entry = found[section][name]
            found[section][name] = replace(entry, aliases=(*entry.aliases, *called))
    return {name: found[name] for name in sections}
