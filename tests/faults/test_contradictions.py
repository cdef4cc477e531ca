"""Findings that cannot both be true are refused, with both lines; those that can are read."""

import pytest

from myotome.errors import InputError
from myotome.exam.reading.contradictions import contradictions
from myotome.exam.reading.files import case_from_mapping, read_case

ARM = {"type": "strength", "muscle": "deltoid", "side": "left"}
SKIN = {"type": "sensation", "dermatomes": ["L5"], "side": "left", "modality": "light_touch"}
SCAN = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "protrusion", "side": "left"}
ATROPHY = {"type": "sign", "sign": "muscle_atrophy", "side": "left"}
ACHE = {"type": "pain", "areas": ["neck"], "side": "left", "radiating": False}
NO_PAIN = {"type": "history", "item": "pain", "value": False}
SURGERY = {"type": "history", "item": "surgery"}


def reflex(side, value):
    return {"type": "reflex", "reflex": "biceps", "side": side, "value": value}


def sign(side, value):
    return {"type": "sign", "sign": "babinski", "side": side, "value": value}


def nerve(value, **more):
    return {"type": "ncs", "nerve": "median", "side": "left", "value": value, **more}


def needle(value, muscle="deltoid"):
    return {"type": "emg", "muscles": [muscle], "side": "left", "value": value}


CLASH = {
    "grades": ({**ARM, "mrc": 5}, {**ARM, "mrc": 2}),
    "near grades": ({**ARM, "mrc": 4}, {**ARM, "mrc": 4.5}),
    "grade and weak": ({**ARM, "mrc": 5}, {**ARM, "value": "weak"}),
    "grade and normal": ({**ARM, "mrc": 3}, {**ARM, "value": "normal"}),
    "both sides": ({**ARM, "side": "bilateral", "mrc": 5}, {**ARM, "mrc": 2}),
    "movement": (
        {"type": "strength", "movement": "grip", "side": "right", "mrc": 5},
        {"type": "strength", "movement": "grip", "side": "bilateral", "mrc": 1},
    ),
    "measured": (
        {**ARM, "measured": {"value": 30, "unit": "N"}},
        {**ARM, "measured": {"value": 90, "unit": "N"}},
    ),
    "reflex": (reflex("left", "normal"), reflex("left", "absent")),
    "reflex both sides": (reflex("bilateral", "normal"), reflex("right", "absent")),
    "sign": (sign("left", "positive"), sign("left", "negative")),
    "sign of a muscle": (
        {**ATROPHY, "muscles": ["deltoid"], "value": "positive"},
        {**ATROPHY, "muscles": ["deltoid", "thenar"], "value": "negative"},
    ),
    "dermatome": ({**SKIN, "value": "normal"}, {**SKIN, "value": "absent"}),
    "scan": (SCAN, {**SCAN, "value": "absent"}),
    "scan of a root": (
        {**SCAN, "root_contact": "compression", "structure": "L5", "zone": "subarticular"},
        {**SCAN, "value": "absent"},
    ),
    "scan in that zone": ({**SCAN, "zone": "foraminal"}, {**SCAN, "zone": "foraminal", "value": "absent"}),
    "scan of both sides": ({**SCAN, "structure": "L5"}, {**SCAN, "side": "bilateral", "value": "absent"}),
    "nowhere on the scan": ({**SCAN, "structure": "L5"}, {**SCAN, "side": "none", "value": "absent"}),
    "needle": (needle("normal"), needle("denervation")),
    "nerve": (nerve("normal"), nerve("absent")),
    "history": ({**SURGERY, "value": "none"}, {**SURGERY, "value": "discectomy"}),
    "yes and no": (
        {"type": "history", "item": "fever", "value": True},
        {"type": "history", "item": "fever", "value": False},
    ),
    "no pain at all": (NO_PAIN, ACHE),
    "no pain there": (ACHE, {**NO_PAIN, "areas": ["neck"]}),
    "laboratory": (
        {"type": "lab", "test": "crp", "value": "normal"},
        {"type": "lab", "test": "crp", "value": "raised"},
    ),
}

