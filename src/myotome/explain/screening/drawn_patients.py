"""Virtual patients, drawn from the model itself: a cause by its prior, then what an examination of them finds.

They show what the model does with patients that it describes perfectly, and fill a registry to try a study on. They say
nothing of how well it describes real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from myotome.errors import InputError, Problem
from myotome.exam import Case, Demographics
from myotome.explain.likelihood.observations import Floats
from myotome.explain.screening.bedside import bedside_templates
from myotome.explain.screening.many_patients import classes_of_states
from myotome.explain.screening.table import ScreeningTable, screening_table
from myotome.pathology import CLASSES, condition_priors

__all__ = ["VirtualPatients", "virtual_patients"]


@dataclass(frozen=True, eq=False)
class VirtualPatients:
    """Patients with one cause each.

    Attributes
    ----------
    table : ScreeningTable
        Their examination.
    observed : ndarray of uint8, shape (patients, columns)
        1 at what was found; a finding that was not looked for has 0 in all its columns. As `screen` takes it.
    state : ndarray of int, shape (patients,)
        Number of the state that each was drawn with.
    prior : ndarray, shape (states,)
        What the states were drawn by.
    first : int
        Number of the first patient, for the names.
    """

    table: ScreeningTable
    observed: NDArray[np.uint8]
    state: NDArray[np.intp]
    prior: Floats
    first: int = 0

    def __len__(self) -> int:
        return len(self.state)

    @property
    def classes(self) -> list[str]:
        """The class of each patient's cause: what an answer is held against."""
        return [CLASSES[number] for number in classes_of_states(self.table.states)[self.state]]

    def cases(self) -> Iterator[Case]:
        """The patients as cases, without their cause."""
        for number, row in enumerate(self.observed, self.first):
            findings = tuple(self.table.findings[column] for column in np.flatnonzero(row))
            # what was not looked for was not asked: the record is a form
            yield Case(f"virtual-{number:07d}", Demographics(), findings, record="structured")


def virtual_patients(
    count: int,
    *,
    examined: int = 40,
    seed: int | Sequence[int] = 0,
    table: ScreeningTable | None = None,
    setting: str | None = None,
    first: int = 0,
) -> VirtualPatients:
    """Draw patients from the model: a cause by its prior, then values of findings chosen at random.

    Parameters
    ----------
    count : int
        How many; draw millions in blocks of some tens of thousands, each with a seed such as `(seed, block)`.
    examined : int
        Findings looked for in each patient.
    seed : int or sequence of int
        Of the random numbers; the same seed gives the same patients.
    table : ScreeningTable or None
        The examination; None for strength, skin, reflexes, history and signs of both sides, 500 columns.
    setting : str or None
        Where patients are seen, for the priors, for example `primary_care`.
    first : int
        Number of the first patient, for the names.

    Returns
    -------
    VirtualPatients
        With the cause of each.

    Raises
    ------
    InputError
        A number is below 0.

    Examples
    --------
    >>> made = virtual_patients(3, examined=12, seed=1)
    >>> [len(case.findings) for case in made.cases()]
    [12, 12, 12]
    """
    for name, value in (("count", count), ("examined", examined)):
        if value < 0:
            raise InputError([Problem(name, None, str(value), "0 or more", (), "It is a number of things.")])
    made, rng = table or _bedside_table(), np.random.default_rng(seed)
    prior = made.states.prior(condition_priors(setting, None, None))
    state = rng.choice(len(prior), count, p=prior / prior.sum())
    return VirtualPatients(made, _found(made, state, examined, rng), state, prior, first)


@cache
def _bedside_table() -> ScreeningTable:
    return screening_table(bedside_templates())


def _found(
    table: ScreeningTable, state: NDArray[np.intp], examined: int, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """What is found in patients with these states."""
    merged, patients = table.merged[state], len(state)
    template = np.array([finding.index for finding in table.findings])
    count = int(template[-1]) + 1
    looked_at = rng.random((patients, count), dtype=np.float32).argsort(axis=1) < examined
    observed = np.zeros((patients, len(template)), dtype=np.uint8)
    for number in range(count):
        columns = np.flatnonzero(template == number)
        likelihood = np.exp(table.log_likelihood[columns].astype(np.float64) + table.baseline[columns, None])
        bounds = np.cumsum(likelihood / likelihood.sum(axis=0), axis=0)[:-1, merged]
        value = (rng.random(patients) > bounds).sum(axis=0)
        rows = np.flatnonzero(looked_at[:, number])
        observed[rows, columns[value[rows]]] = 1
    return observed
