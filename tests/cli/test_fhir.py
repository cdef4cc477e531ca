"""`myotome fhir`: a case out and in again, and what is said of the entries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.exam import read_case

ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples" / "peroneal-palsy.yaml"


def called(*words: object):
    return CliRunner().invoke(app, ["fhir", *(str(word) for word in words)])


@pytest.mark.parametrize("more", [["--findings-only"], ["--date", "2026-11-20", "--base", "https://x.example/codes/"]])
def test_a_case_goes_out_and_comes_in_again(more, tmp_path):
    bundle, back = tmp_path / "bundle.json", tmp_path / "case.yaml"
    assert called("export", CASE, "-o", bundle, *more).exit_code == 0
    imported = called("import", bundle, "-o", back, *more[2:])
    assert imported.exit_code == 0, imported.stderr
    assert read_case(back) == read_case(CASE)


def test_what_is_wrong_is_said_and_nothing_is_written(tmp_path):
    bundle, back = tmp_path / "bundle.json", tmp_path / "case.yaml"
    bundle.write_text('{"resourceType": "Observation", "status": "nope", "code": {"text": "x"}}', encoding="utf-8")
    done = called("import", bundle, "-o", back)
    assert done.exit_code == 2
    assert "no such status" in done.stderr
    assert not back.exists()


def test_what_became_of_the_entries_can_be_read_by_a_program(tmp_path):
    bundle, back = tmp_path / "bundle.json", tmp_path / "case.yaml"
    bundle.write_text('{"resourceType": "Observation", "status": "final", "code": {"text": "x"}}', encoding="utf-8")
    told = json.loads(called("import", bundle, "-o", back, "--json").stdout)
    assert (told["needs_person"], told["entries"][0]["outcome"]) == (1, "needs_person")


def test_definitions_are_written_a_file_each(tmp_path):
    assert called("definitions", "--out", tmp_path / "codes").exit_code == 0
    muscles = json.loads((tmp_path / "codes" / "CodeSystem-muscle.json").read_text(encoding="utf-8"))
    assert muscles["count"] == len(muscles["concept"]) > 100
