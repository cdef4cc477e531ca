"""Reflexes lost alike everywhere are one witness: they do not outweigh a weakness that one nerve explains."""

from __future__ import annotations

from typing import Any

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import Explanation, explain

DROP = [
    {"type": "strength", "movement": name, "side": "left", "mrc": 3} for name in ("ankle_dorsiflexion", "foot_eversion")
]


def reflex(name: str, value: str, side: str = "bilateral") -> dict[str, Any]:
    return {"type": "reflex", "reflex": name, "side": side, "value": value}


def answer(findings: list[dict[str, Any]], setting: str) -> Explanation:
    case = {"id": "a", "setting": setting, "demographics": {"age": 44, "sex": "male"}, "findings": findings}
    return explain(case_from_mapping(case), with_next_tests=False)


#: How far it leads: among the patients of a neurologist, motor neurons and the conus are rivals that are named.
LEADS = {"primary_care": 3.0, "electrodiagnostic_laboratory": 3.0, "neurology": 1.0}


@pytest.mark.parametrize("setting", LEADS)
@pytest.mark.parametrize("value", ["absent", "reduced"])
def test_a_foot_drop_without_reflexes_is_first_of_its_nerve(setting: str, value: str) -> None:
    told = answer([*DROP, reflex("patellar", value), reflex("achilles", value)], setting)
    assert told.causes[0].places == ("common_peroneal",)
    assert told.causes[0].probability > LEADS[setting] * told.causes[1].probability


def test_a_reflex_lost_on_one_side_keeps_its_weight() -> None:
    one_side = [reflex("patellar", "absent", "left"), reflex("achilles", "absent", "left")]
    both = [reflex("patellar", "absent"), reflex("achilles", "absent")]
    nerve = [answer([*DROP, *lost], "neurology").causes[0] for lost in (one_side, both)]
    assert nerve[0].probability < nerve[1].probability or nerve[0].places != nerve[1].places
