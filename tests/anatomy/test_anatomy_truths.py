"""What every neurologist knows, asked of the wiring: which cut takes which muscle, and which it spares."""

from __future__ import annotations

import pytest

from myotome.anatomy import conduction, fibre_table

TABLE = fibre_table()


def lost(target: str, *cuts: str, kind: str = "motor") -> float:
    """Share of the target's supply that complete cuts take away."""
    return 1.0 - conduction(TABLE, kind, target, dict.fromkeys(cuts, 1.0))


def taken(cut: str) -> set[str]:
    return {muscle for muscle in TABLE.targets("motor") if lost(muscle, cut) > 1e-9}


SPARED_AND_TAKEN = [
    # cut, muscles it takes wholly or mostly, muscles it spares
    (
        "common_peroneal@fibular_neck",
        "tibialis_anterior extensor_hallucis_longus peroneus_longus extensor_digitorum_brevis",
        "tibialis_posterior gluteus_medius gastrocnemius_medial_head biceps_femoris_short_head flexor_digitorum_longus",
    ),
    ("common_peroneal", "tibialis_anterior peroneus_longus", "biceps_femoris_short_head soleus gluteus_medius"),
    (
        "sciatic.peroneal_division",
        "biceps_femoris_short_head tibialis_anterior",
        "biceps_femoris_long_head soleus gluteus_maximus",
    ),
    ("deep_peroneal", "tibialis_anterior extensor_digitorum_brevis", "peroneus_longus peroneus_brevis"),
    ("deep_peroneal@ankle", "extensor_digitorum_brevis", "tibialis_anterior extensor_hallucis_longus"),
    ("superficial_peroneal", "peroneus_longus peroneus_brevis", "tibialis_anterior peroneus_tertius"),
    ("tibial@popliteal_fossa", "soleus tibialis_posterior abductor_hallucis", "semitendinosus tibialis_anterior"),
    (
        "tibial@tarsal_tunnel",
        "abductor_hallucis dorsal_interossei_foot",
        "soleus flexor_hallucis_longus extensor_digitorum_brevis",
    ),
    (
        "sciatic@sciatic_notch",
        "semimembranosus tibialis_anterior soleus",
        "gluteus_medius gluteus_maximus vastus_lateralis",
    ),
    ("sciatic@thigh", "tibialis_anterior soleus", "semitendinosus biceps_femoris_long_head"),
    ("femoral@inguinal_ligament", "vastus_medialis rectus_femoris sartorius", "iliacus psoas_major adductor_longus"),
    ("femoral@pelvis", "iliacus vastus_lateralis", "psoas_major adductor_longus gracilis"),
    ("obturator@obturator_foramen", "adductor_longus gracilis", "vastus_lateralis iliacus"),
    ("superior_gluteal", "gluteus_medius gluteus_minimus tensor_fasciae_latae", "gluteus_maximus semitendinosus"),
    (
        "radial@spiral_groove",
        "brachioradialis extensor_carpi_radialis_longus extensor_digitorum",
        "deltoid latissimus_dorsi",
    ),
    (
        "posterior_interosseous@forearm",
        "extensor_digitorum extensor_carpi_ulnaris extensor_indicis",
        "extensor_carpi_radialis_longus brachioradialis triceps_brachii extensor_carpi_radialis_brevis",
    ),
    ("axillary@quadrilateral_space", "deltoid teres_minor", "supraspinatus infraspinatus teres_major"),
    ("suprascapular@suprascapular_notch", "supraspinatus infraspinatus", "deltoid teres_minor"),
    ("suprascapular@spinoglenoid_notch", "infraspinatus", "supraspinatus"),
    ("long_thoracic@axilla", "serratus_anterior", "rhomboids latissimus_dorsi trapezius"),
    ("accessory@supraclavicular", "trapezius", "sternocleidomastoid levator_scapulae serratus_anterior"),
    (
        "median@carpal_tunnel",
        "abductor_pollicis_brevis opponens_pollicis",
        "flexor_pollicis_longus flexor_carpi_radialis adductor_pollicis",
    ),
    (
        "anterior_interosseous@forearm",
        "flexor_pollicis_longus flexor_digitorum_profundus_2_3 pronator_quadratus",
        "abductor_pollicis_brevis flexor_digitorum_superficialis flexor_carpi_radialis",
    ),
    (
        "ulnar@elbow",
        "first_dorsal_interosseous_hand flexor_digitorum_profundus_4_5 abductor_digiti_minimi_hand",
        "abductor_pollicis_brevis extensor_indicis flexor_pollicis_longus",
    ),
    (
        "ulnar@guyon_canal",
        "first_dorsal_interosseous_hand abductor_digiti_minimi_hand",
        "flexor_carpi_ulnaris flexor_digitorum_profundus_4_5",
    ),
    ("ulnar@palm", "first_dorsal_interosseous_hand adductor_pollicis", "abductor_digiti_minimi_hand"),
    ("musculocutaneous@arm", "biceps_brachii brachialis", "coracobrachialis deltoid brachioradialis"),
    (
        "upper_trunk",
        "deltoid supraspinatus biceps_brachii",
        "rhomboids serratus_anterior first_dorsal_interosseous_hand",
    ),
    (
        "lower_trunk",
        "abductor_pollicis_brevis first_dorsal_interosseous_hand flexor_digitorum_profundus_4_5",
        "deltoid biceps_brachii pronator_teres",
    ),
    ("medial_cord", "first_dorsal_interosseous_hand abductor_pollicis_brevis", "extensor_indicis triceps_brachii"),
    (
        "posterior_cord",
        "deltoid triceps_brachii extensor_digitorum latissimus_dorsi",
        "biceps_brachii supraspinatus pronator_teres",
    ),
    (
        "lateral_cord",
        "biceps_brachii pronator_teres flexor_carpi_radialis",
        "deltoid first_dorsal_interosseous_hand supraspinatus",
    ),
    (
        "lumbar_plexus",
        "vastus_lateralis adductor_longus psoas_major",
        "tibialis_anterior gluteus_medius lumbar_paraspinals",
    ),
    ("sacral_plexus", "gluteus_medius soleus tibialis_anterior", "vastus_lateralis adductor_longus multifidus"),
    (
        "brachial_plexus",
        "deltoid rhomboids serratus_anterior first_dorsal_interosseous_hand",
        "cervical_paraspinals trapezius diaphragm",
    ),
    ("pudendal", "external_anal_sphincter external_urethral_sphincter", "gluteus_maximus"),
    ("facial", "facial_muscles", "masseter tongue"),
]


