"""Findings that cannot both be true are refused, with both lines; those that can are read."""

import pytest

from myotome.errors import InputError
from myotome.exam.findings.bedside import Sensation, Sign, Strength
from myotome.exam.findings.investigations import History, Imaging, Lab
from myotome.exam.reading.consistency.contradiction_table import contradictory_pairs
from myotome.exam.reading.consistency.contradictions import contradictions
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


ANKLE = {"type": "strength", "movement": "ankle_dorsiflexion", "side": "left", "mrc": 5}
CHIEF = {"type": "strength", "muscle": "tibialis_anterior", "side": "left", "mrc": 0}
PLAIN = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "finding": "normal", "side": "none"}


def item(name, value):
    return {"type": "history", "item": name, "value": value}


def tone(name, side="left"):
    return {"type": "sign", "sign": name, "side": side, "value": "positive"}


def crp(value, number):
    return {"type": "lab", "test": "crp", "value": value, "number": number}


SADDLE = {"type": "sign", "sign": "saddle_anaesthesia", "side": "bilateral", "value": "negative"}
SACRAL = {**SKIN, "dermatomes": ["S3", "S4"], "value": "absent"}

CLASH |= {
    "metastases of no cancer": (item("cancer", "none"), item("cancer_metastatic", True)),
    "saddle": (SADDLE, SACRAL),
    "strong without its muscle": (ANKLE, CHIEF),
    "strong on both sides": ({**ANKLE, "side": "bilateral"}, CHIEF),
    "normal image": (PLAIN, {**SCAN, "finding": "extrusion"}),
    "tone": (tone("spasticity"), tone("flaccid_paralysis", "bilateral")),
    "normal and its number": (
        {"type": "lab", "test": "post_void_residual", "value": "normal"},
        {"type": "lab", "test": "post_void_residual", "number": 900},
    ),
}
STAND |= {
    "cancer and metastases": (item("cancer", "lung"), item("cancer_metastatic", True)),
    "no cancer, no metastases": (item("cancer", "none"), item("cancer_metastatic", False)),
    "saddle felt on this side": ({**SADDLE, "side": "right"}, SACRAL),
    "saddle felt, leg not": (SADDLE, {**SKIN, "value": "absent"}),
    "strong with another muscle lost": (ANKLE, {**CHIEF, "muscle": "extensor_hallucis_longus"}),
    "strong on the other side": (ANKLE, {**CHIEF, "side": "right"}),
    "nearly strong": ({**ANKLE, "mrc": 4.5}, CHIEF),
    "normal at another level": (PLAIN, {**SCAN, "levels": ["L5-S1"]}),
    "normal on another image": ({**PLAIN, "modality": "XR"}, SCAN),
    "normal in one zone": ({**PLAIN, "zone": "foraminal"}, SCAN),
    "tone of two sides": (tone("spasticity"), tone("flaccid_paralysis", "right")),
    "a number that some call normal": (crp("normal", 12), item("fever", True)),
    "a raised number": (crp("raised", 300), item("fever", True)),
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


def test_a_finding_that_contradicts_itself_is_refused():
    with pytest.raises(InputError, match="contradicts itself: no laboratory calls this number normal"):
        case_of(crp("normal", 300))


def test_every_pair_of_the_table_can_be_broken_and_is_told_with_its_reason():
    """Findings made of the two sides of each row contradict each other, whatever the row says."""
    for pair in contradictory_pairs():
        first, second = said(pair.first), said(pair.second)
        (found, *_) = contradictions([first, second])
        assert found.why == pair.why
        assert pair.why in found.message


def said(side):
    """Finding that says one side of a pair."""
    index, name = int(side.value[0] in "<>"), side.name
    number = float(side.value[2:]) if side.value[0] in "<>" else None
    if side.kind == "strength":
        movement = ("ankle_dorsiflexion", "movement", ("tibialis_anterior",))
        muscle = ("tibialis_anterior", "muscle", ("tibialis_anterior",))
        return Strength(int(number == 1.0), 0, *(movement if number == 5.0 else muscle), "left", number)
    if side.kind == "sensation":
        return Sensation(1, 0, (name,), (name,), None, "left", "pin", side.value)
    if side.kind == "sign":
        return Sign(int(name == "flaccid_paralysis"), 0, name, "left", side.value == "positive")
    if side.kind == "imaging":
        return Imaging(int(name == "*"), 0, "MRI", ("L4-L5",), name.replace("*", "extrusion"), "none")
    if side.kind == "history":
        return History(int(name != "cancer"), 0, name, True if side.value == "true" else side.value)
    return Lab(index, 0, name, None if number is not None else side.value, number)
