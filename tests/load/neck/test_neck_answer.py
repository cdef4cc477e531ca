"""Answers about the neck: as JSON, by words, against published numbers, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.cli.process.endings import ExitCode
from myotome.errors import InputError, UnknownNameError
from myotome.evidence.load.neck_checks import NeckCheck, neck_checks
from myotome.load import (
    NECK_DISCS,
    NECK_JOINTS,
    Contracture,
    Impairment,
    Weakness,
    neck_answer,
    neck_impairment,
    neck_muscle_named,
    neck_task,
    neck_task_table,
    reference_person,
    task_table,
)


def invoke(*arguments: Any) -> Any:
    return CliRunner().invoke(app, ["load", *[str(argument) for argument in arguments]])


@pytest.mark.parametrize("check", neck_checks(), ids=lambda check: check.id)
def test_published_numbers(check: NeckCheck) -> None:
    assert check.within is not False, (check.model, check.low, check.high)


def test_load_of_the_text_neck_rises_with_the_tilt() -> None:
    tilts = [check.model for check in neck_checks() if check.what.startswith("load at C7-T1")]
    assert tilts == sorted(tilts)


def test_an_answer_has_what_is_promised() -> None:
    done = invoke("looking at a phone", "--neck-flexion-deg", 45, "--json")
    assert done.exit_code == ExitCode.ANSWERED, done.output
    plain = json.loads(done.stdout)
    assert plain["task"] == "looking_at_a_phone"
    assert [entry["joint"] for entry in plain["discs"]] == list(NECK_JOINTS)
    assert sum("stress_mpa" in entry for entry in plain["discs"]) == len(NECK_DISCS)
    assert all(entry["times_looking_ahead"] > 1.5 for entry in plain["discs"])
    for entry in plain["discs"]:
        low, high = entry["compression_n_interval"]
        assert low <= entry["compression_n"] <= high


def test_words_of_a_command_reach_muscles_sides_and_roots() -> None:
    words = ("--weaken", "suboccipitals:left:50", "--weaken", "C5:right:100", "--spasm", "SCM:right:0.1")
    done = invoke("isometric_extension", *words, "--json")
    assert done.exit_code == ExitCode.ANSWERED, done.output
    plain = json.loads(done.stdout)
    forces = {(one["part"], one["side"]): one["force_n"] for one in plain["muscles"]}
    assert forces["sternocleidomastoid", "right"] > 20.0
    assert forces["suboccipital_muscles", "left"] < forces["suboccipital_muscles", "right"]
    assert all("healthy_compression_n" in entry for entry in plain["discs"])


def test_the_page_names_joints_and_muscles() -> None:
    text = invoke("exercise", "isometric_lateral", "--spasm", "trapezius:left:0.1").stdout
    assert "C5-C6" in text
    assert "left upper trapezius" in text
    cannot = invoke("isometric_lateral", "--force-n", 200).stdout
    assert "cannot hold" in cannot


def test_tasks_of_trunk_and_neck_are_listed_together_and_none_twice() -> None:
    listed = [entry["task"] for entry in json.loads(invoke("--list", "--json").stdout)]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(task_table()) | set(neck_task_table())


@pytest.mark.parametrize(
    "words",
    [
        ("looking_at_a_phone", "--neck-flexion-deg", "80"),
        ("looking_ahead", "--neck-flexion-deg", "10"),
        ("looking_ahead", "--weaken", "psoas_major:left:40"),
        ("looking_ahead", "--weaken", "C5:middle:40"),
        ("looking_ahead", "--weaken", "C5:left:140"),
        ("looking_ahead", "--tight", "scalenes:left:10"),
        ("looking_ahead", "--out", "loads.csv"),
        ("looking_ahead", "--draws", "10"),
        ("looking_ahaed",),
        ("standing", "--weaken", "longus_capitis:left:40"),
    ],
)
def test_what_is_wrong_is_said_in_a_few_lines(words: tuple[str, ...]) -> None:
    done = invoke(*words)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "Traceback" not in done.output


def test_a_mistyped_task_of_the_neck_is_nearest_to_its_own_name() -> None:
    assert "nearest: looking_ahead" in invoke("looking_ahaed").output


def test_what_the_model_of_the_neck_does_not_have_is_refused() -> None:
    man = reference_person()
    with pytest.raises(InputError, match="contracture"):
        neck_answer("looking_ahead", man, impairment=Impairment(contractures=(Contracture("scalenes", "left", 10.0),)))
    with pytest.raises(UnknownNameError):
        neck_answer("looking_ahead", man, impairment=Impairment((Weakness("psoas_major", "left", 10.0),)))
    with pytest.raises(UnknownNameError):
        neck_muscle_named("gastrocnemius")
    with pytest.raises(UnknownNameError):
        neck_task("standing")


def test_of_a_whole_person_only_the_neck_is_taken() -> None:
    whole = Impairment((Weakness("psoas_major", "left", 40.0), Weakness("scalenes", "left", 40.0)))
    assert [one.muscle for one in neck_impairment(whole).weaknesses] == ["scalenes"]
