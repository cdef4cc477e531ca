"""The tree of nerves makes the paths of all fibres, and says what is wrong with a row."""

from __future__ import annotations

import csv
from itertools import pairwise

import pytest

from myotome.anatomy import CRANIAL_ROOTS, SPINAL_ROOTS, fibre_table, nerve_places, nerve_sites
from myotome.anatomy.nerve_tree import path_to, reaches, way_of
from myotome.errors import DataError
from myotome.tables import data_path

ROOTS = SPINAL_ROOTS + CRANIAL_ROOTS
PLACES = nerve_places()


def test_every_path_follows_the_tree_step_by_step() -> None:
    for path in fibre_table().path:
        for before, place in pairwise(path):
            assert before in {way[-1] for way in PLACES[place].comes_from}, path


def test_every_path_ends_where_its_row_says() -> None:
    with data_path("anatomy/skin_supply.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            path = path_to(row["root"], way_of(row["way"]))
            assert path[0] == row["root"]
            assert path[-1] == (row["way"].split(" > ")[-1] or row["root"])


@pytest.mark.parametrize("place", list(PLACES))
def test_some_root_reaches_every_place(place: str) -> None:
    assert any(reaches(root, (place,)) for root in ROOTS)


@pytest.mark.parametrize("site", list(nerve_sites()))
def test_a_site_lies_on_its_nerve_and_is_reached_by_no_other_root(site: str) -> None:
    nerve = nerve_sites()[site].nerve
    assert {root for root in ROOTS if reaches(root, (site,))} <= {root for root in ROOTS if reaches(root, (nerve,))}


@pytest.mark.parametrize(
    ("trunk", "roots"),
    [("upper_trunk", {"C5", "C6"}), ("middle_trunk", {"C7"}), ("lower_trunk", {"C8", "T1"}), ("median", None)],
)
def test_the_plexus_sends_the_roots_that_it_should(trunk: str, roots: set[str] | None) -> None:
    assert {root for root in ROOTS if reaches(root, (trunk,))} == (roots or {"C5", "C6", "C7", "C8", "T1"})


def test_one_of_several_ways_has_to_be_chosen() -> None:
    with pytest.raises(DataError, match=r"S1 reach 'sural@ankle' by 2 ways; write one: tibial@popl"):
        path_to("S1", ("sural@ankle",))
    medial = path_to("S1", way_of("tibial@popliteal_fossa > sural@ankle"))
    lateral = path_to("S1", way_of("common_peroneal@popliteal_fossa > sural@ankle"))
    assert "tibial" in medial
    assert "tibial" not in lateral
    assert medial[-2:] == lateral[-2:] == ("sural@lower_leg", "sural@ankle")


def test_a_root_that_does_not_get_there_is_named() -> None:
    with pytest.raises(DataError, match="L2 do not reach 'median'"):
        path_to("L2", ("median",))


def test_the_digital_nerves_do_not_run_through_the_palm_of_the_motor_branch() -> None:
    assert "median@palm" not in path_to("C6", ("median@digit",))
    assert "ulnar@palm" not in path_to("C8", ("ulnar@digit",))
