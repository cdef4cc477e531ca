"""Each file under data/ is opened by one module, and no file lies there unread."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import myotome

PACKAGE = Path(myotome.__file__).parent
DATA = PACKAGE / "data"
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file())

#: Files that several modules read, or none.
SHARED = {
    "sources.toml": "every table is held against its keys",
}
#: Folders that one module reads whole.
WHOLE = ("explain/condition_findings", "language", "web/teaching")


def openers() -> dict[str, set[str]]:
    """Modules that name each file as a whole string."""
    found: dict[str, set[str]] = {name: set() for name in FILES}
    for module in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in found:
                found[node.value].add(str(module.relative_to(PACKAGE)))
    return found


OPENERS = openers()


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(WHOLE)])
def test_one_module_opens_each_file(name: str) -> None:
    modules = OPENERS[name]
    assert name in SHARED or len(modules) == 1, sorted(modules)


def test_every_exception_is_still_needed() -> None:
    assert set(SHARED) <= set(FILES)
    assert all(len(OPENERS[name]) != 1 for name in SHARED)


def test_only_tables_and_catalogues_lie_there() -> None:
    assert {Path(name).suffix for name in FILES} <= {".csv", ".toml", ".yaml", ".json", ".po"}
