"""The tables hold together: counts, names, sums, sources."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest

from myotome.anatomy import (
    SPINAL_ROOTS,
    area_members,
    areas,
    dermatomes,
    fibre_table,
    muscles,
    nerve_places,
    nerve_sites,
    reflexes,
)
from myotome.anatomy.tables import muscle_root_weights, muscle_routes, reflex_arcs, skin_supply
from myotome.ledger import sources
from myotome.tables import data_path

TABLES = (
    "anatomy/area_members.csv",
    "anatomy/areas.csv",
    "anatomy/conus_levels.csv",
    "anatomy/cord_segments.csv",
    "anatomy/discs.csv",
    "anatomy/muscle_root_evidence.csv",
    "anatomy/muscle_routes.csv",
    "anatomy/muscles.csv",
    "anatomy/nerve_tree.csv",
    "anatomy/reflex_arcs.csv",
    "anatomy/reflexes.csv",
    "anatomy/roots.csv",
    "anatomy/skin_supply.csv",
)


def rows(name: str) -> list[dict[str, str]]:
    with data_path(name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_cites_a_known_source_and_a_unit(name: str) -> None:
    known = set(sources())
    for row in rows(name):
        keys = {row["source"], *filter(None, row.get("evidence", row.get("sources", "")).split("|"))}
        assert keys <= known, row
        assert row["unit"], row


@pytest.mark.parametrize("name", TABLES)
def test_judgement_gives_a_reason(name: str) -> None:
    if name == "anatomy/muscles.csv":
        return
    unexplained = [row for row in rows(name) if row["source"] == "judgement" and not row["note"]]
    assert unexplained == []


@pytest.mark.parametrize("name", TABLES)
def test_line_ends_are_lf(name: str) -> None:
    assert b"\r" not in data_path(name).read_bytes()


def test_counts() -> None:
    assert len(muscles()) >= 110
    assert len(nerve_sites()) >= 45
    assert len(SPINAL_ROOTS) == 30


def test_every_muscle_area_reflex_and_nerve_is_wired() -> None:
    table = fibre_table()
    assert set(table.targets("motor")) == set(muscles())
    assert set(areas()) == {target for target in table.targets("sensory") if ":" not in target} | set(area_members())
    assert set(table.targets("efferent")) == set(table.targets("afferent")) == set(reflexes()) - {"moro", "grasp"}
    assert set(nerve_places()) <= set(table.through)


def test_every_spinal_root_but_the_first_has_a_dermatome() -> None:
    assert dermatomes() == SPINAL_ROOTS[1:]


def test_no_area_lies_in_itself() -> None:
    for area in areas().values():
        seen = {area.id}
        while area.within:
            area = areas()[area.within]
            assert area.id not in seen
            seen.add(area.id)


def test_root_weights_sum_to_one_and_are_shares() -> None:
    for weights in muscle_root_weights().values():
        assert sum(w.weight for w in weights) == pytest.approx(1.0, abs=1e-9)
        assert all(0.0 < w.weight <= 1.0 and 0.0 < w.spread < 0.5 for w in weights)


def test_routes_of_one_root_sum_to_one_and_name_only_roots_with_weight() -> None:
    for muscle, routes in muscle_routes().items():
        total: dict[str, float] = defaultdict(float)
        for route in routes:
            total[route.root] += route.share
        assert set(total) == {w.root for w in muscle_root_weights()[muscle]}
        assert all(share == pytest.approx(1.0) for share in total.values())


def test_a_dermatome_belongs_to_its_root_but_not_to_it_alone() -> None:
    own = defaultdict(float)
    for fibre in skin_supply():
        if fibre.target == f"dermatome:{fibre.root}":
            own[fibre.root] += fibre.weight
    assert set(own) == {f"{root}" for root in SPINAL_ROOTS if root != "C1"}
    assert all(0.6 <= share <= 0.85 for share in own.values())


def test_neighbouring_roots_share_every_dermatome() -> None:
    order = {root: i for i, root in enumerate(SPINAL_ROOTS)}
    for fibre in skin_supply():
        if ":" in fibre.target:
            assert abs(order[fibre.root] - order[fibre.target.removeprefix("dermatome:")]) <= 1, fibre


def test_leaf_areas_within_an_area_are_members_of_it() -> None:
    members = area_members()
    for area in areas().values():
        if area.within in members and area.id not in members:
            assert area.id in members[area.within], area


def test_whole_body_holds_every_leaf() -> None:
    leaves = {fibre.target for fibre in skin_supply() if ":" not in fibre.target}
    assert set(area_members()["whole_body"]) == leaves
    assert set(area_members()["stocking_to_ankle"]) < set(area_members()["stocking_to_knee"])
    assert set(area_members()["glove_to_wrist"]) < set(area_members()["glove_to_elbow"])


def test_reflex_limbs_sum_to_one_and_end_in_a_muscle() -> None:
    total: dict[tuple[str, str], float] = defaultdict(float)
    for fibre in reflex_arcs():
        total[fibre.reflex, fibre.limb] += fibre.weight
        assert fibre.muscle in muscles()
    assert all(share == pytest.approx(1.0) for share in total.values())


def test_other_names_of_a_site_mean_one_site() -> None:
    named = [(site.nerve, name) for site in nerve_sites().values() for name in (site.site, *site.also_called)]
    assert len(named) == len(set(named))


def test_the_patches_of_a_glove_or_a_stocking_stand_in_the_order_of_its_parts():
    members = area_members()
    assert members["glove_to_elbow"] == (*members["hand"], *members["wrist"], *members["forearm"])
    assert members["stocking_to_thigh"] == (*members["stocking_to_knee"], *members["knee"], *members["thigh"])
