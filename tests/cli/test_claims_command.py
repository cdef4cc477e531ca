"""`myotome claims`: lists, one claim whole, JSON, and what is wrong."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from myotome.claims import claims
from myotome.cli.main import app


def invoke(*arguments: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["claims", *arguments])


def test_a_word_lists_the_claims_in_which_it_stands() -> None:
    result = invoke("--about", "annular")
    assert result.exit_code == 0, result.stderr
    assert "closure-95-percent-free" in result.stdout
    assert "twenty-three-discs" not in result.stdout


def test_one_claim_is_shown_with_numbers_and_sources() -> None:
    result = invoke("bulges-go-away")
    assert result.exit_code == 0, result.stderr
    for part in ("Literature: contradicts", "13 %", "chiu2015", "Model", "Verdict: does not hold as said"):
        assert part in result.stdout


def test_json_of_all_claims_is_whole() -> None:
    told = json.loads(invoke("--json").stdout)
    assert [one["id"] for one in told] == [claim.id for claim in claims()]
    for one in told:
        assert one["verdict"]["sentence"]
        assert one["literature"]["sources"]
        assert all(number["source"] for number in one["literature"]["numbers"])
        assert all(value["sources"] for value in one["model"])


def test_json_of_one_claim_is_one_object() -> None:
    assert json.loads(invoke("twenty-three-discs", "--json").stdout)["model"][0]["value"] == 23.0


def test_an_unknown_claim_ends_with_code_2_and_names_the_nearest() -> None:
    result = invoke("bulges-go-awy")
    assert result.exit_code == 2
    assert "bulges-go-away" in result.stderr


def test_a_word_in_no_claim_ends_with_code_2() -> None:
    result = invoke("--about", "astrology")
    assert result.exit_code == 2
    assert "astrology" in result.stderr