@pytest.mark.parametrize(("cut", "takes", "spares"), SPARED_AND_TAKEN, ids=[row[0] for row in SPARED_AND_TAKEN])
def test_a_cut_takes_its_muscles_and_spares_those_above_it(cut: str, takes: str, spares: str) -> None:
    for muscle in takes.split():
        assert lost(muscle, cut) > 0.6, muscle
    for muscle in spares.split():
        assert lost(muscle, cut) < 0.05, muscle


def test_what_the_peroneal_nerve_takes_a_tibial_cut_leaves() -> None:
    for muscle in taken("common_peroneal@fibular_neck"):
        assert lost(muscle, "tibial") == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("muscle", ["gluteus_medius", "tibialis_posterior", "tensor_fasciae_latae"])
def test_l5_takes_what_a_foot_drop_from_the_peroneal_nerve_spares(muscle: str) -> None:
    assert lost(muscle, "L5") > 0.4
    assert lost(muscle, "common_peroneal") == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("muscle", "root"),
    [
        ("deltoid", "C5"),
        ("supraspinatus", "C5"),
        ("rhomboids", "C5"),
        ("extensor_carpi_radialis_longus", "C6"),
        ("triceps_brachii", "C7"),
        ("extensor_digitorum", "C7"),
        ("flexor_carpi_radialis", "C7"),
        ("flexor_digitorum_profundus_2_3", "C8"),
        ("flexor_pollicis_longus", "C8"),
        ("abductor_pollicis_brevis", "T1"),
        ("psoas_major", "L2"),
        ("adductor_longus", "L3"),
        ("vastus_lateralis", "L3"),
        ("extensor_hallucis_longus", "L5"),
        ("tibialis_anterior", "L5"),
        ("tibialis_posterior", "L5"),
        ("gluteus_medius", "L5"),
        ("peroneus_longus", "L5"),
        ("gastrocnemius_medial_head", "S1"),
        ("gluteus_maximus", "S1"),
        ("biceps_femoris_long_head", "S1"),
        ("external_anal_sphincter", "S3"),
        ("diaphragm", "C4"),
    ],
)
def test_chief_root_of_a_muscle(muscle: str, root: str) -> None:
    roots = ("C4", "C5", "C6", "C7", "C8", "T1", "L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4")
    assert max(roots, key=lambda candidate: lost(muscle, candidate)) == root


