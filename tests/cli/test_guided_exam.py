"""The guided examination: checked answers, going back, saving after every answer, resuming."""

import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from myotome.cli.guided.answers import findings_of
from myotome.cli.main import app
from myotome.exam import Case, Demographics, read_case, vocabulary
from myotome.explain import examinations, first_questions
from myotome.explain.explanation import NextTest
from myotome.report.chapters.next_tests import LITTLE
from support.made_explanations import FLAG, made

FLAGS = ["?"] * 14
BASICS = ["demo", "54", "m", "right: low back, buttock", "y", "6", "?", "?", "3 weeks", *FLAGS]
TESTS = (
    NextTest("strength_extensor_hallucis_longus_right", "extensor hallucis longus, strength (right)", 0.4, 1, "", ""),
    NextTest("reflex_achilles_right", "achilles reflex (right)", 0.3, 1, "", ""),
    NextTest("sign_straight_leg_raise_right", "straight leg raise (right)", 0.2, 1, "", ""),
    NextTest("history_diabetes", "ask: diabetes", 0.1, 0.3, "", ""),
)
ANSWERS = ["4-", "n", "+", "y"]


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """An empty working folder, and an engine that proposes the same tests always."""
    import myotome.explain

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(myotome.explain, "explain", lambda case, **_: made(id=case.id, next_tests=TESTS))
    return tmp_path


def examine(lines, *arguments):
    return CliRunner().invoke(app, ["exam", *arguments], input="".join(f"{line}\n" for line in lines))


def test_answers_become_a_case_file(folder):
    result = examine([*BASICS, *ANSWERS], "--setting", "primary care")
    assert result.exit_code == 0
    case = read_case(folder / "demo.yaml")
    assert (case.demographics.age, case.demographics.sex, case.setting) == (54.0, "male", "primary_care")
    assert case.onset_weeks == 3.0
    assert [finding.label for finding in case.findings] == [
        "right low back, buttock: pain, radiating",
        "right extensor hallucis longus: MRC 4",
        "right achilles reflex: normal",
        "right straight leg raise: positive",
        "diabetes: yes",
    ]
    assert "Every proposed test is done" in result.stdout


def test_wrong_answers_are_refused_with_what_is_allowed(folder):
    wrong = [
        "Demo Case",
        "demo",
        "200",
        "54",
        "x",
        "m",
        "right: low bak",
        "right: low back",
        "y",
        "11",
        "7",
        "?",
        "?",
        "long ago",
        "3 weeks",
        *FLAGS,
    ]
    result = examine([*wrong, "7", "4"])
    assert result.exit_code == 0
    for told in ("not well formed", "out of range", "No area has this name. Nearest: low_back", "MRC grade 0-5"):
        assert told in result.stdout
    assert read_case(folder / "demo.yaml").findings[1].label == "right extensor hallucis longus: MRC 4"


def test_not_tested_leaves_no_finding(folder):
    examine(["demo", "?", "?", "right: low back", *["?"] * 5, *FLAGS, "?", "a", "q"])
    case = read_case(folder / "demo.yaml")
    assert case.demographics.age is None
    assert [finding.kind for finding in case.findings] == ["pain", "reflex"]


def test_back_takes_the_last_answer_away(folder):
    result = examine([*BASICS, "3", "b", "n", "q"])
    assert read_case(folder / "demo.yaml").findings[1].label == "right extensor hallucis longus: normal"
    assert result.stdout.count("extensor hallucis longus, strength (right) (MRC") == 2
    assert "This is the first question" in examine(["b", "other", "q"]).stdout


def test_file_is_saved_after_every_answer(folder):
    for count in range(len(BASICS) - len(FLAGS) - 2, len(BASICS) + len(ANSWERS)):
        examine([*BASICS, *ANSWERS][:count], "--out", str(folder / f"part-{count}.yaml"))
        assert len(read_case(folder / f"part-{count}.yaml").findings) == max(1, 1 + count - len(BASICS))


def test_an_interruption_loses_nothing(folder, monkeypatch):
    typed = iter([*BASICS, "3"])

    def answer(_, **__):
        try:
            return next(typed)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("builtins.input", answer)
    result = CliRunner().invoke(app, ["exam"])
    assert result.exit_code == 0
    assert len(read_case(folder / "demo.yaml").findings) == 2


def test_a_file_is_resumed_where_it_was_left(folder):
    examine([*BASICS, "3", "q"])
    result = examine([*FLAGS, "?", "r", "q"], "--out", "demo.yaml")
    assert "Age" not in result.stdout
    assert read_case(folder / "demo.yaml").findings[-1].label == "right achilles reflex: reduced"


