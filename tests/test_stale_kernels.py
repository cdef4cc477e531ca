"""A kernel never outlives the code it was compiled from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import myotome.explain
import myotome.forecast
import myotome.load
from myotome.stale_kernels import drop_stale_kernels


def _package(folder: Path, source_time: int, index_time: int) -> tuple[str, Path]:
    (folder / "__pycache__").mkdir()
    source, index = folder / "__init__.py", folder / "__pycache__" / "kernel.f-1.py311.nbi"
    source.write_text("")
    index.write_bytes(b"")
    os.utime(source, (source_time, source_time))
    os.utime(index, (index_time, index_time))
    return str(source), index


@pytest.mark.parametrize(("source_time", "removed"), [(1_000, 0), (3_000, 1)])
def test_only_a_kernel_older_than_its_sources_is_removed(tmp_path: Path, source_time: int, removed: int) -> None:
    module, index = _package(tmp_path, source_time, 2_000)
    assert drop_stale_kernels(module) == removed
    assert index.exists() is not bool(removed)


def test_a_folder_without_kernels_is_left_alone(tmp_path: Path) -> None:
    module = tmp_path / "__init__.py"
    module.write_text("")
    assert drop_stale_kernels(str(module)) == 0


@pytest.mark.parametrize("room", [myotome.explain, myotome.forecast, myotome.load])
def test_every_room_with_kernels_looks_for_stale_ones(room: object) -> None:
    text = Path(str(getattr(room, "__file__", ""))).read_text(encoding="utf-8")
    assert "drop_stale_kernels(__file__)" in text
