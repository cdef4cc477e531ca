"""The grammar of the red flag tables: one atom asks for one fact; docs/red_flags.md says what each kind means."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from myotome.errors import DataError, nearest_names
from myotome.exam.vocabulary_table import Entry, vocabulary

__all__ = ["FlagAtom", "parse_atom"]

_SHAPE = re.compile(
    r"(?P<kind>[a-z]+):(?P<name>\w+)(?:\[(?P<area>\w+)\])?(?P<exact>@exact)?"
    r"(?:(?P<comparison><=|>=|=)(?P<value>-?[\w.]+))?(?:@(?P<mark>bilateral|recent))?"
)
_PATIENT = re.compile(r"(?P<kind>age|duration)(?P<comparison>>=|<=|<)(?P<value>\d+(?:\.\d+)?)")
_MUSCLES = ("muscles", "muscle_groups", "movements")
_SKIN = ("areas", "dermatomes")
_REGIONS = frozenset({"leg", "arm", "limb"})
_PAIN_SAYS = {"onset": "pain_onsets", "worse_with": "pain_modifiers", "radiating": ""}
_PATTERNS = frozenset({"crossed_sensory", "hemiparesis"})
_HAS_SIDE = frozenset({"strength", "sensation", "reflex", "sign", "pain", "history"})
_HAS_AREA = frozenset({"sign", "history", "imaging"})


@dataclass(frozen=True, slots=True)
class FlagAtom:
    """One fact that a rule asks for.

    Attributes
    ----------
    text : str
        As written in the table; two atoms of the same text are the same.
    kind : str
        A kind of finding, or `age`, `duration`, `pattern`.
    name : str
        What it looks at: an id of the vocabulary or a region; empty for `age` and `duration`.
    area : str or None
        The area or level that the finding must name.
    exact : bool
        Whether areas within the named one are left out.
    comparison, value : str
        `=`, `<=`, `>=` or `<`, and what is compared with; empty where being there is enough.
    mark : str or None
        `bilateral` or `recent`.
    """

    text: str
    kind: str
    name: str = ""
    area: str | None = None
    exact: bool = False
    comparison: str = ""
    value: str = ""
    mark: str | None = None

    @property
    def number(self) -> float:
        """The value as a number; only where the comparison is one of numbers."""
        return float(self.value)


def parse_atom(text: str) -> FlagAtom:
    """Which fact does an atom of the tables ask for?

    Parameters
    ----------
    text : str
        An atom, but not the name of a set.

    Returns
    -------
    FlagAtom
        Checked: every name and value is one that a finding can have.

    Raises
    ------
    DataError
        The text is no atom, or names something that no finding can say.

    Examples
    --------
    >>> parse_atom("strength:leg<=2@bilateral").number
    2.0
    """
    patient = _PATIENT.fullmatch(text)
    if patient:
        return FlagAtom(text, patient["kind"], comparison=patient["comparison"], value=patient["value"])
    found = _SHAPE.fullmatch(text)
    if found is None or found["kind"] not in _CHECKS:
        raise DataError(f"red flags: {text!r} is no atom; kinds are {', '.join(_CHECKS)}, age, duration")
    parts = found.groupdict(default="")
    atom = FlagAtom(
        text,
        kind=parts["kind"],
        name=parts["name"],
        area=parts["area"] or None,
        exact=bool(parts["exact"]),
        comparison=parts["comparison"],
        value=parts["value"],
        mark=parts["mark"] or None,
    )
    _CHECKS[atom.kind](atom)
    _check_marks(atom)
    return atom


def _require(atom: FlagAtom, given: str, allowed: Collection[str], what: str) -> None:
    if given not in allowed:
        near = ", ".join(nearest_names(given, allowed)) or ", ".join(sorted(allowed)[:8]) or "nothing"
        raise DataError(f"red flags, {atom.text!r}: {what} {given!r} is not known; nearest: {near}")


@cache
def _ids(*sections: str) -> frozenset[str]:
    return frozenset(vocabulary().ids(sections))


def _number(atom: FlagAtom, comparisons: Collection[str]) -> None:
    """Check a comparison of numbers."""
    _require(atom, atom.comparison, comparisons, "comparison")
    try:
        float(atom.value)
    except ValueError:
        raise DataError(f"red flags, {atom.text!r}: {atom.value!r} is no number") from None


def _check_strength(atom: FlagAtom) -> None:
    _require(atom, atom.name, _ids(*_MUSCLES) | _REGIONS, "muscle")
    if atom.comparison == "=":
        _require(atom, atom.value, {"weak"}, "value")
    else:
        _number(atom, {"<="})


def _check_sensation(atom: FlagAtom) -> None:
    level = atom.name == "level"
    _require(atom, atom.name, _ids(*_SKIN) | _REGIONS | {"trunk", "level"}, "area")
    _require(atom, atom.comparison, {"", "="} if level else {"="}, "comparison")
    allowed = {"", *_ids("dermatomes")} if level else {"reduced", "changed"}
    _require(atom, atom.value, allowed, "value")


def _check_reflex(atom: FlagAtom) -> None:
    _require(atom, atom.name, _ids("reflexes") | _REGIONS, "reflex")
    _require(atom, atom.value, {"absent", "reduced", "brisk"}, "value")


def _check_sign(atom: FlagAtom) -> None:
    _require(atom, atom.name, _ids("signs"), "sign")
    _require(atom, atom.value, {"positive"}, "value")


def _check_pain(atom: FlagAtom) -> None:
    if atom.name not in _PAIN_SAYS:
        _require(atom, atom.name, _ids("areas"), "area")
        _require(atom, atom.value, {""}, "value")
        return
    section = _PAIN_SAYS[atom.name]
    _require(atom, atom.value, _ids(section) if section else {"true"}, "value")


def _history_values(entry: Entry) -> set[str]:
    """Values that may fire: no rule rests on an absence."""
    return {"true"} if entry.value == "bool" else {"any", *entry.values} - {"none"}


def _check_history(atom: FlagAtom) -> None:
    _require(atom, atom.name, _ids("history"), "history item")
    _require(atom, atom.value, _history_values(vocabulary().history[atom.name]), "value")


def _check_lab(atom: FlagAtom) -> None:
    _require(atom, atom.name, _ids("lab_tests"), "test")
    if atom.comparison == "=":
        _require(atom, atom.value, {"raised", "low", "positive"}, "value")
    else:
        _number(atom, {"<=", ">="})


def _check_imaging(atom: FlagAtom) -> None:
    _require(atom, atom.name, _ids("imaging_findings"), "imaging finding")
    _require(atom, atom.value, {"present"}, "value")


def _check_pattern(atom: FlagAtom) -> None:
    _require(atom, atom.name, _PATTERNS, "pattern")
    _require(atom, atom.value, {""}, "value")


_CHECKS: dict[str, Callable[[FlagAtom], None]] = {
    "strength": _check_strength,
    "sensation": _check_sensation,
    "reflex": _check_reflex,
    "sign": _check_sign,
    "pain": _check_pain,
    "history": _check_history,
    "lab": _check_lab,
    "imaging": _check_imaging,
    "pattern": _check_pattern,
}


def _check_marks(atom: FlagAtom) -> None:
    """Check that each mark stands where it means something."""
    if atom.area is not None:
        _require(atom, atom.kind, _HAS_AREA, "kind for an area")
        _require(atom, atom.area, _ids("areas", "levels") | {"spine"}, "area")
    if atom.exact:
        _require(atom, atom.kind, {"pain", "sensation"}, "kind for @exact")
        _require(atom, atom.name, _ids("areas"), "area")
    if atom.mark is not None:
        _require(atom, atom.kind, _HAS_SIDE if atom.mark == "bilateral" else {"history"}, f"kind for @{atom.mark}")
