"""Drawings of exercises: every exercise has one, the kept ones are those that the load model poses now, and fit."""

from __future__ import annotations

import re

import numpy as np
import pytest

from myotome.care.exercise.library import limb_movements, spine_exercises
from myotome.report.figures.exercise.drawn import exercise_svg
from myotome.report.figures.exercise.kept import POSED, kept_figures
from myotome.report.figures.exercise.limb_angles import WALKING, figures
from myotome.report.figures.exercise.posed import posed_rows

#: A trunk in each view, one turned as a whole, and a hand alone: the others differ only in their numbers.
FEW = ("bridge", "side_bridge", "all_fours_rocking", "knee_extension", "finger_spread", "grip")


def cells(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [row for row in POSED.written() if row["figure"] in names]


def test_every_exercise_has_a_drawing() -> None:
    named = {one.exercise for one in spine_exercises()} | set(limb_movements()) | {WALKING}
    assert set(kept_figures()) == named


def test_some_drawings_are_those_that_the_load_model_poses_now() -> None:
    assert posed_rows(moment for name in FEW for moment in figures()[name]) == sorted(
        cells(FEW), key=lambda row: FEW.index(row["figure"])
    )


@pytest.mark.slow
def test_all_drawings_are_those_that_the_load_model_poses_now() -> None:
    assert posed_rows(moment for each in figures().values() for moment in each) == POSED.written()


@pytest.mark.parametrize("name", sorted(figures()))
def test_a_drawing_stays_within_its_page_and_says_start_and_end(name: str) -> None:
    picture = exercise_svg(name, "an exercise")
    width, height = (float(value) for value in re.findall(r'viewBox="0 0 (\d+) (\d+)"', picture)[0])
    corners = re.findall(r'points="([^"]*)"', picture)
    places = np.array([pair.split(",") for points in corners for pair in points.split()], dtype=float)
    assert places.min() >= -1.0
    assert (places <= [width + 1.0, height + 1.0]).all()
    words = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    assert words in (["start", "end"], ["hold"])


def test_a_drawing_that_moves_ends_elsewhere() -> None:
    for name, drawings in kept_figures().items():
        if len(drawings) > 1:
            start, end = drawings
            parts = set(start) & set(end)
            assert any(not np.array_equal(start[part], end[part]) for part in parts), name
