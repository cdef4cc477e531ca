"""The program as its user starts it: whole processes, Python's own start beside them."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.timing import in_words, median_seconds, print_table

__all__ = ["run"]

RUNS = 7
EXAMPLE = Path(__file__).parents[1] / "examples" / "l5-foraminal-disc.yaml"
ANSWERED = {0, 3, 4}  # answered, cannot tell, red flag


def _program() -> list[str]:
    """Return the installed program, or the same started through Python where it is not installed."""
    script = Path(sys.executable).parent / "myotome"
    return [str(script)] if script.exists() else [sys.executable, "-c", "from myotome.cli.main import run; run()"]


def _process(arguments: list[str]) -> None:
    ended = subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode not in ANSWERED:
        raise SystemExit(f"{' '.join(arguments)} ended with {ended.returncode}:\n{ended.stderr}")


def run() -> None:
    program = _program()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "myotome --help": [*program, "--help"],
        "myotome explain FILE": [*program, "explain", str(EXAMPLE)],
        "myotome explain --no-next FILE": [*program, "explain", "--no-next", str(EXAMPLE)],
    }
    taken = {name: median_seconds(partial(_process, arguments), RUNS) for name, arguments in commands.items()}
    bare = taken["python -c pass"]
    print_table(
        f"Command: whole process, median of {RUNS}",
        ("command", "time", "x python"),
        [(name, in_words(duration), f"{duration / bare:.1f}") for name, duration in taken.items()],
    )


if __name__ == "__main__":
    run()
