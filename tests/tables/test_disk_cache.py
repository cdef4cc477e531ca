"""What follows from the tables is kept on disk: the same as worked out anew, and never what is old or torn."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from myotome.tables import disk_cache, files, kept, kept_arrays

EXAMPLE = Path(__file__).parents[2] / "examples/l5-foraminal-disc.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One table in a folder of its own, with a cache of its own."""
    monkeypatch.setenv("MYOTOME_CACHE", str(tmp_path / "cache"))
    (tmp_path / "fruit.csv").write_text("fruit\napple\n", encoding="utf-8")
    monkeypatch.setattr(files, "_DATA", tmp_path)
    return tmp_path


def never() -> Any:
    pytest.fail("worked out again")


def only_file(folder: Path) -> Path:
    (path,) = (path for path in (folder / "cache").rglob("*") if path.is_file())
    return path


@pytest.mark.parametrize(
    "value", [0, -1.5, "L5", None, True, (1, ("a", None)), [{"a": {1, 2}}], {("L5", 1): (0.1,)}, b""]
)
def test_a_plain_value_comes_back_as_it_was(value: object, folder: Path) -> None:
    assert kept("value", lambda: value) == value
    back = kept("value", never)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3).T,
        np.array([], dtype=np.float32),
        np.array([[True], [False]]),
        np.array([7, -7]),
        np.array(2.5),
        np.array(["L5", "S1"]),
    ],
)
def test_arrays_come_back_as_they_were(array: np.ndarray, folder: Path) -> None:
    made = {"first": array, "second": np.ones((3, 2), dtype=np.float32)}
    kept_arrays("arrays", lambda: made)
    back = kept_arrays("arrays", never)
    assert list(back) == list(made)
    for name, one in made.items():
        assert back[name].dtype == one.dtype
        np.testing.assert_array_equal(back[name], one)


def test_arrays_are_not_written_to_whether_kept_or_new(folder: Path) -> None:
    for _ in range(2):
        array = kept_arrays("arrays", lambda: {"a": np.zeros(3)})["a"]
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_what_is_not_plain_is_worked_out_each_time(folder: Path) -> None:
    assert kept("path", lambda: Path("a")) == Path("a")
    assert kept("path", lambda: Path("b")) == Path("b")


def test_names_do_not_share_a_value(folder: Path) -> None:
    kept("one", lambda: 1)
    assert kept("another", lambda: 2) == 2


TORN: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut short": lambda whole: whole[:-1],
    "only the checksum": lambda whole: whole[:4],
    "a byte changed": lambda whole: whole[:9] + bytes([whole[9] ^ 1]) + whole[10:],
    "something else": lambda _: b"\xff" * 50,
    "longer": lambda whole: whole + b"\0",
}


@pytest.mark.parametrize("torn", TORN)
def test_a_torn_file_is_made_anew(torn: str, folder: Path) -> None:
    def read() -> list[float]:
        return list(kept_arrays("arrays", lambda: {"a": np.array([1.0, 2.0, 3.0])})["a"])

    read()
    path = only_file(folder)
    whole = path.read_bytes()
    path.write_bytes(TORN[torn](whole))
    assert read() == [1.0, 2.0, 3.0]
    assert path.read_bytes() == whole
    path.write_bytes(TORN[torn](whole))
    assert kept("arrays", lambda: "other") == "other"


def test_after_a_change_of_the_tables_nothing_old_is_found(folder: Path) -> None:
    kept("value", lambda: "old")
    (folder / "fruit.csv").write_text("fruit\npear\n", encoding="utf-8")
    files.forget_tables()  # as another process sees it
    assert kept("value", lambda: "new") == "new"


def test_after_a_change_of_the_code_nothing_old_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "code").mkdir()
    (folder / "code/a.py").write_text("1\n", encoding="utf-8")
    monkeypatch.setattr(disk_cache, "_PACKAGE", folder / "code")
    disk_cache._state.cache_clear()
    kept("value", lambda: "old")
    (folder / "code/a.py").write_text("2\n", encoding="utf-8")
    disk_cache._state.cache_clear()
    assert kept("value", lambda: "new") == "new"
    disk_cache._state.cache_clear()


@pytest.mark.parametrize("cache", ["off", "/dev/null/a", "fruit.csv"])
def test_without_a_folder_all_is_worked_out_each_time(
    cache: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYOTOME_CACHE", str(folder / cache) if cache == "fruit.csv" else cache)
    assert kept("value", lambda: "first") == "first"
    assert kept("value", lambda: "second") == "second"
    assert kept_arrays("arrays", lambda: {"a": np.zeros(2)})["a"].shape == (2,)


def test_states_of_long_ago_are_dropped(folder: Path) -> None:
    for number in range(7):
        (folder / "fruit.csv").write_text(f"fruit\n{number}\n", encoding="utf-8")
        files.forget_tables()
        kept("value", lambda: "value")
    left = list((folder / "cache").iterdir())
    assert 1 < len(left) < 7
    assert kept("value", never) == "value"


def explained(cache: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "myotome", "explain", str(EXAMPLE), "--json"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, env=os.environ | {"MYOTOME_CACHE": cache})


def test_answers_do_not_depend_on_what_is_kept(tmp_path: Path) -> None:
    """Without a cache, two processes that fill one side by side, and one that finds it filled."""
    without, first, second = (explained(cache) for cache in ("off", str(tmp_path), str(tmp_path)))
    answer = without.communicate()[0]
    assert b'"outcome"' in answer
    assert [process.communicate()[0] for process in (first, second)] == [answer, answer]
    assert explained(str(tmp_path)).communicate()[0] == answer
    assert not list(tmp_path.rglob("tmp*"))


def test_folders_of_others_are_left_alone(folder: Path) -> None:
    other = folder / "cache" / ("0" * 32)
    other.mkdir(parents=True)
    for number in range(7):
        (folder / "fruit.csv").write_text(f"fruit\n{number}\n", encoding="utf-8")
        files.forget_tables()
        kept("value", lambda: "value")
    assert other.is_dir()


def test_a_cache_folder_that_is_not_absolute_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MYOTOME_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    named = disk_cache._folder()
    assert named is None or named.is_absolute()