@pytest.mark.parametrize("lines", [["q"], ["s", "q"], ["?", "w", "b", "q"], []])
def test_a_file_to_which_nothing_is_added_stays_as_it_is(folder, lines):
    examine([*BASICS, "3", "q"])
    path = folder / "demo.yaml"
    path.write_text("# seen again on Monday\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    result = examine(lines, "--out", "demo.yaml")
    assert result.exit_code == 0
    assert "demo.yaml is as it was" in result.stdout
    assert "Saved" not in result.stdout
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_an_answer_taken_back_after_resuming_is_taken_back_in_the_file(folder):
    examine([*BASICS, "3", "q"])
    assert "Saved in demo.yaml" in examine([*FLAGS, "?", "n", "b", "q"], "--out", "demo.yaml").stdout
    assert len(read_case(folder / "demo.yaml").findings) == 2


def test_a_setting_given_on_resuming_is_saved(folder):
    examine([*BASICS, "3", "q"])
    examine(["q"], "--out", "demo.yaml", "--setting", "emergency")
    assert read_case(folder / "demo.yaml").setting == "emergency"


def test_another_case_is_never_written_over(folder):
    examine([*BASICS, "3", "q"])
    before = (folder / "demo.yaml").read_bytes()
    result = examine(["demo", "q"])
    assert "There is a file demo.yaml already" in result.stdout
    assert (folder / "demo.yaml").read_bytes() == before


def test_nothing_found_is_nothing_saved(folder):
    result = examine(["demo", "54", "q"])
    assert result.exit_code == 0
    assert "nothing is saved" in result.stdout
    assert list(folder.iterdir()) == []


def test_no_pain_is_a_finding_too(folder):
    examine(["demo", "?", "?", "none", "?", "q"])
    (finding,) = read_case(folder / "demo.yaml").findings
    assert finding.label == "pain: no"


def test_what_we_know_is_shown_on_request(folder):
    result = examine(["w", *BASICS, "w", "s", "q"])
    assert "Nothing is known yet" in result.stdout
    assert result.stdout.count("Is a disc to blame?") == 2
    assert "Saved in demo.yaml" in result.stdout


def test_a_red_flag_is_shown_as_soon_as_it_comes_up(folder, monkeypatch):
    import myotome.explain

    monkeypatch.setattr(myotome.explain, "explain", lambda case, **_: made(id=case.id, next_tests=TESTS, red_flag=FLAG))
    result = examine([*BASICS, "3", "q"])
    assert result.exit_code == 4
    assert result.stdout.index("RED FLAG") < result.stdout.index("extensor hallucis longus, strength")
    assert result.stdout.count("RED FLAG") == 2


def test_red_flags_are_asked_before_any_test_in_every_setting_and_no_image_before_them(folder):
    for setting in vocabulary().ids("settings"):
        asked = examine([*BASICS, "q"], "--setting", setting, "--out", f"{setting}.yaml").stdout
        first = asked.index("extensor hallucis longus, strength")
        about = ("bladder", "between the legs", "cancer", "fever", "weight", "injury", "steroids", "growing", "How bad")
        assert all(asked.index(word) < first for word in about)


@pytest.mark.parametrize(
    ("age", "not_asked"), [("9", ("steroids", "injected", "osteoporosis", "thinners")), ("30", ("osteoporosis",))]
)
def test_a_flag_that_an_age_does_not_have_is_not_asked(folder, age, not_asked):
    asked = examine(["demo", age, "f", "none", *FLAGS, "q"]).stdout
    assert not any(words in asked for words in not_asked)
    assert "fever" in asked


def test_yes_and_no_are_enough_for_every_red_flag(folder):
    for letter, cancer in (("y", "unspecified"), ("n", "none"), ("breast", "breast")):
        answers = [letter if letter != "breast" or place == 4 else "?" for place in range(len(FLAGS))]
        examine([*BASICS[: -len(FLAGS)], *answers, "q"], "--out", f"{letter}.yaml")
        told = {finding.item: finding.value for finding in read_case(folder / f"{letter}.yaml").findings[1:]}
        assert told["cancer"] == cancer
        assert all(told[item] == (letter == "y") for item in ("fever", "weight_loss") if item in told)


def test_no_question_asks_for_a_yes_that_means_no():
    asked = [one.question for one in first_questions(Case("a", Demographics(), ()))]
    asked += [test.label for test in examinations()]
    assert not [words for words in asked if re.search(r"\b(not?|cannot|without|never|unable)\b", words, re.IGNORECASE)]


@pytest.mark.parametrize("out", [None, "My Patient_2.yaml", "(1).yaml"])
def test_the_id_that_is_proposed_is_taken(folder, out):
    answered = ["", *BASICS[1:], "3", "q"]
    result = examine(answered, *(("--out", out) if out else ()))
    assert "Allowed" not in result.stdout
    assert read_case(folder / (out or "case-1.yaml")).findings


def test_it_ends_when_no_test_is_worth_its_burden_and_after_one_visit(folder, monkeypatch):
    import myotome.explain

    little = [replace(test, information_bits=0.001) for test in TESTS]
    many = [replace(TESTS[0], id=f"{test.id}_right") for test in examinations() if test.finding_type == "strength"]
    for tests, says in ((little, "stays open until an image"), (many, "as many as one visit takes")):
        proposed = tuple(tests)
        monkeypatch.setattr(myotome.explain, "explain", lambda case, p=proposed, **_: made(id=case.id, next_tests=p))
        result = examine([*BASICS, *["?"] * 40], "--out", f"{len(proposed)}.yaml")
        assert says in result.stdout


def test_bad_options_end_before_the_first_question(folder):
    for arguments in (("--setting", "hospital ship"), ("--out", "no/such/folder/case.yaml")):
        result = examine([], *arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "allowed" in result.stderr


def test_every_examination_has_a_test_of_each_kind_even_where_the_answer_is_settled(folder, monkeypatch):
    import myotome.explain

    sure = made(next_tests=TESTS[:3])
    proven, likely = replace(sure.disc_to_blame, verdict="proven"), replace(sure.causes[0], probability=0.99)
    settled = replace(sure, causes=(likely, *sure.causes[1:]), disc_to_blame=proven)
    monkeypatch.setattr(myotome.explain, "explain", lambda _, **__: settled)
    asked = examine([*BASICS, "4", "n", "+"]).stdout
    assert all(test.label in asked for test in TESTS[:3])
    assert LITTLE in " ".join(asked.split())


def test_engine_and_dialogue_go_together(tmp_path):
    out = tmp_path / "real.yaml"
    result = examine(
        ["real", "60", "f", "right: low back, posterior thigh", "y", "6", "n", "n", "2 weeks", *FLAGS, "?", "w", "q"],
        "--out",
        str(out),
    )
    assert result.exit_code in {0, 3, 4}
    assert read_case(out).id == "real"
    assert "What would settle it" in result.stdout


ASKED_MRI = {"type": "imaging", "modality": "MRI", "levels": ["lumbar_spine"]}


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ({"type": "strength", "muscle": "deltoid", "side": "left"}, "4", {"mrc": 4.0}),
        ({"type": "strength", "muscle": "deltoid", "side": "left"}, "weak", {"value": "weak"}),
        ({"type": "sensation", "areas": ["thumb"], "side": "left"}, "p", {"value": "paraesthesia"}),
        ({"type": "reflex", "reflex": "patellar", "side": "left"}, "+", {"value": "brisk"}),
        ({"type": "sign", "sign": "slump", "side": "left"}, "-", {"value": "negative"}),
        ({"type": "history", "item": "fever"}, "y", {"value": True}),
        ({"type": "history", "item": "cancer"}, "n", {"value": "none"}),
        ({"type": "history", "item": "symptom_duration"}, "6", {"value": 6.0}),
        ({"type": "lab", "test": "crp"}, "80", {"number": 80.0}),
        ({"type": "lab", "test": "crp"}, "r", {"value": "raised"}),
        ({"type": "emg", "muscles": ["deltoid"], "side": "left"}, "d", {"value": "denervation"}),
        ({"type": "ncs", "nerve": "median"}, "slowed_at_site at wrist", {"value": "slowed_at_site", "site": "wrist"}),
        (ASKED_MRI, "normal", {"finding": "normal", "side": "none", "levels": ["lumbar_spine"]}),
        (
            ASKED_MRI,
            "left protrusion L4-5 subarticular compression L5",
            {
                **{"finding": "protrusion", "side": "left", "zone": "subarticular", "levels": ["L4-L5"]},
                **{"root_contact": "compression", "structure": "L5"},
            },
        ),
    ],
)
def test_short_answers_mean_findings(asked, text, expected):
    (finding,) = findings_of(asked, text)
    assert finding == asked | expected


def test_several_findings_of_one_image_are_parted():
    found = findings_of(ASKED_MRI, "bulge L3-L4 none; extrusion L5-S1 right foraminal")
    assert [one["finding"] for one in found] == ["bulge", "extrusion"]
    assert [one["levels"] for one in found] == [["L3-L4"], ["L5-S1"]]
