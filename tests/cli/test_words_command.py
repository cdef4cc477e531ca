"""`myotome words` prints names, synonyms, values and a line that can be copied."""

import json

import yaml
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.exam import case_from_mapping


def invoke(*arguments):
    return CliRunner().invoke(app, ["words", *arguments])


def test_a_word_shows_synonyms_values_and_a_line_to_copy():
    printed = invoke("ankle jerk").stdout
    assert printed.startswith("achilles (reflexes): achilles reflex")
    assert "values: absent, reduced, normal, brisk" in printed
    line = next(line for line in printed.splitlines() if "line:" in line).partition("line:")[2]
    assert case_from_mapping({"id": "a", "demographics": {"age": 1, "sex": None}, "findings": yaml.safe_load(line)})


def test_json_has_one_object_a_line_and_long_answers_are_cut():
    found = [json.loads(line) for line in invoke("reflex", "--all", "--json").stdout.splitlines()]
    assert {"achilles", "patellar"} <= {one["id"] for one in found}
    assert f"{len(found) - 20} more" in invoke("reflex").stdout


def test_the_line_of_a_part_of_a_case_file_can_be_copied():
    lines = invoke("sex", "--all").stdout.splitlines()
    line = next(line for line in lines if "demographics: {" in line)
    assert yaml.safe_load(line.partition("line:")[2])["demographics"]["sex"] == "female"


def test_several_words_need_no_quotes_and_nothing_found_is_said():
    assert invoke("ankle", "jerk").stdout == invoke("ankle jerk").stdout
    assert invoke("xylophone").stdout.startswith("Nothing was found for 'xylophone'")
