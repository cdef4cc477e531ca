"""`myotome next`: which test would settle it, for the least burden?"""

from __future__ import annotations

from pathlib import Path

import typer

from myotome.cli.process.endings import checked_input, ending, print_json

__all__ = ["next_tests"]


def next_tests(
    case: Path = typer.Argument(help="A case file, YAML or JSON.", show_default=False),
    as_json: bool = typer.Option(False, "--json", help="One JSON object."),
    n: int = typer.Option(10, "-n", min=1, help="How many tests at most."),
) -> None:
    """Name the tests not yet done that would say most about the answer for the least burden."""
    with checked_input(as_json):
        from myotome.exam import read_case

        read = read_case(case)
    from myotome.explain import explain

    answer = explain(read, test_count=n)
    tests = answer.next_tests[:n]
    if as_json:
        print_json({"id": read.id, "red_flag": answer.red_flag.to_dict(), "tests": [test.to_dict() for test in tests]})
    else:
        from myotome.report import next_test_document, print_document

        print_document(next_test_document(answer, tests))
    raise typer.Exit(ending([answer]))
