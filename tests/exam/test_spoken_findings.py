"""What is said in a name and its value together, and values where people write them, are read as plain findings."""

import jsonschema
import pytest

from myotome.errors import InputError
from myotome.exam.case_schema import case_schema
from myotome.exam.reading.files import case_from_mapping
from myotome.exam.reading.spoken_findings import spoken_findings

SCHEMA = jsonschema.Draft202012Validator(case_schema())
BESIDE = {"reflex": {"side": "left"}, "sign": {"side": "left"}, "history": {}, "strength": {"side": "left", "mrc": 3}}
SIDELESS = {"anal tone", "anal squeeze", "tandem gait", "perianal sensation"}
SAID = [(one, name) for one in spoken_findings() for name in (one.name, *one.also_called)]


def read(**finding):
    case = case_from_mapping({"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": [finding]})
    assert case_from_mapping(case.to_dict()) == case
    SCHEMA.validate(case.to_dict())
    return case.findings[0].to_dict()


def beside(one):
    return {} if one.name in SIDELESS else BESIDE[one.kind]


@pytest.mark.parametrize(("one", "name"), SAID)
def test_every_name_with_each_of_its_words_is_what_its_row_says(one, name):
    for word in one.said or (("positive",) if one.kind == "sign" else (None,)):
        value = {} if word is None else {"value": word}
        found = read(type=one.kind, **{one.key: name}, **beside(one), **value)
        assert {key: found[key] for key in one.sets} == one.sets
        assert all(found[key] == value for key, value in one.usual.items() if key not in beside(one))


@pytest.mark.parametrize(
    "kind_key_name", sorted({(one.kind, one.key, one.name) for one in spoken_findings() if one.said})
)
def test_a_word_that_no_row_knows_is_refused(kind_key_name):
    kind, key, name = kind_key_name
    with pytest.raises(InputError) as caught:
        read(type=kind, **{key: name}, **({} if name in SIDELESS else BESIDE[kind]), value="purple")
    assert "purple" in caught.value.problems[0].given


def test_opposite_words_give_opposite_signs():
    signs = {}
    for one in spoken_findings():
        if one.kind == "sign" and one.said and "type" not in one.sets:
            signs.setdefault(one.name, set()).add(
                read(type="sign", sign=one.name, **beside(one), value=one.said[0])["value"]
            )
    assert signs
    assert all(values == {"positive", "negative"} for values in signs.values())


@pytest.mark.parametrize(
    ("finding", "read_as"),
    [
        ({"type": "imaging", "finding": "central stenosis", "value": "severe"}, {"severity": "severe", "side": "none"}),
        ({"type": "imaging", "finding": "spondylolisthesis", "severity": "grade II"}, {"grade": 2}),
        ({"type": "lab", "test": "CRP", "value": 120}, {"number": 120}),
        ({"type": "lab", "test": "CRP", "number": "120 mg/L"}, {"number": 120}),
        ({"type": "history", "item": "walking distance", "value": "200 m"}, {"value": 200}),
        ({"type": "history", "item": "fever", "value": "denied"}, {"value": False}),
        ({"type": "pain", "areas": ["low back"]}, {"side": "midline"}),
        ({"type": "sensation", "areas": ["perianal"], "value": "reduced"}, {"side": "bilateral"}),
        ({"type": "pain", "areas": ["the dorsum of the foot"], "side": "left"}, {"areas": ["dorsum_of_foot"]}),
    ],
)
def test_values_are_read_where_people_write_them(finding, read_as):
    image = {"modality": "MRI", "levels": ["L4-L5"]} if finding["type"] == "imaging" else {}
    found = read(**finding, **image)
    assert {key: found[key] for key in read_as} == read_as


@pytest.mark.parametrize(
    "finding",
    [
        {"type": "imaging", "finding": "extrusion", "zone": "foraminal"},
        {"type": "imaging", "finding": "stenosis", "value": "severe", "severity": "mild"},
        {"type": "pain", "areas": ["low back", "buttock"]},
        {"type": "pain", "areas": ["low back"], "dermatomes": ["L5"]},
        {"type": "lab", "test": "CRP", "value": 120, "number": 12},
        {"type": "lab", "test": "CRP", "value": "120 mmol"},
        {"type": "history", "item": "walking distance", "value": "2 furlongs"},
    ],
)
def test_what_would_be_guessed_is_refused(finding):
    image = {"modality": "MRI", "levels": ["L4-L5"]} if finding["type"] == "imaging" else {}
    with pytest.raises(InputError):
        read(**finding, **image)


@pytest.mark.parametrize(
    ("areas", "radiating"),
    [
        (["low_back"], None),
        (["low_back", "buttock"], None),
        (["low_back", "lateral_lower_leg"], True),
        (["buttock", "dorsum_of_foot"], True),
        (["posterior_neck", "thumb"], True),
        (["shoulder", "lateral_upper_arm"], None),
        (["anterior_knee"], None),
    ],
)
def test_a_pain_that_reaches_down_a_limb_radiates_unless_it_is_said_not_to(areas, radiating):
    assert read(type="pain", areas=areas, side="left").get("radiating") is radiating
    assert read(type="pain", areas=areas, side="left", radiating=False)["radiating"] is False
