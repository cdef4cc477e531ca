"""A case read, written, mirrored and cut down stays the same case."""

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myotome.errors import InputError
from myotome.exam.case import Demographics, Strength
from myotome.exam.reading.files import case_from_mapping, read_case, write_case
from myotome.tables import data_path
from support.case_strategies import case_mappings

SCHEMA = jsonschema.Draft202012Validator(
    json.loads(data_path("exam/derived/case.schema.json").read_text(encoding="utf-8"))
)
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@settings(max_examples=150)
@given(case_mappings())
def test_valid_mapping_is_read_and_comes_back(mapping):
    SCHEMA.validate(mapping)
    case = case_from_mapping(mapping)
    again = case.to_dict()
    SCHEMA.validate(again)
    assert case_from_mapping(again) == case
    assert case_from_mapping(again).to_dict() == again
    json.dumps(again, allow_nan=False)


@settings(max_examples=60)
@given(case_mappings())
def test_mirrored_twice_is_the_same(mapping):
    case = case_from_mapping(mapping)
    assert case.mirrored().mirrored() == case
    SCHEMA.validate(case.mirrored().to_dict())


@settings(max_examples=60)
@given(case_mappings(), st.randoms(use_true_random=False))
def test_order_of_findings_changes_nothing_but_their_order(mapping, random):
    case = case_from_mapping(mapping)
    shuffled = random.sample(mapping["findings"], len(mapping["findings"]))
    assert set(case_from_mapping({**mapping, "findings": shuffled}).findings) == set(case.findings)
    assert [finding.kind for finding in case.findings] == [finding["type"] for finding in mapping["findings"]]


@settings(max_examples=40)
@given(mapping=case_mappings())
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_written_file_is_read_back(tmp_path_factory, suffix, mapping):
    case = case_from_mapping(mapping)
    path = tmp_path_factory.mktemp("written") / f"case{suffix}"
    write_case(case, path)
    assert read_case(path) == case
    assert all(finding.line > 0 for finding in read_case(path).findings)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_valid_and_read(path):
    case = read_case(path)
    SCHEMA.validate(case.to_dict())
    assert case.id == path.stem
    assert case.kind == "patient"
    assert case.truth is None
    assert case_from_mapping(case.to_dict()) == case
    assert case.mirrored().mirrored() == case
    assert case.mirrored() != case or path.stem in {"cauda-equina"}
    assert all(finding.label for finding in case.findings)


def test_there_are_examples():
    assert len(EXAMPLES) >= 6


def small(*findings, **more):
    return case_from_mapping(
        {"id": "a", "demographics": {"age": 40, "sex": "male"}, "findings": list(findings), **more}
    )


STRONG = {"type": "strength", "muscle": "EHL", "side": "R", "mrc": 5}
HANDED = {"type": "history", "item": "handedness", "value": "right"}


def test_aliases_are_read_as_ids():
    finding = small(STRONG).findings[0]
    assert isinstance(finding, Strength)
    assert (finding.name, finding.side, finding.name_kind) == ("extensor_hallucis_longus", "right", "muscle")


@pytest.mark.parametrize(("written", "grade"), [("4+", 4.5), ("5-", 4.5), ("4-", 4.0), ("3+", 3.0), (4, 4.0)])
def test_grades_as_clinicians_write_them(written, grade):
    assert small({**STRONG, "mrc": written}).findings[0].mrc == grade


def test_movement_stands_for_its_prime_movers_and_a_group_for_its_members():
    movement = {"type": "strength", "movement": "ankle_dorsiflexion", "side": "left", "value": "weak"}
    group = {"type": "strength", "muscle": "peronei", "side": "left", "value": "weak"}
    first, second = small(movement, group).findings
    assert (first.name_kind, first.muscles[0]) == ("movement", "tibialis_anterior")
    assert (second.name_kind, second.muscles) == ("group", ("peroneus_longus", "peroneus_brevis"))


def test_times_are_kept_in_weeks():
    case = small({"type": "history", "item": "surgery", "value": "discectomy", "ago": {"value": 2, "unit": "years"}})
    assert case.findings[0].ago_weeks == pytest.approx(104.36, abs=0.01)
    assert small(STRONG, onset={"value": 14, "unit": "days"}).onset_weeks == pytest.approx(2.0)


def test_reflex_without_sides_tested_from_both_is_one_reflex():
    case = small({"type": "reflex", "reflex": "jaw", "side": "bilateral", "value": "normal"})
    assert case.findings[0].side == "none"


