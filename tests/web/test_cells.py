"""The cells of the form: to change one changes no other, and to enter one never adds another."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from myotome.anatomy import area_members
from myotome.web.examination.cells import cleared, entered, sides_of

SIDES = st.sampled_from(["right", "left", "bilateral"])
AREAS = st.sampled_from(["great_toe", "dorsum_of_foot", "foot", "toes", "lateral_foot", "heel", "buttock"])
VALUES = st.sampled_from(["reduced", "normal", "absent"])
REFLEXES = st.builds(
    lambda name, side, value: {"type": "reflex", "reflex": name, "side": side, "value": value},
    st.sampled_from(["achilles", "patellar"]),
    SIDES,
    st.sampled_from(["absent", "normal"]),
)
FEELINGS = st.builds(
    lambda areas, side, value, modality: {
        "type": "sensation",
        "areas": areas,
        "side": side,
        "modality": modality,
        "value": value,
    },
    st.lists(AREAS, min_size=1, max_size=3, unique=True),
    SIDES,
    VALUES,
    st.sampled_from(["light_touch", "pin"]),
)
FINDINGS = st.lists(st.one_of(REFLEXES, FEELINGS), max_size=6)
ONE = st.one_of(REFLEXES, FEELINGS)


def cells(findings: list[Any]) -> dict[tuple[str, ...], set[str]]:
    """Each cell of the form, to what is said of it."""
    said: dict[tuple[str, ...], set[str]] = {}
    for one in findings:
        names = [one["reflex"]] if one["type"] == "reflex" else leaves(one["areas"])
        for name in names:
            for side in sides_of(one):
                said.setdefault((one["type"], name, side, one.get("modality", "")), set()).add(one["value"])
    return said


def leaves(areas: list[str]) -> list[str]:
    return [leaf for area in areas for leaf in area_members().get(area, (area,))]


@given(FINDINGS, ONE)
def test_entering_changes_the_cells_of_the_new_finding_alone(findings: list[Any], new: Any) -> None:
    before, after, own = cells(findings), cells(entered(findings, new)), cells([new])
    assert after == {**before, **own}


@given(FINDINGS, ONE)
def test_taking_back_empties_these_cells_alone(findings: list[Any], named: Any) -> None:
    gone = cells([named])
    assert cells(cleared(findings, named)) == {key: said for key, said in cells(findings).items() if key not in gone}


@given(FINDINGS, ONE)
def test_entering_twice_is_entering_once(findings: list[Any], new: Any) -> None:
    once = entered(findings, new)
    assert cells(entered(once, new)) == cells(once)


def test_changed_feeling_is_one_patch_and_normal_areas_are_found_one_by_one() -> None:
    findings: list[Any] = []
    for area, value in (
        ("great_toe", "reduced"),
        ("heel", "normal"),
        ("dorsum_of_foot", "reduced"),
        ("knee", "normal"),
    ):
        skin = {"type": "sensation", "areas": [area], "side": "right", "modality": "light_touch", "value": value}
        findings = entered(findings, skin)
    assert [one["areas"] for one in findings] == [["great_toe", "dorsum_of_foot"], ["heel"], ["knee"]]


def test_a_level_that_looks_normal_shows_nothing_else() -> None:
    image = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "side": "none"}
    seen = entered([{**image, "finding": "protrusion", "side": "left"}], {**image, "finding": "normal"})
    assert [one["finding"] for one in seen] == ["normal"]
    assert [one["finding"] for one in entered(seen, {**image, "finding": "disc_degeneration"})] == ["disc_degeneration"]
