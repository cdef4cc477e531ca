"""The body chart: every area and muscle has its place, sides are mirrored, marks cover no other, text is text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from myotome.anatomy import fibre_table, muscles
from myotome.exam import case_from_mapping, vocabulary
from myotome.report.figures.body_chart import body_chart
from myotome.report.figures.body_findings import BodyFindings, Mark, body_findings
from myotome.report.figures.body_shapes import BODY_HEIGHT, BODY_WIDTH, VIEWS, area_patches, body_point, outlines
from myotome.report.figures.svg import points_of_mm

AREAS = sorted({name for name in fibre_table().targets("sensory") if ":" not in name})
REFLEXES = sorted(vocabulary().sections["reflexes"])


def case(findings: list[dict[str, Any]]) -> Any:
    return case_from_mapping({"id": "drawn", "demographics": {"age": 50, "sex": "female"}, "findings": findings})


def marked(findings: BodyFindings) -> list[tuple[float, float, float]]:
    """Centres and sizes of the discs with a grade, without the sample below the feet."""
    spots = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="#9c3417"', body_chart(findings))
    return [(float(x), float(y), float(size)) for x, y, size in spots[:-1]]


@pytest.mark.parametrize("area", AREAS)
def test_every_area_of_skin_is_drawn_within_the_page(area: str) -> None:
    patches = [patch for view in VIEWS for patch in area_patches(area, "left", view)]
    assert patches
    corners = np.vstack([patch.corners for patch in patches])
    assert (corners >= 0).all()
    assert (corners <= [BODY_WIDTH, BODY_HEIGHT]).all()


@pytest.mark.parametrize("area", AREAS[::7])
def test_left_is_the_mirror_of_right(area: str) -> None:
    for view in VIEWS:
        pairs = zip(area_patches(area, "left", view), area_patches(area, "right", view), strict=True)
        for left, right in pairs:
            assert np.allclose(left.corners[:, 0], BODY_WIDTH - right.corners[:, 0])
            assert np.allclose(left.corners[:, 1], right.corners[:, 1])


def test_the_right_side_lies_left_in_front_and_right_behind() -> None:
    front, back = (area_patches("great_toe", "right", view)[0].corners[:, 0].mean() for view in VIEWS)
    assert front < BODY_WIDTH / 2 < back


def test_every_muscle_and_reflex_has_a_place_on_the_body() -> None:
    missing = [name for name in muscles() if body_point("muscle", name, "left") is None]
    missing += [name for name in REFLEXES if body_point("reflex", name, "left") is None]
    assert missing == []


def test_places_lie_within_the_outline() -> None:
    boxes = {view: [(shape.min(axis=0), shape.max(axis=0)) for shape in outlines(view)] for view in VIEWS}
    for name in muscles():
        point = body_point("muscle", name, "right")
        assert point is not None
        spot = np.array([point.x, point.y])
        assert any((low <= spot + 0.1).all() and (spot - 0.1 <= high).all() for low, high in boxes[point.view]), name


def test_normal_findings_are_drawn_as_looked_at_and_apart_from_those_changed() -> None:
    normal: list[dict[str, Any]] = [
        {"type": "strength", "muscle": "soleus", "side": "left", "mrc": 5},
        {"type": "sensation", "areas": ["heel"], "side": "left", "modality": "pin", "value": "normal"},
        {"type": "reflex", "reflex": "achilles", "side": "left", "value": "normal"},
    ]
    found = body_findings(case(normal))
    assert found.felt
    assert not found.numb
    assert not found.changed
    assert [mark.normal for mark in found.marks] == [True, True]
    picture = body_chart(found)
    assert "feeling normal" in picture
    assert "grade of 5" not in picture


def test_letters_can_be_read_in_print() -> None:
    weak = [{"type": "strength", "muscle": name, "side": "right", "mrc": 3} for name in ("soleus", "deltoid")]
    for findings in (weak, weak[:1], weak[1:]):
        picture = body_chart(body_findings(case(findings)))
        width = float(re.findall(r'viewBox="0 0 ([\d.]+)', picture)[0])
        letters = [float(size) for size in re.findall(r'font-size="([\d.]+)"', picture)]
        assert min(letters) * points_of_mm(86.0) / width >= 7.5


def test_dots_of_pain_lie_above_the_stripes_of_numb_skin() -> None:
    both: list[dict[str, Any]] = [
        {"type": "pain", "areas": ["heel"], "side": "left", "radiating": False},
        {"type": "sensation", "areas": ["heel"], "side": "left", "modality": "pin", "value": "reduced"},
    ]
    picture = body_chart(body_findings(case(both)))
    dots, stripes = picture.index('stroke-linecap="round"'), picture.index('stroke="#1d2730"')
    assert stripes < dots


def test_findings_are_drawn_on_their_side() -> None:
    given: list[dict[str, Any]] = [
        {"type": "sensation", "areas": ["foot"], "side": "left", "modality": "pin", "value": "reduced"},
        {"type": "pain", "areas": ["buttock"], "side": "right", "radiating": False},
    ]
    found = body_findings(case(given))
    other = body_findings(case(given).mirrored())
    assert ("great_toe", "left") not in found.numb or ("great_toe", "right") not in found.numb
    assert {side for _, side in found.numb} == {"left"}
    assert {side for _, side in found.pain} == {"right"}
    swapped = {"left": "right", "right": "left"}
    assert other.numb == {(area, swapped[side]) for area, side in found.numb}


def test_a_sensory_level_takes_everything_below_it() -> None:
    low: dict[str, Any] = {"type": "sensation", "side": "bilateral", "modality": "pin", "value": "absent"}
    higher = body_findings(case([low | {"sensory_level": "T4"}])).numb
    lower = body_findings(case([low | {"sensory_level": "T10"}])).numb
    assert lower < higher
    assert ("heel", "left") in lower


def test_marks_cover_no_other_mark() -> None:
    names = ("tibialis_anterior", "extensor_hallucis_longus", "extensor_digitorum_longus", "peroneus_longus", "soleus")
    weak = [{"type": "strength", "muscle": name, "side": "right", "mrc": 3} for name in names]
    spots = marked(body_findings(case(weak)))
    assert len(spots) == len(names)
    assert all(np.hypot(a[0] - b[0], a[1] - b[1]) > a[2] + b[2] for a, b in combinations(spots, 2))


def test_the_picture_is_whole_and_its_words_stay_words() -> None:
    nasty = "<script>alert(1)</script> & \x00 ]]>"
    none: frozenset[tuple[str, str]] = frozenset()
    found = BodyFindings(none, none, none, (Mark("3", "muscle", "soleus", ("left",), nasty),), (nasty,))
    picture = body_chart(found, {("heel", "left"): 0.7}, title=nasty)
    root = ElementTree.fromstring(picture)
    assert "<script" not in picture
    assert root.find("{http://www.w3.org/2000/svg}title") is not None


def test_more_loss_is_darker() -> None:
    nothing = BodyFindings(frozenset(), frozenset(), frozenset(), (), ())
    fills = []
    for loss in (0.1, 0.4, 0.8):
        back = body_chart(nothing, {("popliteal_fossa", "left"): loss})
        fills.append(int(re.findall(r'fill="#([0-9a-f]{6})" stroke="#\1" stroke-width="0.5"', back)[0][:2], 16))
    assert fills == sorted(fills, reverse=True)
    assert len(set(fills)) == 3


def test_the_part_that_is_drawn_holds_every_mark() -> None:
    """Hands hang as low as thighs: a weak thumb is no reason to draw the legs alone."""
    for name in muscles():
        if (point := body_point("muscle", name, "left")) is None:
            continue
        finding = {"type": "strength", "muscle": name, "side": "left", "mrc": 3}
        boxes = re.findall(
            r'viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)" overflow', body_chart(body_findings(case([finding])))
        )
        left, top, width, height = (float(value) for value in boxes[VIEWS.index(point.view)])
        assert left <= point.x <= left + width, name
        assert top <= point.y <= top + height, name
