"""Computed with the likelihoods: how often a group of patients has a finding, and what images show of the healthy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from math import exp, log
from typing import Any

from myotome.claims.model_value import Basis, ModelValue
from myotome.evidence import CalibrationTarget, Predictor, calibration_targets, groups_of
from myotome.explain import incidental_rate, parameters
from myotome.tables import Table, identifier, ids, list_of, number, one_of, parsed, text

__all__ = ["registered"]

_Z = 1.959964
_INTERVAL = "where 95 of 100 studies are expected, from differences between studies"
_DISC = "L4-L5"
_INCIDENTAL = (("bulge", 20), ("bulge", 80), ("protrusion", 20), ("protrusion", 50), ("protrusion", 80))


_TABLE = Table(
    "claims/findings.csv",
    {
        "computation": identifier(),
        "conditions": list_of(one_of(ids("pathology/conditions", "condition"))),
        "where": list_of(identifier(), optional=True),
        "finding": parsed(groups_of, "a condition, as in docs/query.md"),
        "given": parsed(groups_of, "a condition, as in docs/query.md", optional=True),
        "complement": one_of(("yes", "no")),
        "spread": number(0, 5),
        "said": text(),
    },
    key=("computation",),
)


@cache
def _rows() -> Mapping[str, dict[str, Any]]:
    return {row["computation"]: row for row in _TABLE.rows()}


@cache
def _predictor() -> Predictor:
    return Predictor()


def registered() -> Mapping[str, Callable[[], ModelValue]]:
    """Every computation of this kind by its name."""
    silent = {f"incidental-{what}-{age}": partial(_incidental, what, age) for what, age in _INCIDENTAL}
    return {**{name: partial(_frequency, name) for name in _rows()}, **silent}


def _target(row: Mapping[str, Any]) -> CalibrationTarget:
    return CalibrationTarget(
        id=row["computation"],
        measure="specificity" if row["complement"] == "yes" else "frequency",
        conditions=row["conditions"],
        where=row["where"],
        side="left",
        spectrum="clinic",
        age=None,
        finding=row["finding"],
        given=row["given"] or (),
        value=0.0,
        low=None,
        high=None,
        n=None,
        spread=row["spread"],
        met="yes",
        source=row["source"],
        seen=row["seen"],
        population=row["said"],
        note=row["note"],
    )


def _frequency(name: str) -> ModelValue:
    """How often have these patients this finding?"""
    row = _rows()[name]
    target = _target(row)
    share = float(_predictor().predicted([target], parameters())[0])
    low, high = (_shifted(share, sign * _Z * row["spread"]) for sign in (-1.0, 1.0))
    return ModelValue(
        name, share, low, high, "fraction", row["said"], _INTERVAL, _basis(target), ("calibration_explain",)
    )


def _shifted(share: float, step: float) -> float:
    return 1.0 / (1.0 + exp(-(log(share / (1.0 - share)) + step)))


def _basis(target: CalibrationTarget) -> Basis:
    """Fitted where the same finding in the same patients is among the published frequencies of the fit."""
    same = [one for one in calibration_targets() if (one.conditions, one.where, one.finding) == _key(target)]
    return "fitted" if same else "composed"


def _key(target: CalibrationTarget) -> tuple[object, ...]:
    return target.conditions, target.where, target.finding


def _incidental(what: str, age: int) -> ModelValue:
    """How often shows one given disc this in people without symptoms, as the model weighs an image?"""
    share = incidental_rate(_DISC, what, float(age))
    said = f"share of people of {age} without symptoms in whom the {_DISC} disc alone shows a {what}"
    name, keys = f"incidental-{what}-{age}", ("brinjikji2015", "brinjikji_2015_4", "judgement")
    return ModelValue(name, share, None, None, "fraction", said, "", "input", keys)
