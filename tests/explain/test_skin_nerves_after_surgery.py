"""A nerve of the skin that an operation met: the numb patch, the scar where the nerve runs, and nothing weak."""

from __future__ import annotations

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain

MET = {
    "intercostobrachial": ("axillary_node_dissection", "axilla", ["axilla", "medial_upper_arm"], "whole_upper_limb"),
    "cluneal": ("other", "iliac_crest", ["upper_buttock", "iliac_crest"], "whole_lower_limb"),
}


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("nerve", sorted(MET))
def test_the_nerve_that_runs_there_leads(nerve: str, side: str) -> None:
    operation, where, numb, strong = MET[nerve]
    findings = [
        {"type": "history", "item": "surgery", "value": operation, "areas": [where], "side": side},
        {"type": "sensation", "areas": numb, "side": side, "modality": "pin", "value": "absent"},
        {"type": "strength", "movement": strong, "side": side, "mrc": 5},
    ]
    case = case_from_mapping({"id": "a", "demographics": {"age": 57, "sex": "female"}, "findings": findings})
    first, second, *_ = explain(case, with_next_tests=False).causes
    assert (first.places, first.side) == ((nerve,), side)
    assert first.probability > 2 * second.probability
