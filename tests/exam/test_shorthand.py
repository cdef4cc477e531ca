"""What is said in one word is read as the plain findings that it stands for."""

import jsonschema
import pytest

from myotome.errors import InputError
from myotome.exam.case_schema import case_schema
from myotome.exam.likeness import folded
from myotome.exam.reading.files import case_from_mapping
from myotome.exam.reading.shorthand import OWN_KEYS, shorthand_names
from myotome.exam.synonyms import synonyms
from myotome.exam.vocabulary_table import vocabulary

SCHEMA = jsonschema.Draft202012Validator(case_schema())
PLAIN = {
    "reflex": {"side": "left", "value": "normal"},
    "strength": {"side": "left", "mrc": 5},
    "imaging": {"modality": "MRI", "levels": ["L4-L5"], "side": "left"},
    "emg": {"side": "left", "roots": ["L5"]},
    "ncs": {"side": "left", "roots": ["L5"]},
    "sensation": {"side": "left", "value": "reduced"},
    "pain": {"side": "left", "radiating": True},
}
KEYS = [
    ("reflex", "reflex"),
    ("strength", "movement"),
    ("imaging", "finding"),
    *((kind, key) for kind, keys in OWN_KEYS.items() for key in keys),
]
SAID = [(kind, key, name) for kind, key in KEYS for name in shorthand_names(kind, key)]


def mapping(*findings, **more):
    return {"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": list(findings), **more}


def read(*findings, **more):
    return case_from_mapping(mapping(*findings, **more))


def said(kind, key, name):
    roots = {} if name == "radiculopathy" else {"roots"}
    return {"type": kind, **{k: v for k, v in PLAIN[kind].items() if k not in roots}, key: name}


@pytest.mark.parametrize(("kind", "key", "name"), SAID)
def test_every_name_is_read_and_written_out_in_plain_findings(kind, key, name):
    if kind in {"sensation", "pain"} and not read_or_none(said(kind, key, name)):
        pytest.skip("the nerve has no skin of its own")
    case = read(said(kind, key, name))
    assert case.findings
    assert {finding.index for finding in case.findings} == {0}
    assert case_from_mapping(case.to_dict()) == case
    SCHEMA.validate(mapping(said(kind, key, name)))
    SCHEMA.validate(case.to_dict())
    assert case.mirrored().mirrored() == case


def read_or_none(finding):
    try:
        return read(finding)
    except InputError:
        return None


@pytest.mark.parametrize(
    ("section", "name"), [(section, name) for section in synonyms() for name in synonyms()[section]]
)
def test_every_synonym_reads_as_its_id(section, name):
    for called in synonyms()[section][name]:
        assert vocabulary().resolve(section, called) == name
        assert folded(called) not in {folded(other) for other in vocabulary().sections[section] if other != name}


def test_all_reflexes_of_the_legs_are_each_reflex():
    case = read(
        {"type": "reflex", "reflex": "deep tendon reflexes of the legs", "side": "bilateral", "value": "absent"}
    )
    assert [(one.reflex, one.side, one.value) for one in case.findings] == [
        ("patellar", "bilateral", "absent"),
        ("achilles", "bilateral", "absent"),
    ]


def test_power_throughout_a_limb_is_each_movement_and_all_limbs_are_both():
    leg = read({"type": "strength", "movement": "power throughout the leg", "side": "left", "mrc": "5/5"}).findings
    every = read({"type": "strength", "movement": "throughout", "side": "bilateral", "value": "normal"}).findings
    assert {one.name for one in leg} < {one.name for one in every}
    assert all(one.mrc == 5 for one in leg)


def test_a_myotome_is_its_key_muscle_and_a_territory_its_skin():
    weak = read({"type": "strength", "root": "L5", "side": "left", "value": "paralysed"}).findings
    assert [(one.name, one.mrc) for one in weak] == [("great_toe_extension", 0)]
    numb = read({"type": "sensation", "nerve": "lateral femoral cutaneous", "side": "left", "value": "numb"}).findings
    assert "lateral_thigh" in numb[0].areas


