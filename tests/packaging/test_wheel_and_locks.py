"""What is installed: the wheel holds every table, the locks fit the oldest Python, the container finds its files."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
#: The Python of Debian 12, for which the locks are made.
OLDEST = "3.11.2"
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> list[Requirement]:
    """Lines of a lock that name a package."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line.removesuffix("\\")) for line in lines if re.match(r"\w", line)]


def for_the_oldest(requirement: Requirement) -> bool:
    marker = requirement.marker
    return marker is None or marker.evaluate({"python_full_version": OLDEST, "python_version": "3.11"})


@pytest.mark.parametrize("name", LOCKS)
def test_what_a_lock_pins_for_the_oldest_python_accepts_it(name: str) -> None:
    refused = []
    for requirement in filter(for_the_oldest, locked(name)):
        try:
            installed = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        asks = SpecifierSet(installed.metadata.get("Requires-Python") or "")
        if requirement.specifier.contains(installed.version, prereleases=True) and OLDEST not in asks:
            refused.append(f"{requirement} asks for Python {asks}")
    assert refused == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_its_hash(name: str) -> None:
    blocks = re.split(r"\n(?=\w)", (ROOT / name).read_text(encoding="utf-8"))
    pinned = [block for block in blocks if re.match(r"\w", block)]
    assert len(pinned) > 10
    assert all("==" in block and "--hash=sha256:" in block for block in pinned)


def test_the_development_lock_holds_the_versions_of_the_lock_of_users() -> None:
    # where else a package is needed by the tools of developers, its marker is wider, and its version the same
    users, developers = ({f"{one.name}{one.specifier}" for one in locked(name)} for name in LOCKS)
    assert users <= developers


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("myotome/")}
    files = (path for path in (ROOT / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert inside == {path.relative_to(ROOT / "src").as_posix() for path in files}
    assert {Path(name).suffix for name in inside} >= {".py", ".typed", ".csv", ".toml", ".yaml", ".css", ".typ"}


@pytest.mark.slow
def test_the_wheel_works_alone_in_a_fresh_environment() -> None:
    done = subprocess.run([ROOT / "scripts/wheel"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "the wheel works alone" in done.stdout


def test_the_container_copies_only_what_exists() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    assert copies
    assert [path for paths in copies for path in paths if not (ROOT / path).exists()] == []


def test_all_papers_name_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    code = (ROOT / "src/myotome/__init__.py").read_text(encoding="utf-8")
    assert f"version: {project}\n" in citation
    assert f'__version__ = "{project}"' in code
