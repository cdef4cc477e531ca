"""Which names may a case file use, and what does each of them mean?

What only the examination knows stands in `vocabulary.yaml`; muscles, nerves and their sites, areas, reflexes, roots and
discs are those of the anatomy. A name is found by its id, its label or an alias, whatever its case, and whether its
words are joined by spaces, hyphens or underscores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from myotome.errors import DataError, UnknownNameError
from myotome.exam.anatomy_names import anatomy_sections
from myotome.exam.entry import Entry
from myotome.exam.likeness import LONGEST_NAME, closest, folded, lean
from myotome.exam.synonyms import with_synonyms
from myotome.tables import data_path, kept

__all__ = [
    "FINDING_KINDS",
    "HERNIATION_TYPES",
    "MUSCLE_SECTIONS",
    "Entry",
    "Vocabulary",
    "vocabulary",
]

FINDING_KINDS = (
    "strength",
    "sensation",
    "reflex",
    "sign",
    "pain",
    "imaging",
    "emg",
    "ncs",
    "history",
    "lab",
    "questionnaire",
)
MUSCLE_SECTIONS = ("muscles", "muscle_groups")
#: From the least to the most.
HERNIATION_TYPES = ("bulge", "protrusion", "extrusion", "sequestration")

# where each section stands in the file; a section is a mapping of entries or a plain list of ids
_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "sides": ("sides",),
    "time_units": ("time_units",),
    "sexes": ("sex",),
    "case_kinds": ("kind",),
    "strength_values": ("graded_values", "strength"),
    "strength_units": ("graded_values", "strength_units"),
    "sensation_values": ("graded_values", "sensation"),
    "modalities": ("graded_values", "modality"),
    "reflex_values": ("graded_values", "reflex"),
    "sign_values": ("graded_values", "sign"),
    "severities": ("graded_values", "severity"),
    "muscle_groups": ("muscle_groups",),
    "movements": ("movements",),
    "signs": ("signs",),
    "pain_onsets": ("pain", "onset"),
    "pain_characters": ("pain", "character"),
    "pain_modifiers": ("pain_modifiers",),
    "history": ("history",),
    "imaging_modalities": ("imaging", "modalities"),
    "imaging_findings": ("imaging", "findings"),
    "imaging_values": ("imaging", "values"),
    "zones": ("imaging", "zones"),
    "root_contacts": ("imaging", "root_contact"),
    "measure_units": ("imaging", "measure_units"),
    "imaging_structures": ("imaging", "structures"),
    "joints": ("imaging", "levels", "joints"),
    "vertebrae": ("imaging", "levels", "vertebrae"),
    "other_levels": ("imaging", "levels", "other"),
    "emg_values": ("emg", "values"),
    "needle_grades": ("emg", "grades"),
    "ncs_components": ("ncs", "components"),
    "ncs_values": ("ncs", "values"),
    "ncs_sites": ("ncs", "sites"),
    "lab_values": ("labs", "values"),
    "lab_tests": ("labs", "tests"),
    "questionnaires": ("questionnaires",),
    "truth_classes": ("truth", "class"),
    "confirmations": ("truth", "confirmed_by"),
    "settings": ("patient", "setting"),
    "records": ("patient", "record"),
}


@dataclass(frozen=True)
class Vocabulary:
    """Every section of the vocabulary, as mappings from id to entry in the order of the file.

    Attributes
    ----------
    version : int
        Version of the case file format.
    mrc_grades : tuple of float
        The grades of muscle strength, 0 to 5 in halves.
    sections : mapping
        Section name to its entries. The ones used most are also attributes: `vocabulary().areas`.
    """

    version: int
    mrc_grades: tuple[float, ...]
    sections: Mapping[str, Mapping[str, Entry]] = field(repr=False)
    _indices: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict, repr=False, compare=False)
    _lean_indices: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def muscles(self) -> Mapping[str, Entry]:
        """Single muscles, and the parts of them that are tested alone."""
        return self.sections["muscles"]

    @property
    def muscle_groups(self) -> Mapping[str, Entry]:
        """Groups of muscles, with their `members`."""
        return self.sections["muscle_groups"]

    @property
    def movements(self) -> Mapping[str, Entry]:
        """Movements, with their `prime_movers`."""
        return self.sections["movements"]

    @property
    def nerves(self) -> Mapping[str, Entry]:
        """Named nerves."""
        return self.sections["nerves"]

    @property
    def areas(self) -> Mapping[str, Entry]:
        """Areas of skin and of pain."""
        return self.sections["areas"]

    @property
    def reflexes(self) -> Mapping[str, Entry]:
        """Reflexes."""
        return self.sections["reflexes"]

    @property
    def signs(self) -> Mapping[str, Entry]:
        """Signs, each with what a positive one is."""
        return self.sections["signs"]

    @property
    def history(self) -> Mapping[str, Entry]:
        """History items, each with the type of its value."""
        return self.sections["history"]

    @property
    def levels(self) -> Mapping[str, Entry]:
        """Levels that imaging and history may name: discs, joints, vertebrae, then other places."""
        return self.sections["levels"]

    def ids(self, sections: str | Iterable[str]) -> tuple[str, ...]:
        """All ids of one section or of several."""
        return tuple(name for section in _as_tuple(sections) for name in self.sections[section])

    def entry(self, sections: str | Iterable[str], name: str) -> Entry:
        """Entry of a name, an id or an alias of it; raises UnknownNameError."""
        found = self.resolve(sections, name)
        return next(self.sections[section][found] for section in _as_tuple(sections) if found in self.sections[section])

    def resolve(self, sections: str | Iterable[str], name: str) -> str:
        """Which id of these sections does a name mean?

        Parameters
        ----------
        sections : str or iterable of str
            One section, or several searched as one, such as `("muscles", "muscle_groups")`.
        name : str
            An id, a label or an alias.

        Returns
        -------
        str
            The id.

        Raises
        ------
        UnknownNameError
            No entry has this name; the error carries the nearest ids.

        Examples
        --------
        >>> vocabulary().resolve("muscles", "EHL")
        'extensor_hallucis_longus'
        """
        found = self.find(sections, name)
        if found is None:
            raise self.unknown(sections, name)
        return found

    def unknown(self, sections: str | Iterable[str], name: str) -> UnknownNameError:
        """Error that says that no entry of these sections has this name."""
        index = self._index(_as_tuple(sections))
        return UnknownNameError(_in_words(sections), name, dict.fromkeys(index.values()), index)

    def find(self, sections: str | Iterable[str], name: str) -> str | None:
        """Id that a name of these sections means, or None; like `resolve`, without its search for near names."""
        if len(name) > LONGEST_NAME:
            return None
        wanted = _as_tuple(sections)
        return self._index(wanted).get(folded(name)) or self._lean_index(wanted).get(lean(name))

    def closest(self, sections: str | Iterable[str], name: str, count: int = 5) -> tuple[str, ...]:
        """Ids whose id, label or alias comes closest to a name, best first, however far the best is."""
        index = self._index(_as_tuple(sections))
        return tuple(dict.fromkeys(index[key] for key in closest(name, index, len(index))))[:count]

    def _index(self, sections: tuple[str, ...]) -> dict[str, str]:
        """Folded name to id; ids win over labels and aliases."""
        if sections not in self._indices:
            entries = [entry for section in sections for entry in self.sections[section].values()]
            index = {folded(entry.id): entry.id for entry in entries}
            for entry in entries:
                for name in entry.names():
                    index.setdefault(folded(name), entry.id)
            self._indices[sections] = index
        return self._indices[sections]

    def _lean_index(self, sections: tuple[str, ...]) -> dict[str, str]:
        """Name without its little words to id; nothing where two ids share it."""
        if sections not in self._lean_indices:
            found: dict[str, str] = {}
            for name, entry in self._index(sections).items():
                key = lean(name)
                found[key] = entry if found.get(key, entry) == entry else ""
            self._lean_indices[sections] = {key: entry for key, entry in found.items() if key and entry}
        return self._lean_indices[sections]


@cache
def vocabulary() -> Vocabulary:
    """Read the vocabulary, once.

    Raises
    ------
    DataError
        The table of the package does not have the expected sections.
    """
    version, grades, sections = kept("vocabulary", _plain_vocabulary)
    frozen = {name: _frozen(Entry(*entry) for entry in entries) for name, entries in sections.items()}
    return Vocabulary(version, grades, MappingProxyType(frozen))


def _plain_vocabulary() -> tuple[int, tuple[float, ...], dict[str, list[tuple[Any, ...]]]]:
    """Version, grades and the entries of each section, as they are kept on disk."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    raw = yaml.load(data_path("exam/vocabulary.yaml").read_text(encoding="utf-8"), loader)
    try:
        sections = {name: _entries(_at(raw, path)) for name, path in _SECTIONS.items()}
        grades = tuple(float(grade) for grade in raw["graded_values"]["mrc"])
        version = int(raw["version"])
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"exam/vocabulary.yaml: {error!r}") from error
    sections = with_synonyms({**sections, **_derived(sections)})
    plain = attrgetter(*(field.name for field in fields(Entry)))
    return version, grades, {name: [plain(entry) for entry in entries.values()] for name, entries in sections.items()}


