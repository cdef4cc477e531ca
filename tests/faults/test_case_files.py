"""Every mistake that a case file can have: where it is, what was given, what is allowed, and all of them at once."""

import json
import os
from pathlib import Path

import pytest

from myotome.errors import InputError
from myotome.exam.reading.files import case_from_mapping, read_batch, read_case, read_cases, write_case
from myotome.exam.vocabulary_table import vocabulary

HEAD = "id: patient-one\ndemographics: {age: 50, sex: female}\nfindings:\n"
SOUND = "- {type: strength, muscle: deltoid, side: left, mrc: 4}\n"


def problems(tmp_path: Path, text: str | bytes, name: str = "case.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert str(path) in str(caught.value)
    return caught.value.problems


def only(tmp_path: Path, text: str | bytes, name: str = "case.yaml"):
    found = problems(tmp_path, text, name)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


FAULTS = {
    "unknown key": (
        "- {type: strength, muscle: deltoid, side: left, mcr: 4, mrc: 4}",
        "findings[0].mcr",
        "no such key",
    ),
    "no grade": ("- {type: strength, muscle: deltoid, side: left}", "findings[0]", "Give one of the keys mrc"),
    "two grades": ("- {type: strength, muscle: deltoid, side: left, mrc: 4, value: weak}", "findings[0]", "Keep one"),
    "no side": ("- {type: strength, muscle: deltoid, mrc: 4}", "findings[0]", "'side' is missing"),
    "no type": ("- {muscle: deltoid, side: left, mrc: 4}", "findings[0]", "'type' is missing"),
    "unknown type": ("- {type: power, muscle: deltoid, side: left, mrc: 4}", "findings[0].type", "has this name"),
    "unknown muscle": (
        "- {type: strength, muscle: deltiod, side: left, mrc: 4}",
        "findings[0].muscle",
        "has this name",
    ),
    "movement as muscle": (
        "- {type: strength, muscle: ankle_dorsiflexion, side: left, mrc: 4}",
        "findings[0].muscle",
        "It is a movement",
    ),
    "muscle as movement": (
        "- {type: strength, movement: deltoid, side: left, mrc: 4}",
        "findings[0].movement",
        "It is a muscle",
    ),
    "grade too high": ("- {type: strength, muscle: deltoid, side: left, mrc: 6}", "findings[0].mrc", "out of range"),
    "grade below 0": ("- {type: strength, muscle: deltoid, side: left, mrc: -1}", "findings[0].mrc", "out of range"),
    "quarter grade": ("- {type: strength, muscle: deltoid, side: left, mrc: 4.25}", "findings[0].mrc", "in halves"),
    "grade as word": (
        "- {type: strength, muscle: deltoid, side: left, mrc: four}",
        "findings[0].mrc",
        "number is needed",
    ),
    "grade as truth": (
        "- {type: strength, muscle: deltoid, side: left, mrc: true}",
        "findings[0].mrc",
        "number is needed",
    ),
    "grade not finite": ("- {type: strength, muscle: deltoid, side: left, mrc: .nan}", "findings[0].mrc", "not finite"),
    "grade infinite": ("- {type: strength, muscle: deltoid, side: left, mrc: .inf}", "findings[0].mrc", "not finite"),
    "side of no limb": ("- {type: strength, muscle: deltoid, side: midline, mrc: 4}", "findings[0].side", "this side"),
    "yaml truth": ("- {type: sign, sign: babinski, side: left, value: yes}", "findings[0].value", "true and false"),
    "sided sign without": (
        "- {type: sign, sign: babinski, side: none, value: positive}",
        "findings[0].side",
        "this side",
    ),
    "unsided sign with": (
        "- {type: sign, sign: lhermitte, side: left, value: positive}",
        "findings[0].side",
        "no side",
    ),
    "reflex in the midline": (
        "- {type: reflex, reflex: biceps, side: midline, value: absent}",
        "findings[0].side",
        "this side",
    ),
    "sign takes no muscles": (
        "- {type: sign, sign: babinski, side: left, value: positive, muscles: [deltoid]}",
        "findings[0].muscles",
        "takes no key",
    ),
    "sign needs muscles": (
        "- {type: sign, sign: muscle_atrophy, side: left, value: positive}",
        "findings[0]",
        "'muscles'",
    ),
    "item takes no side": (
        "- {type: history, item: fever, value: true, side: left}",
        "findings[0].side",
        "takes no key",
    ),
    "item is yes or no": ("- {type: history, item: fever, value: high}", "findings[0].value", "true or false"),
    "item has names": ("- {type: history, item: course, value: worsning}", "findings[0].value", "not one of those"),
    "item is a number": ("- {type: history, item: symptom_duration, value: long}", "findings[0].value", "number is"),
    "areas not a list": (
        "- {type: pain, areas: 3, side: midline, radiating: false}",
        "findings[0].areas",
        "list is needed",
    ),
    "areas empty": ("- {type: pain, areas: [], side: midline, radiating: false}", "findings[0].areas", "list is empty"),
    "area twice": (
        "- {type: pain, areas: [big toe, great_toe], side: left, radiating: false}",
        "findings[0].areas[1]",
        "uplicate",
    ),
    "level with areas": (
        "- {type: sensation, sensory_level: T4, areas: [foot], side: left, modality: pin, value: reduced}",
        "findings[0]",
        "Keep one",
    ),
    "muscles and roots": (
        "- {type: emg, muscles: [deltoid], roots: [C5], side: left, value: normal}",
        "findings[0]",
        "Keep one",
    ),
    "no site": ("- {type: ncs, nerve: median, side: left, value: slowed_at_site}", "findings[0]", "'site' is missing"),
    "unknown disc": (
        "- {type: imaging, modality: MRI, levels: [L6-S1], finding: bulge, side: none}",
        "findings[0].levels[0]",
        "has this name",
    ),
    "unit of another thing": (
        "- {type: strength, muscle: deltoid, side: left, measured: {value: 3, unit: weeks}}",
        "findings[0].measured.unit",
        "has this name",
    ),
    "no unit": (
        "- {type: strength, muscle: deltoid, side: left, measured: {value: 3}}",
        "findings[0].measured",
        "'unit' is missing",
    ),
    "needle normal with activity": (
        "- {type: emg, muscles: [deltoid], side: left, value: normal, grade: 2+}",
        "findings[0].grade",
        "contradicts itself",
    ),
    "limit below zero": (
        "- {type: ncs, nerve: median, component: motor, side: left, latency_ms: 5, limits: {latency_ms: -4}}",
        "findings[0].limits.latency_ms",
        "out of range",
    ),
    "limit as text": (
        "- {type: ncs, nerve: median, component: motor, side: left, latency_ms: 5, limits: {latency_ms: '4.2'}}",
        "findings[0].limits.latency_ms",
        "number is needed",
    ),
    "number in eights": (
        "- {type: lab, test: crp, number: 044}",
        "findings[0].number",
        "reads this as 36",
    ),
    "number in sixties": (
        "- {type: lab, test: crp, number: 1:04}",
        "findings[0].number",
        "reads this as 64",
    ),
    "unknown severity": (
        "- {type: sensation, dermatomes: [L5], side: left, value: reduced, severity: huge}",
        "findings[0].severity",
        "No severity has",
    ),
    "date as a number": ("- {type: lab, test: crp, number: 2001-01-31}", "findings[0].number", "number is needed"),
    "empty value": ("- {type: lab, test: crp, value: }", "findings[0].value", "leave the key out"),
    "finding is text": ("- weak deltoid", "findings[0]", "must be a mapping"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_with_its_place_and_line(tmp_path, fault):
    text, place, said = FAULTS[fault]
    found = only(tmp_path, HEAD + text + "\n" + SOUND)
    assert found.where.endswith(f", {place}")
    assert found.line == 4
    assert said in found.message
    assert found.given
    assert found.allowed


@pytest.mark.parametrize(
    ("text", "place", "line", "said"),
    [
        ("id: A B\ndemographics: {age: 50, sex: male}\nfindings:\n" + SOUND, "id", 1, "not well formed"),
        ("id: a\ndemographics:\n  age: 150\n  sex: male\nfindings:\n" + SOUND, "demographics.age", 3, "out of range"),
        ("id: a\ndemographics:\n  age: 50\nfindings:\n" + SOUND, "demographics", 2, "'sex' is missing"),
        ("id: a\ndemographics: {age: 1, sex: x}\nfindings:\n" + SOUND, "demographics.sex", 2, "has this name"),
        ("version: 2\n" + HEAD + SOUND, "version", 1, "another version"),
        (HEAD + SOUND + "onset: {value: -1, unit: days}\n", "onset.value", 5, "out of range"),
        (HEAD + SOUND + "withheld: [x-ray]\n", "withheld[0]", 5, "has this name"),
        (HEAD + SOUND + "doubtful: maybe\n", "doubtful", 5, "true or false"),
        (HEAD + SOUND + "note: ''\n", "note", 5, "Text is needed"),
        (HEAD + SOUND + "note: 2024-05-01\n", "note", 5, "put it in quotes"),
        ("id: a\ndemographics: {age: 50, sex: male}\nfindings: weak\n", "findings", 3, "are a list"),
        (HEAD + SOUND + "truth: {class: radiculopathy}\n", "truth", 5, "is missing"),
    ],
)
def test_faults_around_the_findings(tmp_path, text, place, line, said):
    found = problems(tmp_path, text)[0]
    assert found.where.endswith(f", {place}")
    assert found.line == line
    assert said in found.message


def test_everything_is_reported_at_once_in_the_order_of_the_file(tmp_path):
    text = (
        "id: a\ndemographics: {age: -3, sex: male}\nfindings:\n"
        "- {type: strength, muscle: tibialis_anteror, side: rihgt, mrc: 7}\n"
        "- {type: reflex, reflex: achiles, side: right, value: absnt}\n"
        "nots: x\n"
    )
    found = problems(tmp_path, text)
    assert [problem.line for problem in found] == [2, 4, 4, 4, 5, 5, 6]
    nearest = {problem.given: problem.nearest[0] for problem in found if problem.nearest}
    assert nearest == {
        "'tibialis_anteror'": "tibialis_anterior",
        "'rihgt'": "right",
        "'achiles'": "achilles",
        "'absnt'": "absent",
        "'nots'": "note",
    }


def test_key_given_twice_names_both_lines(tmp_path):
    found = only(tmp_path, HEAD + "- type: strength\n  muscle: deltoid\n  side: left\n  mrc: 4\n  side: right\n")
    assert (found.line, found.given) == (8, "'side'")
    assert "line 6" in found.message
    assert "findings[0]" in found.where


@pytest.mark.parametrize("extra", ['"id": "b", ', '"source": "\\ud83d\\ude00", "id": "b", '])
def test_key_given_twice_in_json(tmp_path, extra):
    text = (
        '{"id": "a", '
        + extra
        + '"demographics": {"age": 5, "sex": null},\n "findings":\n ['
        + json.dumps({"type": "reflex", "reflex": "gag", "side": "none", "value": "normal"})
    )
    assert only(tmp_path, text + "]}", "case.json").given == "'id'"


def test_json_has_lines_even_with_tabs(tmp_path):
    text = '{\n\t"id": "a",\n\t"demographics": {"age": 1e1, "sex": null},\n\t"findings": [\n\t\t{"type": "lab"}]}'
    assert {problem.line for problem in problems(tmp_path, text, "case.json")} == {5}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused_in_json(tmp_path, number):
    text = '{"id": "a", "demographics": {"age": %s, "sex": null}, "findings": [%s]}'
    finding = '{"type": "reflex", "reflex": "gag", "side": "none", "value": "normal"}'
    assert "not finite" in only(tmp_path, text % (number, finding), "case.json").message


@pytest.mark.parametrize(
    ("content", "name", "said", "line"),
    [
        ("", "case.yaml", "empty", None),
        (" \n\n", "case.yaml", "empty", None),
        (b"id: a\nnote: \xff\n", "case.yaml", "not UTF-8", 2),
        ("id: [a\nnote: b\n", "case.yaml", "not YAML", 2),
        ("id: a\n\tnote: b\n", "case.yaml", "not YAML", 2),
        ("id: a\n---\nid: b\n", "case.yaml", "not YAML", 2),
        ("id: !!python/object:os.system a\n", "case.yaml", "not YAML", 1),
        ("id: \x01\n", "case.yaml", "not YAML", None),
        ('{"id": "a",\n}', "case.json", "not JSON", 2),
        ("just words", "case.yaml", "must be a mapping", 1),
        ("- 1\n- 2\n", "case.yaml", "must be a mapping", 1),
        ("[" * 100_000, "case.yaml", "nested", None),
        ("{a: " * 100_000, "case.yaml", "nested", None),
        ("- " * 100_000, "case.yaml", "nested", None),
        ("id: !!bool x\n", "case.yaml", "cannot be read", 1),
        ("id: !!timestamp x\n", "case.yaml", "cannot be read", 1),
        ("[" * 100_000, "case.json", "nested", None),
        ("a: &a [*a]\n", "case.yaml", "nested", None),
        ("a: " + "9" * 5000 + "\n", "case.yaml", "cannot be read", 1),
    ],
)
def test_files_that_are_no_case(tmp_path, content, name, said, line):
    found = problems(tmp_path, content, name)
    assert any(said in problem.message for problem in found)
    assert line is None or line in {problem.line for problem in found}


def test_swelling_aliases_are_refused(tmp_path):
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x]"] + [
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 8)}]" for i in range(1, 9)
    ]
    assert "too large" in only(tmp_path, "\n".join(rows)).message


