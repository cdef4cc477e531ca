"""Texts and paths are taken as they are written; numbers and names are checked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from myotome.cli.process.plain_words import PlainWords

EXAMPLE = Path(__file__).parents[3] / "examples/l5-foraminal-disc.yaml"


def words(kind: Any) -> PlainWords:
    checked = SimpleNamespace(coerce=lambda value, **_: f"checked {value}")
    return PlainWords(
        SimpleNamespace(type_descriptor=SimpleNamespace(annotation=kind), get_runtime_param=lambda: checked)
    )


@pytest.mark.parametrize(
    ("kind", "given", "taken"),
    [
        (str, "standing", "standing"),
        (Path, "a/b.yaml", Path("a/b.yaml")),
        (list[Path], ("a", "b"), [Path("a"), Path("b")]),
        (list[str], ["a"], ["a"]),
        (int, None, None),
        (int, 3, 3),
        (int, "3", "checked 3"),
        (bool, "yes", "checked yes"),
    ],
)
def test_a_value_is_taken_or_checked(kind: Any, given: object, taken: object) -> None:
    assert words(kind).coerce(given, None, None) == taken


def test_a_plain_answer_loads_neither_validators_nor_compilers() -> None:
    code = (
        "import sys\n"
        f"sys.argv = ['myotome', 'explain', {str(EXAMPLE)!r}]\n"
        "from myotome.cli.main import run\n"
        "try:\n    run()\n"
        "except SystemExit:\n    print({'pydantic', 'numba', 'scipy'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "set()\n"
