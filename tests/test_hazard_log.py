"""Each hazard of the log names tests that there are, by node; and the intended use stands wherever it has to."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from myotome.answer import assess
from myotome.care import INTENDED_USE
from myotome.cli.main import app
from myotome.exam import read_case
from myotome.report import Audience, case_report
from myotome.web import application

ROOT = Path(__file__).parents[1]
LOG = ROOT / "docs/hazards.md"
COLUMNS = ["hazard", "cause", "control", "test", "what remains"]


def rows() -> list[dict[str, str]]:
    lines = [line for line in LOG.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells.count(COLUMNS) == 3
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells if row != COLUMNS and set(row) != {"---"}]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


def missing(row: dict[str, str]) -> list[str]:
    """Tests that a hazard names and that there are not."""
    nodes = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row["test"])
    return [f"{file}::{name}" for file, name in nodes if not (ROOT / file).is_file() or name not in names_in(file)]


def test_each_hazard_is_linked_to_a_test_that_there_is_and_says_everything() -> None:
    log = rows()
    assert len(log) >= 25
    assert len({row["hazard"] for row in log}) == len(log)
    for row in log:
        assert "::" in row["test"], row["hazard"]
        assert row["test"].count("`") == 2 * row["test"].count("::"), row["test"]
        assert missing(row) == [], row["hazard"]
        assert all(row.values()), row["hazard"]


@pytest.mark.parametrize("node", ["tests/test_hazard_log.py::test_gone", "tests/test_gone.py::test_missing"])
def test_a_test_that_is_gone_is_found(node: str) -> None:
    assert missing({"test": f"`{node}`, `tests/test_hazard_log.py::test_a_test_that_is_gone_is_found`"}) == [node]


def test_the_intended_use_stands_on_page_print_interface_and_version() -> None:
    said = "Supports a decision"
    assert said in CliRunner().invoke(app, ["--version"]).stdout
    with TestClient(application()) as client:
        assert said in client.get("/").text.partition('<footer class="foot"')[2]
        assert client.get("/api/openapi.json").json()["info"]["description"] == INTENDED_USE
    answer = assess(read_case(ROOT / "examples/incidental-bulge-wrong-side.yaml"))
    assert said in str(case_report(answer).footer)
    assert "handed over by your clinician" in str(case_report(answer, Audience.PATIENT).running)
    for page in ("README.md", "docs/index.md", "docs/hazards.md", "docs/interface.md"):
        assert re.search("support|no medical device", (ROOT / page).read_text(encoding="utf-8")), page
