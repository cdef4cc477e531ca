"""`myotome forecast` and `myotome cohort`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app

ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples" / "l5-foraminal-disc.yaml"
TRIAL = ROOT / "examples" / "trial-early-surgery.toml"
FAST = ("--futures", "640")


def invoke(*arguments: object):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def told() -> dict:
    result = invoke("forecast", CASE, "--json", "--treatment", "no_surgery,discectomy_early", *FAST)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_forecast_follows_the_weak_muscles_of_the_case(told: dict) -> None:
    arm = told["arms"]["no_surgery"]
    muscles = {name for name in arm["outcomes"] if name.startswith("mrc.")}
    assert "mrc.right extensor_hallucis_longus" in muscles
    assert arm["outcomes"]["leg_pain_nrs"]["q50"][0] == pytest.approx(7.0, abs=0.3)
    assert told["covered"] > 0.9


def test_forecast_names_its_sources(told: dict) -> None:
    from myotome.ledger import sources

    assert told["sources"]
    assert set(told["sources"]) <= set(sources())


def test_forecast_prints_a_page() -> None:
    result = invoke("forecast", CASE, "--treatment", "no_surgery,core_stabilisation", *FAST)
    assert result.exit_code == 0
    for said in ("leg pain", "recovered", "Mean change against", "randomised", "week 52"):
        assert said in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--treatment", "discectomy_erly"), "discectomy_early"),
        (("--treatment", "nsaid,nsaid"), "each once"),
        (("--treatment", "nsaid+manual_therapy,manual_therapy+nsaid"), "each once"),
        (("--treatment", "epidural_steroid+epidural_steroid"), "each once"),
        (("--treatment", ","), "No treatment is named"),
        (("--treatment", ""), "No treatment is named"),
        (("--treatment", "nsaid,"), "beside a comma"),
        (("--treatment", "nonsense"), "no_surgery, watchful_waiting, stay_active"),
        (("--weeks", "0"), "1 to 520"),
        (("--futures", "1"), "64"),
        (("--figure", "chart.gif"), ".svg or .png"),
    ],
)
def test_forecast_tells_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    result = invoke("forecast", CASE, *(() if "--futures" in arguments else FAST), *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_forecast_draws_the_same_figure_twice(tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        assert invoke("forecast", CASE, *FAST, "--figure", tmp_path / name).exit_code == 0
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_json_tells_every_week(told: dict) -> None:
    for arm in told["arms"].values():
        assert arm["weeks"] == list(range(105))
        for row in (*arm["events"].values(), *(row for band in arm["outcomes"].values() for row in band.values())):
            assert len(row) == 105


def test_every_week_says_the_same_as_the_page() -> None:
    from myotome.forecast import ForecastOptions, PersonNow, PossibleHerniation, arm_of, forecast, person_start

    disc = PossibleHerniation(1.0, "L4-L5", "left", "subarticular", ("L5",), 0.6, {"extrusion": 1.0})
    start = person_start([disc], PersonNow(leg_pain=7))
    some, every = (
        forecast(start, [arm_of("no_surgery")], ForecastOptions(60, 640, weekly=weekly)).arms["no_surgery"]
        for weekly in (False, True)
    )
    places = [every.weeks.index(week) for week in some.weeks]
    assert every.weeks == tuple(range(61))
    for name, band in some.outcomes.items():
        assert (band.quantiles == every.outcomes[name].quantiles[:, places]).all()
    for name, row in some.events.items():
        assert (row == every.events[name][places]).all()


def test_json_does_not_change_the_figure(tmp_path: Path) -> None:
    assert invoke("forecast", CASE, *FAST, "--figure", tmp_path / "page.svg").exit_code == 0
    assert invoke("forecast", CASE, *FAST, "--json", "--figure", tmp_path / "json.svg").exit_code == 0
    assert (tmp_path / "page.svg").read_bytes() == (tmp_path / "json.svg").read_bytes()


def test_forecast_says_where_no_disc_is_the_cause(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "version: 1\nid: bell\nkind: patient\ndemographics: {age: 40, sex: female}\n"
        "findings:\n- {type: strength, muscle: facial_muscles, side: left, mrc: 1}\n",
        encoding="utf-8",
    )
    assert invoke("forecast", case, *FAST).exit_code == 3
    assert json.loads(invoke("forecast", case, "--json", *FAST).stdout)["outcome"] == "out_of_model"


def test_cohort_gives_every_arm_outcome_and_week() -> None:
    result = invoke("cohort", TRIAL, "--n", "6400", "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert set(told["arms"]) == {"waiting", "early"}
    entry = told["arms"]["early"]["operated"][0]
    assert {"week", "estimate", "interval", "n"} <= set(entry)
    assert entry["interval"][0] <= entry["estimate"] <= entry["interval"][1]
    assert set(told["differences"]) == {"early"}


def test_cohort_prints_a_table() -> None:
    result = invoke("cohort", TRIAL, "--n", "640")
    assert result.exit_code == 0
    for said in ("waiting", "early", "leg pain", "Difference from waiting"):
        assert said in result.stdout


def test_cohort_tells_everything_wrong_before_it_runs(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('n = 10\n[arms.a]\ntreatments = ["surgery"]\n', encoding="utf-8")
    result = invoke("cohort", bad, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    problems = json.loads(result.stderr.splitlines()[-1])["error"]["problems"]
    assert len(problems) == 2


def test_cohort_takes_no_treatment_twice_in_one_arm(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('[arms.a]\ntreatments = ["nsaid", "manual_therapy", "nsaid"]\n', encoding="utf-8")
    result = invoke("cohort", bad)
    assert result.exit_code == 2
    assert "each once" in result.stderr


def test_cohort_without_a_scheduler_there_says_so() -> None:
    pytest.importorskip("dask.distributed")
    result = invoke("cohort", TRIAL, "--n", "640", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "does not answer" in result.stderr
