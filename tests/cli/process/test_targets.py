"""Every command with a file to write says what is wrong with it before it computes anything."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.cli.process.endings import ExitCode
from myotome.cli.process.targets import TABLES, OutputTarget, check_targets, writing
from myotome.errors import InputError

# read before any engine is replaced, so that none of them keeps the replacement
for room in ("care", "patient.assessment", "forecast.cohorts.distributed", "load", "report.documents", "answer.answer"):
    importlib.import_module(f"myotome.{room}")

ROOT = Path(__file__).parents[3]
CASE = ROOT / "examples" / "l5-foraminal-disc.yaml"
TRIAL = ROOT / "examples" / "trial-early-surgery.toml"
ANGLES = "{folder}/angles.csv"
#: Command, its option, and the name of the file; an empty name where a folder is to be written.
COMMANDS = [
    pytest.param(("forecast", CASE), "--figure", "course.svg", id="forecast"),
    pytest.param(("load", "standing"), "--out", "loads.csv", id="load-out"),
    pytest.param(("load", "standing"), "--figure", "spine.PNG", id="load-figure"),
    pytest.param(("load", "--trajectory", ANGLES), "--out", "loads.parquet", id="load-movement"),
    pytest.param(("report", CASE), "-o", "report.html", id="report"),
    pytest.param(("exam",), "--out", "case.yaml", id="exam"),
    pytest.param(("cohort", TRIAL), "--out", "people", id="cohort"),
]
ENGINES = [
    "myotome.patient.Assessment",
    "myotome.forecast.cohort",
    "myotome.load.load_answer",
    "myotome.load.solve_trajectory",
    "myotome.answer.assess",
    "builtins.input",
]


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the engines that were asked, which none should be."""
    asked: list[str] = []

    def engine(name: str) -> Callable[..., Any]:
        def compute(*_: Any, **__: Any) -> Any:
            asked.append(name)
            raise RuntimeError(name)

        return compute

    for name in ENGINES:
        monkeypatch.setattr(name, engine(name))
    return asked


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder in which nobody who runs this may make a file."""
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    if not os.access(folder, os.W_OK):
        return folder
    # the superuser may write anywhere, except where the system itself makes the files
    if not Path("/proc/self").is_dir():
        pytest.skip("every folder may be written into")
    return Path("/proc")


def run(command: tuple[object, ...], *more: object, folder: Path) -> Any:
    (folder / "angles.csv").write_text("lumbar_flexion_deg\n0\n", encoding="utf-8")
    words = [str(word).format(folder=folder) for word in (*command, *more)]
    return CliRunner().invoke(app, words)


def refused(done: Any, computed: list[str]) -> str:
    assert computed == []
    assert done.exit_code == ExitCode.BAD_INPUT, done.output
    assert done.stdout == ""
    return " ".join(done.stderr.split())


@pytest.mark.parametrize(("command", "option", "name"), COMMANDS)
def test_engines_that_are_watched_are_those_that_are_asked(
    computed: list[str], tmp_path: Path, command: tuple[object, ...], option: str, name: str
) -> None:
    assert isinstance(run(command, option, tmp_path / name, folder=tmp_path).exception, RuntimeError)
    assert computed


@pytest.mark.parametrize(("command", "option", "name"), [one for one in COMMANDS if one.id != "cohort"])
def test_a_missing_folder_is_named(
    computed: list[str], tmp_path: Path, command: tuple[object, ...], option: str, name: str
) -> None:
    told = refused(run(command, option, tmp_path / "none" / name, folder=tmp_path), computed)
    assert "The folder does not exist" in told
    assert f"given: {tmp_path / 'none'} " in told
    assert not (tmp_path / "none").exists()


def test_a_missing_folder_of_people_is_made(computed: list[str], tmp_path: Path) -> None:
    run(("cohort", TRIAL), "--out", tmp_path / "none" / "people", folder=tmp_path)
    assert computed == ["myotome.forecast.cohort"]


@pytest.mark.parametrize(("command", "option", "name"), COMMANDS)
def test_a_folder_that_is_a_file_is_named(
    computed: list[str], tmp_path: Path, command: tuple[object, ...], option: str, name: str
) -> None:
    plain = tmp_path / "plain"
    plain.write_text("kept", encoding="utf-8")
    assert "This is a file, not a folder" in refused(run(command, option, plain / name, folder=tmp_path), computed)
    assert plain.read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(("command", "option", "name"), COMMANDS)
def test_a_folder_that_is_closed_is_named(
    computed: list[str], tmp_path: Path, closed: Path, command: tuple[object, ...], option: str, name: str
) -> None:
    told = refused(run(command, option, closed / name, folder=tmp_path), computed)
    assert "Nothing can be written into this folder" in told
    assert f"given: {closed} " in told


@pytest.mark.parametrize(("command", "option", "name"), [one for one in COMMANDS if one.id != "cohort"])
def test_a_file_that_is_a_folder_is_named(
    computed: list[str], tmp_path: Path, command: tuple[object, ...], option: str, name: str
) -> None:
    (tmp_path / name).mkdir()
    assert "This is a folder" in refused(run(command, option, tmp_path / name, folder=tmp_path), computed)


@pytest.mark.parametrize(("command", "option", "name"), [one for one in COMMANDS if one.id not in ("cohort", "exam")])
def test_another_ending_is_refused(
    computed: list[str], tmp_path: Path, command: tuple[object, ...], option: str, name: str
) -> None:
    told = refused(run(command, option, tmp_path / f"{name}.txt", folder=tmp_path), computed)
    assert "a name that ends in ." in told


def test_what_is_wrong_with_two_files_is_told_at_once(computed: list[str], tmp_path: Path) -> None:
    more = ("--out", tmp_path / "none" / "loads.csv", "--figure", tmp_path / "spine.gif")
    told = refused(run(("load", "standing"), *more, folder=tmp_path), computed)
    assert "--out:" in told
    assert "--figure:" in told


def test_asking_leaves_nothing_behind_and_changes_nothing(computed: list[str], tmp_path: Path) -> None:
    figure = tmp_path / "spine.svg"
    figure.write_text("old", encoding="utf-8")
    run(("load", "standing"), "--figure", figure, "--out", tmp_path / "new.csv", folder=tmp_path)
    assert computed == ["myotome.load.load_answer"]
    assert figure.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["angles.csv", "spine.svg"]


def test_exam_without_a_file_asks_for_the_folder_it_stands_in(
    computed: list[str], tmp_path: Path, closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(closed)
    assert "Nothing can be written" in refused(run(("exam",), folder=tmp_path), computed)


def test_a_disk_that_fills_up_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No space left"), writing("--out", tmp_path / "loads.csv"):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("link", ["rec.csv", "./sub/../rec.csv", "link.csv", "hard.csv"])
def test_a_file_that_is_read_is_not_written_over_under_any_name(link: str, tmp_path: Path) -> None:
    source = tmp_path / "rec.csv"
    source.write_text("time\n0\n", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.csv").symlink_to(source)
    (tmp_path / "hard.csv").hardlink_to(source)
    with pytest.raises(InputError, match="would be written over"):
        check_targets(OutputTarget("--out", tmp_path / link, TABLES), read=(None, tmp_path / "none", source))
    check_targets(OutputTarget("--out", tmp_path / "new.csv", TABLES), read=(source,))
