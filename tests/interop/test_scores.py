"""Scores of questionnaires: published examples, what may be left out, and changes that count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.exam import case_from_mapping, vocabulary
from myotome.interop import score_bands, score_change, scored_instruments, total_score


def test_the_published_examples():
    assert total_score("ODI", [2, 2, 2, 2, 2, 2, 2, 1, 1, None]).value == pytest.approx(35.5556)  # 16 of 45
    assert total_score("RMDQ", [1] * 7 + [0] * 17).value == 7
    assert total_score("NDI", [5] * 10).band == "complete disability"


@pytest.mark.parametrize(("answers", "band"), [
    ([1, 1, 1, 0, 0, 0, 0, 0, 0], "low risk"),
    ([1, 1, 1, 1, 1, 1, 1, 0, 0], "medium risk"),
    ([0, 0, 0, 0, 1, 1, 1, 1, 0], "high risk"),
])  # fmt: skip
def test_the_groups_of_start_back(answers, band):
    assert total_score("STarT Back", answers).band == band


def test_an_edge_belongs_to_the_lower_band():
    assert [score_bands("odi", edge) for edge in (20, 40, 60)] == [
        *("minimal disability", "moderate disability", "severe disability")
    ]


@given(st.sampled_from(scored_instruments()), st.data())
def test_a_score_is_a_finding_of_a_case_and_grows_with_its_answers(name, data):
    top = 1 if name in ("rmdq", "start_back") else 5
    items = {"odi": 10, "ndi": 10, "rmdq": 24, "start_back": 9}[name]
    answers = data.draw(st.lists(st.integers(0, top), min_size=items, max_size=items))
    score = total_score(name, answers)
    case = case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": None}, "findings": [score.finding]})
    assert case.findings[0].value == score.value
    worst = data.draw(st.sampled_from(range(items)))
    raised = [top if place == worst else answer for place, answer in enumerate(answers)]
    assert total_score(name, raised).value >= score.value


@given(st.integers(0, 5), st.sets(st.integers(0, 9), max_size=2))
def test_answers_left_out_count_as_the_mean_of_the_others(answer, left_out):
    answers = [None if place in left_out else answer for place in range(10)]
    assert total_score("odi", answers).value == answer * 20


@pytest.mark.parametrize(
    ("name", "answers", "says"),
    [
        ("odi", [1] * 9, "one answer"),
        ("odi", [6, *[1] * 9], "off the scale"),
        ("odi", [0.5, *[1] * 9], "off the scale"),
        ("odi", [None] * 3 + [1] * 7, "Too many"),
        ("start_back", [None, *[1] * 8], "Too many"),
        ("promis_pain_interference", [1] * 10, "import the total"),
        ("none", [1], "import the total"),
    ],
)
def test_what_cannot_be_scored_is_refused(name, answers, says):
    with pytest.raises(InputError, match=says):
        total_score(name, answers)


@pytest.mark.parametrize(
    ("name", "before", "after", "improved", "counts"),
    [
        ("odi", 50, 40, True, True),
        ("odi", 50, 41, True, False),
        ("odi", 20, 14, True, True),
        ("rmdq", 10, 15, False, True),
    ],
)
def test_a_change_counts_in_points_or_as_a_share(name, before, after, improved, counts):
    change = score_change(name, before, after)
    assert (change.improved, change.counts) == (improved, counts)


def test_no_change_is_neither_better_nor_counts():
    assert str(score_change("odi", 30, 30)) == "30 to 30: unchanged, less than what usually counts"
    with pytest.raises(InputError, match="No minimal important change"):
        score_change("start_back", 5, 3)


def test_bands_reach_the_end_of_the_scale():
    for name in scored_instruments():
        if name != "start_back" and score_bands(name, 0):
            assert score_bands(name, 100)
    assert vocabulary().find("questionnaires", "EQ VAS") == "eq5d_vas"


def test_the_command_prints_score_change_and_finding():
    done = CliRunner().invoke(app, ["score", "ODI", "--before", "60", *["2"] * 7, "1", "1", "-"])
    assert done.exit_code == 0, done.output
    assert "moderate disability, 9 of 10" in done.stdout
    assert "60 to 35.5556: better" in done.stdout
    assert "- {type: questionnaire, name: odi, value: 35.5556}" in done.stdout
    assert CliRunner().invoke(app, ["score", "ODI", "x"]).exit_code == 2
