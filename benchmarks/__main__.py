"""Run every benchmark and print its table; `python -m benchmarks batch peer` runs these alone."""

from __future__ import annotations

import sys

from benchmarks import batch, command, course, equilibrium, million, one_patient, peer, people

BENCHMARKS = {
    "one_patient": one_patient.run,
    "batch": batch.run,
    "million": million.run,
    "command": command.run,
    "peer": peer.run,
    "course": course.run,
    "equilibrium": equilibrium.run,
    "people": people.run,
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in names or BENCHMARKS:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
