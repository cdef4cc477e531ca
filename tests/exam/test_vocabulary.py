"""Names are found however they are written, and every reference leads somewhere."""

from pathlib import Path

import pytest
import yaml

from myotome.errors import UnknownNameError
from myotome.exam.likeness import folded
from myotome.exam.movements import expand_all, expand_muscles, movement_weights, name_kind
from myotome.exam.vocabulary_table import MUSCLE_SECTIONS, vocabulary
from myotome.tables import data_path

WORDS = vocabulary()
SEARCHED = [MUSCLE_SECTIONS, *((name,) for name in WORDS.sections if name not in MUSCLE_SECTIONS)]


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
