"""Discs, roots and the cord: the numbering that every clinician knows."""

from __future__ import annotations

import pytest

from myotome.anatomy import SPINAL_ROOTS, conus_level, cord_segments, disc_levels, root_levels
from myotome.errors import UnknownNameError


def test_there_are_23_discs_and_31_root_pairs() -> None:
    assert len(disc_levels()) == 23
    assert tuple(root_levels()) == (*SPINAL_ROOTS, "Co1")


@pytest.mark.parametrize(
    ("disc", "exiting", "traversing"),
    [
        ("C4-C5", "C5", "C6"),
        ("C5-C6", "C6", "C7"),
        ("C6-C7", "C7", "C8"),
        ("C7-T1", "C8", "T1"),
        ("T1-T2", "T1", "T2"),
        ("T12-L1", "T12", "L1"),
        ("L3-L4", "L3", "L4"),
        ("L4-L5", "L4", "L5"),
        ("L5-S1", "L5", "S1"),
    ],
)
def test_roots_beside_a_disc(disc: str, exiting: str, traversing: str) -> None:
    found = disc_levels()[disc]
    assert (found.exiting_root, found.traversing_root) == (exiting, traversing)


def test_traversing_is_the_next_root_below_the_exiting_one() -> None:
    for disc in disc_levels().values():
        assert SPINAL_ROOTS.index(disc.traversing_root) == SPINAL_ROOTS.index(disc.exiting_root) + 1


def test_cervical_roots_leave_above_and_others_below_their_vertebra() -> None:
    for disc in disc_levels().values():
        if disc.region == "cervical" and disc.id != "C7-T1":
            assert disc.exiting_root == disc.lower_vertebra
        elif disc.id != "C7-T1":
            assert disc.exiting_root == disc.upper_vertebra


def test_exit_discs_agree_in_both_tables() -> None:
    assert {disc.id: disc.exiting_root for disc in disc_levels().values()} == {
        root.exit_disc: root.id for root in root_levels().values() if root.exit_disc
    }


def test_cord_share_never_rises_and_cauda_equina_never_falls_downwards() -> None:
    shares = [disc.canal_shares for disc in disc_levels().values()]
    cord, cauda = [s["cord"] for s in shares], [s["cauda_equina"] for s in shares]
    assert cord == sorted(cord, reverse=True)
    assert cauda == sorted(cauda)
    assert all(sum(s.values()) == pytest.approx(1.0) for s in shares)


def test_cord_lies_behind_every_cervical_and_most_thoracic_discs_and_not_below_l2() -> None:
    for disc in disc_levels().values():
        if disc.region == "cervical":
            assert disc.canal == "cord"
        if disc.id in ("L3-L4", "L4-L5", "L5-S1"):
            assert disc.canal == "cauda_equina"
            assert disc.cord_segments == ()


def test_canal_shares_follow_the_conus_distribution() -> None:
    conus = conus_level()
    for disc, step in (("T11-T12", -2), ("T12-L1", 2), ("L1-L2", 6), ("L2-L3", 10)):
        above = conus.share_ending_above(step - 0.5)
        below_conus = conus.share_ending_above(step + conus.conus_length_steps)
        shares = disc_levels()[disc].canal_shares
        assert shares["cauda_equina"] == pytest.approx(above, abs=0.011)
        assert shares["cord"] == pytest.approx(1.0 - below_conus, abs=0.011)


def test_published_share_of_cords_ending_at_the_l1_l2_disc() -> None:
    conus = conus_level()
    share = conus.share_ending_above(6.5) - conus.share_ending_above(5.5)
    assert share == pytest.approx(0.198, abs=0.03)


def test_segments_lie_at_or_above_their_own_vertebra() -> None:
    bones = [f"C{i}" for i in range(1, 8)] + [f"T{i}" for i in range(1, 13)] + [f"L{i}" for i in range(1, 6)]
    position = {bone: i for i, bone in enumerate(bones)}
    levels = [position[root.vertebra_over_segment] for root in root_levels().values()]
    assert levels == sorted(levels)
    for root in root_levels().values():
        if root.id in position:
            assert position[root.vertebra_over_segment] <= position[root.id]


def test_segments_by_vertebra_cover_the_cord_once() -> None:
    found = [segment for bone in ("C1", "C2", *disc_lower_bones()) for segment in cord_segments(bone)]
    assert sorted(found) == sorted(cord_segments())
    assert cord_segments("L4") == ()


def disc_lower_bones() -> list[str]:
    return [disc.lower_vertebra for disc in disc_levels().values()]


def test_unknown_vertebra_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="no vertebra"):
        cord_segments("L9")
