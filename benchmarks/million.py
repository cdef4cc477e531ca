"""A million virtual patients screened in blocks, each drawn and forgotten: processor time, and the most memory held."""

from __future__ import annotations

import resource
import time

import numpy as np

from benchmarks.timing import in_words, print_table
from myotome.explain import bedside_templates, screen, screening_table, virtual_patients
from myotome.explain.screening.many_patients import classes_of_states

__all__ = ["run"]

PATIENTS = 1_000_000
BLOCK = 20_000
FINDINGS = 40
COLUMNS = (100, 200, 500)
_MEBIBYTE = 1024.0  # KiB that Linux counts


def run() -> None:
    rows = [_screened(columns) for columns in COLUMNS]
    head = (
        "columns",
        "states that differ",
        "to draw",
        "to screen, processor",
        "to screen, wall",
        "right",
        "most memory",
    )
    print_table(f"{PATIENTS} virtual patients, {FINDINGS} findings each, one cause, blocks of {BLOCK}", head, rows)


def _screened(columns: int) -> tuple[str, ...]:
    table = screening_table(bedside_templates(columns))
    of_state, right, drawing, screening, wall = classes_of_states(table.states), 0, 0.0, 0.0, 0.0
    for block in range(PATIENTS // BLOCK):
        begun = time.process_time()
        made = virtual_patients(BLOCK, examined=FINDINGS, seed=(1, block), table=table)
        drawn, seen = time.process_time(), time.perf_counter()
        found = screen(table, made.observed, made.prior)
        drawing += drawn - begun
        screening += time.process_time() - drawn
        wall += time.perf_counter() - seen
        right += int(np.count_nonzero(found.probability.argmax(axis=1) == of_state[made.state]))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEBIBYTE
    times = map(in_words, (drawing, screening, wall))
    return (str(columns), str(table.log_likelihood.shape[1]), *times, f"{right / PATIENTS:.3f}", f"{memory:.0f} MiB")


if __name__ == "__main__":
    run()