def _frozen(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    return MappingProxyType({entry.id: entry for entry in entries})


def _derived(sections: Mapping[str, Mapping[str, Entry]]) -> dict[str, Mapping[str, Entry]]:
    """Sections of the anatomy, and those put together from others."""
    made = anatomy_sections()
    levels = {**made["discs"], **sections["joints"], **sections["vertebrae"], **sections["other_levels"]}
    return {
        **{name: MappingProxyType(entries) for name, entries in made.items()},
        "nerve_sites": MappingProxyType({**made["nerve_sites"], **sections["ncs_sites"]}),
        "movements": _with_whole_limbs(sections["movements"], made["muscles"]),
        "levels": MappingProxyType(levels),
        "finding_kinds": _entries(list(FINDING_KINDS)),
    }


def _with_whole_limbs(movements: Mapping[str, Entry], muscles: Mapping[str, Entry]) -> Mapping[str, Entry]:
    """Movements; one that stands for regions of the body has all their muscles."""
    found = dict(movements)
    for name, entry in movements.items():
        if entry.all_of:
            own = tuple(muscle.id for muscle in muscles.values() if muscle.region in entry.all_of)
            found[name] = replace(entry, prime_movers=own)
    return MappingProxyType(found)


def _at(raw: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        raw = raw[key]
    return raw


def _entries(raw: Any) -> Mapping[str, Entry]:
    """Entries of one section, given as a mapping or as a list of ids."""
    if isinstance(raw, list):
        return MappingProxyType({name: Entry(name, name.replace("_", " ")) for name in raw})
    return MappingProxyType({name: _entry(name, fields) for name, fields in raw.items()})


def _entry(name: str, fields: Mapping[str, Any]) -> Entry:
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
    return Entry(id=name, **plain)


def _as_tuple(sections: str | Iterable[str]) -> tuple[str, ...]:
    return (sections,) if isinstance(sections, str) else tuple(sections)


def _in_words(sections: str | Iterable[str]) -> str:
    """Sections in the singular, for a message."""
    singular = [re.sub(r"(?<=it)ies$", "y", name) for name in _as_tuple(sections)]
    singular = [re.sub(r"(?<=x)es$|(?<=ss)es$|s$", "", name.replace("_", " ")) for name in singular]
    return " or ".join(singular)