def test_large_file_is_refused(tmp_path):
    assert "too large" in only(tmp_path, "#" * 5_000_000).message


def test_missing_file_and_directory(tmp_path):
    for path, said in ((tmp_path / "none.yaml", "no such file"), (tmp_path, "folder")):
        with pytest.raises(InputError, match=said):
            read_case(path)


def test_problems_of_all_files_come_together(tmp_path):
    (tmp_path / "good.yaml").write_text(HEAD + SOUND)
    (tmp_path / "bad.yaml").write_text(HEAD + "- {type: lab}\n")
    with pytest.raises(InputError) as caught:
        read_cases([tmp_path / "bad.yaml", tmp_path / "good.yaml", tmp_path / "missing.yaml"])
    assert {problem.where.split(",")[0] for problem in caught.value.problems} == {
        str(tmp_path / "bad.yaml"),
        str(tmp_path / "missing.yaml"),
    }
    assert len(read_cases([tmp_path / "good.yaml"])) == 1


@pytest.mark.parametrize("raw", [None, 3, "text", [], {}, {"id": 1}, {1: 2}])
def test_mapping_that_is_no_case(raw):
    with pytest.raises(InputError) as caught:
        case_from_mapping(raw)
    assert all(problem.line is None for problem in caught.value.problems)


