"""Files made to stall, to fill the memory or to mislead a terminal are refused after a bounded amount of work."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from myotome.errors import MOST_LISTED, InputError, Problem, nearest_names
from myotome.exam.reading import yaml_json
from myotome.exam.reading.files import case_from_mapping, read_case
from myotome.exam.vocabulary_table import vocabulary
from myotome.files import read_text, replaced
from myotome.printing import shown

HEAD = "id: a\ndemographics: {age: 44, sex: male}\n"
FINDING = "{type: strength, muscle: tibialis_anterior, side: left, mrc: 3}"
FINDINGS = f"findings:\n- {FINDING}\n"


def swelling(first: str, again: Callable[[str], str], generations: int = 12) -> str:
    """Text of a few lines that stands for 10 ** generations values."""
    lines = [f"a0: &a0 {first}"]
    lines += [f"a{n}: &a{n} {again(', '.join([f'*a{n - 1}'] * 10))}" for n in range(1, generations)]
    return "\n".join(lines) + "\n"


LIST = swelling("[x]", lambda many: f"[{many}]")
HOSTILE = {
    "list that swells": LIST,
    "list that swells as a key": LIST.replace("a11: &a11", "? &a11") + f": 1\n{HEAD}{FINDINGS}",
    "merge that swells": swelling("{x: 1}", lambda many: f"{{<<: [{many}]}}"),
    "merge of itself": "a: &a {<<: *a}\n",
    "list in itself": "a: &a [*a]\n",
    "chain of aliases": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 5000)),
    "deep flow": "[" * 100_000,
    "deep block": "- " * 100_000,
    "very many values": "a: [" + "x, " * 1_000_000 + "]\n",
    "number in the base of 60": f"age: {'1:' * 300_000}1\n",
    "long key": f"? {'k' * 1_000_000}\n: 1\n{HEAD}{FINDINGS}",
    "long tag": f"a: !!{'t' * 500_000} 1\n",
    "no mapping to merge": f"<<: 3\n{HEAD}{FINDINGS}",
    "list as a key": f"? [a, b]\n: 1\n{HEAD}{FINDINGS}",
    "mapping as a key": f"? {{a: b}}\n: 1\n{HEAD}{FINDINGS}",
}


def refused(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_case(path)
    assert len(str(caught.value)) < 200_000
    return caught.value.problems


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_within_the_limit_of_values(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = 0
    count = yaml_json._Reading.count

    def counting(reading: yaml_json._Reading) -> None:
        nonlocal counted
        counted += 1
        count(reading)

    monkeypatch.setattr(yaml_json._Reading, "count", counting)
    for ending in ("yaml", "json"):
        path = tmp_path / f"case.{ending}"
        path.write_text(HOSTILE[name], encoding="utf-8")
        assert refused(path)
        assert counted <= 2 * yaml_json._MAX_NODES


@pytest.mark.parametrize("number", ["0x" + "f" * 5000, "0b" + "1" * 5000, "9" * 400, "-" + "9" * 400, "1" + "_0" * 400])
def test_a_number_beyond_any_float_is_out_of_range_wherever_one_is_read(number: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    findings = f"findings:\n- {FINDING.replace('3', number)}\n- {{type: lab, test: crp, number: {number}}}\n"
    path.write_text(
        f"id: a\ndemographics: {{age: {number}, sex: male}}\nonset: {{value: {number}, unit: weeks}}\n{findings}"
    )
    found = refused(path)
    assert {problem.line for problem in found} == {2, 3, 5, 6}
    assert all("out of range" in problem.message for problem in found)


def test_a_merge_that_is_no_bomb_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(f"{HEAD}findings:\n- &left {FINDING}\n- {{<<: *left, side: right, mrc: 4}}\n")
    assert [finding.label for finding in read_case(path).findings] == [
        "left tibialis anterior: MRC 3",
        "right tibialis anterior: MRC 4",
    ]


def test_long_names_and_many_misspellings_are_searched_for_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = []
    closest = type(vocabulary()).closest
    monkeypatch.setattr(type(vocabulary()), "closest", lambda *given: searched.append(given) or closest(*given))
    findings = [{"type": "strength", "muscle": f"tibialis_{n}", "side": "left", "mrc": 3} for n in range(900)]
    findings[0]["muscle"] = "t" * 1_000_000
    with pytest.raises(InputError) as caught:
        case_from_mapping({"id": "a", "demographics": {"age": 1, "sex": None}, "findings": findings})
    *listed, last = caught.value.problems
    assert len(listed) == len(searched) == MOST_LISTED
    assert last.given == f"{900 - MOST_LISTED} more"
    assert nearest_names("t" * 1_000_000, ["t"]) == ()


@pytest.mark.parametrize("count", [1001, 60_000])
def test_more_findings_than_one_patient_has_are_refused(count: int, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    demographics = {"age": 1, "sex": None}
    path.write_text(json.dumps({"id": "a", "demographics": demographics, "findings": [{"type": "x"}] * count}))
    (problem,) = refused(path)
    assert problem.given == f"{count} findings"


CONTROL = ["\x1b[2J", "\x07", "\x9b31m", "\u202e", "\u2028", "\r"]


@pytest.mark.parametrize("sign", CONTROL)
def test_no_control_character_reaches_the_terminal(sign: str, tmp_path: Path) -> None:
    path = tmp_path / f"{sign}case.json"
    body = {
        "id": f"a{sign}",
        "demographics": {"age": sign, "sex": sign, sign: sign},
        "findings": [{"type": "strength", "muscle": sign, sign: 1}, {"type": sign}],
        sign: {sign: sign},
    }
    path.write_text(json.dumps(body))
    found = refused(path)
    path.write_text('{"id": 1, "' + sign)
    for problem in (*found, *refused(path), *refused(tmp_path / f"none{sign}")):
        assert "".join(str(problem).splitlines()).isprintable()
        assert sign not in str(problem)


def test_any_value_is_shown_in_few_signs() -> None:
    long = "k" * 10**6
    for value in ([[]] * 100_000, long, {long: 10**5000}, 10**5000, -(10**400), long.encode(), deep()):
        assert len(shown(value)) <= 60


def deep() -> list[object]:
    inner: list[object] = []
    for _ in range(100_000):
        inner = [inner]
    return inner


def test_deep_values_of_a_mapping_are_refused_too() -> None:
    with pytest.raises(InputError):
        case_from_mapping(
            {"id": deep(), "demographics": {"age": deep(), "sex": deep()}, "findings": [deep(), {"type": deep()}]}
        )


def test_only_regular_files_of_a_bounded_size_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(6_000_000_000)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        kinds = {tmp_path / name: name for name in ("pipe", "socket")} | {Path("/dev/zero"): "device"}
        for path, kind in kinds.items():
            assert f"a {kind}" in refused(path)[0].given
    assert refused(tmp_path / "sparse")[0].given == "6000000000 bytes"
    for name in ("x" * 1000, "a\0b"):
        assert refused(tmp_path / name)


def test_a_file_that_grows_while_it_is_read_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x" * 3000)
    small = os.stat_result((0o100644, 0, 0, 1, 0, 0, 10, 0, 0, 0))
    monkeypatch.setattr("myotome.files.os.fstat", lambda _: small)
    with pytest.raises(InputError, match="too large"):
        read_text(path, "a text", 2000)


def interrupted(path: Path) -> None:
    with replaced(path) as part:
        part.write_text("half")
        raise KeyboardInterrupt


@pytest.mark.parametrize("old", [None, "old"])
def test_a_file_is_replaced_whole_or_not_at_all(old: str | None, tmp_path: Path) -> None:
    path, link = tmp_path / "file.csv", tmp_path / "link.csv"
    link.symlink_to(path)
    if old is not None:
        path.write_text(old)
        path.chmod(0o640)
    names = {one.name for one in tmp_path.iterdir()}
    with pytest.raises(KeyboardInterrupt):
        interrupted(link)
    assert {one.name for one in tmp_path.iterdir()} == names
    assert old is None or path.read_text() == old
    with replaced(link) as part:
        part.write_text("new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert old is None or path.stat().st_mode & 0o777 == 0o640
