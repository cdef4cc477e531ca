"""The other pictures of a report: whole, the same each time, and with their words as words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from myotome.anatomy import disc_levels
from myotome.care.treatment.options import arm_in_words
from myotome.errors import InputError
from myotome.exam import case_from_mapping
from myotome.explain.explanation import Evidence, LikelyDisc
from myotome.forecast import ForecastOptions, PersonNow, arm_of, forecast, person_start
from myotome.report.figures.disc_section import disc_section
from myotome.report.figures.evidence import evidence_figure, heaviest
from myotome.report.figures.fan_chart import OUTCOMES, draw_fan_chart, fan_chart, fan_charts
from myotome.report.figures.spine_map import DiscMark, disc_marks, spine_map
from support.made_explanations import made

NASTY = "<script>alert(1)</script> & \"'"


def whole(picture: str) -> str:
    """Parse it, and look for what must not be there."""
    ElementTree.fromstring(picture)
    assert "<script" not in picture
    assert "<desc>" in picture
    return picture


def told() -> Any:
    from myotome.forecast import PossibleHerniation

    herniation = PossibleHerniation(1.0, "L5-S1", "right", "subarticular", ("S1",), 0.6, {"extrusion": 1.0})
    start = person_start((herniation,), PersonNow(age=45.0, sex="female", leg_pain=7.0, back_pain=4.0))
    arms = [arm_of(name) for name in ("watchful_waiting", "discectomy_early", "core_stabilisation")]
    return forecast(start, arms, ForecastOptions(52, 256, 1))


@pytest.fixture(scope="module")
def course() -> Any:
    return told()


def test_bars_point_to_the_side_that_they_speak_for() -> None:
    weights = (1.5, -0.8, 0.02)
    evidence = tuple(Evidence(n, f"{NASTY} {n}", weight, "rival") for n, weight in enumerate(weights))
    picture = evidence_figure(made(evidence=evidence))
    assert picture is not None
    whole(picture)
    assert "+1.5" in picture
    assert "-0.8" in picture
    assert "+0.0" not in picture.replace("<desc>", "")


def test_no_evidence_no_picture() -> None:
    assert evidence_figure(made(evidence=())) is None


def test_the_heaviest_are_kept_and_ordered() -> None:
    evidence = [Evidence(n, str(n), (n - 20) / 10, "rival") for n in range(41)]
    kept = [item.weight for item in heaviest(evidence, 6)]
    assert kept == sorted(kept, reverse=True)
    assert set(kept) == {2.0, 1.9, 1.8, -2.0, -1.9, -1.8}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_treatment_has_its_panel(course: Any, outcome: str) -> None:
    picture = whole(fan_chart(course, outcome))
    assert picture.count('fill="#dbe9f4"/>') == len(course.arms)
    for arm in course.arms:
        assert arm_in_words(arm).split()[0].casefold() in picture.casefold()


def test_bands_stay_within_their_panel(course: Any) -> None:
    paths = re.findall(r'<path d="M([^Z]+)Z" fill="#dbe9f4"/>', fan_chart(course, "odi"))
    for path in paths:
        heights = [float(pair.split(",")[1]) for pair in path.split("L")]
        assert max(heights) - min(heights) <= 96.0 + 0.2


def test_one_treatment_needs_nothing_to_compare_with(course: Any) -> None:
    first = next(iter(course.arms))
    alone = whole(fan_chart(replace(course, arms={first: course.arms[first]}), "leg_pain_nrs"))
    assert "median of" not in alone


def test_pain_is_called_by_where_it_is(course: Any) -> None:
    assert "Arm pain" in fan_chart(course, "leg_pain_nrs", ("arm pain", "neck pain"))


def test_all_charts_go_into_one_file(course: Any, tmp_path: Path) -> None:
    draw_fan_chart(course, tmp_path / "course.svg")
    assert (tmp_path / "course.svg").read_text(encoding="utf-8") == fan_charts(course)
    whole(fan_charts(course))
    with pytest.raises(InputError):
        draw_fan_chart(course, tmp_path / "course.gif")


def test_a_chart_can_be_a_png(course: Any, tmp_path: Path) -> None:
    pytest.importorskip("cairosvg")
    draw_fan_chart(course, tmp_path / "course.png")
    assert (tmp_path / "course.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("zone", ["central", "subarticular", "foraminal", "extraforaminal"])
@pytest.mark.parametrize("side", ["left", "right", "bilateral"])
def test_every_disc_can_be_drawn_from_below(zone: str, side: str) -> None:
    places = 2 if side == "bilateral" and zone != "central" else 1
    for disc, level in disc_levels().items():
        picture = whole(disc_section(LikelyDisc(disc, side, zone, 0.7, "cord", {"extrusion": 0.6})))
        assert f"Disc {disc} seen from below" in picture
        assert len(re.findall(r'<ellipse [^>]+fill="#b3261e"', picture)) == places
        assert all(f">{root}</text>" in picture for root in (level.exiting_root, level.traversing_root) if root)


def herniation_x(side: str) -> float:
    picture = disc_section(LikelyDisc("L4-L5", side, "foraminal", 0.7, "L4", {"protrusion": 1.0}))
    return float(re.findall(r'<ellipse cx="([\d.]+)"[^>]+fill="#b3261e"', picture)[0])


def test_from_below_the_right_side_lies_to_the_left() -> None:
    assert herniation_x("right") < 230.0 < herniation_x("left")
    assert herniation_x("right") + herniation_x("left") == pytest.approx(460.0)


def test_a_patient_reads_no_share_and_no_zone() -> None:
    found = LikelyDisc("L4-L5", "left", "foraminal", 0.7, "L4", {"protrusion": 1.0})
    plain = disc_section(found, plain=True)
    assert "%" not in plain
    assert "foraminal" not in plain


def test_every_disc_can_be_marked_in_the_spine() -> None:
    marks = [DiscMark(name, (("left", "foraminal"), ("none", "central")), (NASTY,)) for name in disc_levels()]
    picture = whole(spine_map(marks))
    assert all(f">{name}<" in picture for name in disc_levels())


def test_discs_of_the_answer_and_of_images_are_marked() -> None:
    finding = {"type": "imaging", "modality": "MRI", "levels": ["C5-C6"], "finding": "bulge", "side": "midline"}
    case = case_from_mapping({"id": "seen", "demographics": {"age": 50, "sex": "male"}, "findings": [finding]})
    disc = LikelyDisc("L4-L5", "left", "subarticular", 0.8, "L5", {})
    marks = disc_marks(case, made(discs=(disc,)))
    assert [mark.disc for mark in marks] == ["C5-C6", "L4-L5"]
    assert marks[0].places == ()
    assert "80%" in marks[1].words[0]
    assert "80%" not in disc_marks(case, made(discs=(disc,)), plain=True)[1].words[0]
