"""What is only recorded is kept, printed and listed as not used, and moves nothing."""

import pytest

from myotome.exam import case_from_mapping, vocabulary
from myotome.explain import explain
from myotome.explain.likelihood.condition_findings import base_rate_rows, finding_rows

WORDS = vocabulary()
RECORDED = {
    kind: {entry.id for entry in WORDS.sections[section].values() if entry.recorded}
    for kind, section in {
        "sign": "signs",
        "history": "history",
        "imaging": "imaging_findings",
        "lab": "lab_tests",
    }.items()
}
WEAK = {"type": "strength", "muscle": "EHL", "side": "left", "mrc": 3}
EXTRA = [
    {"type": "sign", "sign": "nystagmus", "side": "none", "value": "positive"},
    {"type": "history", "item": "block_result", "value": "no_relief", "levels": ["L4-L5"]},
    {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "canal gas", "side": "left"},
    {"type": "lab", "test": "routine bloods", "value": "normal"},
]


def read(*findings):
    return case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": list(findings)})


@pytest.mark.parametrize("kind", RECORDED)
def test_nothing_that_has_a_likelihood_is_only_recorded(kind):
    rows = (*finding_rows(), *base_rate_rows())
    assert RECORDED[kind]
    assert not RECORDED[kind] & {row["finding"] for row in rows if row["finding_type"] == kind}


def test_it_is_kept_and_listed_and_the_answer_stays():
    alone, more = (explain(read(WEAK, *extra), with_next_tests=False) for extra in ((), EXTRA))
    assert [item.finding for item in more.unused] == [1, 2, 3, 4]
    assert all("recorded" in item.reason for item in more.unused)
    assert more.classes == pytest.approx(alone.classes, abs=1e-12)
    case = read(WEAK, *EXTRA)
    assert case_from_mapping(case.to_dict()) == case
