"""Which red flag rules hold for a patient? Rules read findings only, and no finding takes a rule back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from myotome.errors import DataError, nearest_names
from myotome.exam.case import Case
from myotome.exam.query.grammar import FlagAtom, parse_atom
from myotome.exam.query.matching import Hit, hit
from myotome.explain.red_flags.actions import Action, red_flag_actions
from myotome.explain.red_flags.conditions import red_flag_conditions
from myotome.tables import read_csv

__all__ = ["FiredRule", "Rule", "Urgency", "fired_rules", "red_flag_rules"]

Urgency = Literal["immediate", "urgent", "soon"]
_URGENCIES = ("immediate", "urgent", "soon")
_Alternatives = tuple[FlagAtom, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules, its sets written out.

    Attributes
    ----------
    all_of, any_of : tuple of tuples of FlagAtom
        Conditions; one holds when any of its atoms is true.
    minimum : int
        How many of `any_of` must hold besides all of `all_of`.
    """

    id: str
    condition: str
    label: str
    urgency: Urgency
    action: Action
    source: str
    all_of: tuple[_Alternatives, ...]
    any_of: tuple[_Alternatives, ...]
    minimum: int


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that holds for one patient.

    Attributes
    ----------
    condition : str
        What it is about: a name of the table of red flag conditions.
    urgency : str
        `immediate`, `urgent` or `soon`; the last is no red flag.
    action : Action
        What it asks for.
    findings : tuple of int
        Places in the file of the findings that made it fire, in order.
    """

    id: str
    condition: str
    label: str
    urgency: Urgency
    action: Action
    source: str
    findings: tuple[int, ...]


@cache
def red_flag_rules() -> tuple[Rule, ...]:
    """Every rule, the most urgent first and otherwise in the order of the table.

    Raises
    ------
    DataError
        A table names an atom, a set, a condition, an action or an urgency that there is not, or a rule that nothing or
        an absence would fire.
    """
    sets = _sets()
    rows = read_csv(
        "explain/red_flags/rules.csv", {"id": str, "label": str, "urgency": str, "action": str, "minimum": int}
    )
    rules = [_rule(row, sets) for row in rows]
    if len({rule.id for rule in rules}) < len(rules):
        raise DataError("explain/red_flags/rules.csv: an id stands twice")
    return tuple(sorted(rules, key=lambda rule: _URGENCIES.index(rule.urgency)))


def fired_rules(case: Case) -> tuple[FiredRule, ...]:
    """Which red flag rules hold for this patient?

    Parameters
    ----------
    case : Case
        Only its findings, age and onset are read.

    Returns
    -------
    tuple of FiredRule
        The most urgent first. Empty does not mean safe: what was not asked or examined can hide a flag.

    Examples
    --------
    >>> from myotome.exam.reading.files import case_from_mapping
    >>> case = case_from_mapping({
    ...     "id": "example", "demographics": {"age": 50, "sex": "male"},
    ...     "findings": [{"type": "history", "item": "fever", "value": True},
    ...                  {"type": "pain", "areas": ["low_back"], "side": "midline", "radiating": False}]})
    >>> [(rule.id, rule.urgency, rule.findings) for rule in fired_rules(case)]
    [('fever_spinal_pain', 'urgent', (0, 1))]
    """
    known: dict[str, Hit] = {}
    return tuple(found for rule in red_flag_rules() if (found := _fired(rule, case, known)) is not None)


def _fired(rule: Rule, case: Case, known: dict[str, Hit]) -> FiredRule | None:
    """Rule with its findings, or None where it does not hold."""
    needed = []
    for alternatives in rule.all_of:
        found = _any_hit(alternatives, case, known)
        if found is None:
            return None
        needed.append(found)
    counted = [found for alternatives in rule.any_of if (found := _any_hit(alternatives, case, known)) is not None]
    if len(counted) < rule.minimum:
        return None
    places = tuple(sorted(frozenset().union(*needed, *counted)))
    about = (rule.id, rule.condition, rule.label)
    return FiredRule(*about, rule.urgency, rule.action, rule.source, places)


def _any_hit(alternatives: _Alternatives, case: Case, known: dict[str, Hit]) -> Hit:
    """Findings of every atom that is true; None where none is."""
    hits = []
    for atom in alternatives:
        if atom.text not in known:
            known[atom.text] = hit(atom, case)
        found = known[atom.text]
        if found is not None:
            hits.append(found)
    return frozenset().union(*hits) if hits else None


def _rule(row: Mapping[str, str], sets: Mapping[str, _Alternatives]) -> Rule:
    _check(row)
    all_of, any_of = _conditions(row["all_of"], sets), _conditions(row["any_of"], sets)
    minimum = int(row["minimum"])
    if not all_of + any_of or not bool(any_of) <= minimum <= len(any_of):
        raise DataError(f"explain/red_flags/rules.csv, {row['id']}: {minimum} of {len(any_of)} conditions")
    about = (row["id"], row["condition"], row["label"], cast("Urgency", row["urgency"]))
    return Rule(*about, red_flag_actions()[row["action"]], row["source"], all_of, any_of, minimum)


def _check(row: Mapping[str, str]) -> None:
    """Check the words of a row against the tables that they name."""
    if row["urgency"] not in _URGENCIES or row["unless"]:
        raise DataError(
            f"explain/red_flags/rules.csv, {row['id']}: urgency {row['urgency']!r}, unless {row['unless']!r}"
        )
    for column, known in (("condition", red_flag_conditions()), ("action", red_flag_actions())):
        if row[column] not in known:
            near = ", ".join(nearest_names(row[column], known)) or "none"
            raise DataError(
                f"explain/red_flags/rules.csv, {row['id']}: no {column} is called {row[column]!r}; nearest: {near}"
            )


def _conditions(cell: str, sets: Mapping[str, _Alternatives]) -> tuple[_Alternatives, ...]:
    return tuple(_written_out(text, sets.__getitem__, sets) for text in cell.split("|")) if cell else ()


def _sets() -> dict[str, _Alternatives]:
    """Atoms of every set, those of the sets it holds among them."""
    members: dict[str, list[str]] = {}
    for row in read_csv("explain/red_flags/sets.csv", {"set": str, "atom": str}):
        members.setdefault(row["set"], []).append(row["atom"])
    return {name: _expanded(name, members, ()) for name in members}


def _expanded(name: str, members: Mapping[str, Iterable[str]], above: tuple[str, ...]) -> _Alternatives:
    if name in above:
        raise DataError(f"explain/red_flags/sets.csv: {' > '.join((*above, name))} goes round in a circle")

    def inner(other: str) -> _Alternatives:
        return _expanded(other, members, (*above, name))

    atoms = (atom for text in members[name] for atom in _written_out(text, inner, members))
    return tuple(dict.fromkeys(atoms))


def _written_out(text: str, expand: Callable[[str], _Alternatives], sets: Mapping[str, object]) -> _Alternatives:
    """Atoms behind one cell entry: those of the set it names, or the atom it is."""
    if not text.startswith("@"):
        return (_atom(text),)
    if text not in sets:
        raise DataError(f"red flags: no set is called {text!r}")
    return expand(text)


@cache
def _atom(text: str) -> FlagAtom:
    return parse_atom(text)
