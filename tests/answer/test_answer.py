"""One answer: every command reads the same numbers, one posterior is enough, and its document has a schema."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from myotome.answer import SCHEMA_VERSION, Answer, assess, citation
from myotome.answer.schema import SCHEMA_FILE, schema_text
from myotome.cli.main import app
from myotome.exam import Case, read_case, write_case
from myotome.ledger import sources
from myotome.outcomes import Outcome
from myotome.patient import assessment
from myotome.report.document.html import html_page
from myotome.report.documents import case_report
from myotome.tables import data_path
from support.plans import case_of

ROOT = Path(__file__).parents[2]
L5 = ROOT / "examples" / "l5-foraminal-disc.yaml"
SCHEMA = jsonschema.Draft202012Validator(json.loads(data_path(SCHEMA_FILE).read_text(encoding="utf-8")))
NAMES = ("l5_root", "peroneal", "cauda_equina", "back_pain", "c7_root")
_SIDES = {"left": "right", "right": "left"}
_SIDE = re.compile(r"(?<![A-Za-z])(left|right)(?![A-Za-z])")


def asked(*arguments: object) -> dict[str, Any]:
    """What a command prints as JSON."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code in (0, 3, 4), result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def swapped(value: Any) -> Any:
    if isinstance(value, str):
        return _SIDE.sub(lambda hit: _SIDES[hit[0]], value)
    if isinstance(value, list):
        return [swapped(item) for item in value]
    return {swapped(key): swapped(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", ["l5_root", "c7_root"])
def test_every_command_says_the_same_to_the_last_digit(name: str, tmp_path: Path) -> None:
    path, seed = tmp_path / "case.yaml", 5
    write_case(case_of(name), path)
    answer = assess(read_case(path), seed=seed)
    document = json.loads(json.dumps(answer.to_dict()))
    explained, planned = asked("explain", path, "--json"), asked("care", path, "--json", "--seed", seed)
    assert document["explanation"]["causes"] == explained["causes"]
    assert document["next_tests"] == explained["next_tests"]
    assert document["plan"]["treatments"] == planned["treatments"]
    assert document["exercises"] == planned["exercises"]
    forecast = asked("forecast", path, "--json", "--seed", seed, "--treatment", "watchful_waiting,discectomy_early")
    assert forecast["outcome"] == document["forecast"]["outcome"] == planned["forecast"]["outcome"] == "computed"
    assert forecast["covered"] == document["forecast"]["covered"] == planned["forecast"]["covered"]
    assert forecast["futures"] == document["forecast"]["futures"]
    for arm in set(forecast["arms"]) & set(document["forecast"]["arms"]):
        ours, theirs = document["forecast"]["arms"][arm], forecast["arms"][arm]
        places = [theirs["weeks"].index(week) for week in ours["weeks"]]
        for outcome, bands in ours["outcomes"].items():
            for band, row in bands.items():
                assert row == [theirs["outcomes"][outcome][band][place] for place in places]
        assert ours["weeks"][-1] == theirs["weeks"][-1]
    if document["load"]["standing"] is not None:
        assert asked("load", "standing", "--case", path, "--json") == document["load"]["standing"]


@pytest.mark.parametrize(("name", "code"), [("cauda_equina", 4), ("myelopathy", 0)])
def test_the_gate_is_the_same_for_forecast_and_care(name: str, code: int, tmp_path: Path) -> None:
    """A compressed cauda equina is an emergency; a slow cord is not: its course is published, not simulated."""
    path = tmp_path / "case.yaml"
    write_case(case_of(name), path)
    forecast, planned = asked("forecast", path, "--json"), asked("care", path, "--json")["forecast"]
    assert {key: forecast[key] for key in ("outcome", "reason", "covered")} == {
        key: planned[key] for key in ("outcome", "reason", "covered")
    }
    assert "arms" not in forecast
    page = CliRunner().invoke(app, ["forecast", str(path)])
    assert page.exit_code == code
    assert " ".join(forecast["reason"].split()) in " ".join(page.stdout.split())


def test_one_report_rests_on_one_posterior(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Case] = []
    real = assessment.posterior_of

    def counted(case: Case, *more: Any) -> Any:
        seen.append(case)
        return real(case, *more)

    monkeypatch.setattr("myotome.explain.pipeline.posterior_of", counted)
    monkeypatch.setattr(assessment, "posterior_of", counted)
    answer = assess(read_case(L5))
    assert html_page(case_report(answer))
    assert answer.to_dict()
    assert len(seen) == 1


def test_the_schema_is_made_from_the_types() -> None:
    assert data_path(SCHEMA_FILE).read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("name", NAMES)
def test_answers_fit_the_schema(name: str) -> None:
    document = json.loads(json.dumps(assess(case_of(name)).to_dict(), allow_nan=False))
    assert [error.message for error in SCHEMA.iter_errors(document)] == []
    assert document["schema_version"] == SCHEMA_VERSION
    assert document["intended_use"]


def test_the_schema_refuses_what_an_answer_never_says() -> None:
    document = json.loads(json.dumps(assess(case_of("peroneal")).to_dict()))
    assert list(SCHEMA.iter_errors(document | {"more": 1}))
    assert list(SCHEMA.iter_errors({key: item for key, item in document.items() if key != "red_flag"}))
    assert list(SCHEMA.iter_errors(document | {"verdict": {**document["verdict"], "probability": "high"}}))


def test_a_mirrored_case_has_the_mirrored_answer() -> None:
    ours, theirs = (json.loads(json.dumps(a.to_dict())) for a in map(assess, _pair("c7_root")))
    for part in ("red_flag", "verdict", "territory", "forecast"):
        assert _sorted(theirs[part]) == _sorted(swapped(ours[part])), part


def _pair(name: str) -> tuple[Case, Case]:
    return case_of(name), case_of(name).mirrored()


def _sorted(value: Any) -> Any:
    """The same whatever the order of equal lines."""
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=repr)
    return {key: _sorted(value[key]) for key in sorted(value)} if isinstance(value, dict) else value


def test_what_is_cited_is_what_was_used() -> None:
    answer: Answer = assess(case_of("peroneal"))
    made = citation(answer)
    assert set(made.keys) == set(answer.sources()) <= set(sources())
    entries = re.findall(r"^@\w+\{([^,]+),$", made.bibtex, flags=re.MULTILINE)
    assert entries == ["myotome", *made.keys]
    assert len(made.text.splitlines()) >= len(made.keys)
    assert set(citation(answer.explanation).keys) < set(made.keys)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_sentence(outcome: Outcome) -> None:
    assert re.fullmatch(r"[A-Z].+\.", outcome.sentence)