def test_a_conclusion_keeps_its_side_and_a_usual_one_gives_way():
    left, usual = (
        read({"type": "ncs", "conclusion": "axonal polyneuropathy", **side}) for side in ({"side": "left"}, {})
    )
    assert {one.side for one in left.findings} == {"left"}
    assert {one.side for one in usual.findings} == {"bilateral"}
    roots = read({"type": "emg", "conclusion": "radiculopathy", "roots": ["C6", "C7"], "side": "right"}).findings
    assert [(one.kind, one.roots, one.side) for one in roots] == [("emg", ("C6", "C7"), "right")]


@pytest.mark.parametrize(
    ("finding", "key", "near"),
    [
        ({"type": "emg", "conclusion": "normal", "side": "left"}, "conclusion", "normal_leg"),
        ({"type": "strength", "root": "L9", "side": "left", "mrc": 3}, "root", None),
        ({"type": "sensation", "nerve": "sutal", "side": "left", "value": "reduced"}, "nerve", "sural"),
        ({"type": "reflex", "reflex": "all reflex", "side": "left", "value": "normal"}, "reflex", None),
    ],
)
def test_a_name_that_is_not_known_says_where_and_what_is_allowed(finding, key, near):
    with pytest.raises(InputError) as caught:
        read(finding)
    problem = caught.value.problems[0]
    assert problem.where.endswith(key)
    assert problem.allowed
    assert near is None or near in problem.nearest


def test_an_angle_is_kept_and_says_whether_the_test_is_positive():
    raised = {"type": "sign", "sign": "SLR", "side": "left"}
    low, high = (read({**raised, "value": angle}).findings[0] for angle in (40, 85))
    assert (low.positive, low.angle_deg, high.positive) == (True, 40, False)
    with pytest.raises(InputError, match="positive up to 70 degrees"):
        read({**raised, "value": "positive", "angle_deg": 90})
    stated = read({**raised, "value": "negative", "angle_deg": 60}).findings[0]
    assert (stated.positive, stated.angle_deg) == (False, 60)
    hip = {"type": "sign", "sign": "reduced_hip_motion", "side": "left", "angle_deg": 20}
    assert read({**hip, "value": "positive"}).findings[0].angle_deg == 20
    with pytest.raises(InputError, match="'value' is missing"):
        read(hip)
    with pytest.raises(InputError, match="angle"):
        read({"type": "sign", "sign": "babinski", "side": "left", "value": "positive", "angle_deg": 40})


def test_severity_of_an_image_and_its_grade_are_kept():
    image = {"type": "imaging", "modality": "MRI", "levels": ["L4-L5"], "side": "left"}
    case = read(
        {**image, "finding": "foraminal narrowing", "severity": "severe"},
        {**image, "finding": "disc degeneration", "side": "none", "grade": 4},
        {**image, "finding": "herniation", "levels": ["L5-S1"]},
    )
    stenosis, disc, herniation = case.findings
    assert (stenosis.finding, stenosis.zone, stenosis.severity) == ("stenosis", "foraminal", "severe")
    assert (disc.grade, herniation.finding) == (4, "protrusion")
    assert case_from_mapping(case.to_dict()) == case
    for bad in ({"finding": "mass", "grade": 2}, {"finding": "disc_degeneration", "grade": 6}):
        with pytest.raises(InputError, match="grade"):
            read({**image, **bad})


def test_how_weak_is_a_grade_and_what_is_normal_has_no_severity():
    weak = {"type": "strength", "muscle": "deltoid", "side": "left", "value": "weak"}
    grades = [read({**weak, "severity": word}).findings[0].mrc for word in ("mild", "moderate", "severe")]
    assert grades == sorted(grades, reverse=True)
    with pytest.raises(InputError, match="severity"):
        read({**weak, "value": "normal", "severity": "mild"})


def test_the_modality_may_be_left_out():
    numb = {"type": "sensation", "dermatomes": ["L5"], "side": "left", "value": "hypoesthesia", "severity": "mild"}
    finding = read(numb).findings[0]
    assert (finding.modality, finding.value, finding.severity) == ("unspecified", "reduced", "mild")