def test_half_a_character_is_refused():
    finding = {"type": "reflex", "reflex": "gag", "side": "none", "value": "normal"}
    with pytest.raises(InputError, match="Text is needed"):
        case_from_mapping({"id": "a", "demographics": {"age": 1, "sex": None}, "findings": [finding], "note": "\ud800"})


def test_message_is_ready_for_the_terminal(tmp_path):
    text = HEAD + "- {type: strength, muscle: tibialis_anteror, side: right, mrc: 4}\n"
    (tmp_path / "case.yaml").write_text(text)
    with pytest.raises(InputError) as caught:
        read_case(tmp_path / "case.yaml")
    lines = str(caught.value).splitlines()
    assert lines[0].startswith(f"{tmp_path / 'case.yaml'}, findings[0].muscle, line 4:")
    assert lines[1] == "  given:   'tibialis_anteror'"
    assert lines[2].startswith("  allowed: one of the 195 muscles")
    assert lines[3].startswith("  nearest: tibialis_anterior")


@pytest.mark.parametrize(
    ("finding", "given", "nearest"),
    [
        ("{type: strength, muscle: calf_muscle_big, side: left, mrc: 4}", "'calf_muscle_big'", None),
        ("{type: strength, muscle: xyzzy, side: left, mrc: 4}", "'xyzzy'", None),
        ("{type: imaging, modality: MRI, levels: [L6], finding: bulge, side: none}", "'L6'", "L4"),
        ("{type: imaging, modality: MRI, levels: [L4-L5], finding: hernia, side: left}", "'hernia'", "herniation"),
        ("{type: lab, test: blood_cultures_twice, value: positive}", "'blood_cultures_twice'", "blood_culture"),
    ],
)
def test_where_too_many_are_allowed_five_are_named(tmp_path, finding, given, nearest):
    found = only(tmp_path, HEAD + f"- {finding}\n" + SOUND)
    assert found.given == given
    assert found.allowed.startswith("one of the ")
    assert len(found.nearest) == 5
    assert nearest is None or any(nearest in name for name in found.nearest)


