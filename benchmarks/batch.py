"""100,000 patients screened for a single cause, against the same patients one at a time."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import in_words, median_seconds, print_table, seconds
from benchmarks.virtual_patients import case_of, drawn, prior, standard_table
from myotome.explain.screen import ScreeningTable, classes_of_states, screen

__all__ = ["run"]

PATIENTS = 100_000
FINDINGS = 70
RUNS = 7
LOOP = 20


def _one_at_a_time(table: ScreeningTable, row: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Posterior of the classes of one patient, by the observations that explain one patient."""
    from myotome.explain.compiled import compile_atoms
    from myotome.explain.likelihood import atoms_of_case
    from myotome.explain.world import world

    singles = compile_atoms(atoms_of_case(case_of(table, row), world()), len(table.states)).singles
    weight = prior(table) * np.exp(singles - singles.max())
    sums = np.bincount(classes_of_states(table.states), weights=weight)
    return np.asarray(sums / sums.sum())


def run() -> None:
    build = seconds(standard_table)
    table = standard_table()
    weights, observed = prior(table), drawn(table, PATIENTS, FINDINGS, seed=2)
    batch = median_seconds(lambda: screen(table, observed, weights), RUNS)
    found = screen(table, observed[:LOOP], weights).probability
    loop = median_seconds(partial(_one_at_a_time, table, observed[0]), LOOP)
    apart = max(
        float(np.abs(_one_at_a_time(table, row) - found[number]).max()) for number, row in enumerate(observed[:LOOP])
    )
    columns, states = table.log_likelihood.shape
    work = 2.0 * PATIENTS * columns * states
    print_table(
        f"Batch: {PATIENTS} patients x {columns - 2} columns x {states} states that differ (of {len(table.states)})",
        ("step", "time"),
        [
            ("table, once", in_words(build)),
            (f"all patients, median of {RUNS}", in_words(batch)),
            ("a patient", in_words(batch / PATIENTS)),
            ("a patient, one at a time", in_words(loop)),
        ],
    )
    print(f"ratio {loop * PATIENTS / batch:.0f} : 1; {work / batch / 1e9:.0f} GFLOP/s; farthest apart {apart:.1e}")


if __name__ == "__main__":
    run()
