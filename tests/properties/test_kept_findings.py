"""What is kept of the findings of one patient is what another patient's would be worked out to be."""

from __future__ import annotations

import numpy as np
import pytest

from myotome.exam import Case, case_from_mapping
from myotome.explain import World, log_joint, observations_of_case, world
from support.compact_cases import COMPACT, compact


def _older(case: Case) -> Case:
    """Return the same findings, of somebody older who has had them for longer."""
    written = case.to_dict()
    written["demographics"] = {**written.get("demographics", {}), "age": 84}
    written["onset"] = {"value": 90, "unit": "weeks"}
    return case_from_mapping(written)


@pytest.mark.parametrize("name", list(COMPACT)[::3])
def test_an_answer_is_the_same_in_a_world_that_has_seen_others(name: str) -> None:
    case = compact(name)
    for other in (_older(case), case.mirrored(), case.with_findings(case.findings[::2])):
        observations_of_case(other, world())
    assert np.array_equal(log_joint(case), log_joint(case, World(world().states)))


@pytest.mark.parametrize("name", list(COMPACT)[1::4])
def test_an_observation_bears_the_number_of_its_finding_in_its_own_case(name: str) -> None:
    case = compact(name)
    written = case.to_dict()
    turned = case_from_mapping({**written, "findings": written["findings"][::-1]})
    of_label = {one.label: one.finding for one in observations_of_case(case, world())}
    for observation in observations_of_case(turned, world()):
        before = of_label[observation.label]
        assert (observation.finding < 0) == (before < 0)
        if before >= 0:
            assert turned.findings[observation.finding] == case.findings[before]
