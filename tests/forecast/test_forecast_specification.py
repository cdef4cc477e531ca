"""Bad specifications are told, all at once, before anything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from myotome.errors import InputError
from myotome.forecast import arm_of
from myotome.forecast.cohorts.specification import read_specification, specification_from_mapping

GOOD: dict[str, Any] = {
    "name": "a trial",
    "n": 640,
    "eligibility": {"region": "lumbar", "setting": "hospital", "leg_pain": [4, 10], "duration_weeks": [6, 12]},
    "arms": {"early": {"treatments": ["discectomy_early"]}, "usual": {"treatments": ["watchful_waiting"]}},
    "outcomes": ["leg_pain", {"outcome": "operated", "weeks": [52], "among": "smoker = 1"}],
    "follow_up_weeks": [8, 52],
}

BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"arm": {}}, "arm", "arms"),
    ({"arms": {}}, "arms", "at least one arm"),
    ({"arms": {"a": {"treatments": ["discectomi_early"]}}}, "arms.a.treatments[0]", "discectomy_early"),
    ({"arms": {"a": {"treatments": []}}}, "arms.a.treatments", "list of treatments"),
    ({"arms": {"a": {"treatments": ["nsaid"], "uptake": 1.4}}}, "arms.a.uptake", "0 to 1"),
    ({"arms": {"a": {"treatments": ["nsaid"], "wait": 3}}}, "arms.a.wait", "wait_weeks"),
    ({"arms": {"a": {"treatments": ["nsaid"], "adherence": [0.5]}}}, "adherence", "list of 2 numbers"),
    ({"arms": {"a": "nsaid"}}, "arms.a", "table"),
    ({"eligibility": {"regions": "lumbar"}}, "eligibility.regions", "region"),
    ({"eligibility": {"region": "lumber"}}, "eligibility.region", "lumbar"),
    ({"eligibility": {"leg_pain": [7, 4]}}, "eligibility.leg_pain", "swap"),
    ({"eligibility": {"leg_pain": [4, 14]}}, "eligibility.leg_pain[1]", "0 to 10"),
    ({"eligibility": {"types": {"extrusions": 1.0}}}, "eligibility.types.extrusions", "extrusion"),
    ({"eligibility": {"types": {"extrusion": 0.8, "bulge": 0.4}}}, "eligibility.types", "sum to more than 1"),
    ({"eligibility": {"smoker": "yes"}}, "eligibility.smoker", "number"),
    ({"eligibility": {"mix": [{"share": 1, "mrc": [0, 7]}]}}, "eligibility.mrc[1]", "0 to 5"),
    ({"eligibility": {"mix": []}}, "eligibility.mix", "list of tables"),
    ({"outcomes": ["leg_pains"]}, "outcomes[0].outcome", "leg_pain"),
    ({"outcomes": []}, "outcomes", "at least one outcome"),
    ({"outcomes": [{"outcome": "odi", "among": "smokes = 1"}]}, "outcomes[0].among", "smoke"),
    ({"follow_up_weeks": [8, 5000]}, "follow_up_weeks", "whole weeks"),
    ({"follow_up_weeks": 8}, "follow_up_weeks", "list"),
    ({"n": 3}, "n", "64"),
    ({"seed": 1.5}, "seed", "whole number"),
    ({"compare_with": "nobody"}, "compare_with", "early"),
    ({"eligibility": {"mix": [{"share": 0.0, "mrc": [4, 4]}]}}, "eligibility", "sum to 1"),
    ({"eligibility": {"mix": [{"share": 0.0}, {"share": 0.0}]}}, "eligibility.mix", "sum to 1"),
    ({"eligibility": {"mix": [{"share": 0.9}, {"share": 0.9}]}}, "eligibility.mix", "sum to 1.8"),
    ({"eligibility": {"mix": [{"share": 0.9}, {"weak": 1.0}]}}, "eligibility.mix", "some have none"),
    ({"eligibility": {"mix": [{"share": "half"}, {"share": 0.5}]}}, "eligibility.mix[0].share", "number"),
    ({"arms": {"a": {"treatments": ["discectomy_early"], "wait_weeks": [10, 2]}}}, "wait_weeks", "[2, 10]"),
    ({"arms": {"a": {"treatments": ["nsaid"], "adherence": [0.8, 0.2]}}}, "arms.a.adherence", "rising"),
    ({"eligibility": {"defect_mm": [9, 6, 2]}}, "eligibility.defect_mm", "[2, 6, 9]"),
    ({"arms": {"a": {"treatments": ["no_surgery", "discectomy_early"]}}}, "arms.a.treatments", "exclude each other"),
    ({"arms": {"a": {"treatments": ["discectomy_early", "discectomy_delayed"]}}}, "arms.a.treatments", "keep one"),
    ({"eligibility": {"region": "cervical"}, "arms": {"a": {"treatments": ["annular_closure"]}}}, "arms.a", "lumbar"),
    ({"eligibility": {"region": "back_pain"}, "arms": {"a": {"treatments": ["discectomy_early"]}}}, "arms.a", "oper"),
    ({"eligibility": {"leg_pain": [9, 1, 0, 3]}}, "eligibility.leg_pain", "from 0 to 3"),
]  # fmt: skip


def test_a_good_specification_is_read() -> None:
    spec = specification_from_mapping(GOOD)
    assert [arm.name for arm in spec.arms] == ["early", "usual"]
    assert spec.settings().record == (0, 8, 52)
    assert spec.compare_with == "early"
    assert spec.sized(1280).n == 1280


@pytest.mark.parametrize(("change", "place", "said"), BAD, ids=[place for _, place, _ in BAD])
def test_what_is_wrong_is_told_with_the_way_out(change: dict[str, Any], place: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        specification_from_mapping(GOOD | change)
    told = [problem for problem in error.value.problems if place in problem.where]
    assert told
    assert any(said in str(problem) for problem in told)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        specification_from_mapping(GOOD | {"n": 3, "eligibility": {"smoker": 2}, "outcomes": ["pain"]})
    assert len(error.value.problems) == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("n = 640\n[arms.a]\ntreatments = ['nsaid']\nwait_weeks = [9, 2]\n", 4),
        ("[eligibility]\nage = [70, 5, 18, 60]\n[arms.a]\ntreatments = ['nsaid']\n", 2),
        ("[arms]\na = {treatments = ['nsaid', 'surgery']}\n", 2),
        ("[[outcomes]]\noutcome = 'odi'\n[[outcomes]]\noutcome = 'oid'\n[arms.a]\ntreatments = ['nsaid']\n", 4),
        ("[arms.a]\nuptake = 1.0\n", 1),
    ],
)
def test_the_line_of_what_is_wrong_is_told(text: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_specification(path)
    assert [problem.line for problem in error.value.problems] == [line]


def test_groups_without_shares_are_of_one_size() -> None:
    spec = specification_from_mapping(GOOD | {"eligibility": {"mix": [{"weak": 0.0}, {"weak": 1.0}]}})
    assert spec.start.array()[0][0] != spec.start.array()[1][0]
    assert len({group.share for group in spec.start.groups}) == 1


def test_treatments_that_exclude_each_other_are_no_arm() -> None:
    with pytest.raises(InputError, match="exclude each other"):
        arm_of("no_surgery+discectomy_early")


@pytest.mark.parametrize(("text", "said"), [("n = ", "not TOML"), (None, "no such file")])
def test_a_file_that_cannot_be_read_is_told(text: str | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_specification(path)


def test_two_limits_narrow_the_usual_people() -> None:
    spec = specification_from_mapping(GOOD | {"eligibility": {"age": [60, 70]}})
    age = spec.start.groups[0].age
    assert (age.low, age.high) == (60, 70)
    assert 60 <= age.mean <= 70


def test_a_mixture_has_a_group_for_each_part() -> None:
    mix = [{"share": 0.3, "mrc": [4, 4]}, {"share": 0.7, "mrc": [0, 2]}]
    spec = specification_from_mapping(GOOD | {"eligibility": {"weak": 1.0, "mix": mix}})
    assert [group.share for group in spec.start.groups] == [0.3, 0.7]
    assert spec.start.groups[0].loss[1] < spec.start.groups[1].loss[0]
