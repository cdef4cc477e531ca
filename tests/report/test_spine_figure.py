"""The picture of the spine: whole, the same each time, mirrored with the person, seen from where it shows."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ElementTree
from functools import cache
from typing import Any

import numpy as np
import pytest

from myotome.errors import InputError
from myotome.load import JOINTS, Impairment, Solution, Weakness, reference_person, solve, spine, stance, task
from myotome.report.figures.spine_figure import spine_svg
from myotome.report.figures.spine_shapes import muscle_paths, plates, views
from myotome.report.figures.svg import mixed, png_bytes

SVG = "{http://www.w3.org/2000/svg}"
GONE = Impairment(tuple(Weakness(name, "bilateral", 100.0) for name in ("erector_spinae", "multifidus")))
WEAK = {side: Impairment((Weakness("multifidus", side, 60.0),)) for side in ("right", "left")}
POSTURES = (
    ("standing", {}),
    ("standing_flexed", {"flexion_deg": 40.0}),
    ("standing_flexed", {"flexion_deg": 80.0}),
    ("standing_bent", {"side": "left"}),
    ("standing_rotated", {"rotation_deg": 60.0}),
    ("lying_supine", {}),
    ("lying_side", {}),
    ("bridge", {}),
    ("bird_dog", {}),
)


@cache
def model() -> Any:
    return spine(reference_person(), ("core", "neck", "girdle"))


def solved(name: str, impairment: Impairment | None = None, **options: Any) -> Solution:
    return solve(model(), stance(model(), task(name), options), impairment)


def lines_of(picture: str) -> list[tuple[str, list[tuple[float, float]]]]:
    """Look and points of every muscle's line, one panel after the other."""
    found = []
    for group in ElementTree.fromstring(picture).iter(f"{SVG}g"):
        for element in group.iter(f"{SVG}polyline"):
            points = [tuple(map(float, pair.split(","))) for pair in element.attrib["points"].split()]
            found.append((element.attrib["stroke"] + element.attrib["stroke-width"], points))
    return found


@pytest.mark.parametrize(("name", "options"), POSTURES)
def test_every_posture_gives_a_whole_picture(name: str, options: dict[str, Any]) -> None:
    picture = spine_svg(solved(name, **options), name)
    root = ElementTree.fromstring(picture)
    named = {element.text for element in root.iter(f"{SVG}title")}
    assert {"sacrum", "L5", "T1", "head and neck", name} <= named
    assert all(any(str(text).startswith(f"{disc}: ") for text in named) for disc in JOINTS[:-1])
    assert len(lines_of(picture)) == 2 * len(model().fascicles)
    assert "nan" not in picture
    assert "inf" not in picture


@pytest.mark.parametrize(("name", "options"), POSTURES)
def test_everything_drawn_lies_on_the_page(name: str, options: dict[str, Any]) -> None:
    picture = spine_svg(solved(name, **options), name)
    root = ElementTree.fromstring(picture)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    points = np.array([point for _, line in lines_of(picture) for point in line])
    assert points.min() >= 0.0
    assert (points.max(axis=0) <= [width, height]).all()


def test_the_same_solution_gives_the_same_bytes_and_text_stays_text() -> None:
    first, again = (spine_svg(solved("standing_bent"), "bent") for _ in range(2))
    assert first == again
    assert "-0 " not in first.replace("-0.", "")
    assert "http" not in first.replace("http://www.w3.org/2000/svg", "")
    assert "L4-L5" in [element.text for element in ElementTree.fromstring(first).iter(f"{SVG}text")]


def test_a_title_is_escaped() -> None:
    picture = spine_svg(solved("standing"), '<script>alert("1")</script> & \x00more')
    assert "<script>" not in picture
    assert ElementTree.fromstring(picture)[0].text == '<script>alert("1")</script> & more'


