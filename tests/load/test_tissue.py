"""Who takes the load of a level: parts sum to the whole, ligaments only pull, and the right ones are loaded first."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from myotome.load import (
    PLANES,
    SETS_OF_TASKS,
    DiscLoad,
    Solution,
    TissueLoads,
    level_balances,
    passive_joints,
    reference_person,
    solve,
    spine,
    stance,
    task,
    tissue_loads,
)

MODEL = spine(reference_person(), SETS_OF_TASKS)
JOINTS = passive_joints()
LEVELS = 5
TASKS = (
    ("standing", {}),
    ("standing_flexed", {"flexion_deg": 90.0}),
    ("lifting", {"style": "stoop", "mass_kg": 10.0}),
    ("superman", {}),
    ("side_bridge", {"side": "right"}),
)
shares = st.floats(-1.0, 1.0)


@cache
def solved(name: str, **options: float | str) -> Solution:
    return solve(MODEL, stance(MODEL, task(name), options))


def specimen(angles_deg: np.ndarray, compression_n: float = 0.0) -> TissueLoads:
    """A spine without muscles, turned by hand and pressed."""
    of = solved("standing")
    angles, still = of.stance.angles_deg.copy(), np.zeros_like(of.discs.compression_n)
    angles[0, :LEVELS] = angles_deg
    return tissue_loads(
        replace(
            of,
            stance=replace(of.stance, angles_deg=angles),
            passive=JOINTS,
            discs=DiscLoad(still + compression_n, still, still),
        )
    )


def turned(flexion: float = 0.0, lateral: float = 0.0, axial: float = 0.0) -> np.ndarray:
    """Every lumbar level at these shares of its range."""
    share = np.array([flexion, lateral, axial])
    return np.where(share < 0.0, share * JOINTS.limit_negative, share * JOINTS.limit_positive)[:LEVELS]


def pull(loads: TissueLoads, *names: str) -> np.ndarray:
    """Summed tension of these ligaments at L4-L5."""
    own = loads.ligaments
    rows = [name in names and level == 1 for name, level in zip(own.name, own.level, strict=True)]
    return loads.tension_n[0, rows].sum()


@pytest.mark.parametrize(("name", "options"), TASKS)
def test_what_loads_a_level_is_taken_by_its_parts(name: str, options: dict[str, float | str]) -> None:
    solution = solved(name, **options)
    unmet = solution.unmet_nm[0].reshape(-1, len(PLANES))
    for number, level in enumerate(level_balances(solution)):
        whole = np.add(level.load_nm, np.sum(list(level.taken_nm.values()), axis=0))
        assert whole == pytest.approx(-unmet[number], abs=1e-6)


@given(shares, shares, shares)
def test_ligaments_only_pull_and_facets_only_push(flexion: float, lateral: float, axial: float) -> None:
    angles = turned(flexion, lateral, axial)
    loads = specimen(angles, 500.0)
    assert (loads.tension_n >= 0.0).all()
    assert (loads.facet_n >= 0.0).all()
    whole = JOINTS.moment_nm(np.pad(angles, ((0, len(JOINTS.factor) - LEVELS), (0, 0))))[:LEVELS]
    assert loads.ligament_nm[0] + loads.facet_nm[0] + loads.disc_nm[0] == pytest.approx(whole)


@given(st.floats(0.05, 1.0), st.sampled_from([(-1.0, 0), (1.0, 0), (1.0, 1), (1.0, 2)]))
def test_no_part_works_against_the_whole(share: float, way: tuple[float, int]) -> None:
    """Against upright, where the disc holds what ligaments pull that are taut there."""
    sign, plane = way
    upright, loads = specimen(turned()), specimen(turned(*(sign * share * (np.arange(3) == plane))))
    for part, before in ((loads.facet_nm, upright.facet_nm), (loads.disc_nm, upright.disc_nm)):
        assert ((part - before)[0, :, plane] * sign <= 1e-9).all()


@given(shares, shares, shares)
def test_a_mirrored_turn_loads_the_other_side(flexion: float, lateral: float, axial: float) -> None:
    here, there = (specimen(turned(flexion, s * lateral, s * axial), 500.0) for s in (1.0, -1.0))
    assert here.facet_n == pytest.approx(there.facet_n[..., ::-1])
    own = here.ligaments
    other = {"right": "left", "left": "right", "": ""}
    places = list(zip(own.name, own.side, own.level.tolist(), strict=True))
    mirror = [places.index((name, other[side], level)) for name, side, level in places]
    assert here.tension_n == pytest.approx(there.tension_n[:, mirror], abs=1e-6)


def test_bending_forward_loads_the_back_of_the_spine() -> None:
    """Capsules resist flexion most; the ligaments of the spinous processes carry little in its first half."""
    half, end = (solved("standing_flexed", flexion_deg=angle) for angle in (33.0, 90.0))
    early, late = tissue_loads(half), tissue_loads(end)
    posterior = ("supraspinous", "interspinous", "flavum", "posterior_longitudinal")
    assert pull(late, "capsular") > max(pull(late, name) for name in posterior)
    assert all(pull(late, name) > pull(early, name) for name in (*posterior, "capsular"))
    assert pull(late, "anterior_longitudinal") < 1.0
    assert pull(early, "supraspinous", "interspinous") < 0.3 * pull(late, "supraspinous", "interspinous")
    assert pull(late, "supraspinous", "interspinous") <= 134.0  # PMID 2395361
    assert (
        level_balances(end)[1].fascia_n
        > level_balances(half)[1].fascia_n
        > level_balances(solved("standing"))[1].fascia_n
    )


def test_bending_backward_loads_the_facets_and_the_front() -> None:
    upright, back = specimen(turned(0.0)), specimen(turned(0.8))
    assert (back.facet_n > upright.facet_n).all()
    assert pull(back, "anterior_longitudinal") > pull(upright, "anterior_longitudinal")
    assert pull(back, "supraspinous", "interspinous", "capsular") < 1.0


def facet_at(moment_nm: float, plane: int, sign: float) -> np.ndarray:
    """Force on the right and left joint of L1-L2 under a pure moment, without compression."""

    def more(angle: float) -> float:
        angles = np.zeros((len(JOINTS.factor), len(PLANES)))
        angles[LEVELS - 1, plane] = sign * angle
        return abs(JOINTS.moment_nm(angles)[LEVELS - 1, plane]) - moment_nm

    angles = np.zeros((LEVELS, len(PLANES)))
    angles[-1, plane] = sign * brentq(more, 0.0, 30.0)
    return specimen(angles).facet_n[0, -1]


def test_facets_bear_what_cadavers_were_measured_to_bear() -> None:
    """T12-L2, mean and standard deviation of one joint (PMC3705911): 7.5 Nm each, and 400 N of compression."""
    assert facet_at(7.5, 0, 1.0)[0] == pytest.approx(51.5, abs=39.0)
    assert facet_at(7.5, 2, 1.0)[0] == pytest.approx(70.3, abs=2 * 43.2)  # turned to the left: the right joint
    assert specimen(turned(0.0), 400.0).facet_n[0, -1, 0] == pytest.approx(45.5, abs=20.0)


def test_a_turn_presses_the_joint_of_the_other_side() -> None:
    right, left = facet_at(7.5, 2, 1.0)
    assert right > left


def test_a_bend_presses_the_disc_by_its_ligaments_and_frees_the_facets() -> None:
    upright, bent = (specimen(turned(share), 500.0) for share in (0.0, -0.8))
    assert (bent.pressed_n > upright.pressed_n).all()
    assert (bent.facet_along_n < upright.facet_along_n).all()
