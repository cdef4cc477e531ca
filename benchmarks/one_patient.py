"""One patient with 70 findings, over all states of one and of two causes, and the best of three."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from benchmarks.timing import in_words, print_table, seconds
from benchmarks.virtual_patients import case_of, drawn, standard_table
from myotome.exam import Case

__all__ = ["run"]

FINDINGS = 70
PATIENTS = 12
RUNS = 3


def _parts() -> Mapping[str, Callable[[Case], Any]]:
    """Each part with all that goes before it."""
    from myotome.explain import explain, posterior_of
    from myotome.explain.compiled import compile_atoms
    from myotome.explain.likelihood import atoms_of_case
    from myotome.explain.world import world

    return {
        "observations": lambda case: atoms_of_case(case, world()),
        "compiled": lambda case: compile_atoms(atoms_of_case(case, world()), len(world().states)),
        "posterior": posterior_of,
        "bound": lambda case: posterior_of(case).left_out,
        "explain": explain,
    }


def _measured(cases: list[Case]) -> dict[str, list[float]]:
    """Median time of each part for each patient; all parts take turns, so that a busy moment hits them alike."""
    rounds: dict[str, list[list[float]]] = {name: [[] for _ in cases] for name in _parts()}
    for turn in range(RUNS + 1):
        for number, case in enumerate(cases):
            for name, part in _parts().items():
                taken = seconds(partial(part, case))
                if turn > 0:
                    rounds[name][number].append(taken)
    return {name: [median(runs) for runs in of_patients] for name, of_patients in rounds.items()}


def _rows(taken: dict[str, list[float]]) -> list[tuple[str, str, str]]:
    whole = {name: np.array(times) for name, times in taken.items()}
    shown = {
        "observations": whole["observations"],
        "compiled over all states": whole["compiled"] - whole["observations"],
        "pairs, best triples, sums": whole["posterior"] - whole["compiled"],
        "posterior_of, whole": whole["posterior"],
        "bound on what is left out, when asked": whole["bound"] - whole["posterior"],
        "explain: verdict, weights, next tests": whole["explain"],
    }
    return [(name, in_words(float(np.median(times))), in_words(float(times.max()))) for name, times in shown.items()]


def run() -> None:
    from myotome.explain import posterior_of
    from myotome.explain.kernels import load_compiled

    table = standard_table()
    cases = [case_of(table, row) for row in drawn(table, PATIENTS, FINDINGS, seed=1)]
    first, load = seconds(partial(posterior_of, cases[0])), seconds(load_compiled)
    count = len(table.states)
    title = f"One patient: {FINDINGS} findings, {count} states, {count * (count - 1) // 2} pairs"
    head = ("part", "median", "slowest patient")
    print_table(f"{title}; {PATIENTS} patients x {RUNS} warm runs", head, _rows(_measured(cases)))
    print(f"first posterior, before any kernel is compiled: {in_words(first)}; loading these: {in_words(load)}")


if __name__ == "__main__":
    run()
