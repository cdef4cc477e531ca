"""Patients drawn from the model itself, so that no benchmark runs on findings that fit nothing."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.exam.case import Case, Demographics
from myotome.explain.screening.bedside import bedside_templates
from myotome.explain.screening.drawn_patients import virtual_patients
from myotome.explain.screening.many_patients import ScreeningTable, screening_table
from myotome.pathology import condition_priors

__all__ = ["case_of", "drawn", "prior", "standard_table"]


@cache
def standard_table() -> ScreeningTable:
    """Return the table of the standard examination."""
    return screening_table(bedside_templates())


def prior(table: ScreeningTable) -> NDArray[np.float64]:
    """Prior of the states where neither setting nor age nor sex is known."""
    return table.states.prior(condition_priors(None, None, None))


def drawn(table: ScreeningTable, patients: int, examined: int, seed: int) -> NDArray[np.uint8]:
    """Draw patients with one cause each, and the values of as many findings, chosen at random for each."""
    return virtual_patients(patients, examined=examined, seed=seed, table=table).observed


def case_of(table: ScreeningTable, row: NDArray[np.uint8]) -> Case:
    """Write a row of the table as a case."""
    findings = tuple(table.findings[column] for column in np.flatnonzero(row))
    # a screen hears no silence: its record is a form
    return Case("virtual-patient", Demographics(), findings, record="structured")
