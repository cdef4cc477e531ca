"""The pages on extending, followed word by word in a copy of the tables; then the mistake that each page warns of.

Rows, cases, commands and messages are taken from the pages, so that a page cannot say what the program does not do.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import myotome

ROOT = Path(__file__).parents[2]
PACKAGE = Path(myotome.__file__).parent
PAGES = sorted(path for path in (ROOT / "docs/extending").glob("*.md") if path.name not in ("index.md", "language.md"))
#: Exit codes of an answer: determined, cannot tell, red flag.
ANSWERED = {0, 3, 4}
MISTAKE = "A mistake in "
BLOCK = re.compile(r"^```(?:\{code-block\} \w+\n:caption: (?P<caption>[^\n]+)\n|sh)\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Copy:
    """The package beside a copy of its tables, in a folder of its own."""

    folder: Path

    def add(self, where: str, rows: str) -> None:
        """Put rows at the end of a table, or below the row of it that begins with a name: `a/b.csv, below c`."""
        table, _, above = where.partition(", below ")
        path = self.folder / "myotome/data" / table
        assert path.is_file(), f"there is no table {table}"
        text = path.read_text(encoding="utf-8")
        end = text.index("\n", text.index(f"\n{above},") + 1) + 1 if above else len(text)
        path.write_text(text[:end] + rows + text[end:], encoding="utf-8")

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program, or one that makes a table, on the copy."""
        program, *words = shlex.split(command)
        assert program in ("myotome", "python")
        places = {"PYTHONPATH": str(self.folder), "XDG_CACHE_HOME": str(self.folder / "cache")}
        code = "from myotome.cli.main import run; run()"
        return subprocess.run(
            [sys.executable, *(("-c", code) if program == "myotome" else ()), *words],
            cwd=self.folder,
            env=os.environ | places | {"NO_COLOR": "1", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """Only the tables are copied; the code is that of the package."""
    (tmp_path / "myotome").mkdir()
    for path in PACKAGE.iterdir():
        if path.name != "data":
            (tmp_path / "myotome" / path.name).symlink_to(path)
    shutil.copytree(PACKAGE / "data", tmp_path / "myotome/data")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return Copy(tmp_path)


def steps(page: Path) -> list[tuple[str, str]]:
    """Blocks of a page in order: caption (`command` where it has none) and text."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [(block["caption"] or "command", block["text"].lstrip("\n")) for block in found]


def missing(said: str, text: str) -> list[str]:
    return [line for line in said.splitlines() if line not in text]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_page_says_is_what_happens(page: Path, copy: Copy) -> None:
    command, printed = "", ""
    for caption, text in steps(page):
        if caption == "command":
            command = text.strip()
            done = copy.run(command)
            assert done.returncode in ANSWERED, done.stderr
            printed = done.stdout
        elif caption == "prints, among other things":
            assert missing(text, printed) == [], printed[:2000]
        elif caption == "is refused":
            refused = copy.run(command)
            assert refused.returncode not in ANSWERED
            assert refused.stdout == ""
            assert missing(text, refused.stderr) == [], refused.stderr
        elif caption.endswith(".yaml"):
            (copy.folder / caption).write_text(text, encoding="utf-8")
        else:
            copy.add(caption.removeprefix(MISTAKE), text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_is_read_whole_and_warns_of_a_mistake(page: Path) -> None:
    captions = [caption for caption, _ in steps(page)]
    assert len(captions) == page.read_text(encoding="utf-8").count("\n```") / 2
    assert {"command", "prints, among other things", "is refused"} <= set(captions)
    assert any(caption.startswith(MISTAKE) for caption in captions)
