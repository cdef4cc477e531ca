"""The page and the picture of `load`: what cannot be held comes first, names are escaped, bytes are the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from myotome.errors import InputError
from myotome.load import Impairment, LoadAnswer, Weakness, load_answer, reference_person
from myotome.report.load_figure import draw_load, load_svg
from myotome.report.load_summary import print_load

GONE = Impairment(tuple(Weakness(name, "bilateral", 100.0) for name in ("erector_spinae", "multifidus")))


def answered(name: str = "standing_flexed", impairment: Impairment | None = None, **options: Any) -> LoadAnswer:
    return load_answer(name, reference_person(), options, impairment, draws=0)


def numbers(picture: str) -> list[float]:
    """Heights of all that is drawn: a mirror image moves nothing up or down."""
    spots = re.findall(r'points="([^"]+)"', picture)
    return sorted(round(float(pair.split(",")[1]), 0) for spot in spots for pair in spot.split())


def test_the_page_names_the_discs_and_the_muscles(capsys: pytest.CaptureFixture[str]) -> None:
    print_load(answered())
    shown = capsys.readouterr().out
    assert "It can be held" in shown
    for name in ("L5-S1", "L4-L5", "multifidus", "Sources", "male, 40 years"):
        assert name in shown


def test_what_cannot_be_held_is_said_first(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answered(impairment=GONE, flexion_deg=60.0)
    print_load(answer)
    shown = capsys.readouterr().out
    assert "cannot hold exactly this posture" in shown
    assert shown.index("cannot hold") < shown.index("Discs")
    assert "healthy twin" in shown
    assert "Cannot be held" in load_svg(answer)


def test_the_picture_is_well_formed_and_the_same_each_time() -> None:
    answer = answered("standing_bent", side="right")
    picture = load_svg(answer)
    assert picture == load_svg(answer)
    root = ElementTree.fromstring(picture)
    titles = [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert {"L4-L5", "L5", "sacrum"} <= set(titles)
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


def test_left_and_right_draw_mirror_images() -> None:
    right, left = (load_svg(answered("standing_bent", side=side)) for side in ("right", "left"))
    assert numbers(right) == pytest.approx(numbers(left), abs=1.5)


def test_text_is_escaped() -> None:
    answer = answered("standing")
    named = replace(answer, task=replace(answer.task, label="<script>alert(1)</script> & more"))
    assert "<script>" not in load_svg(named)
    ElementTree.fromstring(load_svg(named))


def test_a_picture_goes_into_a_file_of_a_known_kind(tmp_path: Path) -> None:
    answer = answered("standing")
    draw_load(answer, tmp_path / "spine.svg")
    assert (tmp_path / "spine.svg").read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(InputError, match=r"\.svg or \.png"):
        draw_load(answer, tmp_path / "spine.gif")
