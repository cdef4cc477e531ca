"""Imports run one way, and cheap modules stay cheap."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import myotome

PACKAGE = Path(myotome.__file__).parent
#: From the ground up; a room may import what stands before it, and itself.
ORDER = (
    (
        "ground",
        (
            "__init__",
            "arrays",
            "errors",
            "files",
            "lazy",
            "outcomes",
            "plain_json",
            "printing",
            "ledger",
            "stale_kernels",
            "tables",
            "units",
        ),
    ),
    ("language", ("language",)),
    ("anatomy", ("anatomy",)),
    ("exam", ("exam",)),
    ("pathology", ("pathology",)),
    ("forecast", ("forecast",)),
    ("load", ("load",)),
    ("explain", ("explain",)),
    ("patient", ("patient",)),
    ("care", ("care",)),
    ("evidence", ("evidence",)),
    ("claims", ("claims",)),
    ("answer", ("answer",)),
    ("report", ("report",)),
    ("records", ("records",)),
    ("interop", ("interop",)),
    ("web", ("web",)),
    ("door", ("door",)),
    ("cli", ("cli",)),
)
FLOOR = {part: floor for floor, (_, parts) in enumerate(ORDER) for part in parts}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    """Return the room of a module; the front door stands above the rooms, and `python -m myotome` is the program."""
    name = module.relative_to(PACKAGE).with_suffix("").parts[0]
    return {"__init__": "door", "__main__": "cli"}.get(name, name)


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    """All of a module's syntax tree, read once for all rules."""
    return tuple(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


def imported_rooms(module: Path) -> Iterator[tuple[int, str]]:
    """Line and room of every import of ours, those inside functions and for type checkers included."""
    for node in nodes(module):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            whole = node.module or ""
            names = [f"myotome.{alias.name}" for alias in node.names] if whole == "myotome" else [whole]
        for name in names:
            parts = name.split(".")
            if parts[0] == "myotome" and isinstance(node, ast.stmt):
                yield node.lineno, parts[1] if len(parts) > 1 and parts[1] in FLOOR else "__init__"


def loaded_by(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys; {statement}; print(*{{name.split('.')[0] for name in sys.modules}})"
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return set(done.stdout.split())


def test_every_module_stands_in_a_room_that_has_a_floor() -> None:
    assert len(MODULES) > 40
    assert {room(module) for module in MODULES} <= set(FLOOR)


def in_any_module(wrong: Callable[[Path], Iterable[str]]) -> list[str]:
    """What is wrong in any module, each with the module's name."""
    return [f"{module.relative_to(PACKAGE)}, {what}" for module in MODULES for what in wrong(module)]


def running_back(module: Path) -> Iterator[str]:
    """Imports of a room that stands above the module's own."""
    here = FLOOR[room(module)]
    yield from (f"line {line}: {other}" for line, other in imported_rooms(module) if FLOOR[other] > here)


def test_no_import_runs_back() -> None:
    assert in_any_module(running_back) == []


@pytest.mark.parametrize("name", ["anatomy", "exam", "pathology", "explain", "forecast"])
def test_a_room_imports_something_from_below(name: str) -> None:
    """The walk sees imports at all: an empty walk would pass everything."""
    seen = {other for module in MODULES if room(module) == name for _, other in imported_rooms(module)}
    assert seen & {"errors", "tables"}


def test_the_engines_do_not_know_each_other() -> None:
    engines = {"explain", "load", "forecast"}
    known = [(m, other) for m in MODULES if room(m) in engines for _, other in imported_rooms(m)]
    assert [str(m) for m, other in known if other in engines - {room(m)}] == []


def past_the_front(module: Path) -> Iterator[str]:
    """Imports of an inner module of another room, and of the room's own front: `from myotome.<room> import name`."""
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"tables"}
    for node in nodes(module):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            parts = name.split(".")
            if parts[0] == "myotome" and len(parts) > 1 and parts[1] in rooms:
                inner = len(parts) > 2
                if inner != (parts[1] == room(module)):
                    yield f"line {getattr(node, 'lineno', 0)}: {name}"


def names_behind_the_front(module: Path) -> Iterator[str]:
    """Names taken from a room's front that it does not hand on, and names that a room takes from the front door."""
    for node in nodes(module):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("myotome"):
            continue
        parts = (node.module or "").split(".")
        if len(parts) == 1 and room(module) != "door":
            allowed = {"__version__"}
        elif len(parts) == 2 and parts[1] != room(module) and (PACKAGE / parts[1] / "__init__.py").is_file():
            allowed = set(getattr(importlib.import_module(node.module or ""), "__all__", ()))
        else:
            continue
        yield from (f"line {node.lineno}: {alias.name}" for alias in node.names if alias.name not in allowed)


def test_rooms_know_each_other_by_their_fronts_alone() -> None:
    assert in_any_module(past_the_front) == []


def test_a_room_hands_on_what_others_take() -> None:
    assert in_any_module(names_behind_the_front) == []


def test_every_lazy_name_of_a_front_opens() -> None:
    for front in PACKAGE.glob("*/__init__.py"):
        opened = importlib.import_module(f"myotome.{front.parent.name}")
        assert [name for name in getattr(opened, "__all__", ()) if not hasattr(opened, name)] == []


def test_nothing_imports_the_program() -> None:
    assert not [m for m in MODULES if room(m) != "cli" for _, other in imported_rooms(m) if other == "cli"]


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = {"numpy", "numba", "llvmlite", "scipy", "yaml", "pydantic", "typer", "rich"}
    assert loaded_by("import myotome") & heavy == set()


def test_the_program_starts_without_science() -> None:
    assert (
        loaded_by("import myotome.cli.main")
        & {
            "numpy",
            "numba",
            "llvmlite",
            "scipy",
            "yaml",
            "fastapi",
            "starlette",
            "uvicorn",
            "jinja2",
            "sqlalchemy",
            "cryptography",
        }
        == set()
    )
