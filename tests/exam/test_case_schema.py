"""The schema of a case file is that which the command makes, and holds for every case we have."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from myotome.exam.case_schema import case_schema, schema_text
from myotome.exam.reading.forms.finding_forms import FORMS as BEDSIDE
from myotome.exam.reading.forms.investigation_forms import FORMS as INVESTIGATIONS
from myotome.exam.vocabulary_table import FINDING_KINDS, vocabulary
from myotome.tables import data_path

REPOSITORY = Path(__file__).parents[2]
FILES = sorted([*REPOSITORY.glob("examples/*.yaml"), *REPOSITORY.glob("tests/cases/vignettes/*.yaml")])
SCHEMA = case_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_file_is_what_the_command_makes() -> None:
    text = data_path("exam/derived/case.schema.json").read_text(encoding="utf-8")
    assert text == schema_text(), "run: python -m myotome.exam.case_schema"


def test_the_schema_is_one_and_of_the_version_of_the_format() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == vocabulary().version


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_our_cases_are_valid(path: Path) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    case = json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), loader)))
    assert [error.message for error in VALIDATOR.iter_errors(case)] == []


def test_every_kind_of_finding_has_a_form() -> None:
    assert {*BEDSIDE, *INVESTIGATIONS} == set(FINDING_KINDS)


@pytest.mark.parametrize(
    ("finding", "what"),
    [
        ({"type": "sign", "sign": "babinski", "side": "none", "value": "positive"}, "a sided sign has a side"),
        ({"type": "sign", "sign": "muscle_atrophy", "side": "left", "value": "positive"}, "it needs muscles"),
        (
            {"type": "sign", "sign": "babinski", "areas": ["foot"], "side": "left", "value": "positive"},
            "it takes no areas",
        ),
        ({"type": "history", "item": "course", "value": "sideways"}, "not a course"),
        ({"type": "history", "item": "fever", "value": "perhaps"}, "true or false"),
        ({"type": "ncs", "nerve": "ulnar", "side": "left", "value": "slowed_at_site"}, "the site is needed"),
        (
            {"type": "ncs", "nerve": "ulnar", "site": "knuckle", "side": "left", "value": "normal"},
            "no site of a nerve",
        ),
        ({"type": "strength", "muscle": "soleus", "side": "left"}, "a grade, a value or a measurement"),
        ({"type": "emg", "roots": ["L5"], "value": "normal"}, "a side"),
        ({"type": "sign", "sign": "reduced_hip_motion", "side": "left", "angle_deg": 20}, "a value beside the range"),
        (
            {
                "type": "sensation",
                "sensory_level": "T4",
                "areas": ["foot"],
                "side": "left",
                "modality": "pin",
                "value": "reduced",
            },
            "a level stands alone",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_reader_refuses_the_schema_refuses(finding: dict, what: str) -> None:
    case = {"id": "x", "demographics": {"age": 50, "sex": None}, "findings": [finding]}
    assert not VALIDATOR.is_valid(case), what
