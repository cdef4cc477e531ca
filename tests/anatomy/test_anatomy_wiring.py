"""The fibre table and its cuts: grammar of paths, sums, products and monotone directions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myotome.anatomy import (
    CRANIAL_ROOTS,
    KINDS,
    SPINAL_ROOTS,
    conduction,
    fibre_conduction,
    fibre_table,
    nerve_places,
    nerve_sites,
)
from myotome.errors import UnknownNameError

TABLE = fibre_table()
PLACES = sorted(TABLE.through)
severity = st.floats(0.0, 1.0)
place = st.sampled_from(PLACES)
key = st.sampled_from(sorted(TABLE.index))
cuts_of = st.dictionaries(place, severity, max_size=4)


def test_columns_are_of_one_length() -> None:
    n = len(TABLE.target)
    assert n > 1000
    assert {len(c) for c in (TABLE.kind, TABLE.root, TABLE.weight, TABLE.spread, TABLE.path, TABLE.sources)} == {n}
    assert set(TABLE.kind) == set(KINDS)
    assert sorted(int(row) for rows in TABLE.index.values() for row in rows) == list(range(n))


def test_weights_of_every_target_sum_to_one() -> None:
    for rows in TABLE.index.values():
        assert TABLE.weight[rows].sum() == pytest.approx(1.0, abs=1e-6)
    assert (TABLE.weight > 0).all()
    assert (TABLE.spread > 0).all()


def test_arrays_are_read_only() -> None:
    with pytest.raises(ValueError, match="read-only"):
        TABLE.weight[0] = 0.0


def test_a_path_starts_at_its_root_and_meets_no_place_twice() -> None:
    for root, path in zip(TABLE.root, TABLE.path, strict=True):
        assert path[0] == root
        assert root in SPINAL_ROOTS + CRANIAL_ROOTS
        assert len(set(path)) == len(path)
        assert not set(path[1:]) & set(SPINAL_ROOTS + CRANIAL_ROOTS)


def test_plexus_comes_before_every_nerve() -> None:
    plexus = {place.id for place in nerve_places().values() if place.kind == "plexus"}
    for path in TABLE.path:
        parts = [i for i, place in enumerate(path) if place in plexus]
        assert parts == list(range(1, len(parts) + 1)), path


@pytest.mark.parametrize(
    ("trunk", "roots"),
    [
        ("upper_trunk", {"C5", "C6"}),
        ("middle_trunk", {"C7"}),
        ("lower_trunk", {"C8", "T1"}),
        ("lumbosacral_trunk", {"L4", "L5"}),
    ],
)
def test_trunks_carry_their_roots(trunk: str, roots: set[str]) -> None:
    assert {TABLE.root[row] for row in TABLE.through[trunk]} <= roots | ({"C4"} if trunk == "upper_trunk" else set())


@pytest.mark.parametrize(
    ("cord", "trunks"),
    [("lateral_cord", {"upper_trunk", "middle_trunk"}), ("medial_cord", {"lower_trunk"})],
)
def test_cords_come_from_their_trunks(cord: str, trunks: set[str]) -> None:
    for row in TABLE.through[cord]:
        assert trunks & set(TABLE.path[row])


def test_every_site_is_on_a_path_after_its_nerve_and_in_order() -> None:
    sites, order = nerve_sites(), list(nerve_places())
    met = set()
    for path in TABLE.path:
        for i, place in enumerate(path):
            if "@" in place:
                met.add(place)
                assert sites[place].nerve in path[:i]
        steps = [order.index(place) for place in path[1:]]
        assert steps == sorted(steps), path
    assert met == set(sites)


def test_paraspinal_muscles_hang_on_dorsal_rami_alone() -> None:
    for muscle in ("multifidus", "lumbar_paraspinals", "cervical_paraspinals", "erector_spinae"):
        assert {TABLE.path[row][1:] for row in TABLE.index["motor", muscle]} == {("dorsal_ramus",)}


def test_nothing_cut_conducts_all() -> None:
    assert (fibre_conduction(TABLE, {}) == 1.0).all()
    assert conduction(TABLE, "motor", "soleus", {"no such place": 1.0}) == pytest.approx(1.0)


@given(key, cuts_of)
def test_conduction_is_the_weighted_sum_over_fibres(target: tuple[str, str], cuts: dict[str, float]) -> None:
    rows = TABLE.index[target]
    product = np.array([np.prod([1.0 - cuts.get(p, 0.0) for p in TABLE.path[row]]) for row in rows])
    found = conduction(TABLE, *target, cuts)
    assert 0.0 <= found <= 1.0
    assert found == pytest.approx(float(TABLE.weight[rows] @ product), abs=1e-9)


@given(key, place, severity, severity)
def test_a_worse_cut_never_conducts_more(target: tuple[str, str], where: str, one: float, other: float) -> None:
    mild, severe = sorted((one, other))
    assert conduction(TABLE, *target, {where: severe}) <= conduction(TABLE, *target, {where: mild}) + 1e-12


@given(place, place, severity, severity)
def test_two_cuts_multiply_fibre_by_fibre(first: str, second: str, one: float, other: float) -> None:
    both = fibre_conduction(TABLE, {first: one} | {second: other})
    if first != second:
        assert np.allclose(both, fibre_conduction(TABLE, {first: one}) * fibre_conduction(TABLE, {second: other}))


@given(key)
def test_cutting_all_roots_of_a_target_silences_it(target: tuple[str, str]) -> None:
    roots = {TABLE.root[row] for row in TABLE.index[target]}
    assert conduction(TABLE, *target, dict.fromkeys(roots, 1.0)) == pytest.approx(0.0, abs=1e-9)


@given(place)
def test_a_whole_nerve_cut_is_never_milder_than_a_cut_at_its_site(site: str) -> None:
    nerve = site.split("@")[0]
    assert (fibre_conduction(TABLE, {nerve: 1.0}) <= fibre_conduction(TABLE, {site: 1.0})).all()


def test_severity_outside_its_range_is_an_error() -> None:
    with pytest.raises(ValueError, match="lies in"):
        fibre_conduction(TABLE, {"L5": 1.2})


def test_an_unknown_target_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="tibialis_anterior"):
        conduction(TABLE, "motor", "tibialis_anteror", {})
