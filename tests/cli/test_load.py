"""`myotome load`: what it prints as JSON, what it writes, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.cli.process.endings import ExitCode
from myotome.load import JOINTS, neck_task_table, task_table
from support.compact_cases import L5_ROOT


def invoke(*arguments: Any) -> Any:
    return CliRunner().invoke(app, ["load", *[str(argument) for argument in arguments]])


def answer(*arguments: Any) -> dict[str, Any]:
    done = invoke(*arguments, "--json", "--draws", 0)
    assert done.exit_code == ExitCode.ANSWERED, done.output
    return dict(json.loads(done.stdout))


def compression(plain: dict[str, Any], disc: str = "L4-L5") -> float:
    return next(float(entry["compression_n"]) for entry in plain["discs"] if entry["disc"] == disc)


def test_an_answer_has_what_is_promised() -> None:
    plain = answer("standing", "--person", "sex=female,height=1.70,mass=60,age=35")
    assert set(plain) >= {"task", "person", "feasible", "unmet_moment_nm", "discs", "muscles", "alignment", "sources"}
    assert plain["person"] == {"sex": "female", "age": 35.0, "height_m": 1.7, "mass_kg": 60.0}
    assert [entry["disc"] for entry in plain["discs"]] == list(JOINTS)


def test_intervals_stand_beside_every_number() -> None:
    plain = json.loads(invoke("standing", "--json", "--draws", 40).stdout)
    for entry in plain["discs"]:
        for name in ("compression_n", "shear_anterior_n", "shear_lateral_n", "pressure_mpa"):
            assert len(entry[f"{name}_interval"]) == 2


def test_weakness_and_spasm_are_read_from_their_words() -> None:
    healthy = compression(answer("standing"))
    spasm = answer("standing", "--spasm", "erector_spinae:left:0.3")
    assert compression(spasm) > healthy
    assert spasm["discs"][1]["healthy_compression_n"] == pytest.approx(healthy, abs=1e-3)
    weak = answer("standing_flexed", "--weaken", "multifidus:bilateral:100", "--weaken", "psoas_major:right:50")
    assert compression(weak) != pytest.approx(compression(answer("standing_flexed")), rel=1e-3)


def test_options_reach_the_task() -> None:
    loads = [compression(answer("holding", "--mass-kg", 5, "--distance-cm", far)) for far in (25, 45)]
    assert loads[1] > loads[0]
    left, right = (answer("standing_bent", "--side", side) for side in ("left", "right"))
    assert left["discs"][1]["shear_lateral_n"] == pytest.approx(-right["discs"][1]["shear_lateral_n"], abs=1e-3)


def test_options_that_only_some_tasks_have_are_read_too() -> None:
    assert answer("exercise", "sit_up", "--trunk-deg", 30)["options"] == {"trunk_deg": 30.0}
    assert answer("exercise", "sit_up", "--trunk-deg=30")["options"] == {"trunk_deg": 30.0}


def test_the_roots_of_a_case_weaken_its_muscles(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    case = {"id": "case", "demographics": {"age": 44, "sex": "male"}, "findings": L5_ROOT}
    path.write_text(yaml.safe_dump(case), encoding="utf-8")
    plain = answer("standing_flexed", "--case", path)
    # lumbar multifidus that springs from L5 is supplied by L5 alone
    own = [entry for entry in plain["muscles"] if entry["fascicle"].startswith("MF_m5") and entry["side"] == "right"]
    assert own
    assert sum(entry["force_n"] - entry["healthy_force_n"] for entry in own) < -1.0


def test_every_task_and_exercise_is_listed() -> None:
    listed = json.loads(invoke("--list", "--json").stdout)
    assert [entry["task"] for entry in listed] == [*task_table(), *neck_task_table()]
    assert "standing_flexed" in invoke("--list").stdout


def test_validation_prints_every_row_and_the_scores() -> None:
    plain = json.loads(invoke("validate", "--json").stdout)
    assert plain["rank_correlation"] >= 0.9
    shown = invoke("validate").stdout
    assert all(row["id"] in shown for row in plain["rows"])
    assert "rank correlation" in shown.replace("\n", " ")


@pytest.mark.parametrize("words", [["sitting", "on", "a", "ball"], ["rising from a chair"], ["Turning", "in", "bed"]])
def test_a_task_is_understood_in_words(words: list[str]) -> None:
    done = invoke(*words, "--draws", "0", "--json")
    assert done.exit_code == ExitCode.ANSWERED, done.output
    assert json.loads(done.stdout)["task"] in ("sitting_on_ball", "rising", "turning_in_bed")


def test_a_movement_is_solved_frame_by_frame(tmp_path: Path) -> None:
    table, out = tmp_path / "angles.csv", tmp_path / "loads.csv"
    table.write_text("lumbar_flexion_deg\n0\n15\n30\n", encoding="utf-8")
    done = invoke("--trajectory", table, "--out", out, "--json")
    assert done.exit_code == ExitCode.ANSWERED, done.output
    frames = json.loads(done.stdout)["frames"]
    assert [frame["frame"] for frame in frames] == [0, 1, 2]
    with out.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 3 * len(JOINTS)
    assert float(rows[-1]["pressure_mpa"]) > 0.0
    assert "3 frames" in invoke("--trajectory", table).stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["standng"], "standing"),
        ([], "one task"),
        (["standing", "sitting_upright"], "one task"),
        (["exercise", "standing"], "exercise"),
        (["standing", "--weaken", "multifidis:right:20"], "multifidus"),
        (["standing", "--weaken", "multifidus:rihgt:20"], "right"),
        (["standing", "--weaken", "multifidus:20"], "MUSCLE:SIDE:PERCENT"),
        (["standing", "--spasm", "multifidus:left:x"], "MUSCLE:SIDE:LEVEL"),
        (["standing", "--person", "sex=male,weight=80"], "mass"),
        (["standing", "--person", "mass=-3"], "30 to 250"),
        (["standing", "--person", "mass=nan"], "30 to 250"),
        (["standing", "--person", "female"], "sex=female"),
        (["standing", "--person", "mass=much"], "number"),
        (["standing_flexed", "--flexion-deg", "140"], "0 to 90"),
        (["standing", "--mass-kg", "4"], "no option"),
        (["standing", "--case", "nowhere.yaml"], "nowhere.yaml"),
        (["standing_flexed", "--flexion", "40"], "flexion_deg"),
        (["exercise", "sit_up", "--trunk-deg", "500"], "to"),
        (["standing", "--out", "loads.txt"], ".csv or .parquet"),
        (["standing", "--person", "sex=female,sex=male"], "more than once: sex"),
        (["standing", "--person", "sex=female,"], "needs a value"),
        (["standing", "--person", ""], "needs a value"),
        (["standing", "--person", "sex=x"], "allowed: male, female"),
        (["nonsense"], f"one of {len(task_table()) + len(neck_task_table())} names"),
        (["nonsense"], "nearest: "),
        (["exercise", "sit_up", "--trunk-deg", "30", "--trunk-deg=20"], "uplicate option"),
        (["holding", "--mass-kg", "5", "--mass_kg=6"], "uplicate option"),
    ],
)
def test_bad_input_ends_with_code_2_and_a_way_out(arguments: list[str], told: str) -> None:
    done = invoke(*arguments, "--draws", 0)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert told in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("arguments", "useless"),
    [
        (["lifting", "--distance-cm", 20, "--trajectory", "angles.csv"], ("TASK", "--distance-cm")),
        (["standing", "--fill", "linear", "--angle-unit", "degrees"], ("--fill", "--angle-unit")),
        (["--trajectory", "angles.csv", "--distance-cm", 5, "--draws", 200], ("--distance-cm", "--draws")),
        (["--trajectory", "angles.csv", "--trunk-deg", 30], ("--trunk-deg",)),
        (["validate", "--person", "sex=female", "--out", "loads.csv"], ("--person", "--out")),
        (["validate", "--trajectory", "angles.csv"], ("TASK",)),
        (["standing", "--list", "--weaken", "multifidus:right:40"], ("TASK", "--weaken")),
        (["--list", "--trajectory", "angles.csv"], ("--trajectory",)),
    ],
)
def test_an_option_without_effect_is_refused(arguments: list[object], useless: tuple[str, ...]) -> None:
    done = invoke(*arguments, "--json")
    assert done.exit_code == ExitCode.BAD_INPUT
    assert not done.stdout
    problems = json.loads(done.stderr.splitlines()[-1])["error"]["problems"]
    assert {problem["where"] for problem in problems} == set(useless)
    assert all("no effect" in problem["message"] for problem in problems)


def test_a_movement_takes_a_person_and_weak_muscles(tmp_path: Path) -> None:
    table = tmp_path / "angles.csv"
    table.write_text("lumbar_flexion_deg\n30\n", encoding="utf-8")
    more = ("--person", "sex=female", "--weaken", "multifidus:bilateral:50")
    changed, usual = (
        json.loads(invoke("--trajectory", table, *words, "--json").stdout)["frames"] for words in (more, ())
    )
    assert changed[0]["discs"] != usual[0]["discs"]


SQUAT = Path(__file__).parents[2] / "examples" / "squat.mot"


def test_a_recording_of_opensim_is_read_and_written_as_a_storage_file(tmp_path: Path) -> None:
    out = tmp_path / "loads.sto"
    done = invoke("--trajectory", SQUAT, "--mass-kg", 10, "--output", out, "--json")
    assert done.exit_code == ExitCode.ANSWERED, done.output
    plain = json.loads(done.stdout)
    header, _, body = out.read_text(encoding="utf-8").partition("endheader\n")
    rows = [line.split("\t") for line in body.splitlines()]
    assert f"nRows={len(plain['frames'])}" in header
    assert f"nColumns={len(rows[0])}" in header
    at = rows[0].index("L4-L5_compression_n")
    assert [float(row[at]) for row in rows[1:]] == pytest.approx([compression(frame) for frame in plain["frames"]])
    assert plain["summary"][1]["peak_compression_n"] == pytest.approx(max(float(row[at]) for row in rows[1:]))
    empty = json.loads(invoke("--trajectory", SQUAT, "--json").stdout)
    assert plain["summary"][1]["cumulative_compression_ns"] > empty["summary"][1]["cumulative_compression_ns"]


def test_a_recording_is_drawn_over_time_and_its_inertia_can_be_left_out(tmp_path: Path) -> None:
    table, picture = tmp_path / "bend.csv", tmp_path / "bend.svg"
    rows = [f"{0.02 * n:.2f},{20.0 * (n > 20)},{min(n, 30)}" for n in range(41)]
    table.write_text("time_s,lumbar_flexion_deg,pelvis_flexion_deg\n" + "\n".join(rows), encoding="utf-8")
    moving = json.loads(invoke("--trajectory", table, "--figure", picture, "--json").stdout)
    still = json.loads(invoke("--trajectory", table, "--cutoff-hz", 0, "--json").stdout)
    assert "L4-L5" in picture.read_text(encoding="utf-8")
    assert (moving["reading"]["cutoff_hz"], still["reading"]["cutoff_hz"]) == (6.0, 0.0)
    peaks = [of["summary"][1]["peak_compression_n"] for of in (moving, still)]
    assert peaks[0] > 1.05 * peaks[1]
    assert any("held still" in note["text"] for note in still["reading"]["notes"])


def test_what_was_done_to_a_recording_is_printed(tmp_path: Path) -> None:
    table = tmp_path / "angles.csv"
    table.write_text("time_s,lumbar_rotation_deg,other\n0,14\n0.1,\n0.2,15.1\n", encoding="utf-8")
    refused = invoke("--trajectory", table)
    assert refused.exit_code == ExitCode.BAD_INPUT
    assert "--fill linear" in refused.stderr
    said = " ".join(invoke("--trajectory", table, "--fill", "linear").stdout.split())
    assert "1 missing frame filled" in said
    assert "1 of 3 frames past the range" in said
    assert "Ignored 1 column: other" in said
    assert "1 values filled, 1 cut off" in said


@pytest.mark.parametrize(
    ("more", "told"),
    [(("--fill", "cubic"), "none, linear, spline"), (("--angle-unit", "gon"), "degrees, radians")],
)
def test_a_wrong_way_of_reading_is_refused(more: tuple[str, str], told: str) -> None:
    done = invoke("--trajectory", SQUAT, *more)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert told in done.stderr


def test_measured_strength_goes_with_a_task_and_with_a_recording(tmp_path: Path) -> None:
    table = tmp_path / "dynamometer.csv"
    table.write_text("Set;Torque_NM\nextension;150,0\n", encoding="utf-8")
    for words in (("standing", "--draws", 0), ("--trajectory", SQUAT)):
        said = " ".join(invoke(*words, "--strength", table).stdout.split())
        assert "as strong as measured: extension 150 Nm" in said
    done = invoke("--trajectory", table)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "--strength FILE" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--weaken", "rectus_abdominis:right:50"),
        ("--weaken", "psoas_major:left:2"),
        ("--spasm", "multifidus:left:0.001"),
        ("--spasm", "trapezius:left:0.3"),
    ],
)
def test_a_one_sided_change_too_small_to_curve_the_spine_is_answered(words: tuple[str, str]) -> None:
    done = invoke("standing", *words, "--draws", 0)
    assert done.exit_code == ExitCode.ANSWERED, done.output


@pytest.mark.parametrize("option", ["--trajectory", "--case", "--strength"])
def test_a_binary_file_is_refused_wherever_it_is_given(tmp_path: Path, option: str) -> None:
    binary = tmp_path / "file.csv"
    binary.write_bytes(bytes(range(256)) * 8)
    done = invoke(*(() if option == "--trajectory" else ("standing",)), option, binary)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert str(binary) in done.stderr


@pytest.mark.parametrize("option", ["--trajectory", "--case", "--strength"])
def test_what_is_read_is_not_written_over(option: str, tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_text("time,lumbar_flexion\n0,1\n", encoding="utf-8")
    task = [] if option == "--trajectory" else ["standing"]
    done = invoke(*task, option, source, "--out", source)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "would be written over" in done.output
    assert source.read_text(encoding="utf-8").startswith("time,lumbar_flexion\n")


@pytest.mark.parametrize(
    ("option", "word", "fragments"),
    [
        ("--weaken", "erector_spine:right:40", ("erector_spinae",)),
        ("--weaken", "hamstrings:right:40", ("begins at the pelvis",)),
        ("--weaken", "gluteus medius:left:40", ("begins at the pelvis", "--short-leg")),
        ("--weaken", "multifidus:rigth:40", ("right",)),
        ("--weaken", "multifidus:right:modrate", ("moderate",)),
        ("--guard", "multifidus:right", ("MUSCLE:SIDE:LEVEL",)),
        ("--tight", "psoas_major:right:a lot", ("PERCENT shorter",)),
        ("--imbalance", "left:right:multifidus=0", ("above 0",)),
        ("--imbalance", "left:left:multifidus=0.5", ("differ",)),
        ("--imbalance", "flexors:extensor=0.5", ("extensors",)),
    ],
)
def test_a_bad_word_of_an_impairment_is_named_with_the_nearest(
    option: str, word: str, fragments: tuple[str, ...]
) -> None:
    done = invoke("standing", option, word)
    assert done.exit_code == ExitCode.BAD_INPUT
    text = " ".join(done.output.split())
    assert all(fragment in text for fragment in fragments)


def test_words_and_ratios_say_the_same_as_numbers() -> None:
    plain = answer("standing_flexed", "--weaken", "erector_spinae:left:30")
    for same in (
        ("--imbalance", "left:right:erector spinae=0.7"),
        ("--imbalance", f"right:left:erector_spinae={1 / 0.7}"),
    ):
        assert answer("standing_flexed", *same)["discs"] == plain["discs"]
    moderate = answer("standing_flexed", "--weaken", "multifidus:both:moderate")
    assert moderate["discs"] == answer("standing_flexed", "--weaken", "multifidus:bilateral:40")["discs"]
    assert {change["kind"] for change in plain["compensation"]} >= {"muscle"}


def test_a_ratio_of_flexors_and_extensors_is_met_by_the_weaker_group() -> None:
    pytest.importorskip("scipy")
    from myotome.evidence import weaknesses_for_ratio
    from myotome.evidence.load.strength_test import trial
    from myotome.load import SETS_OF_TASKS, Impairment, reference_person, spine
    from myotome.load.body.impairment import strength_left

    model = spine(reference_person(), SETS_OF_TASKS)
    flexion, extension = trial(model, "flexion"), trial(model, "extension")
    usual = flexion.capacity_nm() / extension.capacity_nm()
    for share in (0.8, 1.2):
        left = strength_left(model.fascicles, Impairment(tuple(weaknesses_for_ratio(model.person, share * usual))))
        assert left.min() < 1.0
        assert flexion.capacity_nm(left) / extension.capacity_nm(left) == pytest.approx(share * usual, rel=0.02)


def test_the_shape_of_a_spine_is_read_from_its_words() -> None:
    words = (
        "--measured",
        "pelvic_incidence=60,kyphosis=55",
        "--scoliosis",
        "right:T11-L3:20",
        "--short-leg",
        "left:10",
    )
    plain = answer("standing", *words)
    assert plain["shape"]["lordosis_deg"] == pytest.approx(50.6, abs=0.1)
    assert plain["shape"]["scoliosis"] == "right:T11-L3:20"
    assert plain["shape"]["short_leg"] == "left:10"
    assert all("healthy_compression_n" in disc for disc in plain["discs"])


@pytest.mark.parametrize(
    ("words", "fragments"),
    [
        (("--measured", "lordoses=40"), ("lordosis",)),
        (("--measured", "kyphosis=much"), ("degrees",)),
        (("--measured", "pelvic_incidence=5"), ("20 to 100",)),
        (("--scoliosis", "right:L3:20"), ("right:T11-L3:25",)),
        (("--scoliosis", "rigth:T11-L3:20"), ("right",)),
        (("--scoliosis", "right:T11-S3:20"), ("L3",)),
        (("--short-leg", "right"), ("right:12",)),
    ],
)
def test_a_bad_word_of_a_shape_is_named(words: tuple[str, str], fragments: tuple[str, ...]) -> None:
    done = invoke("standing", *words)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert all(fragment in " ".join(done.output.split()) for fragment in fragments)


def test_strength_may_be_typed_or_come_as_a_force_with_its_lever(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    torque, force = tmp_path / "torque.csv", tmp_path / "force.csv"
    torque.write_text("Direction,Torque_NM\nextension,150\n", encoding="utf-8")
    force.write_text("Direction,Force (N),Lever (m)\nextension,375,0.4\n", encoding="utf-8")
    ways = (("--strength", torque), ("--strength", force), ("--measured", "extension_nm=150"))
    found = [answer("standing_flexed", *way) for way in ways]
    assert found[0]["discs"] == found[1]["discs"] == found[2]["discs"]
    assert found[0]["measured"]["strength_tested"] == ["extensors"]


def test_areas_and_ranges_are_read_by_side() -> None:
    plain = answer("standing", "--measured", "psoas_major_right_cm2=15,lumbar_flexion=40")
    assert plain["measured"]["areas_cm2"] == {"psoas_major:right": 15.0}
    assert plain["measured"]["ranges_deg"] == {"lumbar_flexion": 40.0}


def test_the_help_says_which_grips_there_are_and_the_answer_how_far() -> None:
    said = " ".join(invoke("--help").stdout.split())
    assert all(choice in said.partition("--grip")[2] for choice in task_table()["holding"].options["grip"].choices)
    assert "distance 27 cm" in " ".join(invoke("holding", "--grip", "belly", "--draws", 0).stdout.split())
