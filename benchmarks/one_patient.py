"""One patient with 70 findings, over all states of one and of two causes, and the best of three."""

from __future__ import annotations

from functools import partial
from statistics import median

from benchmarks.timing import in_words, median_seconds, print_table, seconds
from benchmarks.virtual_patients import case_of, drawn, prior, standard_table

__all__ = ["run"]

FINDINGS = 70
PATIENTS = 12
RUNS = 3


def run() -> None:
    from myotome.exam import Case
    from myotome.explain import explain, posterior_of
    from myotome.explain.compiled import compile_atoms
    from myotome.explain.likelihood import atoms_of_case
    from myotome.explain.posterior import posterior
    from myotome.explain.world import world

    of, table = world(), standard_table()
    count, weights = len(of.states), prior(table)
    cases = [case_of(table, row) for row in drawn(table, PATIENTS, FINDINGS, seed=1)]
    first = seconds(partial(posterior_of, cases[0]))

    def compiled(case: Case) -> object:
        return compile_atoms(atoms_of_case(case, of), count)

    def enumerated(case: Case) -> object:
        return posterior(atoms_of_case(case, of), weights, of.states.exclusive)

    def times(work: object) -> list[float]:
        assert callable(work)
        return [median_seconds(partial(work, case), RUNS) for case in cases]

    observations = times(lambda case: atoms_of_case(case, of))
    up_to_compiled, whole, answer = times(compiled), times(posterior_of), times(explain)
    rows = [
        ("observations", observations),
        ("compiled over all states", [b - a for a, b in zip(observations, up_to_compiled, strict=True)]),
        ("pairs, best triples, sums", [b - a for a, b in zip(up_to_compiled, times(enumerated), strict=True)]),
        ("posterior_of, whole", whole),
        ("explain: verdict, weights, next tests", answer),
    ]
    title = f"One patient: {FINDINGS} findings, {count} states, {count * (count - 1) // 2} pairs"
    print_table(
        f"{title}; {PATIENTS} patients x {RUNS} warm runs",
        ("part", "median", "slowest patient"),
        [(name, in_words(median(taken)), in_words(max(taken))) for name, taken in rows],
    )
    print(f"first posterior in a fresh process: {in_words(first)}")


if __name__ == "__main__":
    run()
