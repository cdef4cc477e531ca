"""No part of the model is lost without notice: switching it off changes what some published patient is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from myotome.evidence.explain.ablation import GENERATED, part_scores, parts_of_the_model, world_without
from myotome.evidence.explain.learn_strengths import published_cases
from myotome.exam import Case, read_case
from myotome.explain import single_cause_posterior, world
from myotome.pathology import conditions

PATIENTS = Path(__file__).parents[2] / "benchmarks" / "localisation" / "cases"


@cache
def patients() -> tuple[Case, ...]:
    return tuple(read_case(path) for path in sorted(PATIENTS.glob("*.yaml")))


@pytest.mark.parametrize("part", [part for part in parts_of_the_model() if part != GENERATED])
def test_each_part_changes_some_answer(part: str) -> None:
    without = world_without(part)
    changes = (
        np.abs(single_cause_posterior(case, without) - single_cause_posterior(case)).max() for case in patients()
    )
    assert any(change > 1e-4 for change in changes)


def test_generated_causes_hold_places_that_no_list_holds() -> None:
    listed = {cause.site for cause in world_without(GENERATED).states.causes}
    generated = {cause.site for cause in world().states.causes}
    assert {"great_auricular@supraclavicular", "median@palm"} <= generated - listed
    assert all(conditions()[c.condition].placement != "generated" for c in world_without(GENERATED).states.causes)


def test_silence_is_worth_something_on_published_patients() -> None:
    some = published_cases(PATIENTS)[0][::2]
    assert part_scores(some, None).log_score > part_scores(some, "silence of the record").log_score
