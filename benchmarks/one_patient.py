"""One patient with 70 findings, over all states of one and of two causes, and the best of three."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import in_words, print_table, seconds
from benchmarks.virtual_patients import case_of, drawn, standard_table
from myotome.exam import Case

__all__ = ["run"]

FINDINGS = 70
PATIENTS = 10
RUNS = 3


def _once(case: Case) -> dict[str, float]:
    """Time of each part on one patient; the first three hold all that goes before them."""
    from myotome.explain import explain, posterior_of
    from myotome.explain.inference.patterns import compile_observations
    from myotome.explain.likelihood import observations_of_case
    from myotome.explain.likelihood.model_world import world

    found = []
    return {
        "observations": seconds(lambda: observations_of_case(case, world())),
        "compiled": seconds(lambda: compile_observations(observations_of_case(case, world()), len(world().states))),
        "posterior": seconds(lambda: found.append(posterior_of(case))),
        "bound": seconds(lambda: found[0].left_out),
        "explain": seconds(lambda: explain(case)),
    }


def _measured(cases: list[Case]) -> dict[str, NDArray[np.float64]]:
    """Median time of each part for each patient; the parts take turns, so that a busy moment hits them alike."""
    turns = [[_once(case) for case in cases] for _ in range(RUNS + 1)][1:]
    return {name: np.median([[taken[name] for taken in turn] for turn in turns], axis=0) for name in turns[0][0]}


def _rows(whole: Mapping[str, NDArray[np.float64]]) -> list[tuple[str, str, str]]:
    shown = {
        "observations": whole["observations"],
        "compiled over all states": whole["compiled"] - whole["observations"],
        "pairs, best triples, sums": whole["posterior"] - whole["compiled"],
        "posterior_of, whole": whole["posterior"],
        "bound on what is left out, when asked": whole["bound"],
        "explain: bound, verdict, weights, next tests": whole["explain"],
    }
    return [(name, in_words(float(np.median(times))), in_words(float(times.max()))) for name, times in shown.items()]


def run() -> None:
    from myotome.explain import posterior_of
    from myotome.explain.kernels.choice import load_compiled

    table = standard_table()
    cases = [case_of(table, row) for row in drawn(table, PATIENTS, FINDINGS, seed=1)]
    first, load = seconds(partial(posterior_of, cases[0])), seconds(load_compiled)
    count, paired = len(table.states), int((~table.states.unpaired).sum())
    title = f"One patient: {FINDINGS} findings, {count} states, {paired * (paired - 1) // 2} pairs"
    head = ("part", "median", "slowest patient")
    print_table(f"{title}; {PATIENTS} patients x {RUNS} warm runs", head, _rows(_measured(cases)))
    print(f"first posterior, before any kernel is compiled: {in_words(first)}; loading these: {in_words(load)}")


if __name__ == "__main__":
    run()
