"""The pages of the site: every example of a case can be read, every page is reached, every command exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from myotome.cli.main import app
from myotome.exam import case_from_mapping

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = re.findall(r"```yaml\n(.*?)```", (DOCS / "cases.md").read_text(encoding="utf-8"), flags=re.DOTALL)
PAGES = sorted(path.relative_to(DOCS) for path in DOCS.rglob("*.md") if "_build" not in path.parts)


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_of_a_case_can_be_read(text: str) -> None:
    told = yaml.safe_load(text)
    patient = {"id": "a", "demographics": {"age": 40, "sex": "male"}}
    whole = told if isinstance(told, dict) else {**patient, "findings": told}
    assert case_from_mapping(whole).findings


def test_every_type_of_finding_has_an_example() -> None:
    types = set(re.findall(r"type: (\w+)", "".join(EXAMPLES)))
    assert types == {"strength", "sensation", "reflex", "sign", "pain", "imaging", "emg", "ncs", "history", "lab"} | {
        "questionnaire"
    }


def listed(index: Path) -> set[Path]:
    """Pages that an index lists, and those that the indexes among them list."""
    lines = (DOCS / index).read_text(encoding="utf-8").splitlines()
    pages = {index.parent / f"{line}.md" for line in lines} & set(PAGES)
    return pages.union(*(listed(page) for page in pages if page.name == "index.md"))


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_is_reached(page: Path) -> None:
    assert page in listed(Path("index.md")) | {Path("index.md")}


def test_every_command_that_a_page_names_exists() -> None:
    known = {command.name for command in (*app.registered_commands, *app.registered_groups)}
    text = "".join((DOCS / page).read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?:`|\{run\} |^)myotome ([a-z]+)", text, flags=re.MULTILINE))
    assert named <= known
    assert {"explain", "load", "forecast", "care", "report", "claims", "cohort"} <= named
