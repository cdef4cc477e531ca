"""A registry explained: the same bytes for any number of workers, resumed after a kill, no patient lost."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from myotome.cli.main import app
from myotome.errors import InputError
from myotome.evidence.evaluated_cases import scored_case, scores
from myotome.exam import read_batch, read_cases
from myotome.explain import explain
from myotome.interop import explain_table
from myotome.interop.registry import RegistryResult, parts

ROOT = Path(__file__).parents[3]
CASES = read_cases(sorted((ROOT / "examples").glob("*.yaml")))


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """Five patients in parts of two, one of them with a faulty case."""
    monkeypatch.setattr(parts, "PATIENTS", 2)
    texts = [json.dumps(case.to_dict()) for case in CASES[:4]]
    texts.insert(2, '{"id": "a", "demographics": {"age": 200, "sex": null}, "findings": []}')
    path = tmp_path / "registry.parquet"
    pq.write_table(pa.table({"id": [f"p{number}" for number in range(5)], "case": texts}), path)
    return path


def rows(out: Path) -> list[dict[str, object]]:
    return [row for path in sorted(out.glob("part-*.parquet")) for row in pq.read_table(path).to_pylist()]


def content(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_every_patient_has_a_row_with_the_answer_of_explain(registry, tmp_path):
    result = explain_table(registry, tmp_path / "out")
    told = rows(tmp_path / "out")
    assert [row["patient"] for row in told] == [f"p{number}" for number in range(5)]
    assert (result.patients, result.refused) == (5, 1)
    assert told[2]["status"] == "refused"
    assert "age" in str(told[2]["problem"])
    alone = explain(CASES[0].without_truth(), with_next_tests=False).to_dict()
    assert told[0]["cause_probability"] == alone["causes"][0]["probability"]
    assert {name: told[0][f"class_{name}"] for name in alone["classes"]} == alone["classes"]
    assert told[0]["verdict"] == alone["disc_to_blame"]["verdict"]
    assert result.red_flags == sum(bool(row["red_flag"]) for row in told)


def test_the_summary_says_how_far_the_answers_agree_with_what_is_known(tmp_path):
    """As the scorer of cases does, and without a word of it in any answer."""
    files = sorted((ROOT / "benchmarks" / "localisation" / "cases").glob("*.yaml"))[:40]
    cases = [case for case in read_batch(files).cases if case.truth and len(case.findings) < 10][:6]
    said = [explain(case.without_truth(), with_next_tests=False) for case in cases]
    true = scores([scored_case(case.truth, one) for case, one in zip(cases, said, strict=True)])
    path = tmp_path / "known.parquet"
    texts = [json.dumps(case.to_dict()) for case in cases]
    pq.write_table(pa.table({"id": [case.id for case in cases], "case": texts}), path)
    explain_table(path, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "summary.json").read_text())["where_truth_is_known"]
    assert told["patients"] == 6
    found = (told["class_right"], told["log_score"], told["calibration_error"])
    assert found == pytest.approx((true.class_top1, true.log_score, true.ece), abs=1e-4)


@pytest.mark.slow
def test_any_number_of_workers_writes_the_same_bytes(registry, tmp_path):
    explain_table(registry, tmp_path / "one")
    explain_table(registry, tmp_path / "two", workers=2)
    explain_table(registry, tmp_path / "dask", scheduler="local:2")
    assert content(tmp_path / "one") == content(tmp_path / "two") == content(tmp_path / "dask")


def test_a_killed_run_goes_on_where_it_ended(registry, tmp_path):
    out = tmp_path / "out"
    explain_table(registry, out)
    whole = content(out)
    first, second, third = sorted(out.glob("part-*.parquet"))
    kept = first.stat().st_mtime_ns
    second.write_bytes(second.read_bytes()[:100])
    third.unlink()
    (out / ".myotome-abc.part.parquet").write_bytes(b"left")
    told: list[int] = []
    explain_table(registry, out, progress=told.append)
    assert content(out) == whole
    assert first.stat().st_mtime_ns == kept
    assert told == [2, 4, 5]


def test_the_answer_of_another_table_is_not_mixed_in(registry, tmp_path):
    out = tmp_path / "out"
    explain_table(registry, out)
    pq.write_table(pq.read_table(registry).slice(0, 2), registry)
    with pytest.raises(InputError, match="another table"):
        explain_table(registry, out)


def test_a_finding_a_row_named_as_in_a_case_file(tmp_path):
    path = tmp_path / "long.csv"
    lines = ["id,age,sex,onset_weeks,type,muscle,reflex,side,mrc,value"]
    lines += ["a,44,male,3,strength,extensor_hallucis_longus,,left,3,", "a,,,,reflex,,achilles,left,,normal"]
    lines += ["b,50,,,reflex,,achilles,left,,absent", "a,44,,,reflex,,patellar,left,,normal"]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = explain_table(path, tmp_path / "out")
    told = rows(tmp_path / "out")
    assert [row["status"] == "refused" for row in told] == [False, False, True]
    assert "sort the table" in str(told[2]["problem"])
    assert result.refused == 1
    lead = max((name for name in told[0] if name.startswith("class_")), key=lambda name: told[0][name])
    assert lead in ("class_radiculopathy", "class_peripheral_nerve")


def test_a_table_without_a_map_needs_the_names_of_a_case_file(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("name,colour\n7,red\n", encoding="utf-8")
    with pytest.raises(InputError, match="--map"):
        explain_table(path, tmp_path / "out")


def test_the_command_counts_and_keeps_small_numbers_back(registry, tmp_path):
    done = CliRunner().invoke(app, ["explain", "--table", str(registry), "--out", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 2, done.output  # one patient could not be read
    assert json.loads(done.stdout)["statuses"]["refused"] == "fewer than 5"
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["patients"] == 5


def test_an_empty_case_and_a_second_row_with_another_age_are_refused(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("id,case\na,\nb,null\n", encoding="utf-8")
    assert explain_table(path, tmp_path / "out").refused == 2
    assert "cases.csv, case, line 2" in str(rows(tmp_path / "out")[0]["problem"])
    path.write_text("id,age,type,reflex,side,value\na,44,reflex,achilles,left,normal\na,45,,,,\n", encoding="utf-8")
    assert explain_table(path, tmp_path / "other").refused == 1
    assert "Contradicts line 2" in str(rows(tmp_path / "other")[0]["problem"])


def test_a_small_count_cannot_be_computed_from_the_others():
    statuses, verdicts = {"answered": 30, "cannot_tell": 9, "refused": 2}, {"yes": 25, "no": 14}
    told = RegistryResult(41, 2, 7, statuses, {"radiculopathy": 39}, verdicts).to_dict()
    assert told["refused"] == told["statuses"]["refused"] == "fewer than 5"
    assert told["statuses"] | {"refused": 0} == {"answered": 30, "cannot_tell": "not stated", "refused": 0}
    assert told["verdicts"] == {"yes": 25, "no": "not stated"}
    assert told["classes"] == {"radiculopathy": "not stated"}
    assert (told["patients"], told["red_flags"]) == (41, 7)
    whole = RegistryResult(39, 0, 0, {"answered": 39}, {"radiculopathy": 39}, verdicts).to_dict()
    assert (whole["refused"], whole["verdicts"]) == (0, verdicts)


@pytest.mark.parametrize("words", [[], ["--table", "x.csv"], ["--table", "x.csv", "--out", ".", "a.yaml"]])
def test_a_case_or_a_registry_is_named(words):
    assert CliRunner().invoke(app, ["explain", *words]).exit_code == 2
