"""Codes: our own systems, made of the vocabulary, and what the codes of others mean in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from myotome.errors import InputError, Problem, nearest_names
from myotome.exam import vocabulary
from myotome.explain import red_flag_rules
from myotome.files import MEGABYTE, read_text
from myotome.interop.fhir.elements import elements, kinds
from myotome.pathology import conditions
from myotome.printing import shown
from myotome.tables import Table, list_of, one_of, text, yes_no

__all__ = [
    "BASE",
    "CASE_IDENTIFIER",
    "LATERALITY",
    "LIKELY_CAUSE",
    "OVERRIDE_REASON",
    "RED_FLAG",
    "Terms",
    "code_systems",
    "codes",
    "concepts",
    "site_map",
]

#: Where our definitions have their canonical addresses; a site may choose another.
BASE: Final = "https://w3id.org/myotome/fhir"
#: Name of the identifier that carries the id of a case.
CASE_IDENTIFIER: Final = "case"
#: Name of our extension for the side.
LATERALITY: Final = "laterality"
#: Our system of red flags, and its code for what the probability raises rather than a rule.
RED_FLAG: Final = "red-flag"
LIKELY_CAUSE: Final = "likely_same_day_cause"
#: Our system of reasons why a card of decision support is set aside.
OVERRIDE_REASON: Final = "override-reason"
_SYSTEMS = Table(
    "interop/fhir_code_systems.csv",
    {
        "system": text(),
        "title": text(),
        "sections": list_of(one_of(lambda: vocabulary().sections), optional=True),
        "codes": list_of(text(), optional=True),
    },
    key=("system",),
)
_CONCEPTS = Table(
    "interop/fhir_concepts.csv",
    {
        "system": text(),
        "code": text(),
        "display": text(optional=True),
        "ours": text(),
        "our_code": text(),
        "write": yes_no(),
    },
    key=("system", "code", "ours"),
)
_REASONS = Table("interop/cds_override_reasons.csv", {"code": text(), "display": text()}, key=("code",))
_SITE_COLUMNS = ("system", "code", "our_system", "our_code")

#: A code in its system.
Coded = tuple[str, str]


@cache
def code_systems() -> Mapping[str, str]:
    """Title of each of our code systems."""
    return {row["system"]: row["title"] for row in _SYSTEMS.rows()}


@cache
def codes(system: str) -> Mapping[str, str]:
    """Codes of one of our systems, each with its words.

    Examples
    --------
    >>> codes("reflex-grade")
    {'absent': 'absent', 'reduced': 'reduced', 'normal': 'normal', 'brisk': 'brisk'}
    """
    row = next(row for row in _SYSTEMS.rows() if row["system"] == system)
    if system == "condition":
        return {name: one.label for name, one in conditions().items()}
    if system == OVERRIDE_REASON:
        return {one["code"]: one["display"] for one in _REASONS.rows()}
    if system == RED_FLAG:
        rules = {rule.id: rule.label for rule in red_flag_rules()}
        return rules | {LIKELY_CAUSE: "a cause that needs action the same day is likely enough"}
    named = {entry.id: entry.label for part in row["sections"] for entry in vocabulary().sections[part].values()}
    plain = {code: code.replace("_", " ") for code in (*row["codes"], *_made(system))}
    return {**named, **plain}


def _made(system: str) -> Iterable[str]:
    """Codes that no section lists: parts of findings, and values of the history."""
    if system == "component":
        return dict.fromkeys(name for kind in kinds() for one in elements(kind) for name in one.names)
    if system == "history-value":
        return dict.fromkeys(value for entry in vocabulary().history.values() for value in entry.values)
    return ()


def concepts() -> Iterable[Mapping[str, Any]]:
    """Codes of others that we may ship, each with what it means in a system of ours."""
    return _CONCEPTS.rows()


@dataclass(frozen=True)
class Terms:
    """How codes are written and read here.

    Attributes
    ----------
    base : str
        Canonical address of our definitions.
    site : mapping
        What the codes of a site mean: system and code, to our systems and codes.

    Examples
    --------
    >>> Terms().coding("zone", "foraminal")["system"]
    'https://w3id.org/myotome/fhir/CodeSystem/zone'
    >>> Terms().meanings({"coding": [{"system": "http://loinc.org", "code": "1988-5"}]})
    {'lab': 'crp'}
    """

    base: str = BASE
    site: Mapping[Coded, tuple[Coded, ...]] = field(default_factory=dict)

    def url(self, kind: str, name: str) -> str:
        """Canonical address of a definition."""
        return f"{self.base}/{kind}/{name}"

    def coding(self, system: str, code: str) -> dict[str, str]:
        """One code of ours."""
        return {"system": self.url("CodeSystem", system), "code": code, "display": codes(system)[code]}

    def concept(self, system: str, code: str) -> dict[str, Any]:
        """A concept: our code, and beside it the code of others that we may ship."""
        return {"coding": [self.coding(system, code), *_external(system, code)]}

    def meanings(self, concept: Any) -> dict[str, str]:
        """What a concept means: our system to our code; empty where no coding of it is known."""
        found: dict[str, str] = {}
        for coding in concept.get("coding", ()) if isinstance(concept, Mapping) else ():
            system, code = coding.get("system", ""), coding.get("code", "")
            own = self.own_system(system)
            known = ((own, code),) if own is not None else self.site.get((system, code)) or _shipped(system, code)
            for ours, our_code in known:
                found.setdefault(ours, our_code)
        return found

    def own_system(self, system: str) -> str | None:
        """Name of the system where it is one of ours."""
        name = system.removeprefix(f"{self.base}/CodeSystem/")
        return name if name != system and name in code_systems() else None


@cache
def _by_external() -> Mapping[Coded, tuple[Coded, ...]]:
    found: dict[Coded, tuple[Coded, ...]] = {}
    for row in concepts():
        key = row["system"], row["code"]
        found[key] = (*found.get(key, ()), (row["ours"], row["our_code"]))
    return found


def _shipped(system: str, code: str) -> tuple[Coded, ...]:
    return _by_external().get((system, code), ())


def _external(system: str, code: str) -> list[dict[str, str]]:
    rows = [row for row in concepts() if (row["ours"], row["our_code"], row["write"]) == (system, code, True)]
    return [{key: row[key] for key in ("system", "code", "display") if row[key]} for row in rows]


def site_map(path: Path) -> dict[Coded, tuple[Coded, ...]]:
    """A site's own map: columns system, code, our_system, our_code, and any others.

    One code may have several rows, for example a muscle and its side. SNOMED CT is used in this way alone, under the
    licence of the site.

    Raises
    ------
    InputError
        A column is missing, or a row names no code of ours.
    """
    rows = csv.DictReader(read_text(path, "a table with a heading", 16 * MEGABYTE).splitlines())
    missing = [name for name in _SITE_COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        allowed = f"the columns {', '.join(_SITE_COLUMNS)}"
        raise InputError([Problem(str(path), 1, shown(rows.fieldnames), allowed, (), "A column is missing.")])
    found: dict[Coded, tuple[Coded, ...]] = {}
    for row in rows:
        ours = (row["our_system"] or "", row["our_code"] or "")
        _check(path, rows.line_num, *ours)
        key = row["system"], row["code"]
        found[key] = (*found.get(key, ()), ours)
    return found


def _check(path: Path, line: int, system: str, code: str) -> None:
    """Raise InputError where a row names no code of ours."""
    allowed, given = (code_systems(), system) if system not in code_systems() else (codes(system), code)
    if given not in allowed:
        what = "code system" if allowed is code_systems() else f"code of {system}"
        near = nearest_names(given, allowed)
        words = f"one of {len(allowed)} names"
        raise InputError([Problem(str(path), line, shown(given), words, near, f"Myotome has no such {what}.")])
