"""The commands: what they print where, and how they end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import myotome
from myotome.cli.main import app
from myotome.cli.process.endings import ExitCode, ending
from support.made_explanations import FLAG, made

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
TRUTH = {
    **{"class": "radiculopathy", "structure": "L5 root", "places": ["L5"], "roots": ["L5"], "side": "right"},
    **{"disc_level": "L4-L5", "zone": None, "disc_to_blame": True, "red_flag": False, "confirmed_by": "mri"},
}
FINDING = {"type": "strength", "muscle": "EHL", "side": "right", "mrc": 3}


def invoke(*arguments, **more):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **more)


def write(path, **changes):
    """Write a case whose id is the name of its file."""
    case = {"id": path.stem, "demographics": {"age": 50, "sex": "male"}, "findings": [FINDING]} | changes
    path.write_text(yaml.safe_dump(case), encoding="utf-8")
    return path


@pytest.fixture
def answers(monkeypatch):
    """Explanations by case id, in place of the engine."""
    import myotome.explain

    by_id = {}

    def answer(case, with_next_tests=True, test_count=10):
        changes = {} if with_next_tests else {"next_tests": ()}
        return made(id=case.id, **(by_id.get(case.id, {}) | changes))

    monkeypatch.setattr(myotome.explain, "explain", answer)
    return by_id


def test_version_and_help_name_the_program():
    version, use = invoke("--version").stdout.splitlines()
    assert (version, "no medical device" in use) == (f"myotome {myotome.__version__}", True)
    printed = invoke("--help").stdout
    assert all(name in printed for name in ("explain", "next", "anatomy", "evaluate", "exam", "Exit codes"))


def test_help_imports_nothing_heavy():
    code = "import sys, myotome.cli.main; print(sorted({'numpy', 'numba', 'yaml', 'rich.table'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_explain_prints_a_page_for_each_case(answers, tmp_path):
    answers["b"] = {"red_flag": FLAG}
    result = invoke("explain", write(tmp_path / "a.yaml"), write(tmp_path / "b.yaml"))
    assert result.exit_code == ExitCode.RED_FLAG
    page_a, page_b = result.stdout.split("\nb -", 1)
    assert "RED FLAG" not in page_a
    assert page_b.index("RED FLAG") < page_b.index("What explains")
    assert result.stderr == ""


def test_explain_as_json_is_one_object_a_line(answers, tmp_path):
    result = invoke("explain", write(tmp_path / "a.yaml"), write(tmp_path / "b.yaml"), "--json", "--no-next")
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["id"] for one in objects] == ["a", "b"]
    assert all(one["next_tests"] == [] and "citations" not in one for one in objects)
    cited = json.loads(invoke("explain", tmp_path / "a.yaml", "--json", "--sources").stdout)
    assert set(cited["citations"]) == set(cited["sources"])


@pytest.mark.parametrize(
    ("outcome", "flag", "code"),
    [
        ("determined", False, 0),
        ("cannot_tell", False, 3),
        ("out_of_model", False, 3),
        ("contradictory_findings", False, 3),
        ("determined", True, 4),
        ("cannot_tell", True, 4),
    ],
)
def test_exit_code_says_how_it_ended(outcome, flag, code):
    answer = made(outcome=outcome, **({"red_flag": FLAG} if flag else {}))
    assert ending([answer]) == code
    assert ending([made(), answer]) == max(code, 0)


def test_bad_file_of_a_batch_is_told_and_the_others_are_answered(answers, tmp_path):
    good, last = write(tmp_path / "good.yaml"), write(tmp_path / "last.yaml")
    bad = write(tmp_path / "bad.yaml", findings=[FINDING | {"muscle": "tibialis_anteror"}])
    result = invoke("explain", good, bad, tmp_path / "none.yaml", last, "--json")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["good", "last"]
    assert "tibialis_anterior" in result.stderr
    assert "none.yaml" in result.stderr
    *_, closing, line = result.stderr.splitlines()
    assert closing == "2 of 4 files left out."
    assert len(json.loads(line)["error"]["problems"]) == 2


def test_where_every_file_is_bad_nothing_is_computed(answers, tmp_path):
    bad = write(tmp_path / "bad.yaml", findings=[FINDING | {"muscle": "tibialis_anteror"}])
    result = invoke("explain", bad, tmp_path / "none.yaml")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert result.stdout == ""


def test_a_bad_file_never_hides_a_red_flag(answers, tmp_path):
    answers["good"] = {"red_flag": FLAG}
    result = invoke("explain", tmp_path / "none.yaml", write(tmp_path / "good.yaml"))
    assert result.exit_code == ExitCode.RED_FLAG
    assert "RED FLAG" in result.stdout
    assert "none.yaml" in result.stderr


def test_files_of_one_id_are_named_and_none_of_them_is_answered(answers, tmp_path):
    first, other, again = (write(tmp_path / f"{name}.yaml") for name in ("first", "other", "again"))
    write(again, id="first")
    result = invoke("explain", first, other, again, "--json")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["other"]
    (problem,) = json.loads(result.stderr.splitlines()[-1])["error"]["problems"]
    assert problem["where"] == f"{again}, id"
    assert str(first) in problem["message"]
    assert problem["given"] == "'first'"
    assert problem["line"] is not None


def test_bad_input_as_json_adds_one_line(answers, tmp_path):
    bad = write(tmp_path / "bad.yaml", findings=[FINDING | {"mrc": 9}])
    result = invoke("explain", bad, "--json")
    assert result.stdout == ""
    (problem,) = json.loads(result.stderr.splitlines()[-1])["error"]["problems"]
    assert set(problem) == {"where", "line", "given", "allowed", "nearest", "message"}
    assert problem["where"].endswith("findings[0].mrc")


def test_next_names_tests(answers, tmp_path):
    path = write(tmp_path / "a.yaml")
    assert "gluteus medius" in invoke("next", path).stdout
    told = json.loads(invoke("next", path, "--json", "-n", "1").stdout)
    assert told["id"] == "a"
    assert len(told["tests"]) == 1


@pytest.mark.parametrize(
    ("kind", "name", "key", "value"),
    [
        ("muscle", "EHL", "id", "extensor_hallucis_longus"),
        ("root", "l5", "id", "L5"),
        ("nerve", "ulnar", "id", "ulnar"),
        ("nerve", "ulnar@guyon canal", "id", "ulnar@guyon_canal"),
        ("disc", "L4-5", "id", "L4-L5"),
        ("area", "big toe", "id", "great_toe"),
        ("area", "l5", "id", "dermatome:L5"),
    ],
)
def test_anatomy_knows_things_by_their_aliases(kind, name, key, value):
    result = invoke("anatomy", kind, name, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[key] == value
    assert invoke("anatomy", kind, name).exit_code == 0


def test_anatomy_answers_a_group_muscle_by_muscle():
    lines = invoke("anatomy", "muscle", "quadriceps", "--json").stdout.splitlines()
    assert "rectus_femoris" in {json.loads(line)["id"] for line in lines}
    assert len(lines) > 3


@pytest.mark.parametrize(
    ("kind", "name", "nearest"),
    [("muscle", "tibialis anteror", "tibialis_anterior"), ("nerve", "medain", "median"), ("disc", "L4-L6", "L4-L5")],
)
def test_anatomy_says_what_is_nearest_to_an_unknown_name(kind, name, nearest):
    result = invoke("anatomy", kind, name)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert nearest in result.stderr
    assert result.stdout == ""


def test_evaluate_scores_a_folder(answers, tmp_path):
    write(tmp_path / "a.yaml", truth=TRUTH)
    write(tmp_path / "b.yaml", truth=TRUTH | {"class": "plexopathy", "disc_to_blame": False})
    (tmp_path / "README.md").write_text("not a case", encoding="utf-8")
    result = invoke("evaluate", tmp_path, "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert (told["n"], told["class_top1"], told["disc_verdict"]["false_blame"]) == (2, 0.5, 1.0)
    assert told["bedside"]["n"] == 2
    printed = invoke("evaluate", tmp_path).stdout
    assert "Cases: 2" in printed
    assert "b: class radiculopathy (90%), not plexopathy" in printed


def test_evaluate_refuses_cases_without_truth_and_empty_folders(answers, tmp_path):
    for folder in (tmp_path / "none", tmp_path):
        result = invoke("evaluate", folder)
        assert result.exit_code == ExitCode.BAD_INPUT
        assert "There is nothing to score" in result.stderr
    write(tmp_path / "a.yaml")
    result = invoke("evaluate", tmp_path, "--json")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "no known answer" in result.stderr
    assert result.stdout == ""


def test_evaluate_scores_what_is_right_beside_what_is_wrong(answers, tmp_path):
    write(tmp_path / "a.yaml", truth=TRUTH)
    write(tmp_path / "b.yaml")
    write(tmp_path / "c.yaml", truth=TRUTH, findings=[FINDING | {"mrc": 9}])
    write(tmp_path / "d.yaml", truth=TRUTH, id="d")
    write(tmp_path / "e.yaml", truth=TRUTH, id="d")
    result = invoke("evaluate", tmp_path, "--json")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert json.loads(result.stdout)["n"] == 1
    assert "no known answer" in result.stderr
    assert "4 of 5 files left out." in result.stderr
    assert all(f"{name}.yaml" in result.stderr for name in "bcde")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_answered_by_the_engine(path):
    result = invoke("explain", path, "--json")
    told = json.loads(result.stdout)
    assert told["id"] == path.stem
    assert sum(told["classes"].values()) == pytest.approx(1.0, abs=1e-6)
    urgent = told["red_flag"]["urgent"]
    assert result.exit_code == (4 if urgent else 0 if told["outcome"] == "determined" else 3)


def test_example_page_is_readable_as_ascii_at_80_columns():
    environment = os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from myotome.cli.main import run; run()", "explain", str(EXAMPLES[0])]
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert result.returncode in {0, 3, 4}
    assert result.stdout.isascii()
    assert b"\x1b" not in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.decode("ascii").splitlines())
