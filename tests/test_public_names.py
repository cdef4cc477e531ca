"""docs/api.md lists exactly the public names."""

from __future__ import annotations

import importlib
import inspect
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
PACKAGE = Path(__file__).parents[1] / "src" / "myotome"
GROUND = ("myotome", "myotome.errors", "myotome.outcomes", "myotome.ledger", "myotome.tables", "myotome.units")
ROOMS = tuple(f"myotome.{path.parent.name}" for path in sorted(PACKAGE.glob("*/__init__.py")))


def listed() -> dict[str, dict[str, str]]:
    """Module to its listed names and their purposes."""
    result: dict[str, dict[str, str]] = {}
    module = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## `([\w.]+)`", line):
            module = heading[1]
            result[module] = {}
        elif row := re.fullmatch(r"\| `(\w+)` \| (.+) \|", line):
            assert row[1] not in result[module], f"{row[1]} is listed twice"
            result[module][row[1]] = row[2]
    return result


LISTED = listed()


@pytest.mark.parametrize("name", [*GROUND, *ROOMS])
def test_page_lists_the_public_names(name: str) -> None:
    public = set(getattr(importlib.import_module(name), "__all__", ()))
    assert set(LISTED.get(name, {})) == public


def test_page_names_no_other_module() -> None:
    assert set(LISTED) <= {*GROUND, *ROOMS}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_public_names_exist_and_say_what_they_are(name: str) -> None:
    module = importlib.import_module(name)
    for public, purpose in LISTED[name].items():
        thing = getattr(module, public)
        assert purpose.strip()
        assert not (inspect.isfunction(thing) or inspect.isclass(thing)) or (thing.__doc__ or "").strip(), (
            f"{name}.{public} has no docstring"
        )