def test_mirror_swaps_hands_and_sides():
    case = small(STRONG, HANDED, demographics={"age": None, "sex": None, "dominant_hand": "left"}).mirrored()
    assert case.findings[0].side == "left"
    assert case.findings[1].value == "left"
    assert case.demographics == Demographics(dominant_hand="right")


def test_kinds_are_left_out_and_places_are_kept():
    case = small(STRONG, HANDED, {**STRONG, "side": "left"}, withheld=["history"])
    bedside = case.without(case.withheld)
    assert [finding.index for finding in bedside.findings] == [0, 2]
    assert case.without_finding(0).findings == case.findings[1:]
    assert case.without(["strength", "history"]).findings == ()


def test_exact_repetition_is_read_once():
    assert len(small(STRONG, dict(STRONG)).findings) == 1


def test_case_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        small(STRONG).id = "b"


def test_unknown_is_not_normal():
    assert small(STRONG) != small(STRONG, {**STRONG, "side": "left"})


PLAIN_JUNK = [
    None,
    True,
    False,
    -1,
    0.25,
    7,
    400,
    "nonsense",
    "",
    "left",
    "none",
    "bilateral",
    "midline",
    "positive",
    "L5",
]
LISTS = [[], ["nonsense"], [True], [None], ["L5"], ["great_toe"], ["L5", "L5"], ["deltoid"]]
MEASURES = [{}, {"value": 3, "unit": "weeks"}, {"value": 3, "unit": "mm"}, {"value": -3, "unit": "kg"}, {"value": 1}]
JUNK = st.sampled_from([*PLAIN_JUNK, *LISTS, *MEASURES])


@settings(max_examples=300)
@given(mapping=case_mappings(), random=st.randoms(use_true_random=False), junk=JUNK, data=st.data())
def test_reader_and_schema_refuse_the_same(mapping, random, junk, data):
    """Whatever one wrong value or missing key does, the reader and the schema agree about it."""
    holders = [mapping, mapping["demographics"], *mapping["findings"], *mapping["findings"]]
    holders += [holder for holder in (mapping.get("truth"), mapping.get("onset")) if holder]
    holder = data.draw(st.sampled_from(holders))
    extra = ["muscle", "areas", "dermatomes", "levels", "site", "measure", "value", "unheard_of"]
    key = data.draw(st.sampled_from([*holder, *extra]))
    if data.draw(st.booleans()):
        holder.pop(key, None)
    else:
        holder[key] = junk
    if SCHEMA.is_valid(mapping):
        assert case_from_mapping(mapping).id == mapping["id"]
    else:
        with pytest.raises(InputError) as caught:
            case_from_mapping(mapping)
        assert all(one.where and one.given and one.allowed and one.message for one in caught.value.problems)


def test_a_sign_of_the_midline_may_be_given_no_side():
    written = {"type": "sign", "sign": "spinal_tenderness", "side": "none", "value": "positive"}
    mapping = {"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": [written]}
    SCHEMA.validate(mapping)
    assert case_from_mapping(mapping).findings[0].to_dict()["side"] == "midline"


def test_a_record_is_dictated_unless_it_says_otherwise():
    assert small(STRONG).record == "dictated"
    assert "record" not in small(STRONG).to_dict()
    for record in ("structured", "complete"):
        case = small(STRONG, record=record)
        assert case.record == record
        assert case_from_mapping(case.to_dict()) == case
    with pytest.raises(InputError) as caught:
        small(STRONG, record="dictation")
    assert caught.value.problems[0].nearest[0] == "dictated"


def test_an_examination_that_found_nothing_yet_is_a_case():
    empty = {"id": "a", "demographics": {"age": 40, "sex": "male"}, "findings": []}
    SCHEMA.validate(empty)
    case = case_from_mapping(empty)
    assert case.findings == ()
    assert case_from_mapping(case.to_dict()) == case


@pytest.mark.parametrize(
    "written",
    [
        {"type": "sign", "sign": "romberg", "value": "negative"},
        {"type": "sign", "sign": "spinal_tenderness", "value": "positive"},
        {"type": "reflex", "reflex": "jaw", "value": "brisk"},
    ],
)
def test_what_has_no_side_may_leave_it_out(written):
    mapping = {"id": "a", "demographics": {"age": 50, "sex": "male"}, "findings": [written]}
    SCHEMA.validate(mapping)
    assert small(written) == small({**written, "side": "none"})


@pytest.mark.parametrize(
    ("item", "said", "value"),
    [("cancer", False, "none"), ("cancer", True, "unspecified"), ("dysarthria", True, "unspecified")],
)
def test_yes_and_no_are_read_of_items_that_have_words(item, said, value):
    assert small({"type": "history", "item": item, "value": said}).findings[0].to_dict()["value"] == value
