"""Every notebook of the examples runs from start to end, with fewer patients, and shows a figure."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib as mpl
import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "notebooks"
SMALLER: dict[str, dict[str, Any]] = {
    "registry": {"patients": 400, "explained": 6},
    "lift": {
        "held_kg": (0.0, 10.0),
        "body_masses_kg": (70.0,),
        "recording_file": ROOT / "examples" / "squat.mot",
    },
    "trial": {"people": 640, "sizes": (50, 140)},
    "quiz": {"case_files": [ROOT / "examples" / "l5-foraminal-disc.yaml"]},
    "integrator": {},
}


def notebook(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"notebook_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_every_notebook_is_run_here_and_named_in_the_documentation() -> None:
    names = {path.stem for path in FOLDER.glob("*.py")}
    assert names == set(SMALLER)
    page = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    assert all(f"examples/notebooks/{name}.py" in page for name in names)


@pytest.mark.filterwarnings("default")  # of marimo and of matplotlib, not ours
@pytest.mark.parametrize("name", SMALLER)
def test_a_notebook_runs_from_start_to_end(name: str) -> None:
    mpl.use("Agg")
    _, values = notebook(name).app.run(defs=SMALLER[name])
    drawn = values["figure"].axes
    assert drawn
    assert all(axes.has_data() and axes.get_xlabel() + axes.get_ylabel() for axes in drawn)
    if name == "integrator":
        assert values["cards"][0]["indicator"] == "critical"
        assert values["flags"]
    if name == "registry":
        assert len(values["answers"]) == SMALLER[name]["explained"]
