"""Looking up what supplies what."""

from __future__ import annotations

import json

import pytest

from myotome import anatomy
from myotome.errors import UnknownNameError
from myotome.ledger import sources


@pytest.mark.parametrize(
    "answer",
    [
        anatomy.muscle("tibialis_anterior"),
        anatomy.root("L5"),
        anatomy.root("Co1"),
        anatomy.nerve("median"),
        anatomy.nerve("ulnar@guyon_canal"),
        anatomy.nerve("posterior_cord"),
        anatomy.disc("T12-L1"),
        anatomy.area("dorsum_of_foot"),
        anatomy.area("stocking_to_knee"),
        anatomy.area("dermatome:C6"),
    ],
    ids=lambda answer: f"{type(answer).__name__}-{answer.id}",
)
def test_an_answer_is_plain_json_and_knows_its_sources(answer: anatomy.MuscleSupply) -> None:
    assert json.loads(json.dumps(answer.to_dict())) == answer.to_dict()
    assert answer.sources()
    assert set(answer.sources()) <= set(sources())


def test_roots_of_a_muscle_sum_to_one_largest_first() -> None:
    for name in anatomy.muscles():
        found = anatomy.muscle(name)
        shares = [root.share for root in found.roots]
        assert sum(shares) == pytest.approx(1.0)
        assert shares == sorted(shares, reverse=True)
        assert sum(nerve.share for nerve in found.nerves) == pytest.approx(1.0, abs=0.002)


def test_a_root_and_its_muscles_agree() -> None:
    listed = {portion.name: portion.share for portion in anatomy.root("L5").muscles}
    for name in anatomy.muscles():
        share = sum(root.share for root in anatomy.muscle(name).roots if root.root == "L5")
        assert listed.get(name, 0.0) == pytest.approx(share, abs=0.001)


@pytest.mark.parametrize(
    ("muscle", "nerve"),
    [
        ("deltoid", "axillary"),
        ("supraspinatus", "suprascapular"),
        ("biceps_brachii", "musculocutaneous"),
        ("brachioradialis", "radial"),
        ("extensor_digitorum", "posterior_interosseous"),
        ("flexor_pollicis_longus", "anterior_interosseous"),
        ("first_dorsal_interosseous_hand", "ulnar"),
        ("abductor_pollicis_brevis", "median"),
        ("vastus_medialis", "femoral"),
        ("adductor_longus", "obturator"),
        ("gluteus_medius", "superior_gluteal"),
        ("gluteus_maximus", "inferior_gluteal"),
        ("semitendinosus", "sciatic"),
        ("peroneus_longus", "superficial_peroneal"),
        ("tibialis_posterior", "tibial"),
        ("external_anal_sphincter", "inferior_rectal"),
        ("trapezius", "accessory"),
        ("diaphragm", "phrenic"),
        ("multifidus", "dorsal_ramus"),
    ],
)
def test_chief_nerve_of_a_muscle(muscle: str, nerve: str) -> None:
    assert anatomy.muscle(muscle).nerves[0].name == nerve


def test_members_of_a_composite_area() -> None:
    found = anatomy.area("stocking_to_knee")
    assert "dorsum_of_foot" in found.members
    assert {"L4", "L5", "S1"} == {root.name for root in found.roots[:3]}
    assert sum(root.share for root in found.roots) == pytest.approx(1.0, abs=0.005)


def test_a_site_carries_no_more_than_its_nerve() -> None:
    for site in anatomy.nerve_sites().values():
        whole = {portion.name: portion.share for portion in anatomy.nerve(site.nerve).muscles}
        for portion in anatomy.nerve(site.id).muscles:
            assert portion.share <= whole[portion.name] + 1e-9


@pytest.mark.parametrize(
    ("ask", "given", "nearest"),
    [
        (anatomy.muscle, "tibialis_anteror", "tibialis_anterior"),
        (anatomy.root, "L6", "L"),
        (anatomy.nerve, "comon_peroneal", "common_peroneal"),
        (anatomy.disc, "L4-L6", "L4-L5"),
        (anatomy.area, "dorsum_of_fot", "dorsum_of_foot"),
    ],
)
def test_an_unknown_name_is_an_error_that_helps(ask, given: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError, match=nearest):
        ask(given)
