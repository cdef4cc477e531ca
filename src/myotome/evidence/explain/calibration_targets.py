"""Published frequencies that the likelihoods are fitted to: which patients, which finding, how often."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from myotome.errors import DataError
from myotome.exam import vocabulary
from myotome.tables import Table, fraction, identifier, ids, list_of, number, one_of, text

__all__ = ["Group", "Item", "Target", "calibration_targets", "groups_of"]

_NO_SIDE = {"unsided": "none", "midline": "midline"}
_AS_READ = (
    *("id", "measure", "side", "spectrum", "age", "value", "low", "high", "n", "spread", "met"),
    *("source", "seen", "population", "note"),
)
_ROUND = 0.5  # half a patient, so that none of 13 and all of 25 stay inside the open interval


@dataclass(frozen=True, slots=True)
class Item:
    """One test and the outcomes of it that count.

    Attributes
    ----------
    kind : str
        Kind of finding: `strength`, `sensation` ...
    outcomes : tuple of str
        Values that count; `mrc_below_3` stands for the grades 0 to 2, `herniated` for an image that does not show none.
    name, detail : str
        What is tested, as in the vocabulary, and a modality, component or muscle where the kind needs one.
    """

    kind: str
    outcomes: tuple[str, ...]
    name: str
    detail: str = ""

    def findings(self, side: str) -> list[dict[str, Any]]:
        """Return the findings, as in a case file, that the outcomes stand for on one side."""
        if self.kind == "strength" and self.outcomes[0].startswith("mrc_below_"):
            grades = range(int(self.outcomes[0].removeprefix("mrc_below_")))
            return [{"type": "strength", "muscle": self.name, "side": side, "mrc": grade} for grade in grades]
        return [{"type": self.kind, **self._keys(outcome, side)} for outcome in self.outcomes]

    def _keys(self, outcome: str, side: str) -> dict[str, Any]:
        if self.kind == "sensation":
            place = "dermatomes" if self.name in vocabulary().sections["dermatomes"] else "areas"
            return {place: [self.name], "side": side, "modality": self.detail or "unspecified", "value": outcome}
        if self.kind == "pain":
            return {"dermatomes": [self.name], "side": side, "radiating": True}
        if self.kind == "emg":
            return {"muscles": [self.name], "side": side, "value": outcome}
        if self.kind == "ncs":
            return {"nerve": self.name, "component": self.detail or "mixed", "side": side, "value": outcome}
        if self.kind == "imaging":
            none_at_all = {"finding": "bulge", "value": "absent"}
            return {"modality": "mri", "levels": [self.name], "side": "none", **none_at_all}
        if self.kind == "sign":
            keys = {"sign": self.name, "side": _sign_side(self.name, side), "value": outcome}
            return {**keys, "muscles": [self.detail]} if self.detail else keys
        key = "muscle" if self.kind == "strength" else "reflex"
        return {key: self.name, "side": side, "value": outcome}

    @property
    def is_complement(self) -> bool:
        """Are the findings what the item is not? An image that shows a herniation is one that does not show none."""
        return self.outcomes == ("herniated",)


Group = tuple[Item, ...]


def _sign_side(sign: str, side: str) -> str:
    return _NO_SIDE.get(vocabulary().signs[sign].sidedness or "either", side)


def groups_of(text: str) -> tuple[Group, ...]:
    """Read a finding of the table: groups that must all hold, each holding if any of its items does.

    Parameters
    ----------
    text : str
        `kind:outcome|outcome:name,name/detail`, kinds of one group joined by ` + `, groups by ` & `; empty for none.

    Raises
    ------
    DataError
        The text has another form.

    Examples
    --------
    >>> [len(group) for group in groups_of("strength:weak:deltoid,triceps_brachii & reflex:reduced|absent:triceps")]
    [2, 1]
    """
    if not text:
        return ()
    return tuple(tuple(item for part in group.split(" + ") for item in _items(part)) for group in text.split(" & "))


def _items(text: str) -> Group:
    parts = text.split(":")
    if len(parts) != 3 or not all(parts):
        raise DataError(f"evidence/explain/calibration_targets.csv: {text!r} is not of the form kind:outcomes:names")
    kind, outcomes, names = parts
    return tuple(Item(kind, tuple(outcomes.split("|")), *name.split("/")) for name in names.split(","))


@dataclass(frozen=True, slots=True)
class Target:
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
        "finding": text(),
        "given": text(optional=True),
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


def _target(row: Mapping[str, Any]) -> Target:
    fields: dict[str, Any] = {key: row[key] for key in _AS_READ}
    fields |= {key: row[key] for key in ("conditions", "where")}
    fields |= {key: groups_of(row[key]) for key in ("finding", "given")}
    return Target(**fields)


@cache
def calibration_targets() -> tuple[Target, ...]:
    """Every target, in the order of evidence/explain/calibration_targets.csv."""
    return tuple(_target(row) for row in _TARGETS.rows())