def test_up_to_forty_names_are_all_listed(tmp_path):
    found = only(tmp_path, HEAD + "- {type: sensation, dermatomes: [Q5], side: left, modality: pin, value: absent}\n")
    assert found.allowed == ", ".join(vocabulary().ids("dermatomes"))
    found = only(tmp_path, HEAD + "- {type: reflex, reflex: knee_jerkk, side: left, value: absent}\n")
    assert found.allowed == ", ".join(vocabulary().ids("reflexes"))
    assert found.nearest[0] == "patellar"


def test_interrupted_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "case.yaml"
    path.write_text(HEAD + SOUND)
    case = read_case(path)

    def fails(handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        write_case(case, path)
    assert path.read_text() == HEAD + SOUND
    assert list(tmp_path.iterdir()) == [path]


def test_write_replaces_the_old_file(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(HEAD + SOUND)
    case = read_case(path)
    write_case(case.mirrored(), path)
    assert read_case(path).findings[0].side == "right"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("{type: history, item: urinary retention, value: true}", "type: sign, sign: urinary_retention"),
        ("{type: history, item: flick sign, value: true}", "type: sign, sign: flick_sign"),
        ("{type: sign, sign: jaw jerk, value: positive}", "type: reflex, reflex: jaw"),
        ("{type: sign, sign: night sweats, value: positive}", "type: history, item: night_sweats"),
    ],
)
def test_a_name_of_another_kind_of_finding_is_shown_as_it_is_written(tmp_path, finding, said):
    text = f"id: a\ndemographics: {{age: 40, sex: male}}\nfindings:\n- {finding}\n"
    assert said in only(tmp_path, text).message


@pytest.mark.parametrize("path", [None, 3, "", [], {"id": "a"}, object()])
def test_what_is_no_path_is_refused_by_name(path):
    with pytest.raises(InputError, match="case_from_mapping"):
        read_case(path)
    assert read_batch([path]).left_out == 1
