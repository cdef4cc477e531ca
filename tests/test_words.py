"""What users read is worded as the glossary says."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "myotome"
GLOSSARY = ROOT / "docs" / "glossary.md"
_RETIRED = GLOSSARY.read_text(encoding="utf-8").partition("## Words not used")[2]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in _RETIRED.splitlines() if line.startswith("|")]
#: Each retired word with what it may stand in.
WORDS = {word: tuple(part.strip() for part in allowed.split(";") if part.strip()) for word, _, allowed in ROWS[2:]}


def retired(text: str) -> list[str]:
    """Retired words in a text; code in backticks, fenced blocks and the targets of links are not prose."""
    prose = re.sub(r"```.*?```|`[^`]*`|\(#[a-z-]+\)|\([a-z-]+\)=\n", " ", text, flags=re.DOTALL)
    prose = re.sub(r"\s+", " ", prose).lower()
    found = []
    for word, allowed in WORDS.items():
        rest = prose
        for phrase in allowed:
            rest = rest.replace(phrase, " ")
        if re.search(rf"\b{re.escape(word)}\b", rest):
            found.append(word)
    return found


def strings(module: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module, docstrings apart; a name in code holds no space."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def cells(table: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every cell of a table that is more than a name."""
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        for row in reader:
            yield from ((reader.line_num, cell) for cell in row if " " in cell)


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """Line and text of everything in a file that a user may read."""
    if file.suffix == ".py":
        yield from strings(file)
    elif file.suffix == ".csv":
        yield from cells(file)
    elif file.suffix == ".md":
        yield 1, file.read_text(encoding="utf-8").partition("## Words not used")[0]
    else:
        yield from enumerate(file.read_text(encoding="utf-8").splitlines(), 1)


#: Bibliography: titles are those of the papers.
QUOTED = {"sources.toml"}
FILES = sorted(
    file
    for folder, endings in ((PACKAGE, (".py", ".csv", ".toml", ".yaml")), (ROOT / "docs", (".md",)), (ROOT, (".md",)))
    for file in (folder.glob("*") if folder == ROOT else folder.rglob("*"))
    if file.suffix in endings and file.name not in QUOTED
)


def test_users_read_no_retired_word() -> None:
    assert len(FILES) > 100
    read = ((f"{file.relative_to(ROOT)}:{line}", text) for file in FILES for line, text in texts(file))
    assert [(place, words, text[:200]) for place, text in read if (words := retired(text))] == []


def test_the_glossary_replaces_every_word_by_others() -> None:
    assert len(WORDS) > 20
    assert not [word for word, instead, _ in ROWS[2:] if not instead or retired(instead)]


@pytest.mark.parametrize("word", WORDS)
def test_a_retired_word_is_found(word: str) -> None:
    assert retired(f"Here it\nsays {word}, in a sentence.") != []


@pytest.mark.parametrize("text", ["a clear-cut cut-off", "what people are told", "`told`", "retold, untold", "playing"])
def test_good_english_passes(text: str) -> None:
    assert retired(text) == []
