"""A site of a nerve is one row: look-ups, case files and the schema know it, and a lesion there counts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import myotome

PACKAGE = Path(myotome.__file__).parent
TREE = "anatomy/nerve_tree.csv"
SITE = (
    'saphenous@vastoadductor_membrane,site,,"saphenous nerve, vastoadductor membrane",,entrapment,none,'
    "judgement,judgement,below the branches to the thigh"
)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Only the tables are copied; the code is that of the package."""
    (tmp_path / "myotome").mkdir()
    for path in PACKAGE.iterdir():
        if path.name != "data":
            (tmp_path / "myotome" / path.name).symlink_to(path)
    shutil.copytree(PACKAGE / "data", tmp_path / "myotome/data")
    return tmp_path


def insert(folder: Path, row: str, below: str) -> int:
    """Put a row below that of a place; gives its line."""
    path = folder / "myotome/data" / TREE
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if text.startswith(f"{below},"))
    path.write_text("\n".join([*lines[:line], row, *lines[line:]]) + "\n", encoding="utf-8")
    return line + 1


def python(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    places = {"PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-c", code]
    return subprocess.run(words, env=os.environ | places, capture_output=True, text=True, check=False)


ASKED = """
import json
from myotome.anatomy import conduction, fibre_table, nerve
from myotome.exam import case_from_mapping
from myotome.exam.case_schema import case_schema

finding = {"type": "ncs", "nerve": "saphenous", "site": "vastoadductor membrane", "side": "left", "value": "normal"}
case = case_from_mapping({"id": "x", "demographics": {"age": 40, "sex": None}, "findings": [finding]})
cut = {"saphenous@vastoadductor_membrane": 1.0}
left = lambda area: round(conduction(fibre_table(), "sensory", area, cut), 9)
print(json.dumps({
    "sites": nerve("saphenous").sites,
    "lost": [portion.name for portion in nerve(*cut).areas],
    "site": case.findings[0].site,
    "schema": "vastoadductor_membrane" in case_schema()["$defs"]["nerve_sites"]["enum"],
    "below": left("medial_lower_leg"),
    "above": left("anterior_knee"),
    "elsewhere": left("great_toe") > 0.9,
}))
"""


def test_one_row_makes_a_site_known_everywhere(copied: Path) -> None:
    insert(copied, SITE, "saphenous@thigh")
    done = python(copied, ASKED)
    assert done.returncode == 0, done.stderr
    known = json.loads(done.stdout)
    assert known["sites"] == ["saphenous@thigh", "saphenous@vastoadductor_membrane", "saphenous@knee"]
    assert "medial_lower_leg" in known["lost"]
    assert "anterior_knee" not in known["lost"]
    assert known["site"] == "vastoadductor_membrane"
    assert known["schema"] is True
    assert (known["below"], known["above"], known["elsewhere"]) == (0.0, 1.0, True)


@pytest.mark.parametrize(
    ("row", "below", "said"),
    [
        (
            SITE.replace("saphenous@", "sapheneous@", 1),
            "saphenous@thigh",
            "no nerve 'sapheneous' stands above; nearest: saph",
        ),
        (SITE, "obturator", "does not stand below a place of its nerve"),
        (
            SITE.replace("site,,", "site,saphenous@nee,"),
            "saphenous@thigh",
            "names; nearest: saphenous@knee",
        ),
        (SITE.replace("site,,", "site,saphenous@knee,"), "saphenous@thigh", "stands in no row above"),
        (SITE, "saphenous@knee", "nothing runs through 'saphenous@vastoadductor_membrane'"),
        (SITE.replace("site,,", "nerve,,"), "saphenous@thigh", "column kind: 'nerve'"),
    ],
    ids=["misspelt nerve", "another nerve's block", "misspelt place", "out of order", "nothing beyond", "kind"],
)
def test_a_mistake_is_named_with_its_line(copied: Path, row: str, below: str, said: str) -> None:
    line = insert(copied, row, below)
    done = python(copied, "from myotome.anatomy import fibre_table; fibre_table()")
    assert done.returncode == 1
    assert f"{TREE}, line {line}" in done.stderr
    assert said in done.stderr
    assert done.stderr.count(f"{TREE}, line {line}") == 1
