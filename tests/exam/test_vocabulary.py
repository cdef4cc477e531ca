"""The vocabulary, the schema and the reader say the same."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from myotome.errors import UnknownNameError
from myotome.exam.movements import expand_all, expand_muscles, movement_weights, name_kind
from myotome.exam.reading.finding_forms import KEYS as BEDSIDE_KEYS
from myotome.exam.reading.investigation_forms import KEYS as INVESTIGATION_KEYS
from myotome.exam.vocabulary_table import FINDING_KINDS, MUSCLE_SECTIONS, folded, vocabulary
from myotome.tables import data_path

SCHEMA = json.loads(data_path("exam/derived/case.schema.json").read_text(encoding="utf-8"))
DEFS = SCHEMA["$defs"]
WORDS = vocabulary()
SEARCHED = [MUSCLE_SECTIONS, *((name,) for name in WORDS.sections if name not in MUSCLE_SECTIONS)]


def enum(definition: str, key: str) -> list[str]:
    return list(DEFS[definition]["properties"][key]["enum"])


@pytest.mark.parametrize(
    ("in_schema", "sections"),
    [
        (DEFS["area"]["enum"], "areas"),
        (DEFS["muscle"]["enum"], MUSCLE_SECTIONS),
        (DEFS["movement"]["enum"], "movements"),
        (DEFS["root"]["enum"], "roots"),
        (DEFS["dermatome"]["enum"], "dermatomes"),
        (DEFS["reflex_name"]["enum"], "reflexes"),
        (DEFS["sign_name"]["enum"], "signs"),
        (DEFS["history_item"]["enum"], "history"),
        (DEFS["modifier"]["enum"], "pain_modifiers"),
        (DEFS["nerve"]["enum"], "nerves"),
        (DEFS["nerve_site"]["enum"], "nerve_sites"),
        (DEFS["disc"]["enum"], "discs"),
        (DEFS["level"]["enum"], "levels"),
        (DEFS["zone"]["enum"], "zones"),
        (DEFS["structure"]["enum"], ("roots", "imaging_structures", "nerves")),
        (DEFS["side_any"]["enum"], "sides"),
        (enum("ago", "unit"), "time_units"),
        (enum("measure", "unit"), "measure_units"),
        (enum("finding_strength", "value"), "strength_values"),
        (DEFS["finding_strength"]["properties"]["measured"]["properties"]["unit"]["enum"], "strength_units"),
        (enum("finding_sensation", "modality"), "modalities"),
        (enum("finding_sensation", "value"), "sensation_values"),
        (enum("finding_reflex", "value"), "reflex_values"),
        (enum("finding_sign", "value"), "sign_values"),
        (enum("finding_pain", "onset"), "pain_onsets"),
        (DEFS["finding_pain"]["properties"]["character"]["items"]["enum"], "pain_characters"),
        (enum("finding_imaging", "modality"), "imaging_modalities"),
        (enum("finding_imaging", "finding"), "imaging_findings"),
        (enum("finding_imaging", "value"), "imaging_values"),
        (enum("finding_imaging", "root_contact"), "root_contacts"),
        (enum("finding_emg", "value"), "emg_values"),
        (enum("finding_ncs", "component"), "ncs_components"),
        (enum("finding_ncs", "value"), "ncs_values"),
        (enum("finding_lab", "test"), "lab_tests"),
        (enum("finding_lab", "value"), "lab_values"),
        (enum("truth", "class"), "truth_classes"),
        (enum("truth", "confirmed_by"), "confirmations"),
        (
            DEFS["truth"]["properties"]["places"]["items"]["enum"],
            ("roots", "nerves", "plexus_parts", "central_places"),
        ),
        (SCHEMA["properties"]["kind"]["enum"], "case_kinds"),
        (SCHEMA["properties"]["setting"]["enum"], "settings"),
        (SCHEMA["properties"]["withheld"]["items"]["enum"], "finding_kinds"),
    ],
)
def test_schema_and_vocabulary_allow_the_same_names(in_schema, sections):
    assert set(in_schema) == set(WORDS.ids(sections))


def test_keys_of_every_finding_stand_in_the_schema():
    for kind, keys in {**BEDSIDE_KEYS, **INVESTIGATION_KEYS}.items():
        assert {"type", *keys} == set(DEFS[f"finding_{kind}"]["properties"]), kind
    assert set(BEDSIDE_KEYS) | set(INVESTIGATION_KEYS) == set(FINDING_KINDS)


def test_schema_itself_is_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == WORDS.version


@pytest.mark.parametrize("sections", SEARCHED, ids="+".join)
def test_every_id_label_and_alias_means_one_thing(sections):
    owners: dict[str, str] = {}
    for section in sections:
        for entry in WORDS.sections[section].values():
            for name in entry.names():
                assert owners.setdefault(folded(name), entry.id) == entry.id, name
                assert WORDS.resolve(sections, name) == entry.id
                assert WORDS.resolve(sections, f" {name.upper()} ") == entry.id


@pytest.mark.parametrize(
    ("sections", "name", "found"),
    [
        (MUSCLE_SECTIONS, "EHL", "extensor_hallucis_longus"),
        (MUSCLE_SECTIONS, "Tibialis Anterior", "tibialis_anterior"),
        (MUSCLE_SECTIONS, "tibialis-anterior", "tibialis_anterior"),
        (MUSCLE_SECTIONS, "biceps", "biceps_brachii"),
        ("reflexes", "biceps", "biceps"),
        ("reflexes", "Ankle jerk", "achilles"),
        ("discs", "L4-5", "L4-L5"),
        ("levels", "L5/S1", "L5-S1"),
        ("levels", "L5\u2013S1", "L5-S1"),
        ("sides", "R", "right"),
        ("nerves", "common fibular", "common_peroneal"),
    ],
)
def test_names_are_found_however_they_are_written(sections, name, found):
    assert WORDS.resolve(sections, name) == found


def test_unknown_name_carries_the_nearest():
    with pytest.raises(UnknownNameError, match="muscle or muscle group") as caught:
        WORDS.resolve(MUSCLE_SECTIONS, "tibialis anteror")
    assert caught.value.nearest[0] == "tibialis_anterior"


def test_the_closest_names_are_found_by_their_aliases_too():
    assert WORDS.closest("areas", "lumbar")[0] == "low_back"
    assert WORDS.closest(MUSCLE_SECTIONS, "EHLL")[0] == "extensor_hallucis_longus"
    assert len(WORDS.closest("areas", "?", 5)) == 5


def test_every_reference_inside_the_vocabulary_leads_somewhere():
    for group in WORDS.muscle_groups.values():
        assert group.members
        assert set(group.members) <= set(WORDS.muscles)
    for movement in WORDS.movements.values():
        assert movement.prime_movers
        assert set(movement.prime_movers) <= set(WORDS.muscles)
    for area in WORDS.areas.values():
        assert area.within is None or area.within in WORDS.areas
    for muscle in WORDS.muscles.values():
        assert muscle.part_of is None or muscle.part_of in WORDS.muscles


def test_texts_point_nowhere_outside_the_package():
    for name in ("exam/vocabulary.yaml", "exam/derived/case.schema.json"):
        text = data_path(name).read_text(encoding="utf-8")
        assert "evidence/" not in text


def test_yaml_has_no_section_that_nobody_reads():
    raw = yaml.safe_load(data_path("exam/vocabulary.yaml").read_text(encoding="utf-8"))
    read = set(Path(__file__).parents[2].joinpath("src/myotome/exam/vocabulary_table.py").read_text().split('"'))
    assert set(raw) - {"version"} <= read


def test_muscle_group_and_movement_expand_to_muscles():
    assert name_kind("deltoid") == "muscle"
    assert expand_muscles("deltoid") == ("deltoid",)
    assert expand_muscles("iliopsoas") == ("psoas_major", "iliacus")
    assert expand_muscles("great_toe_extension") == ("extensor_hallucis_longus",)
    assert expand_all(("iliopsoas", "psoas_major", "deltoid")) == ("psoas_major", "iliacus", "deltoid")
    with pytest.raises(UnknownNameError):
        expand_muscles("left_elbow")


@pytest.mark.parametrize("name", WORDS.ids((*MUSCLE_SECTIONS, "movements")))
def test_weights_sum_to_one_and_the_chief_comes_first(name):
    muscles, weights = zip(*movement_weights(name), strict=True)
    assert muscles == expand_muscles(name)
    assert sum(weights) == pytest.approx(1.0)
    assert list(weights) == sorted(weights, reverse=True)


def test_chief_mover_counts_more_than_the_next_but_not_in_a_whole_limb():
    flexion = [weight for _, weight in movement_weights("elbow_flexion")]
    limb = {round(weight, 12) for _, weight in movement_weights("whole_lower_limb")}
    assert flexion[0] > flexion[1] > flexion[2]
    assert len(limb) == 1
