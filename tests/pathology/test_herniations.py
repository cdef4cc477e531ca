"""Which structure each herniation meets: every disc, every zone, both sides."""

from __future__ import annotations

from collections import Counter

import pytest

from myotome.anatomy import disc_levels
from myotome.pathology import (
    SEGMENTS,
    Cause,
    causes,
    conditions,
    disc_region,
    lineage,
    met_root,
    type_shares,
    zone_shares,
)
from myotome.pathology.state_space import severity_grid

ZONES = ("central", "subarticular", "foraminal", "extraforaminal")
HERNIATIONS = tuple(cause for cause in causes() if cause.is_herniation)
ROOTS = tuple(cause for cause in HERNIATIONS if cause.condition == "disc_herniation_root")
DISCS = tuple(disc_levels())


def lower_vertebra(disc: str) -> str:
    return disc.split("-")[1]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("disc", [disc for disc in DISCS if disc_region(disc) == "cervical"])
def test_in_the_neck_it_is_the_root_of_the_lower_vertebra(disc: str, zone: str) -> None:
    """C5-C6 meets C6; below C7 the count of roots runs ahead of that of vertebrae: C7-T1 meets C8."""
    expected = "C8" if disc == "C7-T1" else lower_vertebra(disc)
    assert met_root(disc, zone) == expected


@pytest.mark.parametrize("disc", [disc for disc in DISCS if disc_region(disc) == "lumbar"])
def test_in_the_lumbar_spine_the_zone_decides(disc: str) -> None:
    upper, lower = disc.split("-")
    assert {met_root(disc, zone) for zone in ("central", "subarticular")} == {lower}
    assert {met_root(disc, zone) for zone in ("foraminal", "extraforaminal")} == {upper}


@pytest.mark.parametrize("disc", [disc for disc in DISCS if disc_region(disc) == "thoracic"])
def test_in_the_thorax_it_is_the_exiting_root(disc: str) -> None:
    assert {met_root(disc, zone) for zone in ZONES} == {disc.split("-")[0]}


@pytest.mark.parametrize("disc", DISCS)
def test_each_root_herniation_cuts_the_root_it_meets(disc: str) -> None:
    placed = [cause for cause in ROOTS if cause.disc == disc]
    assert {cause.zone for cause in placed} == set(zone_shares(disc))
    for cause in placed:
        assert cause.zone is not None
        assert cause.places[0] == met_root(disc, cause.zone)
        assert {cut.tokens for cut in cause.cuts} == {(root,) for root in cause.places}
        sides = {"left", "right"} if cause.side == "bilateral" else {cause.side}
        assert {cut.side for cut in cause.cuts} == sides


def test_a_second_root_is_the_exiting_one_or_the_next_in_the_sac() -> None:
    two = {(cause.disc, cause.places) for cause in ROOTS if len(cause.places) == 2}
    lumbar = [disc for disc in DISCS if disc_region(disc) == "lumbar"]
    for disc in lumbar:
        level = disc_levels()[disc]
        below = SEGMENTS[SEGMENTS.index(level.traversing_root) + 1]
        assert {places for at, places in two if at == disc} == {
            (level.traversing_root, level.exiting_root),
            (level.traversing_root, below),
        }
    assert {disc for disc, _ in two} == set(lumbar)


@pytest.mark.parametrize("disc", DISCS)
def test_what_a_disc_can_press_on_fits_the_canal(disc: str) -> None:
    level = disc_levels()[disc]
    met = {cause.condition for cause in HERNIATIONS if cause.disc == disc}
    assert "disc_herniation_root" in met
    assert ("disc_herniation_cord" in met) <= (level.canal_shares["cord"] > 0.0)
    assert ("disc_herniation_conus" in met) <= (level.canal_shares["conus"] > 0.0)
    assert ("disc_herniation_cauda_equina" in met) <= (level.canal_shares["cauda_equina"] > 0.0)
    if level.canal_shares["cord"] == 1.0:
        assert met == {"disc_herniation_root", "disc_herniation_cord"}
    if level.canal_shares["cauda_equina"] == 1.0:
        assert met == {"disc_herniation_root", "disc_herniation_cauda_equina"}


def test_a_cauda_equina_lesion_takes_the_sacral_roots_and_none_that_has_left() -> None:
    cauda = [cause for cause in HERNIATIONS if cause.condition == "disc_herniation_cauda_equina"]
    assert cauda
    for cause in cauda:
        assert cause.disc is not None
        cut = {token for item in cause.cuts for token in item.tokens if item.depth > 0.0}
        assert {"S2", "S3", "S4"} <= cut
        first = SEGMENTS.index(disc_levels()[cause.disc].traversing_root)
        assert min(SEGMENTS.index(root) for root in cut) >= first


def test_a_conus_lesion_takes_the_sacral_segments_on_both_sides() -> None:
    conus = [cause for cause in HERNIATIONS if cause.condition == "disc_herniation_conus"]
    assert conus
    for cause in conus:
        assert cause.places == ("conus",)
        for side in ("left", "right"):
            assert {"S2", "S3", "S4"} <= {token for cut in cause.cuts if cut.side == side for token in cut.tokens}


def test_a_conus_herniation_does_what_any_conus_lesion_of_its_kind_does() -> None:
    """Also beyond its cuts: the tract to the legs runs past a high one."""
    spread = {(c.variant.split("_")[-1], bool(c.profiles)) for c in causes() if "conus_lesion" in lineage(c.condition)}
    for cause in HERNIATIONS:
        if cause.condition == "disc_herniation_conus":
            assert (cause.variant.split("_")[-1], bool(cause.profiles)) in spread


def test_cord_herniations_lie_above_the_conus_and_name_their_segment() -> None:
    for cause in HERNIATIONS:
        if cause.condition == "disc_herniation_cord":
            assert cause.places == ("cord",)
            assert cause.tract is not None
            assert cause.segment == cause.tract.segment
            assert disc_levels()[str(cause.disc)].canal_shares["cord"] > 0.0


def test_central_ones_take_no_side_more_than_the_other() -> None:
    share: Counter[str] = Counter()
    for cause in HERNIATIONS:
        share[cause.side] += cause.share  # type: ignore[assignment]
    assert share["left"] == pytest.approx(share["right"])


@pytest.mark.parametrize("disc", DISCS)
def test_zones_add_up(disc: str) -> None:
    assert sum(zone_shares(disc).values()) == pytest.approx(1.0, abs=1e-6)
    assert set(zone_shares(disc)) <= set(ZONES)


def test_types_add_up_and_grow_with_severity() -> None:
    levels = type_shares()
    assert all(sum(shares.values()) == pytest.approx(1.0, abs=1e-6) for shares in levels)
    bulges = [shares.get("bulge", 0.0) for shares in levels]
    free = [shares.get("sequestration", 0.0) + shares.get("extrusion", 0.0) for shares in levels]
    assert bulges == sorted(bulges, reverse=True)
    assert free == sorted(free)


@pytest.mark.parametrize("condition", conditions())
def test_severity_grids_rise_and_add_up(condition: str) -> None:
    grid = severity_grid(condition)
    severities = [severity for severity, _ in grid]
    assert severities == sorted(set(severities))
    assert 0.0 < severities[0] <= severities[-1] <= 1.0
    assert sum(share for _, share in grid) == pytest.approx(1.0, abs=1e-6)


def test_every_herniation_names_disc_zone_and_place() -> None:
    def whole(cause: Cause) -> bool:
        return bool(cause.disc in DISCS and cause.zone in ZONES and cause.places)

    assert all(whole(cause) for cause in HERNIATIONS)
