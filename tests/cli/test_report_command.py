"""`myotome report`: what it writes, and what it says where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from myotome.cli.main import app

EXAMPLES = Path(__file__).parents[2] / "examples"
CASE = str(EXAMPLES / "peroneal-palsy.yaml")


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["report", *words])
    return done.exit_code, done.output


@pytest.mark.parametrize("reader", ["clinician", "patient-education"])
@pytest.mark.parametrize(("ending", "start"), [(".html", b"<!doctype html>"), (".pdf", b"%PDF-")])
def test_a_report_is_written(tmp_path: Path, reader: str, ending: str, start: bytes) -> None:
    target = tmp_path / f"report{ending}"
    code, told = run(CASE, "-o", str(target), "--for", reader, "--date", "2026-01-31")
    assert code == 0
    assert str(target) in told.replace("\n", "")
    content = target.read_bytes()
    assert content.startswith(start)
    if ending == ".html":
        assert b"2026-01-31" in content


def test_a_red_flag_has_its_exit_code(tmp_path: Path) -> None:
    code, _ = run(str(EXAMPLES / "cauda-equina.yaml"), "-o", str(tmp_path / "report.html"))
    assert code == 4


@pytest.mark.parametrize(
    ("target", "said"),
    [("report.docx", ".html or .pdf"), ("nowhere/report.html", "a folder that exists")],
)
def test_a_wrong_target_is_named(tmp_path: Path, target: str, said: str) -> None:
    code, told = run(CASE, "-o", str(tmp_path / target))
    assert code == 2
    assert said in told
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_is_written_in_german(tmp_path: Path) -> None:
    target = tmp_path / "sheet.html"
    code, _ = run(CASE, "-o", str(target), "--for", "patient-education", "--lang", "de", "--date", "2026-01-31")
    assert code == 0
    assert "Übungen für zu Hause" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("reader", "lang", "said"), [("patient-education", "xx", "en or de"), ("clinician", "de", "en")]
)
def test_a_language_that_there_is_not_is_named(tmp_path: Path, reader: str, lang: str, said: str) -> None:
    code, told = run(CASE, "-o", str(tmp_path / "report.html"), "--for", reader, "--lang", lang)
    assert code == 2
    assert f"allowed: {said}" in told
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    code, told = run(CASE, "-o", str(tmp_path / "report.html"))
    assert code == 2
    assert "This is a folder" in told


def test_a_wrong_day_is_named(tmp_path: Path) -> None:
    code, told = run(CASE, "-o", str(tmp_path / "report.html"), "--date", "yesterday")
    assert code == 2
    assert "yesterday" in told


def test_without_the_typesetter_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    code, told = run(CASE, "-o", str(tmp_path / "report.pdf"))
    assert code == 2
    assert "install it, or ask for .html" in told
