"""`myotome care`: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app

EXAMPLES = Path(__file__).parents[2] / "examples"


def invoke(*arguments):
    return CliRunner().invoke(app, ["care", *map(str, arguments)])


@pytest.mark.parametrize(("name", "code"), [("peroneal-palsy", 0), ("cauda-equina", 4)])
def test_json_is_one_plan_and_the_exit_code_tells_the_flag(name, code):
    done = invoke(EXAMPLES / f"{name}.yaml", "--json")
    assert done.exit_code == code
    plan = json.loads(done.stdout)
    assert plan["id"] == name
    assert plan["referral"]["urgent"] == (code == 4)


def test_for_whom_it_is_written():
    clinician = invoke(EXAMPLES / "carpal-tunnel-or-c6.yaml").stdout
    patient = invoke(EXAMPLES / "carpal-tunnel-or-c6.yaml", "--for", "patient-education").stdout
    assert "guidelines disagree" in " ".join(clinician.split())
    assert "guidelines disagree" not in patient
    assert "A splint that holds the wrist straight" in patient


def test_a_wrong_file_is_told():
    done = invoke("no-such-file.yaml", "--json")
    assert done.exit_code == 2
    assert "no-such-file.yaml" in done.stderr


@pytest.mark.parametrize("seed", [-1, 2**63])
@pytest.mark.parametrize("name", ["peroneal-palsy", "l5-foraminal-disc"])
def test_a_seed_outside_its_limits_is_told(name, seed):
    done = invoke(EXAMPLES / f"{name}.yaml", "--seed", seed)
    assert done.exit_code == 2
    assert "--seed" in done.stderr
    assert done.stdout == ""