def test_the_other_side_gives_the_mirror_image() -> None:
    right, left = (
        spine_svg(solved("standing_bent", WEAK[side], side=side), "bent", solved("standing_bent", side=side))
        for side in ("right", "left")
    )
    half = len(model().fascicles)
    ours, theirs = lines_of(right)[half:], lines_of(left)[half:]
    middle = [np.array([x for _, line in found for x, _ in line]) for found in (ours, theirs)]
    total = middle[0].min() + middle[1].max()
    flipped = sorted(((look, [(total - x, y) for x, y in line]) for look, line in ours), key=_look_and_heights)
    for (look, line), (other_look, other) in zip(flipped, sorted(theirs, key=_look_and_heights), strict=True):
        assert look == other_look
        np.testing.assert_allclose(line, other, atol=0.25)
    assert _texts(right) == _texts(left)


def _look_and_heights(drawn: tuple[str, list[tuple[float, float]]]) -> tuple[str, list[float]]:
    return drawn[0], [y for _, y in drawn[1]]


def _texts(picture: str) -> list[str]:
    return [str(element.text) for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_what_cannot_be_held_is_told_with_the_largest_moment_first() -> None:
    solution = solved("standing_flexed", GONE, flexion_deg=60.0)
    told = _texts(spine_svg(solution, "bent"))
    words = next(text for text in told if "cannot hold" in text)
    assert told.index(words) < next(place for place, text in enumerate(told) if "L4-L5: " in text)
    missing = [float(nm) for nm in re.findall(r"(\d+) Nm", words)]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] == pytest.approx(max(solution.unmet_by_dof.values()), abs=0.5)
    assert not any("cannot hold" in text for text in _texts(spine_svg(solved("standing"))))


def test_the_twin_and_the_weakened_are_marked_only_where_there_are_some() -> None:
    alone = _texts(spine_svg(solved("standing")))
    both = _texts(spine_svg(solved("standing", WEAK["right"]), healthy=solved("standing")))
    assert {"weakened", "black tick: healthy twin"} <= set(both) - set(alone)


def test_a_muscle_that_is_wholly_lost_is_drawn_at_rest() -> None:
    solution = solved("standing_flexed", GONE)
    drawn = ElementTree.fromstring(spine_svg(solution)).iter(f"{SVG}g")
    dashed = [e for e in next(iter(drawn)).iter(f"{SVG}polyline") if "stroke-dasharray" in e.attrib]
    assert len(dashed) == int((solution.left < 1.0).sum())
    assert {e.attrib["stroke-width"] for e in dashed} == {"0.50"}


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("standing", ("from the right", "from behind")),
        ("lying_side", ("from above", "from behind")),
        ("lying_supine", ("from the right", "from above")),
        ("bridge", ("from the right", "from above")),
    ],
)
def test_no_view_looks_along_the_trunk(name: str, titles: tuple[str, str]) -> None:
    solution = solved(name)
    seen = views(solution)
    assert (seen[0].title, seen[1].title) == titles
    trunk = solution.geometry.joint_m[0, -1] - solution.geometry.joint_m[0, 0]
    for view in seen:
        assert np.linalg.norm(view.seen(trunk)) > 0.45 * np.linalg.norm(trunk)
        assert view.right @ view.up == 0.0


def test_paths_of_muscles_are_as_long_as_the_mechanics_have_them() -> None:
    solution = solved("standing_flexed", flexion_deg=60.0)
    drawn = [np.linalg.norm(np.diff(path, axis=0), axis=1).sum() for path in muscle_paths(solution)]
    np.testing.assert_allclose(drawn, solution.geometry.length_m[0], rtol=1e-9)


def test_bodies_and_discs_stand_one_above_the_other() -> None:
    solution = solved("standing")
    faces = plates(solution)
    heights = faces.centre_m[:, :, 1].ravel()
    assert (np.diff(heights) > 0.0).all()
    np.testing.assert_allclose(faces.centre_m.mean(axis=1), solution.geometry.joint_m[0], atol=1e-3)


def test_colours_run_from_end_to_end() -> None:
    ramp = ("#000000", "#808080", "#ffffff")
    assert [mixed(ramp, share) for share in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [
        "#000000",
        "#000000",
        "#808080",
        "#ffffff",
        "#ffffff",
    ]


def test_png_without_its_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cairosvg", None)
    with pytest.raises(InputError, match=r"myotome\[figures\]"):
        png_bytes("<svg/>")