@pytest.mark.parametrize(
    ("reflex", "root", "below"),
    [
        ("biceps", "C5", 0.7),
        ("brachioradialis", "C6", 0.7),
        ("triceps", "C7", 0.8),
        ("patellar", "L4", 0.7),
        ("achilles", "S1", 0.95),
    ],
)
def test_a_root_lowers_its_reflex(reflex: str, root: str, below: float) -> None:
    for limb in ("afferent", "efferent"):
        assert 0.4 < lost(reflex, root, kind=limb) < below


def test_no_root_but_s1_or_s2_touches_the_ankle_jerk() -> None:
    assert {TABLE.root[row] for row in TABLE.index["efferent", "achilles"]} == {"S1", "S2"}


@pytest.mark.parametrize(
    ("area", "cut"),
    [
        ("first_web_space_of_foot", "deep_peroneal"),
        ("dorsum_of_foot", "superficial_peroneal"),
        ("lateral_foot", "sural"),
        ("medial_lower_leg", "saphenous"),
        ("lateral_thigh", "lateral_femoral_cutaneous"),
        ("lateral_shoulder", "axillary"),
        ("first_web_space_of_hand", "superficial_radial"),
        ("palmar_index_finger", "median@carpal_tunnel"),
        ("little_finger", "ulnar@elbow"),
        ("medial_forearm", "medial_cutaneous_of_forearm"),
        ("lateral_forearm", "lateral_cutaneous_of_forearm"),
        ("perianal", "pudendal"),
        ("medial_sole", "medial_plantar"),
    ],
)
def test_a_nerve_has_an_area_of_its_own(area: str, cut: str) -> None:
    assert lost(area, cut, kind="sensory") >= 0.7


@pytest.mark.parametrize(
    ("area", "cut"),
    [
        ("medial_forearm", "ulnar"),
        ("thenar_eminence", "median@carpal_tunnel"),
        ("ulnar_dorsum_of_hand", "ulnar@guyon_canal"),
        ("medial_lower_leg", "common_peroneal"),
        ("posterior_thigh", "sciatic"),
        ("dorsum_of_foot", "tibial@tarsal_tunnel"),
        ("posterior_forearm", "posterior_interosseous"),
        ("lateral_forearm", "radial@elbow"),
        ("upper_lumbar_back", "sciatic"),
    ],
)
def test_a_nerve_spares_its_neighbours_area(area: str, cut: str) -> None:
    assert lost(area, cut, kind="sensory") < 0.1


def test_the_ulnar_nerve_splits_the_ring_finger_and_the_root_does_not() -> None:
    def difference(cut: str) -> float:
        halves = ("ulnar_half_of_ring_finger", "radial_half_of_ring_finger")
        ulnar_side, radial_side = (lost(half, cut, kind="sensory") for half in halves)
        return ulnar_side - radial_side

    assert difference("ulnar@elbow") > 0.8
    assert difference("C8") < 0.5


def test_no_single_spinal_root_takes_all_of_a_limb_dermatome() -> None:
    for target in TABLE.targets("sensory"):
        if target.startswith("dermatome:"):
            assert lost(target, target.removeprefix("dermatome:"), kind="sensory") < 0.86


def test_root_and_trunk_cuts_combine_fibre_by_fibre() -> None:
    root, trunk, both = {"C5": 0.4}, {"upper_trunk": 0.5}, {"C5": 0.4, "upper_trunk": 0.5}
    c5 = lost("deltoid", "C5")
    assert conduction(TABLE, "motor", "deltoid", root) == pytest.approx(1 - 0.4 * c5)
    assert conduction(TABLE, "motor", "deltoid", trunk) == pytest.approx(0.5)
    assert conduction(TABLE, "motor", "deltoid", both) == pytest.approx(0.5 * (1 - 0.4 * c5))
