"""Published frequencies that the likelihoods are fitted to: which patients, which finding, how often."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

from myotome.errors import DataError
from myotome.exam import AllOf, AnyOf, Atom, Condition, Not, parse, values_of, vocabulary
from myotome.tables import Table, fraction, identifier, ids, list_of, number, one_of, parsed, text

__all__ = ["CalibrationTarget", "Group", "Item", "calibration_targets", "groups_of"]

_NO_SIDE = {"unsided": "none", "midline": "midline"}
_AS_READ = (
    *("id", "measure", "side", "spectrum", "age", "value", "low", "high", "n", "spread", "met"),
    *("source", "seen", "population", "note"),
)
_GROUPS = (
    "groups joined by AND, their statements by OR, as `(strength:soleus=weak OR pain:S1) AND reflex:achilles=reduced`"
)
_ROUND = 0.5  # half a patient, so that none of 13 and all of 25 stay inside the open interval


@dataclass(frozen=True, slots=True)
class Item:
    """One test and the outcomes of it that count.

    Attributes
    ----------
    atom : Atom
        A statement with one name and at most one detail.
    is_complement : bool
        Whether what counts is that the statement is not true: an image that does not show "no herniation" shows one.
    """

    atom: Atom
    is_complement: bool = False

    @property
    def kind(self) -> str:
        """Kind of finding: `strength`, `sensation` ..."""
        return self.atom.kind

    def findings(self, side: str) -> list[dict[str, Any]]:
        """Return the findings, as in a case file, that make the statement true on one side."""
        name, detail = self.atom.names[0], next(iter(self.atom.details), "")
        if self.kind == "strength" and self.atom.comparison == "<":
            where = {"type": "strength", "muscle": name, "side": side}
            return [{**where, "mrc": grade} for grade in range(int(self.atom.number))]
        return [{"type": self.kind, **_KEYS[self.kind](name, detail, side, value)} for value in _values(self.atom)]


def _values(atom: Atom) -> tuple[str, ...]:
    return values_of(atom) or ("",)


def _sensation(name: str, detail: str, side: str, value: str) -> dict[str, Any]:
    place = "dermatomes" if name in vocabulary().sections["dermatomes"] else "areas"
    return {place: [name], "side": side, "modality": detail or "unspecified", "value": value}


def _sign(name: str, detail: str, side: str, value: str) -> dict[str, Any]:
    there = _NO_SIDE.get(vocabulary().signs[name].sidedness or "either", side)
    return {"sign": name, "side": there, "value": value, **({"muscles": [detail]} if detail else {})}


_IMAGE = {"modality": "mri", "side": "none"}
#: Keys of a finding of each kind, from a name, a detail, a side and a value.
_KEYS: Mapping[str, Callable[[str, str, str, str], dict[str, Any]]] = {
    "strength": lambda name, _, side, value: {"muscle": name, "side": side, "value": value},
    "sensation": _sensation,
    "reflex": lambda name, _, side, value: {"reflex": name, "side": side, "value": value},
    "sign": _sign,
    "pain": lambda name, _detail, side, _value: {"dermatomes": [name], "side": side, "radiating": True},
    "imaging": lambda name, level, _, value: {**_IMAGE, "levels": [level], "finding": name, "value": value},
    "emg": lambda name, muscle, side, _: {"muscles": [muscle], "side": side, "value": name},
    "ncs": lambda nerve, part, side, value: {
        "nerve": nerve,
        "component": part or "mixed",
        "side": side,
        "value": value,
    },
}
Group = tuple[Item, ...]


def groups_of(text: str) -> tuple[Group, ...]:
    """Read a finding of the table: groups that must all hold, each holding if any of its items does.

    Parameters
    ----------
    text : str
        A condition: groups joined by AND, statements of a group by OR; docs/query.md. Empty for none.

    Raises
    ------
    DataError
        The text is no condition, or has another form.

    Examples
    --------
    >>> [len(group) for group in groups_of("strength:deltoid|triceps_brachii=weak AND reflex:triceps=reduced")]
    [2, 1]
    """
    if not text:
        return ()
    condition = parse(text)
    return tuple(map(_group, condition.parts if isinstance(condition, AllOf) else (condition,)))


def _group(condition: Condition) -> Group:
    parts = condition.parts if isinstance(condition, AnyOf) else (condition,)
    return tuple(item for part in parts for item in _items(part))


def _items(condition: Condition) -> Group:
    atom = condition.part if isinstance(condition, Not) else condition
    if not isinstance(atom, Atom) or atom.kind not in _KEYS or atom.comparison not in ("", "=", "<"):
        raise DataError(f"condition {str(condition)!r} cannot be read backwards: which findings would make it true?")
    single = product(atom.names, atom.details or (None,))
    return tuple(
        Item(replace(atom, names=(name,), details=(detail,) if detail else ()), atom is not condition)
        for name, detail in single
    )


@dataclass(frozen=True, slots=True)
class CalibrationTarget:
    """One published frequency.

    Attributes
    ----------
    id : str
        Its name.
    measure : str
        `frequency` (or sensitivity) of the finding among the patients, or `specificity`: how often it is missing.
    conditions, where : tuple of str
        The patients: conditions of the model, each weighted alike, and the roots, discs, sites or regions they are
        restricted to. The condition `none` is a healthy person.
    side : str
        `left`: the patients with a lesion there, examined there; `both`: all, examined on both sides.
    spectrum : str
        `clinic` or `surgical`: operated patients are worse than those who walk in.
    finding, given : tuple of groups
        What was found, and what the patients had to have to enter the series.
    value, spread : float
        The published fraction, and the standard deviation between studies on the logit scale.
    met : str
        `yes`, or `no` where the fitted model is known to miss it; the note says why.
    """

    id: str
    measure: str
    conditions: tuple[str, ...]
    where: tuple[str, ...]
    side: str
    spectrum: str
    age: float | None
    finding: tuple[Group, ...]
    given: tuple[Group, ...]
    value: float
    low: float | None
    high: float | None
    n: float | None
    spread: float
    met: str
    source: str
    seen: str
    population: str
    note: str

    @property
    def logit(self) -> float:
        """Published fraction on the logit scale, kept off 0 and 1 by half a patient."""
        value = self.value
        if self.n is not None:
            value = (value * self.n + _ROUND) / (self.n + 2 * _ROUND)
        value = min(max(value, 1e-3), 1 - 1e-3)
        return math.log(value / (1 - value))

    @property
    def sampling_error(self) -> float:
        """Standard error of the fraction on the logit scale, from its interval or the number of patients."""
        if self.low is not None and self.high is not None and 0 < self.low < self.high < 1:
            return (_logit(self.high) - _logit(self.low)) / (2 * 1.96)
        if self.n is None:
            return 0.3
        share = 1 / (1 + math.exp(-self.logit))
        return 1 / math.sqrt((self.n + 2 * _ROUND) * share * (1 - share))

    @property
    def error(self) -> float:
        """Standard deviation of the published logit around the model: sampling and differences between studies."""
        return math.hypot(self.sampling_error, self.spread)


def _logit(value: float) -> float:
    return math.log(value / (1 - value))


_TARGETS = Table(
    "evidence/explain/calibration_targets.csv",
    {
        "id": identifier(),
        "measure": one_of(("frequency", "specificity")),
        "conditions": list_of(one_of(lambda: (*ids("pathology/conditions", "condition")(), "none"))),
        "where": list_of(identifier(), optional=True),
        "side": one_of(("both", "left")),
        "spectrum": one_of(("clinic", "surgical")),
        "age": number(0, 120, optional=True),
        "finding": parsed(groups_of, _GROUPS),
        "given": parsed(groups_of, _GROUPS, optional=True),
        "value": fraction(),
        "low": fraction(optional=True),
        "high": fraction(optional=True),
        "n": number(1, optional=True),
        "spread": number(0, 5),
        "met": one_of(("yes", "no")),
        "population": text(),
    },
    key=("id",),
)


def _target(row: Mapping[str, Any]) -> CalibrationTarget:
    fields: dict[str, Any] = {key: row[key] for key in _AS_READ}
    fields |= {key: row[key] for key in ("conditions", "where")}
    fields |= {key: row[key] or () for key in ("finding", "given")}
    return CalibrationTarget(**fields)


@cache
def calibration_targets() -> tuple[CalibrationTarget, ...]:
    """Every target, in the order of evidence/explain/calibration_targets.csv."""
    return tuple(_target(row) for row in _TARGETS.rows())
