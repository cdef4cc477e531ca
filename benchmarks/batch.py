"""100,000 patients screened for a single cause, against the same patients one at a time."""

from __future__ import annotations

from functools import partial
from statistics import median

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import in_words, median_seconds, print_table, seconds
from benchmarks.virtual_patients import case_of, drawn, prior, standard_table
from myotome.explain.screening.bedside import bedside_templates
from myotome.explain.screening.many_patients import ScreeningTable, classes_of_states, screen, screening_table

__all__ = ["run"]

PATIENTS = 100_000
FINDINGS = 70
RUNS = 5
LOOP = 20
SCORES = 1 << 22
FEW = 1000


def _one_at_a_time(table: ScreeningTable, row: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Posterior of the classes of one patient, by the observations that explain one patient."""
    from myotome.explain.inference.patterns import compile_observations
    from myotome.explain.likelihood import observations_of_case
    from myotome.explain.likelihood.model_world import world

    singles = compile_observations(observations_of_case(case_of(table, row), world()), len(table.states)).singles
    weight = prior(table) * np.exp(singles - singles.max())
    sums = np.bincount(classes_of_states(table.states), weights=weight)
    return np.asarray(sums / sums.sum())


def _bare_product(table: ScreeningTable, observed: NDArray[np.uint8]) -> None:
    """Only the products, without a prior, a check, an exponential or a sum: what the machine can do at best."""
    weights = table.log_likelihood[: observed.shape[1]]
    step = SCORES // weights.shape[1]
    for first in range(0, len(observed), step):
        np.asarray(observed[first : first + step], dtype=np.float32) @ weights


def _turns(table: ScreeningTable, observed: NDArray[np.uint8]) -> tuple[float, float]:
    """Median time to screen everybody, and of the bare product; they take turns, so that a busy moment hits both."""
    weights = prior(table)
    screen(table, observed, weights)
    turns = [
        (seconds(lambda: screen(table, observed, weights)), seconds(lambda: _bare_product(table, observed)))
        for _ in range(RUNS)
    ]
    return median(whole for whole, _ in turns), median(bare for _, bare in turns)


def _row(name: str, table: ScreeningTable, turns: tuple[float, float]) -> tuple[str, ...]:
    columns, states = table.log_likelihood.shape
    rate = 2.0 * PATIENTS * columns * states / turns[0] / 1e9
    return (name, str(states), *map(in_words, turns), f"{turns[0] / turns[1]:.2f}", f"{rate:.0f}")


def _most_likely(table: ScreeningTable) -> ScreeningTable:
    """Return the same examination over the most likely states alone."""
    from myotome.explain.likelihood.model_world import world

    keep = np.sort(np.argsort(-prior(table), kind="stable")[:FEW])
    return screening_table(bedside_templates(), within=world().subset(keep))


def _against_one_at_a_time(table: ScreeningTable, observed: NDArray[np.uint8], whole: float) -> None:
    """Print what a patient costs both ways, and how far the answers lie apart."""
    alone = [_one_at_a_time(table, row) for row in observed[:LOOP]]
    loop = median_seconds(partial(_one_at_a_time, table, observed[0]), LOOP)
    apart = np.abs(screen(table, observed[:LOOP], prior(table)).probability - np.array(alone)).max()
    a_patient = whole / len(observed)
    print(f"a patient: {in_words(a_patient)}; one at a time: {in_words(loop)}; ratio {loop / a_patient:.0f}")
    print(f"classes of {LOOP} patients, farthest apart: {apart:.1e}")


def run() -> None:
    table, templates = standard_table(), bedside_templates()
    observed = drawn(table, PATIENTS, FINDINGS, seed=2)
    few = _most_likely(table)
    turns = _turns(table, observed)
    rows = [
        _row(f"all {len(table.states)} states", table, turns),
        _row(f"the {FEW} most likely", few, _turns(few, observed)),
    ]
    title = f"Batch: {PATIENTS} patients x {observed.shape[1]} columns, {FINDINGS} findings each; median of {RUNS}"
    print_table(title, ("states", "that differ", "screen", "bare product", "ratio", "GFLOP/s"), rows)
    print(f"the table, once: {in_words(seconds(lambda: screening_table(templates)))}")
    _against_one_at_a_time(table, observed, turns[0])


if __name__ == "__main__":
    run()
