"""Several nerves at once: any set of them, on either side, and never mistaken for a disease of both sides alike."""

from itertools import combinations

import pytest

from myotome.exam import case_from_mapping
from myotome.explain import explain
from myotome.pathology import states

MOVERS = {
    "common_peroneal": ["tibialis_anterior", "extensor_hallucis_longus", "peroneus_longus"],
    "ulnar": ["first_dorsal_interosseous", "abductor_digiti_minimi_hand"],
    "median": ["abductor_pollicis_brevis", "opponens_pollicis"],
    "radial": ["extensor_digitorum", "extensor_carpi_ulnaris"],
    "femoral": ["rectus_femoris", "vastus_lateralis"],
}


def answer(*hits):
    findings = [
        {"type": "strength", "muscle": muscle, "side": side, "mrc": 2}
        for nerve, side in hits
        for muscle in MOVERS[nerve]
    ]
    case = {"id": "a", "demographics": {"age": 50, "sex": "male"}, "onset": {"value": 3, "unit": "weeks"}}
    return explain(case_from_mapping({**case, "findings": findings}), with_next_tests=False)


@pytest.mark.parametrize("nerves", list(combinations(MOVERS, 3)), ids="-".join)
def test_any_three_nerves_are_named(nerves):
    hits = list(zip(nerves, ("left", "right", "left"), strict=True))
    found = answer(*hits)
    assert max(found.classes, key=found.classes.__getitem__) == "peripheral_nerve"
    assert set(hits) <= {(place.place, place.side) for place in found.places[:4]}


def test_every_set_of_the_table_is_a_state_and_mirrored_sets_weigh_alike():
    sets = {
        frozenset((cut.side, *cut.tokens) for cut in cause.cuts): cause.share
        for cause in states().causes
        if cause.condition == "mononeuritis_multiplex"
    }
    swap = {"left": "right", "right": "left"}
    assert len(sets) == 120 + 560
    assert sum(sets.values()) == pytest.approx(1.0)
    assert all(
        sets[frozenset((swap[side], nerve) for side, nerve in hit)] == pytest.approx(share)
        for hit, share in sets.items()
    )


def test_one_muscle_weak_on_both_sides_is_no_patchwork():
    patchy = answer(("median", "right"), ("radial", "left"))
    both = answer(("median", "right"), ("radial", "left"), ("median", "left"), ("radial", "right"))
    symmetric = ("polyneuropathy", "myopathy")
    assert sum(patchy.classes[name] for name in symmetric) < 0.1 * sum(both.classes[name] for name in symmetric)
