"""Patients drawn from the model itself, so that no benchmark runs on findings that fit nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myotome.exam.case import Case, Demographics
from myotome.exam.vocabulary_table import vocabulary
from myotome.explain.next_test.information import Examination, examinations
from myotome.explain.screening.many_patients import ScreeningTable, Template, screening_table
from myotome.pathology import condition_priors

__all__ = ["case_of", "drawn", "prior", "standard_table", "standard_templates"]

COLUMNS = 500
_VALUES: dict[str, tuple[Any, ...]] = {
    "strength": ("weak", "normal"),
    "sensation": ("reduced", "normal"),
    "reflex": ("absent", "reduced", "normal", "brisk"),
    "history": (True, False),
    "sign": ("positive", "negative"),
}


def _sides(test: Examination) -> tuple[str | None, ...]:
    """Sides on which a test is done; None where it has none, no side at all where it needs more said."""
    if test.finding_type == "history":
        return (None,) if vocabulary().history[test.finding].value == "bool" else ()
    if test.finding_type not in {"sign", "reflex"}:
        return ("left", "right")
    entry = (vocabulary().signs if test.finding_type == "sign" else vocabulary().reflexes)[test.finding]
    if entry.needs:
        return ()
    return {"sided": ("left", "right"), "midline": ("midline",)}.get(str(entry.sidedness), ("none",))


def _named(test: Examination) -> dict[str, Any]:
    """Name what is tested, as in a case file."""
    if test.finding_type == "strength":
        return {"movement" if test.finding in vocabulary().movements else "muscle": test.finding}
    if test.finding_type == "sensation":
        key = "dermatomes" if test.finding in vocabulary().ids("dermatomes") else "areas"
        return {key: [test.finding], "modality": test.detail or "light_touch"}
    return {"item" if test.finding_type == "history" else test.finding_type: test.finding}


def _templates() -> Iterator[Template]:
    for kind, values in _VALUES.items():
        for test in examinations():
            if test.finding_type != kind:
                continue
            for side in _sides(test):
                where = {} if side is None else {"side": side}
                yield Template({"type": kind, **_named(test), **where}, values)


def standard_templates(columns: int = COLUMNS) -> list[Template]:
    """Every bedside test the package proposes, both sides, until the values make this many columns."""
    every = list(_templates())
    widths = np.cumsum([len(template.values) for template in every])
    return list(islice(every, int(np.searchsorted(widths, columns, side="right"))))


@cache
def standard_table() -> ScreeningTable:
    """Return the table of the standard examination."""
    return screening_table(standard_templates())


def prior(table: ScreeningTable) -> NDArray[np.float64]:
    """Prior of the states where neither setting nor age nor sex is known."""
    return table.states.prior(condition_priors(None, None, None))


def drawn(table: ScreeningTable, patients: int, examined: int, seed: int) -> NDArray[np.uint8]:
    """Draw patients with one cause each, and the values of as many findings, chosen at random for each.

    Returns
    -------
    ndarray of uint8, shape (patients, columns)
        1 at what was found.
    """
    rng = np.random.default_rng(seed)
    weights = prior(table)
    merged = table.merged[rng.choice(len(weights), patients, p=weights / weights.sum())]
    template = np.array([finding.index for finding in table.findings])
    count = int(template[-1]) + 1
    order = rng.random((patients, count)).argsort(axis=1)
    looked_at = order < examined
    observed = np.zeros((patients, len(template)), dtype=np.uint8)
    for number in range(count):
        columns = np.flatnonzero(template == number)
        likelihood = np.exp(table.log_likelihood[columns].astype(np.float64) + table.baseline[columns, None])
        bounds = np.cumsum(likelihood / likelihood.sum(axis=0), axis=0)[:-1, merged]
        value = (rng.random(patients) > bounds).sum(axis=0)
        rows = np.flatnonzero(looked_at[:, number])
        observed[rows, columns[value[rows]]] = 1
    return observed


def case_of(table: ScreeningTable, row: NDArray[np.uint8]) -> Case:
    """Write a row of the table as a case."""
    findings = tuple(table.findings[column] for column in np.flatnonzero(row))
    # a screen hears no silence: its record is a form
    return Case("virtual-patient", Demographics(), findings, record="structured")
