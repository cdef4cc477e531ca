"""What is left of the roots: less the weaker the muscles, and on the side of the findings."""

from __future__ import annotations

import pytest

from myotome.explain import posterior_of
from myotome.explain.conclusions.root_conduction import root_conduction
from myotome.explain.likelihood.model_world import world
from support.compact_cases import BACK_PAIN, L5_ROOT, S1_ROOT, compressed, patient


def left_of(findings: list[dict[str, object]]) -> dict[tuple[str, str], float]:
    return root_conduction(posterior_of(patient(findings)), world())


@pytest.mark.parametrize(("findings", "root", "side"), [(L5_ROOT, "L5", "right"), (S1_ROOT, "S1", "left")])
def test_the_root_of_the_findings_has_lost_most(findings: list[dict[str, object]], root: str, side: str) -> None:
    left = left_of(findings)
    assert min(left, key=lambda place: left[place]) == (root, side)
    assert all(0.0 <= share <= 1.0 for share in left.values())


def test_severe_weakness_leaves_less_than_slight() -> None:
    def left(grade: float) -> float:
        findings = [f | {"mrc": grade} if "mrc" in f and f["mrc"] < 5 else f for f in L5_ROOT]
        seen = compressed("L4-L5", "extrusion", "right", "subarticular", "L5")
        return left_of([*findings, seen])["L5", "right"]

    assert left(2) < left(4.5)


def test_back_pain_without_a_deficit_cuts_no_root_by_half() -> None:
    assert min(left_of(BACK_PAIN).values(), default=1.0) > 0.9
