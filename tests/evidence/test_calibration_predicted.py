"""Expected frequencies follow the rules of probability, and the directions of medicine."""

from dataclasses import replace

import numpy as np
import pytest

from myotome.errors import DataError
from myotome.evidence.explain.calibration_targets import calibration_targets, groups_of
from myotome.evidence.explain.free_parameters import free_parameters
from myotome.evidence.explain.predicted import SURGICAL_SHIFT, Predictor
from myotome.explain.likelihood.parameters import parameters

BY_ID = {target.id: target for target in calibration_targets()}
PREDICTOR = Predictor()


def predicted(*targets, **changed):
    return PREDICTOR.predicted(targets, {**parameters(), **changed})


def with_finding(name, text, given=""):
    return replace(BY_ID[name], finding=groups_of(text), given=groups_of(given))


ARM = "strength:deltoid|triceps_brachii=weak"
SKIN = "sensation:C6|C7=reduced"


def test_expected_frequencies_are_probabilities():
    values = predicted(*BY_ID.values())
    assert values.shape == (len(BY_ID),)
    assert np.all((values > 0) & (values < 1))


def test_one_target_at_a_time_gives_the_same():
    some = list(BY_ID.values())[::17]
    assert predicted(*some) == pytest.approx([predicted(one)[0] for one in some])


def test_specificity_is_the_rest():
    target = BY_ID["suspected_cauda_leg_weakness_missing"]
    assert predicted(target)[0] == pytest.approx(1 - predicted(replace(target, measure="frequency"))[0])


def test_more_tests_find_more_and_more_demands_find_less():
    name = "cervical_weakness_conservative"
    one, any_of, both = (
        with_finding(name, text) for text in ("strength:deltoid=weak", ARM, f"strength:deltoid=weak AND {SKIN}")
    )
    few, many, demanding = predicted(one, any_of, both)
    assert demanding < few < many


def test_union_and_intersection_add_up():
    name = "cervical_weakness_conservative"
    texts = (ARM, SKIN, f"{ARM} OR {SKIN}", f"{ARM} AND {SKIN}")
    arm, skin, either, both = predicted(*(with_finding(name, text) for text in texts))
    assert either + both == pytest.approx(arm + skin)


def test_the_entry_criterion_divides():
    name = "cervical_weakness_conservative"
    targets = (with_finding(name, f"{ARM} AND {SKIN}"), with_finding(name, SKIN), with_finding(name, ARM, given=SKIN))
    both, entered, conditional = predicted(*targets)
    assert conditional == pytest.approx(both / entered)
    assert predicted(with_finding(name, SKIN, given=SKIN))[0] == pytest.approx(1.0)


def test_operated_patients_are_worse():
    targets = (BY_ID["cervical_weakness_conservative"], BY_ID["cervical_weakness_surgical_cohorts"])
    clinic, surgical = predicted(*targets, **{SURGICAL_SHIFT: 1.0})
    assert clinic < surgical
    same, also = predicted(*targets, **{SURGICAL_SHIFT: 0.0})
    assert same == pytest.approx(also)


def test_healthy_people_show_false_positives_only():
    target = BY_ID["carpal_tunnel_index_pinprick_missing"]
    less, more = (predicted(target, sensory_false=rate)[0] for rate in (0.03, 0.06))
    # the finger has several patches of skin, each with its own chance
    assert 0.94 < less <= 0.97
    assert more < less
    assert predicted(target, sensory_false=0.03, sensory_rate=9.0)[0] == pytest.approx(less)


def test_the_arm_is_not_weak_in_a_lesion_of_the_leg():
    leg = with_finding("lumbar_weakness_review", "strength:deltoid=weak")
    healthy = replace(leg, conditions=("none",), where=())
    assert predicted(leg)[0] == pytest.approx(predicted(healthy)[0])


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("sensory_rate", "lumbar_sensory_loss_review"),
        ("reflex_rate", "upper_lumbar_patellar_reflex_operated"),
        ("emg_rate", "l5_emg_tibialis_anterior"),
        ("ncs_rate", "meralgia_response"),
        ("umn_sign_gain", "myelopathy_hoffmann"),
        ("disc_seen", "mri_herniation_pooled"),
        ("mrc_power", "lumbar_weakness_review"),
        ("dermatome_pain", "pain_in_dermatome_s1"),
    ],
)
def test_each_parameter_raises_what_it_stands_for(name, target):
    value = parameters()[name]
    low, high = (predicted(BY_ID[target], **{name: factor * value})[0] for factor in (0.9, 1.05))
    assert low < high


@pytest.mark.parametrize("text", ["strength:deltoid", "weak", "age>=50", "2 OF {sign:slump=positive; pain:L5}"])
def test_a_finding_of_another_form_is_refused(text):
    with pytest.raises(DataError, match="condition"):
        groups_of(text)


def test_the_scale_of_a_parameter_can_be_undone():
    for one in free_parameters():
        low, high = one.bounds
        assert low < one.to_scale(one.prior) < high
        assert one.from_scale(one.to_scale(one.prior)) == pytest.approx(one.prior)
