"""Numbness and weakness that the patient reports: they point to what serves the place."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.exam import Case, case_from_mapping
from myotome.explain import single_cause_posterior, world
from myotome.explain.likelihood.by_kind.complaints import is_located_complaint, located_complaint


def complaint(item: str, areas: list[str], side: str = "right") -> Case:
    finding = {"type": "history", "item": item, "value": True, "side": side} | ({"areas": areas} if areas else {})
    return case_from_mapping({"id": "x", "demographics": {"age": 50, "sex": "female"}, "findings": [finding]})


def of_place(case: Case, place: str) -> float:
    causes = world().states.causes
    here = np.array([place in cause.places for cause in causes])[world().states.cause]
    return float(single_cause_posterior(case)[here].sum())


@pytest.mark.parametrize(
    ("item", "areas", "near", "far"),
    [
        ("numbness_reported", ["little_finger"], "ulnar", "common_peroneal"),
        ("numbness_reported", ["anterolateral_thigh"], "lateral_femoral_cutaneous", "median"),
        ("weakness_reported", ["foot"], "common_peroneal", "radial"),
        ("weakness_reported", ["shoulder"], "axillary", "femoral"),
    ],
)
def test_a_complaint_raises_what_serves_its_place(item: str, areas: list[str], near: str, far: str) -> None:
    here = complaint(item, areas)
    nothing_said = complaint(item, [])
    assert of_place(here, near) > of_place(nothing_said, near)
    assert of_place(here, far) < of_place(nothing_said, far)


def test_sides_of_a_complaint_mirror() -> None:
    left, right = (complaint("numbness_reported", ["thumb"], side) for side in ("left", "right"))
    assert of_place(left, "median") == pytest.approx(of_place(right, "median"), abs=1e-9)


def test_what_was_also_examined_weighs_less() -> None:
    (finding,) = complaint("numbness_reported", ["thumb"]).findings
    (alone,), (again,) = (located_complaint(finding, world(), examined) for examined in (False, True))  # type: ignore[arg-type]
    assert again.weight < alone.weight


def test_a_denied_complaint_has_no_place() -> None:
    finding = {"type": "history", "item": "numbness_reported", "value": False, "areas": ["thumb"], "side": "left"}
    case = case_from_mapping({"id": "x", "demographics": {"age": 50, "sex": "female"}, "findings": [finding]})
    assert not is_located_complaint(case.findings[0])  # type: ignore[arg-type]