STAND = {
    "two sides": (reflex("left", "normal"), reflex("right", "absent")),
    "weak and graded": ({**ARM, "mrc": 4}, {**ARM, "value": "weak"}),
    "graded and measured": ({**ARM, "mrc": 4}, {**ARM, "measured": {"value": 60, "unit": "N"}}),
    "two units": (
        {**ARM, "measured": {"value": 60, "unit": "N"}},
        {**ARM, "measured": {"value": 60, "unit": "percent_of_other_side"}},
    ),
    "two modalities": ({**SKIN, "value": "normal"}, {**SKIN, "modality": "pin", "value": "absent"}),
    "tingling": ({**SKIN, "value": "paraesthesia"}, {**SKIN, "value": "reduced"}),
    "two muscles": (
        {**ATROPHY, "muscles": ["deltoid"], "value": "positive"},
        {**ATROPHY, "muscles": ["thenar"], "value": "negative"},
    ),
    "two levels": (SCAN, {**SCAN, "levels": ["L5-S1"], "value": "absent"}),
    "two zones": (SCAN, {**SCAN, "zone": "foraminal", "value": "absent"}),
    "two roots": ({**SCAN, "structure": "L5"}, {**SCAN, "structure": "L4", "value": "absent"}),
    "two sides of a scan": (SCAN, {**SCAN, "side": "right", "value": "absent"}),
    "two kinds of scan": (SCAN, {**SCAN, "modality": "CT", "value": "absent"}),
    "two herniations": ({**SCAN, "zone": "foraminal"}, {**SCAN, "zone": "subarticular"}),
    "two abnormal": (needle("denervation"), needle("reduced_recruitment")),
    "two components": (nerve("normal", component="motor"), nerve("absent", component="sensory")),
    "two operations": ({**SURGERY, "value": "laminectomy"}, {**SURGERY, "value": "discectomy"}),
    "pain elsewhere": (ACHE, {**NO_PAIN, "areas": ["low_back"]}),
    "pain on the other side": (ACHE, {**NO_PAIN, "areas": ["neck"], "side": "right"}),
    "the same twice": (reflex("left", "normal"), reflex("left", "normal")),
}


def case_of(*findings):
    return case_from_mapping({"id": "a", "demographics": {"age": 4, "sex": None}, "findings": list(findings)})


@pytest.mark.parametrize("name", CLASH)
@pytest.mark.parametrize("turned", [False, True])
def test_contradiction_is_refused_in_either_order(name, turned):
    pair = CLASH[name][::-1] if turned else CLASH[name]
    with pytest.raises(InputError, match="contradicts") as caught:
        case_of(*pair)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].where == "case, findings[1]"


@pytest.mark.parametrize("name", STAND)
@pytest.mark.parametrize("turned", [False, True])
def test_findings_that_can_both_be_true_are_read(name, turned):
    pair = STAND[name][::-1] if turned else STAND[name]
    assert contradictions(case_of(*pair).findings) == ()


@pytest.mark.parametrize("name", CLASH)
def test_mirror_does_not_change_what_contradicts(name):
    swap = {"left": "right", "right": "left"}
    pair = [{**one, "side": swap.get(one["side"], one["side"])} if "side" in one else one for one in CLASH[name]]
    with pytest.raises(InputError, match="contradicts"):
        case_of(*pair)


def test_both_lines_are_named(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        "id: a\ndemographics: {age: 50, sex: male}\nfindings:\n"
        "- {type: reflex, reflex: triceps, side: bilateral, value: normal}\n"
        "- {type: reflex, reflex: biceps, side: left, value: normal}\n"
        "- {type: reflex, reflex: triceps, side: left, value: absent}\n"
    )
    with pytest.raises(InputError) as caught:
        read_case(path)
    (problem,) = caught.value.problems
    assert problem.line == 6
    assert "line 4" in problem.message
    assert "bilateral triceps reflex: normal" in problem.given
    assert "left triceps reflex: absent" in problem.given


def test_contradiction_is_reported_beside_other_problems():
    with pytest.raises(InputError) as caught:
        case_of({**ARM, "mrc": 5}, {**ARM, "mrc": 9}, {**ARM, "mrc": 2})
    said = " ".join(problem.message for problem in caught.value.problems)
    assert "out of range" in said
    assert "contradicts" in said
